"""Households a list no longer names, marked with the batch: in one transaction, undone with it."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from communes import CommuneOf, content_digest, count
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.matching.questions import Answers
from nsnt_desktop.models import Action, Household, HouseholdRecord, ImportBatch, ImportRowOutcome
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.progress import StoppedError
from nsnt_desktop.registry.apply_batch import Outcome, apply_batch
from nsnt_desktop.registry.household_life import bring_back, leave_households
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage.datafile import DataFile
from taking_in import list_of, preview, register_digest, take_in

HEADS = ("Nguyễn Văn An", "Trịnh Thị Bình", "Lê Cúc", "Bùi Ơn")
MOVED, ENDED = HouseholdStatus.MOVED_AWAY, HouseholdStatus.ENDED


def of_heads(*heads: str) -> Sequence[Sequence[Cell]]:
    return [[head, "Thôn Phác Lê", 4, "", ""] for head in heads]


@pytest.fixture
def village(commune_of: CommuneOf) -> DataFile:
    return commune_of([{"head": head, "persons": 4, "code": ""} for head in HEADS])


def records(data: DataFile) -> dict[str, HouseholdRecord]:
    with data.reading() as session:
        query = select(Household.head, HouseholdRecord).join(
            HouseholdRecord, HouseholdRecord.household_id == Household.id
        )
        return dict(session.execute(query).all())


def answers(data: DataFile, **said: HouseholdStatus) -> Answers:
    """Return what became of households by the last word of their heads."""
    found = {head.rsplit(" ", 1)[-1]: record.id for head, record in records(data).items()}
    return Answers(missing={found[name]: status for name, status in said.items()})


def test_who_is_not_on_the_list_stays_untouched(village: DataFile) -> None:
    take_in(village, list_of(*of_heads(*HEADS[:2])))
    assert {r.status for r in records(village).values()} == {HouseholdStatus.ACTIVE}


def test_they_leave_with_the_list_and_come_back_with_it(village: DataFile) -> None:
    before = register_digest(village)
    found = preview(village, list_of(*of_heads(*HEADS[:2])), answers(village, Cúc=MOVED, Ơn=ENDED))
    applied = apply_batch(village, found.batch)
    after = records(village)
    assert applied.gone == 2
    assert (after["Lê Cúc"].status, after["Bùi Ơn"].status) == (MOVED, ENDED)
    assert after["Lê Cúc"].status_note == "không còn trong danh sách «thon.xlsx»"
    assert after["Nguyễn Văn An"].status is HouseholdStatus.ACTIVE
    assert sum(found.count(outcome) for outcome in Outcome) == 2  # the rows of the list, no more
    undone = take_back(village, applied.action_id)
    assert (undone.kept, undone.named) == (0, ())
    assert register_digest(village) == before


def test_who_was_brought_back_by_hand_since_stays_and_is_named(village: DataFile) -> None:
    found = preview(village, list_of(*of_heads(*HEADS[:2])), answers(village, Cúc=MOVED, Ơn=MOVED))
    applied = apply_batch(village, found.batch)
    bring_back(village, [records(village)["Lê Cúc"].id])
    undone = take_back(village, applied.action_id)
    assert {r.status for r in records(village).values()} == {HouseholdStatus.ACTIVE}
    assert undone.named == ("Lê Cúc (Thôn Phác Lê)",)


def test_one_that_left_meanwhile_keeps_the_whole_list_out(village: DataFile) -> None:
    found = preview(village, list_of(*of_heads("Cao Mới")), answers(village, Cúc=MOVED))
    leave_households(village, [records(village)["Lê Cúc"].id], "đi Nam")
    before = content_digest(village)
    with pytest.raises(KnownError, match="Lê Cúc"):
        apply_batch(village, found.batch)
    assert content_digest(village) == before


@pytest.mark.parametrize("at", range(4))
def test_stopped_at_any_word_it_leaves_everything_as_it_was(village: DataFile, at: int) -> None:
    rows = of_heads(*HEADS[:2], *(f"Quách {n}" for n in range(1500)))
    found = preview(village, list_of(*rows), answers(village, Cúc=MOVED))
    before, actions = content_digest(village), count(village, Action)
    words = 0

    def stop(_what: str, _done: int, _of: int) -> None:
        nonlocal words
        words += 1
        if words > at:
            raise StoppedError

    with pytest.raises(StoppedError):
        apply_batch(village, found.batch, stop)
    assert (content_digest(village), count(village, Action)) == (before, actions)
    apply_batch(village, found.batch)  # and the file can be written again
    assert count(village, ImportBatch) == 1


def test_how_each_row_was_matched_is_kept(village: DataFile) -> None:
    take_in(village, list_of(*of_heads(*HEADS[:2], "Cao Mới")))
    with village.reading() as session:
        assert list(session.scalars(select(ImportRowOutcome.matched_by).order_by(ImportRowOutcome.id))) == [
            "theo tên và số khẩu",
            "theo tên và số khẩu",
            "",
        ]


def test_a_household_made_by_a_list_and_edited_since_stays_and_is_named(village: DataFile) -> None:
    applied = take_in(village, list_of(*of_heads("Cao Mới", "Cao Xưa")))
    set_household_field(village, records(village)["Cao Mới"].id, "note", "có bể")
    undone = take_back(village, applied.action_id)
    assert set(records(village)) == {*HEADS, "Cao Mới"}
    assert records(village)["Cao Mới"].persons == 4
    assert undone.named == ("Cao Mới (Thôn Phác Lê)",)
    assert undone.told("Đã hoàn tác.") == (
        "Đã hoàn tác. 2 giá trị đã sửa sau đó được giữ nguyên của hộ Cao Mới (Thôn Phác Lê)."
    )


def test_no_more_than_twenty_are_named_in_a_sentence(village: DataFile) -> None:
    first = take_in(village, list_of(*of_heads(*(f"Quách {n:02}" for n in range(23)))))
    rows: list[list[Cell]] = [[f"Quách {n:02}", "Thôn Phác Lê", 5, "", ""] for n in range(23)]
    take_in(village, list_of(*rows, name="sau.xlsx"))
    undone = take_back(village, first.action_id)
    assert len(undone.named) == 23
    assert undone.told("").endswith("Quách 18 (Thôn Phác Lê), Quách 19 (Thôn Phác Lê) và 3 hộ khác.")
