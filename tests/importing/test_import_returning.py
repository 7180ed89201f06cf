"""A list that names a household which had gone: it is recognised, asked about, and brought back."""

import pytest

from communes import VILLAGES, CommuneOf, Row, count, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.matching.questions import MAKE_NEW, SKIP, Answers, AskKind
from nsnt_desktop.models import Household, HouseholdRecord
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.apply_batch import Outcome, apply_batch
from nsnt_desktop.registry.household_life import return_household
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage.datafile import DataFile
from taking_in import list_of, preview, register_digest, register_of, take_in

PHAC_LE, DO_THUONG = VILLAGES
STATUS = HouseholdStatus
ANY: Row = {"persons": 3, "status": STATUS.ACTIVE, "status_note": "", "litres_per_month": None}
HOMES: list[Row] = [
    {**ANY, "head": "Trịnh Văn Hùng"},
    {**ANY, "head": "Cao Bá Ân", "status": STATUS.MOVED_AWAY, "status_note": "đi Lào"},
    {
        **ANY,
        "head": "Quách Thị Lan",
        "year": 2023,
        "status": STATUS.ENDED,
        "persons": 5,
        "litres_per_month": 9000,
    },
    {**ANY, "head": "Bùi Văn Sáu", "year": 2023},
]
HEADING: tuple[Cell, ...] = ("Họ và tên chủ hộ", "Thôn", "Số nhân khẩu")


@pytest.fixture
def homes(commune_of: CommuneOf) -> DataFile:
    """Households 1 to 4, of whom only the first is counted in 2024."""
    return commune_of(HOMES)


def named(data: DataFile, head: str, answer: str | None = None, village: str = PHAC_LE) -> Preview:
    """Return what a list of one row would do, its question answered."""
    chosen = {} if answer is None else {"gone:S:2": answer}
    return preview(data, list_of([head, village, 4], heading=HEADING), Answers(chosen=chosen))


def record(data: DataFile, record_id: int | None) -> HouseholdRecord:
    with data.reading() as session:
        return session.get_one(HouseholdRecord, record_id)


@pytest.mark.parametrize(
    ("head", "household", "told"),
    [
        ("cao bá ÂN", 2, "trong sổ đã ghi «Đã chuyển đi» năm 2024"),
        ("Quách Thị Lan", 3, "trong sổ đã ghi «Không còn hộ» năm 2023"),
        ("Bùi Văn Sáu", 4, "có trong số liệu năm 2023, chưa có trong năm nay"),
    ],
)
def test_one_that_had_gone_is_asked_about(homes: DataFile, head: str, household: int, told: str) -> None:
    found = named(homes, head)
    assert [row.outcome for row in found.batch.rows] == [Outcome.ASKED]
    (ask,) = found.asks
    assert ask.kind is AskKind.GONE
    assert told in ask.text
    assert [answer for answer, _ in ask.options] == [str(household), MAKE_NEW, SKIP]


def test_of_another_village_or_counted_this_year_nothing_is_asked(homes: DataFile) -> None:
    assert [row.outcome for row in named(homes, "Cao Bá Ân", village=DO_THUONG).batch.rows] == [Outcome.NEW]
    assert [row.outcome for row in named(homes, "Trịnh Văn Hùng").batch.rows] == [Outcome.CHANGED]


def test_a_new_one_of_that_name_and_a_list_out_of_date_are_answers_too(homes: DataFile) -> None:
    assert [row.outcome for row in named(homes, "Cao Bá Ân", MAKE_NEW).batch.rows] == [Outcome.NEW]
    (skipped,) = named(homes, "Cao Bá Ân", SKIP).batch.rows
    assert (skipped.outcome, skipped.record_id) == (Outcome.SKIPPED, None)


@pytest.mark.parametrize(("head", "household"), [("Cao Bá Ân", 2), ("Quách Thị Lan", 3)])
def test_back_again_it_has_what_the_list_says_and_is_undone_with_it(
    homes: DataFile, head: str, household: int
) -> None:
    before = register_digest(homes)
    applied = apply_batch(homes, named(homes, head, str(household)).batch)
    assert count(homes, Household) == len(HOMES)
    back = next(h for h in register_of(homes).households if h.household_id == household)
    kept = record(homes, back.record_id)
    assert (kept.status, kept.status_note, kept.persons) == (STATUS.ACTIVE, "", 4)
    assert kept.year_id == year_id(homes)
    assert kept.updated_at is not None
    assert kept.litres_per_month is None
    take_back(homes, applied.action_id)
    # The delivery of the village is taken back too: nothing is left but the trail.
    assert register_digest(homes) == before


def test_two_rows_and_two_of_that_name_each_find_their_own(commune_of: CommuneOf) -> None:
    gone: Row = {**ANY, "head": "Lê Văn Tư", "status": STATUS.MOVED_AWAY}
    data = commune_of([{**gone, "code": "PL-1"}, {**gone, "code": "PL-2"}])
    twice = list_of(["Lê Văn Tư", PHAC_LE, 4], ["Lê Văn Tư", PHAC_LE, 5], heading=HEADING)
    chosen = {"gone:S:2": "2", "duplicate:S:3": "take", "gone:S:3": "1"}
    first = preview(data, twice, Answers(chosen={"gone:S:2": "2", "duplicate:S:3": "take"}))
    assert "PL-1" not in first.asks[0].options[0][1]  # one is left: it need not be told apart
    take_in(data, twice, Answers(chosen=chosen))
    assert {h.household_id: h.values["persons"] for h in register_of(data).households} == {1: 5, 2: 4}


def test_brought_back_by_hand_since_the_preview_the_list_is_to_be_looked_at_again(homes: DataFile) -> None:
    ready = named(homes, "Cao Bá Ân", "2").batch
    return_household(homes, year_id(homes), 2)
    before = register_digest(homes)
    with pytest.raises(KnownError, match="đang có trong số liệu năm 2024"):
        apply_batch(homes, ready)
    assert register_digest(homes) == before
