"""A paper as a plain tree: what stands in it, not how it looks; two renderers read the same tree."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from nsnt_desktop.charts.chart import Chart as ChartData

Align = Literal["left", "center", "right"]

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return the text in NFC, on one line, without characters that XML or a font refuses.

    No-break spaces stay: they hold numbers to their units and keep room for handwriting.
    """
    return re.sub(r"[\t\r\n]+", " ", _UNPRINTABLE.sub("", unicodedata.normalize("NFC", text)))


@dataclass(frozen=True)
class Heading:
    """A numbered title: level 1 is "I." in capitals, 2 is "1.", 3 is "a)"; the program sets the number."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True)
class Item:
    """A numbered sentence without a title; it shares the count of the level 2 headings."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class BasisParagraph:
    """One legal basis (căn cứ), in italics; the program sets ";" after each and "." after the last."""

    text: str


@dataclass(frozen=True)
class Bullet:
    """A paragraph after a dash; the program sets the dash."""

    text: str


@dataclass(frozen=True)
class Column:
    """One column of a table; columns side by side with one group name share an upper heading."""

    title: str
    share: float
    """Width relative to the other columns."""
    align: Align = "left"
    group: str = ""


@dataclass(frozen=True)
class Table:
    """A table of plain strings; heading rows repeat on every page, rows never split."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None
    caption: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        wanted = len(self.columns)
        rows = self.rows if self.total is None else (*self.rows, self.total)
        if any(len(row) != wanted for row in rows):
            raise ValueError(f"every row of the table {self.caption!r} needs {wanted} cells")

    @property
    def is_grouped(self) -> bool:
        """Whether the heading takes two rows."""
        return any(column.group for column in self.columns)


@dataclass(frozen=True)
class Chart:
    """A chart, from the figures of the tables beside it; both renderers make one drawing of it."""

    data: ChartData
    caption: str = ""


TextBlock = Heading | Item | Paragraph | BasisParagraph | Bullet
Block = TextBlock | Table | Chart


def can_close(blocks: tuple[Block, ...]) -> bool:
    """Return whether a body ends with a sentence, so that "./." has a place to stand."""
    return bool(blocks) and not isinstance(blocks[-1], Table | Chart | Heading)


@dataclass(frozen=True)
class Annex:
    """One annex (phụ lục), numbered by its place, with pages of its own count."""

    title: str
    attached_to: str
    """What it comes with, without brackets: "Kèm theo Báo cáo số 12/BC-UBND ngày …"."""
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True)
class Document:
    """One official paper (NĐ 30/2020/NĐ-CP, Phụ lục I), from its head to its annexes."""

    agency: tuple[str, ...]
    """Issuing agency, line by line: "ỦY BAN NHÂN DÂN", "XÃ CẨM TÂN"."""
    number_line: str
    place_date: str
    kind: str
    """In capitals: "KẾ HOẠCH"; empty in a công văn, whose subject stands under its number."""
    subject: str
    """Trích yếu; of a công văn without "V/v"."""
    blocks: tuple[Block, ...]
    signing_lines: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    """Bare names; the program sets the dash and the closing mark of each line."""
    superior_agency: str = ""
    addressee: str = ""
    """After "Kính gửi:"; empty in a paper that goes to nobody above."""
    annexes: tuple[Annex, ...] = ()
    consolidated: Table | None = None
    """The one line that the level above adds up; it stands in the Excel file only."""
    second_signing: tuple[str, ...] = ()
    """Who else signs, at the left: minutes have two hands and no recipients."""
    second_signer: str = ""
    mark: str = ""
    """Printed small on every page when not empty: "dữ liệu minh họa"."""
    author: str = ""
    language: str = "vi-VN"

    def __post_init__(self) -> None:
        if not can_close(self.blocks):
            raise ValueError("the body must end with a sentence, or './.' has no place to stand")

    @property
    def title(self) -> str:
        """The title in the file's properties: kind and subject in one line."""
        return f"{self.kind.capitalize()} {self.subject}" if self.kind else f"Công văn {self.subject}"
