"""What may stand in a column of a list, in a few words, for those who correct a wrong cell."""

from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.rows.parsed import RowError
from nsnt_desktop.importing.words.cells import MAX_M3_PER_MONTH, MAX_NAME
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.models.words import Basis, Poverty
from nsnt_desktop.registry.households import EARLIEST_BIRTH, PERSONS_LIMIT

_YES_NO = "có, không, hoặc để trống"
_ANY = "chữ hoặc số, không phải công thức"
_ALLOWED = {
    Field.HEAD: f"họ và tên bằng chữ, không quá {MAX_NAME} chữ cái",
    Field.BIRTH_YEAR: f"năm từ {EARLIEST_BIRTH} đến nay, ví dụ 1975",
    Field.PERSONS: f"số nguyên từ 1 đến {PERSONS_LIMIT}, ví dụ 4",
    Field.LITRES_PER_MONTH: f"số m³ từ 0 đến {MAX_M3_PER_MONTH}, ví dụ 12,5",
    Field.POVERTY: ", ".join(status.label.lower() for status in Poverty),
    Field.POOR: "x cho hộ nghèo, không đánh dấu cả cận nghèo",
    Field.NEAR_POOR: "x cho hộ cận nghèo, không đánh dấu cả nghèo",
    Field.MAIN_SOURCE: "một nguồn nước trong danh mục",
    Field.HYGIENIC: _YES_NO,
    Field.CLEAN: _YES_NO,
    Field.HAS_METER: _YES_NO,
    Field.DRY_SEASON_SHORTAGE: _YES_NO,
    Field.BASIS: ", ".join(basis.label.lower() for basis in Basis),
    Field.PHONE: "chữ số, ví dụ 0912 345 678",
}


def allowed(field: Field) -> str:
    """Return what a cell of this field may hold."""
    if field.source_code:
        return "x ở đúng một cột nguồn nước của mỗi hộ"
    return _ALLOWED.get(field, _ANY)


def allowed_for(error: RowError, layout: Layout) -> str:
    """Return what the cell, or the cells, of a row that was refused may hold."""
    letters = error.column.split(", ")
    fields = [column.field for column in layout.columns if column.letter in letters]
    return "; ".join(dict.fromkeys(map(allowed, fields)))
