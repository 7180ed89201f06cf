from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, action_count, content_digest, village_ids, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.models import Difficulty, HouseholdRecord, SupervisionVisit, SurveyYear, Village
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry.apply_batch import Batch, BatchRow, Outcome, apply_batch
from nsnt_desktop.registry.households import add_household, set_household_field
from nsnt_desktop.registry.new_villages import NewVillage, add_villages, read_village_lines
from nsnt_desktop.registry.new_year import open_next_year
from nsnt_desktop.registry.register import load_register
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.verified import verified_by_village, verify_village
from nsnt_desktop.registry.villages import (
    VillageRow,
    list_villages,
    order_by_name,
    order_villages,
    remove_village,
    set_delivery,
    set_village_field,
)
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


def rows(data: DataFile, year: int | None = None) -> list[VillageRow]:
    with data.reading() as session:
        return list_villages(session, find_year(session, year))


def names(data: DataFile, year: int | None = None) -> list[str]:
    return [row.name for row in rows(data, year)]


def close(data: DataFile, year: int = 2024) -> None:
    with change(data, "Chốt") as made:
        made.session.get_one(SurveyYear, year_id(data, year)).state = YearState.CLOSED


def refused(error: pytest.ExceptionInfo[KnownError]) -> str:
    assert "Chưa có gì bị thay đổi." in error.value.message
    assert "Hãy" in error.value.message
    return error.value.message


def set_village(data: DataFile, village_id: int, **values: Any) -> None:
    with change(data, "Thử") as made:
        for name, value in values.items():
            setattr(made.session.get_one(Village, village_id), name, value)


def test_villages_are_added_once(data: DataFile) -> None:
    start = content_digest(data)
    added = add_villages(
        data,
        year_id(data),
        [NewVillage(n) for n in ("Thôn Mới", "", "THÔN PHÁC LÊ", " thôn mới")]
        + [NewVillage("Thôn Phác Lê", "Lê Văn An", " 0912  345 ", "Cẩm Phú")],
    )
    assert (added.added, added.known) == (2, ("THÔN PHÁC LÊ", "thôn mới"))
    assert [(v.name, v.former_commune, v.position, v.village_head, v.phone) for v in rows(data)] == [
        (VILLAGES[0], "", 1, "", ""),
        (VILLAGES[1], "", 2, "", ""),
        ("Thôn Mới", "", 3, "", ""),
        ("Thôn Phác Lê", "Cẩm Phú", 4, "Lê Văn An", "0912 345"),
    ]
    take_back(data, added.action_id or 0)
    assert content_digest(data) == start


def test_names_that_are_all_there_leave_no_action(data: DataFile) -> None:
    before = action_count(data)
    added = add_villages(data, year_id(data), [NewVillage(name) for name in VILLAGES])
    assert (added.action_id, added.added, added.known) == (None, 0, VILLAGES)
    assert action_count(data) == before


@pytest.mark.parametrize(
    "text",
    [
        "Thôn 1\tLê An\t0912345678\tCẩm Phú\nThôn 2",
        "Tên thôn\tTrưởng thôn\n Thôn  1 \tLê An\t0912345678\tCẩm Phú\n\n\t\nThôn 2\t\t\t",
        "STT\tThôn\tTrưởng thôn\n1\tThôn 1\tLê An\t0912345678\tCẩm Phú\tthừa\n2.\tThôn 2",
        "\t\tThôn\n\t\tThôn 1\tLê An\t0912345678\tCẩm Phú\n\t\tThôn 2\t",
    ],
)
def test_villages_are_read_as_excel_copies_them(text: str) -> None:
    assert read_village_lines(text) == [
        NewVillage("Thôn 1", "Lê An", "0912345678", "Cẩm Phú"),
        NewVillage("Thôn 2"),
    ]


def test_a_village_that_is_only_a_number_keeps_its_name() -> None:
    assert read_village_lines("1\n2") == [NewVillage("1"), NewVillage("2")]


