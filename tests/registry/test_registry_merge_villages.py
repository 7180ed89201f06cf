from datetime import date

import pytest
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, content_digest, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.models import Difficulty, SupervisionVisit, SurveyYear, Village, VillageDelivery
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry.merge_villages import (
    VillageMerge,
    merge_sentences,
    merge_villages,
    preview_village_merge,
)
from nsnt_desktop.registry.new_villages import NewVillage, add_villages
from nsnt_desktop.registry.new_year import open_next_year
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.villages import list_villages, set_delivery, set_village_field
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

TWO_YEARS = [
    {"head": "Lê An"},
    {"head": "Lê Bình"},
    {"head": "Lê Cũ", "status": "moved_away"},
    {"head": "Trần Hoà", "village": VILLAGES[1]},
    {"head": "trần HÒA", "village": VILLAGES[0]},
]


def counted(data: DataFile, year: int) -> dict[str, int]:
    with data.reading() as session:
        figures = compute_year(session, find_year(session, year))
    return {village.name: village.counts.households for village in figures.villages}


def preview(data: DataFile) -> VillageMerge:
    first, second = village_ids(data)
    with data.reading() as session:
        return preview_village_merge(session, first, second)


@pytest.fixture
def two_years(commune_of: CommuneOf) -> DataFile:
    """2024 closed, 2025 open with the same households."""
    data = commune_of(TWO_YEARS)
    open_next_year(data)
    with change(data, "Chốt") as made:
        made.session.get_one(SurveyYear, year_id(data, 2024)).state = YearState.CLOSED
    return data


def test_a_preview_says_what_would_happen_and_changes_nothing(two_years: DataFile) -> None:
    before = content_digest(two_years)
    merge = preview(two_years)
    assert [(y.year, y.households, y.totals_lost) for y in merge.years] == [(2025, 3, False)]
    assert (merge.kept_years, merge.doubles) == ((2024,), ("trần HÒA",))
    said = merge_sentences(merge)
    assert said[0] == f"Năm 2025: 3 hộ chuyển sang {VILLAGES[1]}."
    assert "2024" in said[1]
    assert "trần HÒA" in said[2]
    assert content_digest(two_years) == before


def test_the_open_year_moves_and_the_closed_one_stays(two_years: DataFile) -> None:
    first, second = village_ids(two_years)
    closed = counted(two_years, 2024)
    done = merge_villages(two_years, first, second)
    assert done.households == 3
    assert counted(two_years, 2025) == {VILLAGES[1]: 4}
    assert counted(two_years, 2024) == closed == {VILLAGES[0]: 3, VILLAGES[1]: 1}
    with two_years.reading() as session:
        village = session.get_one(Village, first)
        assert (village.active_to, village.merged_into_id) == (2024, second)
        assert [v.id for v in list_villages(session, find_year(session, 2025))] == [second]
        assert [v.id for v in list_villages(session, find_year(session, 2024))] == [first, second]
    open_next_year(two_years)
    assert counted(two_years, 2026) == {VILLAGES[1]: 4}
    assert take_back(two_years, done.action_id).kept == 0
    assert counted(two_years, 2025) == closed
    with two_years.reading() as session:
        assert session.get_one(Village, first).active_to is None


def test_it_is_undone_as_one(two_years: DataFile) -> None:
    first, second = village_ids(two_years)
    year = year_id(two_years, 2025)
    set_delivery(two_years, year, first, "declared_households", 3)
    set_delivery(two_years, year, second, "declared_households", 1)
    before = content_digest(two_years)
    done = merge_villages(two_years, first, second)
    after = content_digest(two_years)
    undone = take_back(two_years, done.action_id)
    assert (undone.kept, content_digest(two_years)) == (0, before)
    take_back(two_years, undone.action_id or 0)
    assert content_digest(two_years) == after


def test_a_village_that_never_stood_in_a_closed_year_is_kept_and_listed_nowhere(
    commune_of: CommuneOf,
) -> None:
    data = commune_of(TWO_YEARS)
    first, second = village_ids(data)
    merge_villages(data, first, second)
    assert counted(data, 2024) == {VILLAGES[1]: 4}
    assert village_ids(data) == [first, second]


