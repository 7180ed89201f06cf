"""The doors to a year's figures: published names, the officer's order, closed years as they were closed."""

from household_rows import close, put
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, year_id
from nsnt_desktop.indicators.compute import (
    compute_year,
    former_commune_figures,
    year_criteria,
    year_figures,
    year_verdicts,
)
from nsnt_desktop.models import Criterion, Village, WaterScheme
from nsnt_desktop.registry.schemes import add_scheme
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


def test_the_six_indicators_have_their_published_names(commune_of: CommuneOf) -> None:
    data = commune_of([])
    with data.reading() as session:
        indicators = year_figures(session, find_year(session)).commune.indicators
    named = {i.code: (i.name, i.short_name) for i in indicators}
    assert named["5"] == (
        "Cấp nước sinh hoạt đạt chuẩn bình quân đầu người/ngày đêm",
        "Lít/người/ngày đêm",
    )
    assert named["6"] == (
        "Tỷ lệ công trình cấp nước tập trung có tổ chức quản lý khai thác hoạt động bền vững",
        "Công trình bền vững",
    )


def _judged(data: DataFile) -> list[int]:
    with data.reading() as session:
        year = find_year(session)
        return [v.criterion.id for v in year_criteria(session, year, year_figures(session, year))]


def test_criteria_stand_in_the_officers_order_those_without_an_indicator_left_out(
    commune_of: CommuneOf,
) -> None:
    data = commune_of([{"clean": True}])
    with change(data, "Thêm chỉ tiêu thử") as made:
        template = made.session.scalars(select(Criterion)).first()
        assert template is not None
        names = [c.key for c in Criterion.__table__.columns if c.key not in {"id", "indicator"}]
        same = {name: getattr(template, name) for name in names}
        made.session.add(Criterion(**same, indicator=""))
        made.session.flush()
        unfinished = made.session.scalars(select(Criterion.id).where(Criterion.indicator == "")).all()
    before = _judged(data)
    assert unfinished
    assert len(before) > 2
    assert not set(before) & set(unfinished)
    put(data, select(Criterion).where(Criterion.id == before[-1]), position=-1)
    assert _judged(data) == [before[-1], *before[:-1]]
    put(data, select(Criterion), position=1)
    assert _judged(data) == sorted(before)


def test_a_closed_year_keeps_the_classes_of_its_schemes(commune_of: CommuneOf) -> None:
    data = commune_of([])
    add_scheme(data, year_id(data), "Phác Lê")
    close(data)
    with change(data, "Đổi tên công trình") as made:
        made.session.scalars(select(WaterScheme)).one().name = "Tên mới"
    with data.reading() as session:
        assert [v.name for v in year_verdicts(session, find_year(session))] == ["Phác Lê"]


def test_a_former_commune_is_named(commune_of: CommuneOf) -> None:
    data = commune_of([{"clean": True}])
    put(data, select(Village).where(Village.name == VILLAGES[1]), former_commune="Cẩm Long")
    with data.reading() as session:
        figures, assumptions = compute_year(session, find_year(session)), load_assumptions(session)
    names = []
    for former_commune in ("", "Cẩm Long"):
        whole = former_commune_figures(figures, former_commune, assumptions)
        assert whole is not None
        names.append((whole.name, whole.counts.households))
    assert names == [("", 1), ("Cẩm Long", 0)]
