"""Papers of 200 made-up communes: long and hostile names, no village or sixty, up to 10,000 households."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

import pypdfium2
import pytest
from documents_support import OFFICE, plan
from report_support import figures, household, report_input, village_counts

from nsnt_desktop.documents import layout
from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.report import report
from nsnt_desktop.documents.report_input import HouseholdRow, ReportInput, VillageHouseholds
from nsnt_desktop.documents.tree import Document
from nsnt_desktop.indicators.results import PlaceFigures, YearFigures

COMMUNES = 200
CHUNKS = 8
WORDS = (
    *("Thôn", "Bản", "Tổ dân phố số", "Phúc Thịnh", "Nà", "Khuổi", "Đồng Tâm - Đồng Tiến", "Quyết Thắng"),
    *('"Đội 3"', "A & B", "<Trại>", "Ơ", "Nghĩa Trang", "x&amp;y", "Cây số 12+500", "’Ia Krái‘", "{năm}"),
)
LONG = ("Nguyễn-Thị-Phương-Thảo-Nguyên-Hồng-Hạnh-Diễm", "W" * 60, "Đ" * 90, "ậ" * 70)
MM = 72 / 25.4
SPACE = 4
"""Points: a space before a word too long for its line hangs over the margin, unseen."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


def name(chance: random.Random, most: int) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(1, most))]
    if chance.random() < 0.08:
        words.append(chance.choice(LONG))
    return " ".join(words)


def row(chance: random.Random, place: int) -> HouseholdRow:
    made = household(place)
    if chance.random() < 0.3:
        made = replace(made, head=name(chance, 6), source=name(chance, 4))
    return replace(made, code=f"{chance.choice(['CT', 'NG-TH', 'Ậ' * 9])}-{place:05d}")


def commune(number: int) -> ReportInput:
    chance = random.Random(number)  # noqa: S311 - the same communes in every run
    sizes = (0, 1, 5, 12, 60) if number % 40 else (60,)
    villages = chance.choice(sizes) if number % 50 else 0
    # A few of the largest kind; the rest stay small, for the time it takes.
    households = 10_000 if number in {40, 120} else chance.randint(0, 60)
    names = [f"{name(chance, 5)} {n}" for n in range(villages)]
    parts = [village_counts(n) for n in range(villages)]
    office = replace(
        OFFICE,
        commune=name(chance, 3),
        district=name(chance, 3),
        signer=name(chance, 4),
        superior_full=f"Ủy ban nhân dân huyện {name(chance, 6)}",
        report_recipients=tuple(name(chance, 9) for _ in range(chance.randint(0, 12))),
        plan_recipients=tuple(name(chance, 9) for _ in range(chance.randint(0, 12))),
        responsible=name(chance, 8),
    )
    return report_input(
        office=office,
        figures=renamed(figures(2024, parts), names),
        previous=None if number % 3 else renamed(figures(2023, parts), names),
        households_not_met=tuple(
            VillageHouseholds(of, tuple(row(chance, n) for n in range(1, 1 + households // villages)))
            for of in names
        ),
        difficulties=tuple(f"{of}: {name(chance, 30)}" for of in names[:7]),
    )


def renamed(given: YearFigures, names: list[str]) -> YearFigures:
    places = [
        PlaceFigures(of, part.counts, part.indicators)
        for of, part in zip(names, [*given.villages, *given.villages * 7], strict=False)
    ]
    return replace(given, villages=tuple(places))


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    text: str
    boxes: tuple[Box, ...]


def pages(document: Document) -> Iterator[Page]:
    pdf = pypdfium2.PdfDocument(BytesIO(pdf_bytes(document, bundled_fonts=True)))
    for page in pdf:
        read = page.get_textpage()
        boxes = tuple(read.get_rect(n) for n in range(read.count_rects()))
        width, height = page.get_size()
        yield Page(width, height, read.get_text_range(), boxes)


def check_boxes(page: Page) -> None:
    left, right = layout.LEFT_MM * MM, page.width - layout.RIGHT_MM * MM
    for box in page.boxes:
        assert box[0] >= left - 1, box
        assert box[2] <= right + SPACE, box
        assert box[1] >= 0, box
        assert box[3] <= page.height, box
    # Sorted from the top, a box can only lie on those that begin above its own foot.
    rows = sorted(page.boxes, key=lambda box: -box[3])
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            if other[3] <= one[1]:
                break
            across = min(one[2], other[2]) - max(one[0], other[0])
            down = min(one[3], other[3]) - max(one[1], other[1])
            assert across <= 1 or down <= 2, (one, other)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_nothing_overflows_overlaps_or_is_lost(chunk: int) -> None:
    for number in range(chunk, COMMUNES, CHUNKS):
        given = commune(number)
        written = []
        for page in pages(report(given)):
            check_boxes(page)
            written.append(page.text)
        whole = letters("".join(written))
        for place in given.figures.villages:
            assert letters(place.name) in whole, (number, place.name)
        for of in given.households_not_met or ():
            for one in of.households:
                assert letters(one.code) in whole, (number, one.code)
        for page in pages(plan(given.office, 2024, number=number or None, issued_on=None)):
            check_boxes(page)


def letters(text: str) -> str:
    """Return letters and figures alone: a long name breaks anywhere, and a dash there is told otherwise."""
    return "".join(sign for sign in text if sign.isalnum())