def test_declared_totals_are_added_where_both_are_known(commune_of: CommuneOf) -> None:
    data = commune_of(TWO_YEARS)
    first, second = village_ids(data)
    for village, households, day in ((first, 3, 5), (second, 1, 9)):
        set_delivery(data, year_id(data), village, "declared_households", households)
        set_delivery(data, year_id(data), village, "delivered_on", date(2024, 10, day))
    set_delivery(data, year_id(data), first, "declared_poor", 0)
    assert [year.totals_lost for year in preview(data).years] == [True]
    assert "để trống" in merge_sentences(preview(data))[0]
    merge_villages(data, first, second)
    with data.reading() as session:
        (kept,) = session.scalars(select(VillageDelivery)).all()
    assert (kept.village_id, kept.delivered_on) == (second, date(2024, 10, 9))
    assert (kept.declared_households, kept.declared_persons, kept.declared_poor) == (4, None, None)


def test_what_one_village_declared_does_not_stand_for_both(commune_of: CommuneOf) -> None:
    data = commune_of(TWO_YEARS)
    first, second = village_ids(data)
    set_delivery(data, year_id(data), second, "declared_households", 1)
    set_delivery(data, year_id(data), second, "delivered_on", date(2024, 10, 9))
    merge_villages(data, first, second)
    with data.reading() as session:
        (kept,) = session.scalars(select(VillageDelivery)).all()
    assert (kept.declared_households, kept.delivered_on) == (None, None)


def test_an_empty_village_takes_nothing_from_what_the_other_declared(commune_of: CommuneOf) -> None:
    data = commune_of([{"village": VILLAGES[1]}])
    first, second = village_ids(data)
    set_delivery(data, year_id(data), second, "declared_households", 1)
    assert [year.totals_lost for year in preview(data).years] == [False]
    merge_villages(data, first, second)
    with data.reading() as session:
        (kept,) = session.scalars(select(VillageDelivery)).all()
    assert kept.declared_households == 1


def test_visits_and_difficulties_of_the_open_year_go_along(two_years: DataFile) -> None:
    first, second = village_ids(two_years)
    day = date(2025, 10, 1)
    with change(two_years, "Thử") as made:
        for year in (2024, 2025):
            year_number = year_id(two_years, year)
            made.session.add(SupervisionVisit(year_id=year_number, village_id=first, visited_on=day))
            made.session.add(Difficulty(year_id=year_number, village_id=first, reported_on=day))
    merge_villages(two_years, first, second)
    with two_years.reading() as session:
        for model in (SupervisionVisit, Difficulty):
            places = session.scalars(select(model.village_id).order_by(model.year_id)).all()
            assert places == [first, second]


def test_what_cannot_be_merged_is_refused(two_years: DataFile) -> None:
    first, second = village_ids(two_years)
    before = content_digest(two_years)
    with pytest.raises(KnownError, match="chính nó"):
        merge_villages(two_years, first, first)
    with change(two_years, "Thử") as made:
        made.session.get_one(Village, second).active_to = 2024
    with pytest.raises(KnownError, match="không còn trong năm 2025"):
        merge_villages(two_years, first, second)
    with change(two_years, "Thử") as made:
        made.session.get_one(Village, second).active_to = None
    assert content_digest(two_years) == before
    with change(two_years, "Chốt") as made:
        made.session.get_one(SurveyYear, year_id(two_years, 2025)).state = YearState.CLOSED
    with pytest.raises(KnownError, match="mở năm 2026"):
        merge_villages(two_years, first, second)


def test_a_village_given_up_is_not_merged_once_more(two_years: DataFile) -> None:
    first, second = village_ids(two_years)
    third = add_villages(two_years, year_id(two_years, 2025), [NewVillage("Thôn Mới")])
    assert third.added
    merge_villages(two_years, first, second)
    before = content_digest(two_years)
    with pytest.raises(KnownError, match="Thôn «Thôn Phác Lê» không còn trong năm 2025"):
        merge_villages(two_years, first, village_ids(two_years)[2])
    assert content_digest(two_years) == before


def test_the_name_of_a_village_given_up_is_told_to_be_one(two_years: DataFile) -> None:
    first, second = village_ids(two_years)
    merge_villages(two_years, first, second)
    with pytest.raises(KnownError, match="Đã có thôn «Thôn Phác Lê», có đến năm 2024"):
        set_village_field(two_years, second, "name", "thôn phác lê")


def test_many_heads_of_one_name_are_told_shortly(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": f"Lê {n:02}", "village": village} for n in range(12) for village in VILLAGES])
    told = merge_sentences(preview(data))[-1]
    assert told.startswith("12 chủ hộ trùng tên ở hai thôn")
    assert told.endswith("Lê 08, Lê 09…")