def test_a_village_added_later_does_not_stand_in_the_years_before(data: DataFile) -> None:
    open_next_year(data)
    add_villages(data, year_id(data, 2025), [NewVillage("Thôn Mới")])
    assert names(data, 2025) == [*VILLAGES, "Thôn Mới"]
    assert names(data, 2024) == list(VILLAGES)
    with data.reading() as session:
        assert [v.name for v in compute_year(session, find_year(session, 2024)).villages] == list(VILLAGES)
    add_villages(data, year_id(data, 2024), [NewVillage("Thôn Mới")])  # it was there the year before, too
    assert names(data, 2024) == [*VILLAGES, "Thôn Mới"]


def test_a_closed_year_takes_no_new_village(data: DataFile) -> None:
    close(data)
    with pytest.raises(KnownError, match="đã chốt"):
        add_villages(data, year_id(data), [NewVillage("Thôn Mới")])
    assert names(data) == list(VILLAGES)


def test_a_village_given_up_is_taken_up_again_by_its_name(data: DataFile) -> None:
    first, second = village_ids(data)
    set_village(data, second, active_to=2023, merged_into_id=first)
    assert names(data) == [VILLAGES[0]]
    set_village(data, second, phone="0911")
    added = add_villages(data, year_id(data), [NewVillage(VILLAGES[1], "Lê Văn Mới")])
    assert (added.added, added.known) == (1, ())
    assert names(data) == list(VILLAGES)
    assert (rows(data)[1].village_head, rows(data)[1].phone) == ("Lê Văn Mới", "0911")
    assert village_ids(data) == [first, second]


def test_of_a_known_village_only_blanks_are_filled_in(data: DataFile) -> None:
    first, _ = village_ids(data)
    set_village(data, first, village_head="Lê Văn Cũ")
    before = content_digest(data)
    pasted = [NewVillage(VILLAGES[0], "Lê Văn Mới", "0911"), NewVillage(VILLAGES[1])]
    added = add_villages(data, year_id(data), pasted)
    assert (added.added, added.filled, added.known) == (0, 1, VILLAGES)
    assert (rows(data)[0].village_head, rows(data)[0].phone) == ("Lê Văn Cũ", "0911")
    take_back(data, added.action_id or 0)
    assert content_digest(data) == before


def test_a_village_with_households_is_listed_though_given_up(commune_of: CommuneOf) -> None:
    data = commune_of([{"village": VILLAGES[1]}])
    set_village(data, village_ids(data)[1], active_to=2023)
    assert names(data) == list(VILLAGES)


def test_a_list_brings_no_household_into_a_village_given_up(data: DataFile) -> None:
    set_village(data, village_ids(data)[1], active_to=2023)
    with data.reading() as session:
        register = load_register(session, find_year(session))
    assert [name for name, _ in register.villages.values()] == [VILLAGES[0]]


@pytest.mark.parametrize("name", ["", "  ", VILLAGES[1], VILLAGES[1].upper()])
def test_a_village_name_empty_or_taken_is_refused(data: DataFile, name: str) -> None:
    before = content_digest(data)
    with pytest.raises(KnownError) as error:
        set_village_field(data, village_ids(data)[0], "name", name)
    refused(error)
    assert content_digest(data) == before


def test_a_delivery_of_a_closed_year_is_refused(data: DataFile) -> None:
    close(data)
    with pytest.raises(KnownError, match="đã chốt"):
        set_delivery(data, year_id(data), village_ids(data)[0], "declared_poor", 3)


def test_villages_are_put_in_order_and_back(data: DataFile) -> None:
    first, second = village_ids(data)
    add_villages(data, year_id(data), [NewVillage("Thôn 10"), NewVillage("Thôn 2")])
    _, _, ten, two = village_ids(data)
    before = content_digest(data)
    moved = order_villages(data, [two, first])  # the others keep their places
    assert village_ids(data) == [two, second, ten, first]
    assert order_villages(data, [two, second, ten, first]) is None
    take_back(data, moved or 0)
    assert content_digest(data) == before
    set_village_field(data, second, "former_commune", "Cẩm Phú")
    order_by_name(data, [first, second, ten, two])
    assert names(data) == ["Thôn 2", "Thôn 10", VILLAGES[0], VILLAGES[1]]
    assert order_by_name(data, [first, second, ten, two]) is None


