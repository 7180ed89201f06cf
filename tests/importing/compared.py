"""Registers and lists in memory, for the tests of what an import compares."""

from collections.abc import Sequence
from typing import Any

from nsnt_desktop.importing.matching.comparing import Comparison, compare
from nsnt_desktop.importing.matching.questions import Answers
from nsnt_desktop.importing.rows.parsed import ImportRow, ParsedSheet
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models.words import SourceGroup
from nsnt_desktop.registry.apply_batch import BatchRow, Outcome
from nsnt_desktop.registry.register import COMPARED, Register, Registered

NEW, CHANGED, SAME, SKIPPED, ASKED = (
    Outcome.NEW,
    Outcome.CHANGED,
    Outcome.SAME,
    Outcome.SKIPPED,
    Outcome.ASKED,
)
SOURCES = {
    "central_tap": SourceGroup.CENTRAL,
    "central_unspecified": SourceGroup.CENTRAL,
    "drilled_well": SourceGroup.HOUSEHOLD,
    "household_unspecified": SourceGroup.HOUSEHOLD,
    "bought": SourceGroup.OTHER,
}
IDS = {code: i for i, code in enumerate(SOURCES, 1)}
PHAC_LE, DO_THUONG = 1, 2


def registered(record_id: int, head: str, village: int = PHAC_LE, **values: Any) -> Registered:
    """Return a household of the register; `source` is the code of its main source."""
    empty = {"code": "", "address": "", "phone": "", "birth_year": None, **dict.fromkeys(COMPARED)}
    if "source" in values:
        values["main_source_id"] = IDS[values.pop("source")]
    texts = {"pollution_risk": "", "note": ""}
    known = {**empty, **texts, "head": head, **values}
    return Registered(record_id, record_id + 1000, village, True, known)


def register(
    *households: Registered,
    villages: dict[int, tuple[str, str]] | None = None,
    schemes: dict[int, str] | None = None,
) -> Register:
    return Register(
        1,
        2024,
        households,
        villages or {PHAC_LE: ("Thôn Phác Lê", ""), DO_THUONG: ("Thôn Do Thượng", "")},
        IDS,
        {i: code for code, i in IDS.items()},
        {IDS[code]: group for code, group in SOURCES.items()},
        schemes or {},
    )


_FIELD_OF = {"pollution": Field.POLLUTION, "source_code": Field.MAIN_SOURCE}


def listed(
    *rows: dict[str, Any], also: Sequence[str] = (), fields: Sequence[Field] = (), sheet: str = "S"
) -> ParsedSheet:
    """Return a sheet whose columns are the keys of its rows, and `also`; village Phác Lê unless named."""
    made = tuple(
        ImportRow(sheet, n, row.get("head", "An"), row.get("village", "Thôn Phác Lê"), **_rest(row))
        for n, row in enumerate(rows, 2)
    )
    known = {name for row in rows for name in row} | set(also) | {"head"}
    columns = {_FIELD_OF.get(name) or Field.of(name) for name in known}
    if fields:
        columns = columns - {Field.POVERTY} | set(fields)
    return ParsedSheet(sheet, made, (), (), (), frozenset(columns), frozenset(known))


def _rest(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"head", "village"}}


def outcomes(found: Comparison) -> list[Outcome]:
    return [row.outcome for row in by_place(found)]


def by_place(found: Comparison) -> list[BatchRow]:
    return sorted(found.rows, key=lambda row: (row.sheet, row.excel_row))


def one(sheet: ParsedSheet, known: Register, answers: Answers | None = None) -> BatchRow:
    (row,) = compare([sheet], known, answers or Answers()).rows
    return row


def chosen(**answers: str) -> Answers:
    """Return answers by the key's last part: which_2 is which:S:2."""
    return Answers(chosen={key.replace("_", ":S:"): answer for key, answer in answers.items()})
