"""The sheets the formulas count: households, schemes, and the numbers the office set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook

from nsnt_desktop.documents.figure_workbook_input import BookInput, closed_words, source_key
from nsnt_desktop.models.words import (
    CLEAN_LABELS,
    UNCLASSIFIED_LABEL,
    UNKNOWN_LABEL,
    YES_NO_LABELS,
)
from nsnt_desktop.registry.household_lists import HouseholdRow
from nsnt_desktop.workbooks import DAY, HEADING, TEXT, TITLE, WORDS, Look, Page, Sheet, Value

HOUSEHOLDS, SCHEMES, SETTINGS = "Hộ", "Công trình", "Thông số"
HEADING_ROW = 5
COUNT = Look("#,##0")
_M3 = Look("#,##0.###")
Told = Callable[[BookInput, HouseholdRow], Value]


@dataclass(frozen=True)
class _Column:
    heading: str
    width: float
    look: Look
    told: Told
    name: str = ""
    """What formulas call its cells; empty: none counts it."""


COLUMNS = (
    _Column("Mã hộ", 12, TEXT, lambda _b, h: h.code),
    _Column("Chủ hộ", 24, TEXT, lambda _b, h: h.head),
    _Column("Thôn", 20, TEXT, lambda b, h: b.village_groups[h.village_id].label),
    _Column("Xã cũ", 14, TEXT, lambda b, h: b.village_groups[h.village_id].beside),
    _Column("Số khẩu", 8, COUNT, lambda _b, h: h.persons, "HO_KHAU"),
    _Column(
        "Hộ nghèo, cận nghèo",
        15,
        TEXT,
        lambda _b, h: h.poverty.label if h.poverty else UNKNOWN_LABEL,
        "HO_NGHEO",
    ),
    _Column("Nguồn nước chính", 30, TEXT, lambda b, h: b.source_groups[source_key(h, b.source_groups)].label),
    _Column(
        "Nhóm nguồn",
        28,
        TEXT,
        lambda b, h: b.source_groups[source_key(h, b.source_groups)].beside,
        "HO_NHOM",
    ),
    _Column("Nước hợp vệ sinh", 14, TEXT, lambda _b, h: YES_NO_LABELS[h.hygienic], "HO_HVS"),
    _Column("Nước sạch", 15, TEXT, lambda _b, h: CLEAN_LABELS[h.clean], "HO_SACH"),
    _Column("Căn cứ", 30, TEXT, lambda _b, h: h.basis.label if h.basis else UNKNOWN_LABEL),
    _Column("Công trình cấp nước", 26, TEXT, lambda _b, h: h.scheme),
    _Column(
        "Nước sạch dùng, m³/tháng",
        12,
        _M3,
        lambda _b, h: None if h.litres_per_month is None else h.litres_per_month / 1000,
        "HO_M3",
    ),
    _Column(
        "Lượng nước ước tính",
        11,
        TEXT,
        lambda _b, h: YES_NO_LABELS[True] if h.volume_estimated else "",
        "HO_UOC_TINH",
    ),
    _Column(
        "Mùa khô thiếu nước", 14, TEXT, lambda _b, h: YES_NO_LABELS[h.dry_season_shortage], "HO_THIEU_NUOC"
    ),
    _Column("Nguy cơ ô nhiễm", 24, TEXT, lambda _b, h: h.pollution_risk, "HO_O_NHIEM"),
    _Column(
        "Ngày cập nhật", 12, DAY, lambda _b, h: h.updated_at.date() if h.updated_at else None, "HO_CAP_NHAT"
    ),
    _Column("Số thôn", 8, COUNT, lambda b, h: b.village_groups[h.village_id].number, "HO_THON"),
    _Column(
        "Số xã cũ",
        8,
        COUNT,
        lambda b, h: b.former_groups[b.village_groups[h.village_id].beside].number,
        "HO_XA_CU",
    ),
    _Column(
        "Số nguồn",
        8,
        COUNT,
        lambda b, h: b.source_groups[source_key(h, b.source_groups)].number,
        "HO_NGUON",
    ),
)


def range_names(book: BookInput) -> dict[str, str]:
    """Return what the formulas call the columns they count and the numbers they take."""
    last = HEADING_ROW + max(1, len(book.households))
    first = HEADING_ROW + 1
    names = {
        column.name: f"'{HOUSEHOLDS}'!${letter}${first}:${letter}${last}"
        for letter, column in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", COLUMNS, strict=False)
        if column.name
    }
    names["CT_XEP_LOAI"] = f"'{SCHEMES}'!$B${first}:$B${HEADING_ROW + max(1, len(book.schemes))}"
    for at, name in enumerate(("NGAY_TRONG_THANG", "MOI_NHAN_KHAU", "SO_LE"), first):
        names[name] = f"'{SETTINGS}'!$B${at}"
    return names


def begin(
    made: Workbook,
    book: BookInput,
    name: str,
    title: str,
    note: str,
    *,
    columns: Sequence[tuple[str, float]],
    frozen: int,
    pages_wide: int = 1,
) -> Sheet:
    """Return a sheet with its title and its heading row written."""
    sheet = Sheet(
        made, name, Page([width for _, width in columns], HEADING_ROW, frozen, pages_wide=pages_wide)
    )
    sheet.write([book.heading], WORDS)
    sheet.write([title], TITLE, 20)
    sheet.write([note], WORDS)
    sheet.write([closed_words(book) + "."], WORDS)
    sheet.write([heading for heading, _ in columns], HEADING, 48)
    return sheet


def write_households(made: Workbook, book: BookInput) -> None:
    """Write every active household of the year, one a row."""
    note = (
        "Mọi hộ đang ở của năm; các trang khác đếm từ trang này. Ô trống là chưa có số liệu, không phải số 0."
    )
    columns = [(column.heading, column.width) for column in COLUMNS]
    sheet = begin(made, book, HOUSEHOLDS, "DANH SÁCH HỘ", note, columns=columns, frozen=2)
    looks = [column.look for column in COLUMNS]
    for household in book.households:
        sheet.write([column.told(book, household) for column in COLUMNS], looks)
    sheet.filter(HEADING_ROW, len(COLUMNS))


def write_schemes(made: Workbook, book: BookInput) -> None:
    """Write the schemes followed in the year with their class."""
    columns = [("Công trình", 36), ("Xếp loại", 22), ("Vì sao", 90)]
    note = "Xếp loại theo quy tắc ở Cài đặt, hoặc do cán bộ xếp kèm lý do."
    sheet = begin(made, book, SCHEMES, "CÔNG TRÌNH CẤP NƯỚC TẬP TRUNG", note, columns=columns, frozen=1)
    for scheme in book.schemes:
        named = scheme.final.label if scheme.final else UNCLASSIFIED_LABEL
        reason = ("cán bộ xếp: " if scheme.overridden else "") + scheme.reason
        sheet.write([scheme.name, named, reason], [TEXT, TEXT, TEXT._replace(wrap=True)])


def write_settings(made: Workbook, book: BookInput) -> None:
    """Write the numbers the figures rest on; changed here, the formulas follow."""
    note = "Thử sửa một số ở đây, các công thức tính lại ngay; dữ liệu trong chương trình không đổi."
    sheet = begin(
        made, book, SETTINGS, "THÔNG SỐ", note, columns=[("Thông số", 60), ("Giá trị", 14)], frozen=0
    )
    assumed = book.assumptions
    sheet.write(["Số ngày tính trong một tháng (chỉ số 5)", assumed.days_per_month], [TEXT, COUNT])
    everybody = YES_NO_LABELS[assumed.litres_all_persons]
    sheet.write(["Chỉ số 5 chia cho mọi nhân khẩu (Có hoặc Không)", everybody], [TEXT, TEXT])
    sheet.write(["Số chữ số thập phân của kết quả", assumed.decimals], [TEXT, COUNT])