def test_a_village_that_anything_names_cannot_be_removed(data: DataFile) -> None:
    first, second = village_ids(data)
    add_household(data, year_id(data), first, "Lê An")
    with pytest.raises(KnownError) as error:
        remove_village(data, first)
    assert "1 số liệu hộ" in refused(error)
    set_delivery(data, year_id(data), second, "declared_households", 120)
    with change(data, "Thử") as made:
        day = date(2024, 10, 1)
        made.session.add(SupervisionVisit(year_id=year_id(data), village_id=second, visited_on=day))
        made.session.add(Difficulty(year_id=year_id(data), village_id=second, reported_on=day, text="Khô"))
    before = content_digest(data)
    with pytest.raises(KnownError) as error:
        remove_village(data, second)
    said = refused(error)
    assert all(
        word in said for word in ("1 lần nộp danh sách", "1 lần kiểm tra, giám sát", "1 khó khăn, vướng mắc")
    )
    assert content_digest(data) == before


def test_a_village_others_were_merged_into_cannot_be_removed(data: DataFile) -> None:
    first, second = village_ids(data)
    set_village(data, second, merged_into_id=first)
    with pytest.raises(KnownError, match="1 thôn đã nhập vào thôn này"):
        remove_village(data, first)


def test_a_delivery_that_says_nothing_does_not_hold_a_village(data: DataFile) -> None:
    first, second = village_ids(data)
    set_delivery(data, year_id(data), second, "declared_households", 120)
    set_delivery(data, year_id(data), second, "declared_households", None)
    before = content_digest(data)
    removed = remove_village(data, second)
    assert village_ids(data) == [first]
    take_back(data, removed)
    assert content_digest(data) == before


def test_a_whole_village_is_marked_and_the_mark_falls_off_on_edit(commune_of: CommuneOf) -> None:
    data = commune_of(
        [{"head": "A"}, {"head": "B", "verified": True}, {"status": "moved_away"}, {"village": VILLAGES[1]}]
    )
    first, second = village_ids(data)

    def marked() -> dict[int, int]:
        with data.reading() as session:
            return verified_by_village(session, year_id(data))

    assert marked() == {first: 1}
    done = verify_village(data, year_id(data), first)
    assert (done.households, marked()) == (1, {first: 2})
    with data.reading() as session:
        updated = session.scalars(
            select(HouseholdRecord.id).where(HouseholdRecord.updated_at.is_not(None))
        ).all()
    again = verify_village(data, year_id(data), first)
    assert (len(updated), again.action_id, again.households) == (1, None, 0)
    set_household_field(data, updated[0], "persons", 3)
    assert marked() == {first: 1}
    assert verify_village(data, year_id(data), second).households == 1
    assert marked() == {first: 1, second: 1}


def test_marking_a_village_is_undone_as_one(commune_of: CommuneOf) -> None:
    data = commune_of([{"head": f"Hộ {n}"} for n in range(20)])
    before = content_digest(data)
    done = verify_village(data, year_id(data), village_ids(data)[0])
    assert done.households == 20
    take_back(data, done.action_id or 0)
    assert content_digest(data) == before


def test_a_closed_year_is_not_marked(commune_of: CommuneOf) -> None:
    data = commune_of([{}])
    close(data)
    with pytest.raises(KnownError, match="đã chốt"):
        verify_village(data, year_id(data), village_ids(data)[0])


def test_a_list_that_names_a_village_given_up_takes_it_up_again(data: DataFile) -> None:
    set_village(data, village_ids(data)[1], active_to=2023)
    open_next_year(data)
    new = [
        BatchRow("Tờ 1", at, Outcome.NEW, village=name, values={"head": "Lê An"})
        for at, name in enumerate((VILLAGES[1].upper(), "Thôn Mới"), 2)
    ]
    apply_batch(data, Batch(year_id(data, 2025), "ds.xlsx", "0", "{}", tuple(new)))
    assert names(data, 2025) == [*VILLAGES, "Thôn Mới"]
    assert names(data, 2024) == list(VILLAGES)
