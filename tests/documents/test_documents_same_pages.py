"""The Word file prints to the pages of the PDF, read and printed by another program (LibreOffice)."""

from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from documents_support import OFFICE, plan
from report_support import household, report_input
from second_reader import converted

from nsnt_desktop.documents.docx import docx_bytes
from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.report import report
from nsnt_desktop.documents.report_input import VillageHouseholds
from nsnt_desktop.documents.tree import Block, Chart, Document

HOUSEHOLDS = 97
"""Of each of eight villages in annex 4: three or four pages each, all rows of one height or of two lines."""


def papers() -> dict[str, Document]:
    villages = tuple(
        VillageHouseholds(f"Thôn {n}", tuple(household(place) for place in range(1, HOUSEHOLDS + n)))
        for n in range(1, 9)
    )
    return {
        "plan": plan(OFFICE, 2024, number=5, issued_on=None),
        "report": report(report_input(households_not_met=villages)),
    }


def without_charts(document: Document) -> Document:
    """Return the paper without its charts, which are pictures in Word: their words are no text there."""
    return replace(
        document,
        blocks=_kept(document.blocks),
        annexes=tuple(replace(annex, blocks=_kept(annex.blocks)) for annex in document.annexes),
    )


def _kept(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if not isinstance(block, Chart))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[str], list[str]]]:
    """The text of the pages of each paper, from our PDF and from the Word file printed."""
    whole = papers()
    made = whole | {f"{name}-words": without_charts(paper) for name, paper in whole.items()}
    printed = converted(
        tmp_path_factory.mktemp("printed"),
        {f"{name}.docx": docx_bytes(paper) for name, paper in made.items()},
        "pdf",
    )
    return {
        name: (
            texts(pdf_bytes(paper, bundled_fonts=True)),
            texts(Path(printed[f"{name}.docx"]).read_bytes()),
        )
        for name, paper in made.items()
    }


def texts(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(BytesIO(content))
    return [page.get_textpage().get_text_range() for page in document]


@pytest.mark.parametrize("name", ["plan", "report", "plan-words", "report-words"])
def test_the_word_file_prints_to_as_many_pages(
    pages: dict[str, tuple[list[str], list[str]]], name: str
) -> None:
    ours, printed = pages[name]
    assert len(ours) == len(printed)
    assert len(ours) > (25 if name.startswith("report") else 1)


@pytest.mark.parametrize("name", ["plan-words", "report-words"])
def test_the_same_words_stand_on_each_page(pages: dict[str, tuple[list[str], list[str]]], name: str) -> None:
    for number, (ours, printed) in enumerate(zip(*pages[name], strict=True), 1):
        assert letters(ours) == letters(printed), f"page {number}"


def letters(text: str) -> Counter[str]:
    """Count the letters and figures of a page.

    In which order cells are read may differ, and whether a dash where a line may break is told as one.
    """
    return Counter(sign for sign in text if sign.isalnum())
