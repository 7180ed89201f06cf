"""The collection sheet of a village: its columns, once for paper and for Excel, and what is filled in."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Activity, SurveyYear, Village
from nsnt_desktop.models.words import (
    CLEAN_LABELS,
    YES_NO_LABELS,
    ActivityKind,
    Basis,
    HouseholdStatus,
    Poverty,
)
from nsnt_desktop.registry.office import Office
from nsnt_desktop.registry.places import load_office
from nsnt_desktop.registry.register import Register, Registered, load_register
from nsnt_desktop.registry.years import previous_year
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import match_key, natural_key, person_sort_key

_VAGUE_SOURCES = frozenset({"central_unspecified", "household_unspecified"})
"""Words for a whole group of sources: a list may say so, a sheet asks for the source itself."""

Ticks = tuple[tuple[Any, str], ...]


@dataclass(frozen=True)
class SheetColumn:
    """One column of the sheet; `field` is what the import calls it, `attribute` what the register does.

    A column of Excel is `width` characters wide; on paper it takes `paper_mm`, each of its ticks as much, and
    0 keeps it off the paper.
    """

    field: str
    attribute: str
    heading: str
    width: float
    paper_mm: float = 0
    ticks: Ticks = ()
    """On paper: the values that have a box, each with the heading over it."""
    numbered: bool = False
    """On paper the number of a choice is written, as the list at the foot of the page numbers them."""
    right: bool = False


_YES_NO: Ticks = ((True, "Có"), (False, "Không"))

COLUMNS = (
    SheetColumn("code", "code", "Mã hộ", 9, 14),
    SheetColumn("head", "head", "Họ và tên chủ hộ", 24, 41),
    SheetColumn("persons", "persons", "Số nhân khẩu", 7, 11, right=True),
    SheetColumn(
        "poverty",
        "poverty",
        "Loại hộ",
        12,
        9.5,
        ((Poverty.POOR, "Nghèo"), (Poverty.NEAR_POOR, "Cận nghèo"), (Poverty.NONE, "Không")),
    ),
    SheetColumn("main_source", "main_source_id", "Nguồn nước chính", 27, 14, numbered=True),
    SheetColumn("scheme", "scheme_id", "Tên công trình", 18, 30),
    SheetColumn("hygienic", "hygienic", "Nước hợp vệ sinh", 9, 9.5, _YES_NO),
    SheetColumn("clean", "clean", "Nước sạch đạt quy chuẩn", 14, 9.5, ((True, "Đạt"), (False, "Không đạt"))),
    SheetColumn("basis", "basis", "Căn cứ", 22, 11, numbered=True),
    SheetColumn("has_meter", "has_meter", "Có đồng hồ nước", 9, 9.5, _YES_NO),
    SheetColumn("litres_per_month", "litres_per_month", "m³/tháng", 9, 13, right=True),
    SheetColumn("dry_season_shortage", "dry_season_shortage", "Thiếu nước mùa khô", 10, 9.5, _YES_NO),
    SheetColumn("phone", "phone", "Số điện thoại", 12),
    SheetColumn("note", "note", "Ghi chú", 18, 29),
)
"""What a village is asked about each household, in the order of the sheet."""
PLACE_COLUMNS = (
    SheetColumn("village", "", "Thôn", 16),
    SheetColumn("former_commune", "", "Xã cũ", 12),
    SheetColumn("household_key", "", "Mã đối chiếu", 12),
)
"""Hidden columns of the Excel sheet: by them the import knows village and household again without asking."""
TOTALS = (
    ("declared_households", "Tổng số hộ của thôn"),
    ("declared_persons", "Tổng số nhân khẩu của thôn"),
    ("declared_poor", "Tổng số hộ nghèo của thôn"),
)
"""What the village head declares under the list: field of the delivery, and its words."""


@dataclass(frozen=True)
class VillageSheet:
    """One village with its households, by name as Vietnamese lists sort them."""

    village_id: int
    name: str
    former_commune: str
    village_head: str
    phone: str
    households: tuple[Registered, ...]


@dataclass(frozen=True)
class CollectionSheets:
    """What the sheets of a year are made from."""

    office: Office
    year: int
    as_of: date
    hand_in_by: date | None
    """The last day the plan sets for collecting; None where it sets none."""
    sources: dict[int, str]
    """The office's own words for the main sources, by id."""
    offered_sources: tuple[int, ...]
    schemes: dict[int, str]
    villages: tuple[VillageSheet, ...]


