"""Warnings held apart: by year, village, household and day, in the officer's order and decimals."""

from datetime import date

from sqlalchemy import select
from warned_support import (
    DEADLINE,
    DRY_ROWS,
    FOUR,
    NOVEMBER,
    OTHER,
    add,
    also_last_year,
    fresh,
    heads,
    schemes,
    shortage,
    taken,
    warned,
    with_schemes,
)

from communes import VILLAGES, CommuneOf, Row
from nsnt_desktop.indicators.dry_season import DryPlace, DrySeason
from nsnt_desktop.indicators.pollution import Pollution, RiskKind, RiskPlace
from nsnt_desktop.indicators.warning_words import (
    dry_sentences,
    pollution_sentences,
    sentences_of_tests,
    warning_sentences,
)
from nsnt_desktop.indicators.water_validity import Validity, standing
from nsnt_desktop.indicators.water_warnings import expiring_tests
from nsnt_desktop.models import (
    Household,
    HouseholdRecord,
    MainSource,
    SchemeRecord,
    Village,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import Basis, HouseholdStatus
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


def test_villages_and_sources_stand_in_the_offices_order(commune_of: CommuneOf) -> None:
    rows: list[Row] = [
        {"head": "An", "source": "dug_well", "dry_season_shortage": True, "pollution_risk": "rác"},
        {"head": "Bình", "source": "rain", "dry_season_shortage": True, "village": OTHER},
    ]
    data = commune_of(rows)
    assert [place.label for place in warned(data).dry.villages] == [*VILLAGES]
    with change(data, "Đổi thứ tự") as made:
        villages = {village.name: village for village in made.session.scalars(select(Village))}
        villages[OTHER].position, villages[VILLAGES[0]].position = 1, 2
        sources = {source.code: source for source in made.session.scalars(select(MainSource))}
        sources["rain"].position, sources["dug_well"].position = 1, 99
    dry = warned(data).dry
    assert [place.label for place in dry.villages] == [OTHER, VILLAGES[0]]
    assert [place.label for place in dry.sources] == [sources["rain"].label, sources["dug_well"].label]
    with change(data, "Cùng thứ tự") as made:
        for row in (*made.session.scalars(select(Village)), *made.session.scalars(select(MainSource))):
            row.position = 1
    dry = warned(data).dry
    assert [place.label for place in dry.villages] == [*VILLAGES]
    assert [place.label for place in dry.sources] == [sources["dug_well"].label, sources["rain"].label]


def test_one_former_commune_is_not_named_beside_every_village(commune_of: CommuneOf) -> None:
    data = commune_of(DRY_ROWS)
    with change(data, "Một xã cũ") as made:
        for village in made.session.scalars(select(Village)):
            village.former_commune = "Cẩm Long"
    assert [place.label for place in warned(data).dry.villages] == [*VILLAGES]


def test_the_spelling_of_most_households_is_the_one_told(commune_of: CommuneOf) -> None:
    data = commune_of(
        [
            {"pollution_risk": "Lò mổ"},
            {"pollution_risk": "lò mổ; rác"},
            {"pollution_risk": "lò mổ; nước thải"},
            {"pollution_risk": "Lò mổ; bụi"},
            {"pollution_risk": "lò mổ; bụi"},
        ]
    )
    labels = [kind.label for kind in warned(data).pollution.kinds if not kind.listed]
    assert "lò mổ" in labels
    assert "Lò mổ" not in labels


def test_the_sentences_name_sources_places_and_decimals(commune_of: CommuneOf) -> None:
    rows: list[Row] = [*DRY_ROWS, {"head": "Gia", "source": "rain", "dry_season_shortage": False}]
    data = commune_of([{**row, "pollution_risk": "rác" if n < 2 else ""} for n, row in enumerate(rows)])
    found = warned(data)
    said = warning_sentences(found, 0)
    assert "ghi nhận 2 hộ, chiếm 50\u00a0% của 4 hộ đã ghi; còn 1 hộ chưa ghi" in said[0]
    with data.reading() as session:
        labels = dict(session.execute(select(MainSource.code, MainSource.label)).all())
    for code in ("dug_well", "rain"):
        assert labels[code][1:] in said[1]
    assert said[3].endswith(f"chưa đánh giá, chưa có số liệu năm {found.year - 1}.")
    risk = pollution_sentences(found.pollution)
    assert risk[0].endswith("ghi nhận 2/5 hộ; 3 hộ để trống mục này.")
    assert risk[2] == "Nơi có nguy cơ: thôn Phác Lê (2 hộ)."
    everybody = Pollution(RiskPlace("", 1, (1,)), (RiskKind("rác", (1,), listed=True),), ())
    assert pollution_sentences(everybody)[0].endswith("ghi nhận 1/1 hộ.")


def test_two_decimals_are_kept_where_indicators_fall(commune_of: CommuneOf) -> None:
    said = warning_sentences(warned(with_schemes(commune_of), NOVEMBER), 2)
    assert "chỉ số 2 còn 62,50\u00a0% (đang là 87,50\u00a0%)" in " ".join(said)


def test_another_year_of_a_scheme_is_not_told_of_this_one(commune_of: CommuneOf) -> None:
    data = with_schemes(commune_of)
    before = warned(data, NOVEMBER)
    also_last_year(data, {"Bơm 0": None, "Tự 0": None, "Nhà máy": None}, clean=True)
    with change(data, "Năm trước") as made:
        last = find_year(made.session, 2023).id
        for scheme in made.session.scalars(select(WaterScheme)):
            made.session.add(SchemeRecord(year_id=last, scheme_id=scheme.id))
        for record in made.session.scalars(select(HouseholdRecord).where(HouseholdRecord.year_id == last)):
            record.scheme_id = made.session.scalars(select(WaterScheme.id)).first()
    found = warned(data, NOVEMBER)
    assert (found.schemes, found.unproven) == (before.schemes, before.unproven)
    names = {scheme.scheme_id: scheme.name for scheme in found.schemes}
    assert {scheme.scheme_id for scheme in found.unproven.schemes} <= names.keys()
    with data.reading() as session:
        named = dict(session.execute(select(WaterScheme.id, WaterScheme.name)).all())
    assert {**names, **named} == named
    assert found.year == 2024


def test_own_tests_are_of_this_year_of_this_household_and_hold_as_long_as_they_say(
    commune_of: CommuneOf,
) -> None:
    base = {"source": "dug_well", "clean": True, "basis": Basis.TEST}
    data = commune_of(
        [{"head": "An", **base}, {"head": "Bình", **base}, {"head": "Cúc", **base, "clean": False}]
    )
    also_last_year(data, {"An": None, "Cúc": None}, clean=True, basis=Basis.TEST)
    with data.reading() as session:
        homes = dict(session.execute(select(Household.head, Household.id)).all())
    add(
        data,
        WaterTest(
            household_id=homes["An"], tested_on=date(2023, 2, 1), passed=True, valid_until=date(2024, 12, 31)
        ),
        WaterTest(household_id=homes["Bình"], tested_on=date(2024, 5, 5), passed=True),
        WaterTest(household_id=homes["Cúc"], tested_on=date(2024, 5, 6), passed=True),
    )
    (valid,) = warned(data, NOVEMBER).own
    assert (valid.validity, heads(data, valid.records)) == (Validity.VALID, ["An", "Bình", "Cúc"])
    assert heads(data, valid.clean) == ["An", "Bình"]
    assert (len(valid.records), len(valid.clean)) == (3, 2)
    assert valid.first_end == date(2024, 12, 31)


def test_of_two_tests_of_one_day_the_one_written_down_last_counts(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "An", "source": "dug_well", "clean": True}])
    with data.reading() as session:
        home = session.scalars(select(Household.id)).one()
    for passed in (False, True):
        add(data, WaterTest(household_id=home, tested_on=date(2024, 5, 5), passed=passed))
    (found,) = warned(data, NOVEMBER).own
    assert found.validity is Validity.VALID
    add(data, WaterTest(household_id=home, tested_on=date(2024, 5, 5), passed=False))
    (found,) = warned(data, NOVEMBER).own
    assert found.validity is Validity.FAILED


