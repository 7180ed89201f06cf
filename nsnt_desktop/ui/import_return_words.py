"""What goes back to the sender of a list: the page that sums it up, and its errors as text to paste."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path, PurePath

from nsnt_desktop.documents.import_summary import Declared, ImportSummary, Mend
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.outgoing.flaws import Flaw, flaws, row_numbers
from nsnt_desktop.importing.outgoing.list_totals import counted_totals, places_of
from nsnt_desktop.models.words import SAMPLE_MARK
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.collection_sheet import TOTALS
from nsnt_desktop.registry.office import Office
from nsnt_desktop.registry.places import load_office
from nsnt_desktop.registry.register import Register, load_register
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.text import fold, village_key

_NAMED_ROWS = 3
_FORMULA_SIGNS = ("=", "+", "-", "@")


def summary_name(preview: Preview) -> str:
    """Return the file name proposed for the page: "Thôn 3 - kết quả nhận.pdf"."""
    return f"{PurePath(preview.file.workbook.name).stem} - kết quả nhận.pdf"


def save_summary(data: DataFile, year: int, preview: Preview, day: date, target: Path) -> None:
    """Write the one page about a list as it is compared now. Raises KnownError."""
    from nsnt_desktop.documents.import_summary_pdf import save_import_summary  # noqa: PLC0415 - loads reportlab

    with data.reading() as session:
        wanted = find_year(session, year)
        register = load_register(session, wanted)
        office = load_office(session)
    save_import_summary(summary_of(preview, register, office, day), target)


def summary_of(preview: Preview, register: Register, office: Office, day: date) -> ImportSummary:
    """Return what the page says of a list."""
    several, place = len(preview.file.sheets) > 1, _place(preview, register)
    return ImportSummary(
        office=f"UBND {office.unit} {office.commune}",
        place=place,
        year=register.year,
        file_name=preview.file.workbook.name,
        day=day,
        counts=tuple((outcome.label, preview.count(outcome)) for outcome in Outcome),
        declared=_declared(preview, register),
        mends=_mends(flaws(preview), several=several),
        missing=len(preview.comparison.missing) if place else None,
        ask=office.responsible,
        mark=SAMPLE_MARK if office.is_sample else "",
    )


def _place(preview: Preview, register: Register) -> str:
    """Return "thôn Phác Lê", or how many villages; empty while no village is known."""
    places = dict.fromkeys(places_of(preview, register).values())
    places |= dict.fromkeys(preview.batch.declared)
    if len(places) > 1:
        return f"{len(places)} thôn"
    named = [_named(place, register) for place in places]
    named += [layout.village for _, layout in preview.file.sheets if layout.village]
    if not named:
        return ""
    name = named[0]
    return name[:1].lower() + name[1:] if village_key(name) != fold(name) else f"thôn {name}"


def _named(place: int | str, register: Register) -> str:
    return register.villages[place][0] if isinstance(place, int) else place


def _declared(preview: Preview, register: Register) -> tuple[Declared, ...]:
    counted = counted_totals(preview, register)
    several = len(preview.batch.declared) > 1
    return tuple(
        Declared(
            f"{_named(village, register)}: {words}" if several else words,
            told[field],
            counted.get(village, {}).get(field, 0),
        )
        for village, told in preview.batch.declared.items()
        for field, words in TOTALS
        if field in told
    )


def _mends(found: Iterable[Flaw], *, several: bool) -> tuple[Mend, ...]:
    """Return what is to be mended, the same fault of several rows told once."""
    alike: dict[tuple[str, str, str, str, str], list[int]] = {}
    for flaw in found:
        key = (flaw.sheet, flaw.letters, flaw.value, flaw.why, flaw.todo)
        alike.setdefault(key, []).append(flaw.excel_row)
    return tuple(
        Mend(_rows(sheet if several else "", rows), letters, value, why, todo, len(rows))
        for (sheet, letters, value, why, todo), rows in alike.items()
    )


def _rows(sheet: str, rows: list[int]) -> str:
    numbers = row_numbers(rows, _NAMED_ROWS)
    return f"{sheet}: {numbers}" if sheet else numbers


def flaws_as_text(found: Iterable[Flaw]) -> str:
    """Return what is to be mended as Excel takes it from the clipboard: a line each, cells parted by tabs."""
    heads = ("Trang tính", "Dòng", "Cột", "Tiêu đề", "Ô ghi", "Vì sao", "Cần làm gì")
    rows = [
        (f.sheet, str(f.excel_row), f.letters, f.title, f.value or "(trống)", f.why, f.todo) for f in found
    ]
    return "\n".join("\t".join(map(_plain, row)) for row in (heads, *rows))


def _plain(text: str) -> str:
    """Return a text on one line that Excel takes for no formula."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_FORMULA_SIGNS) else line