def collection_sheets(
    session: Session, year: SurveyYear, village_ids: Collection[int] | None = None
) -> CollectionSheets:
    """Return the sheets of some villages (None: of all that stand in the year), in the commune's order.

    A village without households this year shows last year's. Raises KnownError if there is no village.
    """
    register = load_register(session, year)
    found = _villages(session, year, register, village_ids)
    here = _by_village(register.households)
    last = _by_village(_of_last_year(session, year, register))
    sheets = [
        VillageSheet(
            village.id,
            village.name,
            village.former_commune,
            village.village_head,
            village.phone,
            tuple(sorted(here[village.id] or last[village.id], key=_by_name)),
        )
        for village in found
    ]
    planned = select(func.max(Activity.planned_on)).where(
        Activity.year_id == year.id, Activity.kind == ActivityKind.COLLECTION
    )
    return CollectionSheets(
        office=load_office(session),
        year=year.year,
        as_of=year.as_of,
        hand_in_by=session.scalar(planned),
        sources=register.source_labels,
        offered_sources=tuple(i for code, i in register.sources.items() if code not in _VAGUE_SOURCES),
        schemes=register.schemes,
        villages=tuple(sheets),
    )


def _villages(
    session: Session, year: SurveyYear, register: Register, village_ids: Collection[int] | None
) -> list[Village]:
    wanted = select(Village).order_by(Village.position, Village.id)
    if village_ids is not None:
        wanted = wanted.where(Village.id.in_(village_ids))
    used = {household.village_id for household in register.households}
    found = [v for v in session.scalars(wanted) if v.id in used or _stands(v, year.year)]
    if not found:
        raise KnownError(f"Chưa có thôn nào để lập phiếu. {NOTHING_LOST} Hãy thêm các thôn của xã trước.")
    return found


def _stands(village: Village, year: int) -> bool:
    return (village.active_from or year) <= year <= (village.active_to or year)


def _by_village(households: Iterable[Registered]) -> dict[int, list[Registered]]:
    found: dict[int, list[Registered]] = defaultdict(list)
    for household in households:
        found[household.village_id].append(household)
    return found


def _of_last_year(session: Session, year: SurveyYear, register: Register) -> list[Registered]:
    """Return those counted last year and not yet in this one, with what opening the year would carry over."""
    before = previous_year(session, year)
    return [
        household
        for household in register.gone
        if before and household.year == before.year and household.status is HouseholdStatus.ACTIVE
    ]


def _by_name(household: Registered) -> tuple[str, str, int]:
    values = household.values
    return person_sort_key(values["head"]), natural_key(values["code"]), household.household_id


def choices(column: SheetColumn, sheets: CollectionSheets) -> dict[Any, str]:
    """Return the answers a column offers, in order, by value of the register; none for what is written."""
    yes_no = {value: YES_NO_LABELS[value] for value in (True, False)}
    offered: dict[str, dict[Any, str]] = {
        "poverty": {status: status.label for status in Poverty},
        "main_source": {i: sheets.sources[i] for i in sheets.offered_sources},
        "scheme": sheets.schemes,
        "basis": {basis: basis.label for basis in Basis},
        "clean": {value: CLEAN_LABELS[value] for value in (True, False)},
        "hygienic": yes_no,
        "has_meter": yes_no,
        "dry_season_shortage": yes_no,
    }
    return offered.get(column.field, {})


def in_words(column: SheetColumn, household: Registered, sheets: CollectionSheets) -> Any:
    """Return what stands in a cell: text, a number as it is, None for what is not known."""
    value = household.values[column.attribute]
    if value is None or value == "":
        return None
    if column.field == "main_source":
        return sheets.sources[value]
    return choices(column, sheets).get(value, value)


def household_key(household: Registered) -> str:
    """Return the mark by which a sheet that comes back names this household, whatever was changed in it."""
    return f"{household.household_id}-{_tag(household)}"


def household_of(key: str, households: Mapping[int, Registered]) -> Registered | None:
    """Return the household a mark names, by household id; None if it is another by now.

    The mark carries the name of the head: in another commune's file, or once the register was corrected, the
    same number may be somebody else, and then the row is known by code and name like any other.
    """
    number, _, tag = key.partition("-")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    household = households.get(int(number)) if is_number else None
    return household if household is not None and _tag(household) == tag else None


def _tag(household: Registered) -> str:
    named = f"{household.household_id} {match_key(household.values['head'])}"
    return hashlib.sha256(named.encode()).hexdigest()[:6]