def test_a_second_test_before_the_deadline_is_looked_at_on_the_deadline() -> None:
    taken_now = taken(date(2024, 1, 5), number=1)
    failed = taken(date(2024, 11, 10), passed=False, number=2)
    assert standing([taken_now, failed], NOVEMBER, DEADLINE, 12).validity is Validity.FAILED


def test_kinds_and_schemes_are_told_one_after_the_other() -> None:
    kinds = (
        RiskKind("rác thải", (1,), listed=True),
        *(RiskKind(f"x{n}", (n,), listed=False) for n in range(6)),
    )
    said = pollution_sentences(Pollution(RiskPlace("", 9, (1,)), kinds, ()))
    assert said[1].endswith("x3 (1 hộ), nội dung khác (2 hộ).")
    place = DryPlace(now=shortage(1), before=shortage(1, 2, 3))
    (first, *_) = dry_sentences(DrySeason(place, (), (), 2023), 2024, 1)
    assert first.endswith("chiếm 25,0\u00a0% của 4 hộ đã ghi, còn 2 hộ chưa ghi.")


def test_two_schemes_that_stand_alike_are_told_by_the_day_they_hold_to(data: DataFile) -> None:
    later, sooner = taken(date(2024, 8, 1), number=1), taken(date(2024, 3, 1), number=2)
    schemes(data, {"Bơm": later, "Tự chảy": sooner})
    found = warned(data, NOVEMBER)
    assert [s.name for s in found.schemes] == ["Tự chảy", "Bơm"]
    said = sentences_of_tests(found)[0]
    assert "(Tự chảy: đến ngày 01/03/2025, Bơm: đến ngày 01/08/2025)" in said


