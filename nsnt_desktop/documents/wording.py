"""Fields in a text: {tên_xã} and its like, filled in one pass from a closed list; nothing is evaluated."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from nsnt_desktop.errors import KnownError
from nsnt_desktop.format import day_in_words, short_day
from nsnt_desktop.models.words import Levels
from nsnt_desktop.registry.office import LegalBasis, Office
from nsnt_desktop.resource_files import read_toml

ROOM = "\u00a0" * 7
"""Room for a number or a day written by hand; no-break, or it would shrink to one space."""
FIELD = re.compile(r"\{([^{}]*)\}")


_BASES = re.compile(r"\{\s*căn_cứ\s*\}")


def fill(text: str, fields: Mapping[str, str]) -> str:
    """Return the text with every {field} filled.

    Raises KnownError for a field that is not in the list and for a brace left open: an officer may type both.
    """

    def value(match: re.Match[str]) -> str:
        name = match.group(1).strip()
        if name not in fields:
            raise KnownError(
                f"Trong văn bản có ô “{match.group()}” mà chương trình không biết. "
                "Nội dung đã nhập còn nguyên; "
                f"hãy sửa hoặc xoá ô đó. Các ô dùng được: {', '.join(f'{{{known}}}' for known in fields)}."
            )
        return fields[name]

    if re.search(r"[{}]", FIELD.sub("", text)):
        raise KnownError(
            "Trong văn bản có dấu “{” hoặc “}” đứng lẻ. Nội dung đã nhập còn nguyên; "
            "hãy xoá dấu đó hoặc viết đủ cả cặp, ví dụ {năm}."
        )
    return FIELD.sub(value, text)


def citation(basis: LegalBasis) -> str:
    """Return one legal basis cited as far as it is known: kind, number, day, issuer, subject."""
    issued = f"số {basis.number} ngày {short_day(basis.issued_on)}"
    # A basis just added has neither issuer nor subject yet.
    issuer = f"của {basis.issuer}" if basis.issuer else ""
    subject = f"về {basis.subject}" if basis.subject else ""
    return " ".join(filter(None, (basis.kind, issued, issuer, subject)))


def short_citation(basis: LegalBasis) -> str:
    """Return one legal basis as it is cited again: kind and number alone."""
    return f"{basis.kind} số {basis.number}"


def cited_once(texts: Iterable[str], *, before: bool = False) -> list[str]:
    """Return the texts with every {căn_cứ} but the first made the short one (NĐ 30/2020/NĐ-CP, Phụ lục I).

    before: they were cited in full above already.
    """
    done = []
    for text in texts:
        parts = _BASES.split(text)
        for at in range(1, len(parts)):
            parts[at] = ("{căn_cứ_ngắn}" if before else "{căn_cứ}") + parts[at]
            before = True
        done.append("".join(parts))
    return done


def numbered_paper(kind: str, number: int | None, symbol: str, issued_on: date | None) -> str:
    """Return a paper as running text names it: "Báo cáo số 12/BC-UBND ngày 05 tháng 11 năm 2024"."""
    named = f"{ROOM if number is None else f'{number:02d}'}/{symbol}"
    day = f"ngày{ROOM}tháng{ROOM}năm{ROOM}" if issued_on is None else day_in_words(issued_on)
    return f"{kind} số {named} {day}"


def committee(office: Office) -> str:
    """Return the office as running text names it: "UBND xã Cẩm Tân"."""
    return f"UBND {office.unit} {office.commune}"


def deadline(office: Office) -> str:
    """Return the day the report is due, without a year: "15/11"."""
    return f"{office.deadline_day:02d}/{office.deadline_month:02d}"


def office_fields(office: Office, year: int, bases: Sequence[LegalBasis]) -> dict[str, str]:
    """Return the fields that every paper of the office knows, in the order a message lists them."""
    said = read_toml("documents", "words.toml")
    words: dict[str, str] = said["every_level"] | said["two" if office.levels is Levels.TWO else "three"]
    known = {
        "tên_xã": office.commune,
        "đơn_vị": committee(office),
        "cơ_quan": f"UBND {office.unit}",
        "loại_đơn_vị": office.unit,
        "huyện": office.district,
        "tỉnh": office.province,
        "cấp_trên": office.superior,
        "cấp_trên_đầy_đủ": office.superior_full,
        "qua": office.superior_via,
        "phụ_trách": office.responsible,
        "hạn_báo_cáo": deadline(office),
        "năm": str(year),
        "năm_sau": str(year + 1),
        "căn_cứ_ngắn": "; ".join(map(short_citation, bases)) or said["no_basis"],
        "căn_cứ": "; ".join(citation(basis) for basis in bases) or said["no_basis"],
    }
    return known | {name: fill(text, known) for name, text in words.items()}
