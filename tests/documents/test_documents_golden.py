"""Every paper reads and looks as when it was last found right (`golden_papers.py` renews what is kept)."""

import difflib

import pytest
from golden_papers import FOLDER, PAPERS, as_strip, page_texts, pictures, word_text
from PIL import Image, ImageChops, ImageFilter

from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.tree import Document

UNLIKE = 40
"""Of 255, after a blur: a line of print that moved by more than half its height differs by more."""
FEW = 0.0001
"""The share of a paper's points that may differ so: a renderer draws some edges otherwise."""


@pytest.fixture(scope="module", params=sorted(PAPERS))
def paper(request: pytest.FixtureRequest) -> tuple[str, Document, bytes]:
    made = PAPERS[request.param]()
    return request.param, made, pdf_bytes(made, bundled_fonts=True)


def test_it_reads_as_before(paper: tuple[str, Document, bytes]) -> None:
    name, document, content = paper
    for kept, now in ((f"{name}.txt", page_texts(content)), (f"{name}.docx.txt", word_text(document))):
        before = (FOLDER / kept).read_text(encoding="utf-8")
        told = "\n".join(difflib.unified_diff(before.splitlines(), now.splitlines(), kept, "now", n=0))
        assert now == before, told


def test_it_looks_as_before(paper: tuple[str, Document, bytes]) -> None:
    name, _, content = paper
    now = as_strip(pictures(content))
    before = Image.open(FOLDER / f"{name}.png").convert("L")
    assert now.size == before.size
    assert share_unlike(now, before) <= FEW


def test_a_moved_line_would_be_seen() -> None:
    """The tolerance is worth something: half a line down, or one word fewer, is told."""
    kept = Image.open(FOLDER / "plan.png").convert("L")
    assert share_unlike(ImageChops.offset(kept, 0, 5), kept) > FEW
    without = kept.copy()
    width, height = 60, 8  # about one word, where the body begins
    without.paste(255, (100, 200, 100 + width, 200 + height))
    assert share_unlike(without, kept) > FEW
    assert share_unlike(kept, kept) == 0


def share_unlike(one: Image.Image, other: Image.Image) -> float:
    blurred = (picture.filter(ImageFilter.GaussianBlur(1)) for picture in (one, other))
    apart = ImageChops.difference(*blurred).point(lambda value: 255 if value > UNLIKE else 0)
    return apart.histogram()[255] / (apart.width * apart.height)
