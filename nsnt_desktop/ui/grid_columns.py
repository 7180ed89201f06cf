"""The columns of the households' list: what each shows, what it edits, and which stand there at first."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from nsnt_desktop import format as vn
from nsnt_desktop.importing.typed_cells import CellLists
from nsnt_desktop.models.words import CLEAN_LABELS, UNKNOWN_LABEL, YES_NO_LABELS
from nsnt_desktop.registry.household_lists import HouseholdRow

TICKED = "x"
"""A tick as it is copied, pasted and typed."""


class Kind(Enum):
    """How a cell is edited."""

    TEXT = auto()
    NUMBER = auto()
    CHOICE = auto()
    TICK = auto()
    READ_ONLY = auto()


@dataclass(frozen=True)
class GridColumn:
    """One column of the list."""

    key: str
    """What it is sorted by and remembered under."""
    heading: str
    width: int
    kind: Kind = Kind.TEXT
    field: str = ""
    """Of the household, as it is saved; empty: the same word as the key."""
    at_first: bool = False
    """Whether it is shown before the officer chose otherwise."""
    title: str = ""
    """Its name outside the heading; empty: the heading."""

    @property
    def saved_as(self) -> str:
        """The field of the household."""
        return self.field or self.key

    @property
    def name(self) -> str:
        """What menus and sentences call it."""
        return self.title or self.heading


COLUMNS = (
    GridColumn("head", "Chủ hộ", 140, at_first=True),
    GridColumn("village", "Thôn", 90, Kind.CHOICE, "village_id", at_first=True),
    GridColumn("persons", "Khẩu", 50, Kind.NUMBER, at_first=True, title="Số khẩu"),
    GridColumn("clean", "Nước sạch", 108, Kind.CHOICE, at_first=True),
    GridColumn("hygienic", "Hợp vệ sinh", 108, Kind.CHOICE, at_first=True, title="Nước hợp vệ sinh"),
    GridColumn("main_source", "Nguồn nước chính", 150, Kind.CHOICE, "main_source_id", at_first=True),
    GridColumn("poverty", "Hộ nghèo", 104, Kind.CHOICE, at_first=True, title="Hộ nghèo, cận nghèo"),
    GridColumn(
        "litres_per_month", "m³/tháng", 76, Kind.NUMBER, at_first=True, title="Nước sạch dùng, m³/tháng"
    ),
    GridColumn("verified", "Đối chiếu", 76, Kind.TICK, at_first=True, title="Đã đối chiếu"),
    GridColumn("updated_at", "Cập nhật", 92, Kind.READ_ONLY, at_first=True),
    GridColumn("code", "Mã hộ", 80, at_first=True),
    GridColumn("scheme", "Công trình", 150, Kind.CHOICE, "scheme_id", title="Công trình cấp nước tập trung"),
    GridColumn("basis", "Căn cứ", 170, Kind.CHOICE, title="Căn cứ đạt quy chuẩn"),
    GridColumn("second_source", "Nguồn nước phụ", 150, Kind.CHOICE, "second_source_id"),
    GridColumn("has_meter", "Đồng hồ", 108, Kind.CHOICE, title="Có đồng hồ nước"),
    GridColumn("volume_estimated", "Ước tính", 72, Kind.TICK, title="Lượng nước là số ước tính"),
    GridColumn("treatment", "Thiết bị xử lý", 130, title="Thiết bị xử lý nước"),
    GridColumn("dry_season_shortage", "Thiếu nước", 108, Kind.CHOICE, title="Mùa khô thiếu nước"),
    GridColumn("pollution_risk", "Nguy cơ ô nhiễm", 140),
    GridColumn("status", "Tình trạng", 104, Kind.CHOICE),
    GridColumn("phone", "Điện thoại", 104),
    GridColumn("address", "Địa chỉ", 140),
    GridColumn("birth_year", "Năm sinh", 76, Kind.NUMBER, title="Năm sinh chủ hộ"),
    GridColumn("note", "Ghi chú", 180),
)
AT = {column.key: at for at, column in enumerate(COLUMNS)}
"""Where a column stands among them."""


def shown(row: HouseholdRow, key: str) -> str:
    """Return what a cell shows of a household, by the key of its column."""
    tell = _TELL.get(key)
    return str(getattr(row, key)) if tell is None else tell(row)


def cell_text(row: HouseholdRow, column: GridColumn, lists: CellLists) -> str:
    """Return what a cell shows, where names of this year's lists are needed as well."""
    if column.key == "village":
        return lists.village_names.get(row.village_id, row.village)
    if column.key == "second_source":
        return lists.source_labels.get(row.second_source_id or 0, "")
    return shown(row, column.key)


def typed_text(row: HouseholdRow, column: GridColumn, lists: CellLists) -> str:
    """Return a cell as it is edited and copied: as it could be typed in again."""
    if column.key == "litres_per_month":
        return vn.cubic_metres(row.litres_per_month).replace(".", "")
    if column.kind is Kind.TICK:
        return TICKED if getattr(row, column.saved_as) else ""
    return cell_text(row, column, lists)


def blank_of(column: GridColumn) -> Any:
    """Return what an emptied cell holds: «not known», an empty text or no tick."""
    if column.kind is Kind.TICK:
        return False
    return "" if column.kind is Kind.TEXT else None


def may_be_blank(column: GridColumn) -> bool:
    """Return whether a cell may be emptied: a household has a head, a village and a status."""
    return column.key not in {"head", "village", "status"}


_TELL: dict[str, Callable[[HouseholdRow], str]] = {
    "persons": lambda r: "" if r.persons is None else str(r.persons),
    "birth_year": lambda r: "" if r.birth_year is None else str(r.birth_year),
    "poverty": lambda r: UNKNOWN_LABEL if r.poverty is None else r.poverty.label,
    "main_source": lambda r: r.main_source or UNKNOWN_LABEL,
    "hygienic": lambda r: YES_NO_LABELS[r.hygienic],
    "clean": lambda r: CLEAN_LABELS[r.clean],
    "has_meter": lambda r: YES_NO_LABELS[r.has_meter],
    "dry_season_shortage": lambda r: YES_NO_LABELS[r.dry_season_shortage],
    "basis": lambda r: UNKNOWN_LABEL if r.basis is None else r.basis.label,
    "status": lambda r: r.status.label,
    "litres_per_month": lambda r: vn.cubic_metres(r.litres_per_month),
    "updated_at": lambda r: "chưa" if r.updated_at is None else vn.day(r.updated_at),
    "verified": lambda _r: "",
    "volume_estimated": lambda _r: "",
}
