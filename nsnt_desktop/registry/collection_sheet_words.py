"""The words of the collection sheet, the same on paper and in Excel, and the names of its files."""

from typing import Any

from nsnt_desktop import format as vn
from nsnt_desktop.models.words import LabelledEnum
from nsnt_desktop.registry.collection_sheet import CollectionSheets, VillageSheet
from nsnt_desktop.resource_files import read_toml
from nsnt_desktop.text import clean, fold, village_key


class SheetKind(LabelledEnum):
    """Whether a sheet is to be written from nothing, or holds what is known to be corrected."""

    BLANK = "blank", "Phiếu trống"
    FILLED = "filled", "Phiếu điền sẵn số liệu"


def said(*path: str) -> Any:
    """Return one entry of the file of words, by its table and name."""
    entry: Any = read_toml("documents", "collection_sheet.toml")
    for name in path:
        entry = entry[name]
    return entry


def title(sheets: CollectionSheets) -> str:
    """Return the title in capitals."""
    return str(said("title")).format(năm=sheets.year).upper()


def office_name(sheets: CollectionSheets) -> str:
    """Return the office as running text names it: "UBND xã Cẩm Tân"."""
    return f"UBND {sheets.office.unit} {sheets.office.commune}"


def place_line(village: VillageSheet) -> str:
    """Return "Thôn Phác Lê (xã cũ Cẩm Long)"; a name without the word for its kind gets one."""
    name = clean(village.name)
    is_bare = village_key(name) == fold(name)
    line = f"Thôn {name}" if is_bare else name
    return (
        f"{line} {said('former_commune').format(xã_cũ=village.former_commune)}"
        if village.former_commune
        else line
    )


def head_lines(village: VillageSheet) -> tuple[str, str]:
    """Return who heads the village and the phone, with room for what is not known."""
    return (
        said("village_head").format(trưởng_thôn=village.village_head or "…" * 14),
        said("phone").format(điện_thoại=village.phone or "…" * 8),
    )


def time_line(sheets: CollectionSheets) -> str:
    """Return of which day the figures are, and when the sheet is to be handed in."""
    lead = said("hand_in") if sheets.hand_in_by else said("hand_in_open")
    by = vn.day(sheets.hand_in_by)
    as_of = said("as_of").format(ngày_số_liệu=vn.day(sheets.as_of))
    return f"{as_of} {lead.format(đơn_vị=office_name(sheets), ngày_nộp=by, năm=sheets.year)}"


def signing(sheets: CollectionSheets, name: str) -> str:
    """Return one line over a signature."""
    return str(said("signing", name)).format(ĐƠN_VỊ=office_name(sheets).upper(), năm=sheets.year)


_STEMS = {SheetKind.BLANK: "phieu-trong", SheetKind.FILLED: "phieu-dien-san"}


def file_stems(sheets: CollectionSheets, kind: SheetKind) -> list[str]:
    """Return a file name without ending for each village: "phieu-trong-thon-phac-le-cam-long-2024".

    Letters and digits only, so every disk takes it; villages whose names differ by accents alone are
    numbered.
    """
    made: list[str] = []
    for village in sheets.villages:
        place = "-".join(fold(f"{village.name} {village.former_commune}").split())[:80].strip("-")
        stem = f"{_STEMS[kind]}-{place}-{sheets.year}"
        again = sum(other == stem or other.startswith(f"{stem}-so-") for other in made)
        made.append(f"{stem}-so-{again + 1}" if again else stem)
    return made


def joint_stem(sheets: CollectionSheets, kind: SheetKind) -> str:
    """Return the name of a file that holds the sheets of all villages."""
    return f"{_STEMS[kind]}-cac-thon-{sheets.year}"
