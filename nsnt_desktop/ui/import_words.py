"""What was recognised and chosen about a list, in words."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from nsnt_desktop import format as vn
from nsnt_desktop.importing.files.sheet_xml import column_letters
from nsnt_desktop.importing.layouts.encodings import Encoding
from nsnt_desktop.importing.layouts.layout import Column, Layout
from nsnt_desktop.importing.words.choices import SheetChoices
from nsnt_desktop.importing.words.fields import Field

_MOST_RANGES = 4
_MOST_COLUMNS = 8
_OLD = "Phông cũ "


def letters(index: int) -> str:
    """Return the letters Excel shows above a column counted from 0."""
    return column_letters(index + 1)


def told_rows(rows: Sequence[int]) -> str:
    """Return "dòng 15, 18–20, …"."""
    parts = [str(first) if first == last else f"{first}–{last}" for first, last in _ranges(rows)]
    return "dòng " + ", ".join([*parts[:_MOST_RANGES], *["…"] * (len(parts) > _MOST_RANGES)])


def told_columns(indices: Sequence[int]) -> str:
    """Return "cột B, D–F"."""
    parts = [
        letters(first) if first == last else f"{letters(first)}–{letters(last)}"
        for first, last in _ranges(indices)
    ]
    return "cột " + ", ".join(parts)


def told_heading(layout: Layout) -> str:
    """Return where the heading stands and why there."""
    if not layout.heading_rows:
        told = layout.heading_reason or "Không có dòng tiêu đề."
        return f"{told} Số liệu từ dòng {layout.first_data_row}."
    where = f"Tiêu đề ở {told_rows(layout.heading_rows)}, số liệu từ dòng {layout.first_data_row}."
    return f"{where} {layout.heading_reason}".strip()


def told_further(layout: Layout) -> str:
    """Return how tables further down the sheet are read, which have columns of their own."""
    tables = [
        f"Bảng từ dòng {table.heading_rows[0]}: " + "; ".join(f"{c.letter} {c.field.label}" for c in read)
        for table in layout.further
        for read in [[c for c in table.columns if c.field is not Field.IGNORE]]
    ]
    return "\n".join(f"{told}." for told in tables)


def told_hidden_rows(layout: Layout) -> str:
    """Return how many rows of data are hidden in the file, and what becomes of them."""
    fate = "bỏ qua" if layout.skip_hidden_rows else "vẫn đọc"
    return (
        f"{vn.number(len(layout.hidden_rows))} dòng ẩn trong tệp ({told_rows(layout.hidden_rows)}): {fate}."
    )


def font_name(encoding: Encoding) -> str:
    """Return the label of an encoding without what explains it: "TCVN3"."""
    return encoding.label.removeprefix(_OLD).partition(" (")[0]


def told_fonts(layout: Layout) -> tuple[str, str]:
    """Return "Phông cũ TCVN3 → Unicode" and the columns it is said of; nothing where all is Unicode."""
    old = [column for column in layout.columns if column.encoding is not Encoding.UNICODE]
    columns = {
        font_name(encoding): told_columns([c.index for c in old if c.encoding is encoding])
        for encoding in dict.fromkeys(column.encoding for column in old)
    }
    if len(columns) < 2:
        return (f"{_OLD}{next(iter(columns))} → Unicode" if columns else "", "".join(columns.values()))
    detail = "; ".join(f"{name}: {where}" for name, where in columns.items())
    return f"{_OLD}{' và '.join(columns)} → Unicode", detail


def told_unread(shown: Iterable[Column]) -> str:
    """Return which of the columns shown are not read; nothing where all are."""
    unread = [column for column in shown if column.field is Field.IGNORE]
    names = [f"{c.letter} «{c.title}»" if c.title else f"{c.letter} (không có tiêu đề)" for c in unread]
    more = len(names) - _MOST_COLUMNS
    told = ", ".join(names[:_MOST_COLUMNS]) + (f" và {vn.number(more)} cột khác" if more > 0 else "")
    return f"Không đọc {vn.number(len(unread))} cột: {told}." if unread else ""


def told_choices(chosen: SheetChoices) -> list[str]:
    """Return each remembered choice in words: "cột C là «Điện thoại»"."""
    told = [f"tiêu đề ở dòng {chosen.heading_row}"] if chosen.heading_row else []
    for index, field in sorted(chosen.meanings.items()):
        means = "không đọc" if field is Field.IGNORE else f"là «{field.label}»"
        told.append(f"cột {letters(index)} {means}")
    told += [f"ô trống cột {letters(i)}: {means.label}" for i, means in sorted(chosen.blanks.items())]
    told += [f"chữ cả trang: {chosen.encoding.label}"] if chosen.encoding else []
    told += [f"chữ cột {letters(i)}: {written.label}" for i, written in sorted(chosen.encodings.items())]
    return told + ["bỏ qua dòng ẩn"] * chosen.skip_hidden_rows


def _ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    ordered = sorted(numbers)
    breaks = [at for at, (one, other) in enumerate(pairwise(ordered), 1) if other > one + 1]
    edges = [0, *breaks, len(ordered)]
    return [(ordered[first], ordered[end - 1]) for first, end in pairwise(edges) if end > first]