def test_tests_that_expire_are_those_of_schemes_too(data: DataFile) -> None:
    schemes(data, fresh(FOUR))
    with data.reading() as session:
        year = find_year(session, 2024)
        assert expiring_tests(session, year, NOVEMBER) == 1
        assert expiring_tests(session, year, date(2024, 6, 1)) == 1
        assert expiring_tests(session, year, date(2023, 11, 1)) == 0


def test_a_village_that_was_short_only_last_year_is_told_too(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": "An", "source": "rain", "village": OTHER}])
    with change(data, "Chuyển thôn") as made:
        first = made.session.scalars(select(Village.id).where(Village.name == VILLAGES[0])).one()
    also_last_year(data, {"An": True}, village_id=first)
    places = {place.label: place for place in warned(data).dry.villages}
    assert places.keys() == {*VILLAGES}
    before = places[VILLAGES[0]].before
    assert before is not None
    assert len(before.short) == 1


def test_a_household_counted_clean_on_another_basis_rests_on_its_own_test_too(commune_of: CommuneOf) -> None:
    rows: list[Row] = [
        {"head": "An", "source": "dug_well", "clean": True, "basis": Basis.OTHER},
        {"head": "Bình", "source": "dug_well", "clean": True, "basis": Basis.OTHER},
        {"head": "Cúc", "source": "dug_well", "clean": False},
    ]
    data = commune_of(rows)
    with data.reading() as session:
        homes = list(session.scalars(select(Household.id)))
    add(data, *(WaterTest(household_id=home, tested_on=date(2024, 5, 5), passed=True) for home in homes))
    (found,) = warned(data, NOVEMBER).own
    assert (heads(data, found.records), heads(data, found.clean)) == (["An", "Bình", "Cúc"], ["An", "Bình"])


def test_households_of_last_year_or_gone_rest_on_no_scheme_without_a_test(commune_of: CommuneOf) -> None:
    data = with_schemes(commune_of)
    before = warned(data).unproven
    also_last_year(data, {"Tự 0": None}, clean=True)
    with change(data, "Năm trước và hộ chuyển đi") as made:
        last = find_year(made.session, 2023).id
        scheme = made.session.scalars(select(WaterScheme.id).where(WaterScheme.name == "Tự chảy")).one()
        made.session.scalars(
            select(HouseholdRecord).where(HouseholdRecord.year_id == last)
        ).one().scheme_id = scheme
        gone = made.session.scalars(
            select(HouseholdRecord)
            .join(Household, Household.id == HouseholdRecord.household_id)
            .where(Household.head == "Tự 1")
        ).one()
        gone.status = HouseholdStatus.MOVED_AWAY
    found = next(s for s in warned(data).unproven.schemes if s.name == "Tự chảy")
    assert heads(data, found.records) == ["Tự 0"]
    assert len(found.records) == 1
    assert found.records[0] in before.schemes[0].records
