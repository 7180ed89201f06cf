"""The plan and the report on paper, against the table of Nghị định 30/2020/NĐ-CP, Phụ lục I.

The numbers here are the decree's, not those of `layout`: sizes in points, lengths in millimetres.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber
import pytest
from documents_support import OFFICE, plan
from report_support import report_input

from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.report import report

MM = 72 / 25.4
THREE_LINES = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
SIGNED = replace(OFFICE, signing_lines=THREE_LINES)
PAPERS = ("plan", "report")


@dataclass(frozen=True)
class Line:
    """One line of print: what it says, how, and where, in points from the left and from the top."""

    text: str
    sizes: frozenset[float]
    faces: frozenset[str]
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@pytest.fixture(scope="module", autouse=True)
def forget() -> Iterator[None]:
    """Let the pages go afterwards: they are a million small objects, and later tests measure time."""
    yield
    lines.cache_clear()
    pages_of.cache_clear()


@cache
def pages_of(name: str) -> list[Any]:
    if name == "plan":
        made = plan(SIGNED, 2024, number=5, issued_on=date(2025, 2, 5))
    else:
        made = report(report_input(office=SIGNED, number=5, issued_on=date(2025, 2, 5)))
    return list(pdfplumber.open(BytesIO(pdf_bytes(made, bundled_fonts=True))).pages)


@cache
def lines(name: str, page: int) -> list[Line]:
    words = pages_of(name)[page].extract_words(
        keep_blank_chars=True, extra_attrs=["size", "fontname"], x_tolerance=3, y_tolerance=1
    )
    return [
        Line(
            word["text"].strip(),
            frozenset({round(word["size"], 1)}),
            frozenset({word["fontname"].partition("Tinos")[2].removeprefix("-") or "Regular"}),
            word["x0"],
            word["x1"],
            word["top"],
            word["bottom"],
        )
        for word in words
    ]


def everywhere(name: str) -> Iterator[Line]:
    for page in range(len(pages_of(name))):
        yield from lines(name, page)


def line(name: str, start: str) -> Line:
    return next(found for found in everywhere(name) if found.text.startswith(start))


# What the decree says: how the line begins, sizes allowed, face.
ELEMENTS = [
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), "Bold"),
    ("Độc lập - Tự do - Hạnh phúc", (13, 14), "Bold"),
    ("ỦY BAN NHÂN DÂN", (12, 13), "Bold"),
    ("XÃ CẨM TÂN", (12, 13), "Bold"),
    ("Số: 05/", (13,), "Regular"),
    ("Cẩm Tân, ngày 05 tháng 02 năm 2025", (13, 14), "Italic"),
    ("I. ", (13, 14), "Bold"),
    ("1. ", (13, 14), "Bold"),
    ("- ", (13, 14), "Regular"),
    ("TM. ỦY BAN NHÂN DÂN", (13, 14), "Bold"),
    ("KT. CHỦ TỊCH", (13, 14), "Bold"),
    ("PHÓ CHỦ TỊCH", (13, 14), "Bold"),
    ("Trịnh Minh Chung", (13, 14), "Bold"),
    ("Nơi nhận:", (12,), "BoldItalic"),
    ("- Lưu: VT, NN.", (11,), "Regular"),
]
OF_ONE = [
    ("plan", "KẾ HOẠCH", (13, 14), "Bold"),
    ("plan", "Triển khai thực hiện Bộ chỉ số", (13, 14), "Bold"),
    ("report", "BÁO CÁO", (13, 14), "Bold"),
    ("report", "Kết quả thực hiện Bộ chỉ số", (13, 14), "Bold"),
    ("report", "Kính gửi: ", (13, 14), "Regular"),
    ("report", "Căn cứ ", (13, 14), "Italic"),
    ("report", "Phụ lục I", (14,), "Bold"),
    ("report", "TỔNG HỢP KẾT QUẢ", (13, 14), "Bold"),
    ("report", "(Kèm theo Báo cáo số 05/BC-UBND", (13, 14), "Italic"),
]


@pytest.mark.parametrize(
    ("name", "start", "sizes", "face"),
    [*((name, *element) for name in PAPERS for element in ELEMENTS), *OF_ONE],
)
def test_each_element_has_its_size_and_face(name: str, start: str, sizes: tuple[int, ...], face: str) -> None:
    found = line(name, start)
    assert found.sizes <= set(sizes), found
    assert found.faces == {face}, found


def test_only_a_report_is_addressed() -> None:
    assert not any("Kính gửi" in found.text for found in everywhere("plan"))


@pytest.mark.parametrize("name", PAPERS)
def test_margins_are_those_of_the_decree(name: str) -> None:
    for number, page in enumerate(pages_of(name)):
        sides = sorted((page.width, page.height))
        assert sides == pytest.approx([210 * MM, 297 * MM], abs=0.5)
        inside = [found for found in lines(name, number) if found.top > 18 * MM]
        assert min(found.left for found in inside) >= 30 * MM - 0.6
        assert max(found.right for found in inside) <= page.width - 15 * MM + 0.6
        assert min(found.top for found in inside) >= 20 * MM - 1
        assert max(found.bottom for found in inside) <= page.height - 20 * MM + 1


@pytest.mark.parametrize("name", PAPERS)
def test_head_two_blocks_side_by_side(name: str) -> None:
    country, motto = line(name, "CỘNG HÒA"), line(name, "Độc lập")
    agency, commune = line(name, "ỦY BAN NHÂN DÂN"), line(name, "XÃ CẨM TÂN")
    number, day = line(name, "Số: 05/"), line(name, "Cẩm Tân, ngày")
    assert country.middle == pytest.approx(motto.middle, abs=0.5)
    assert agency.middle == pytest.approx(commune.middle, abs=0.5)
    assert agency.right < country.left
    assert country.bottom == pytest.approx(agency.bottom, abs=1.5)
    assert number.bottom == pytest.approx(day.bottom, abs=1.5)
    assert number.middle == pytest.approx(agency.middle, abs=0.5)
    assert day.middle == pytest.approx(country.middle, abs=0.5)


@pytest.mark.parametrize(
    ("name", "above", "least", "most"),
    [
        *((name, "Độc lập", 0.98, 1.02) for name in PAPERS),
        *((name, "XÃ CẨM TÂN", 1 / 3, 1 / 2) for name in PAPERS),
        ("plan", "Triển khai thực hiện", 1 / 3, 1 / 2),
    ],
)
def test_lines_are_drawn_under_their_text(name: str, above: str, least: float, most: float) -> None:
    text = line(name, above)
    drawn = [
        one
        for one in pages_of(name)[0].lines
        if 0 <= one["top"] - text.bottom < 8 and abs((one["x0"] + one["x1"]) / 2 - text.middle) < 1
    ]
    assert len(drawn) == 1
    assert least <= (drawn[0]["x1"] - drawn[0]["x0"]) / (text.right - text.left) <= most
    assert not any("__" in found.text for found in everywhere(name))  # drawn, not typed


@pytest.mark.parametrize("name", PAPERS)
def test_the_first_line_of_a_paragraph_is_set_in_and_lines_stand_apart(name: str) -> None:
    body = [
        found
        for found in lines(name, 0)
        if found.sizes == {14.0} and found.faces == {"Regular"} and found.top > 90 * MM
    ]
    # A justified line may come in pieces: its left end and its height are what counts.
    ends = {round(found.top): min(f.left for f in body if round(f.top) == round(found.top)) for found in body}
    rows = sorted(ends.items())
    assert len(rows) > 5
    assert any(left > 31 * MM for _, left in rows)
    for (before, _), (top, left) in pairwise(rows):
        opens = left > 31 * MM
        if opens:
            assert left - 30 * MM == pytest.approx(12.7 * MM, abs=1)
        # A line of 14 points, single to one and a half; between paragraphs 6 points more at least.
        assert top - before >= 14 * 1.1 + (6 if opens else 0)
        assert opens or top - before <= 14 * 1.15 * 1.5 + 1


@pytest.mark.parametrize("name", PAPERS)
def test_the_signing_block_stands_level_with_the_recipients(name: str) -> None:
    signing, recipients = line(name, "TM. ỦY BAN"), line(name, "Nơi nhận:")
    number = next(n for n in range(len(pages_of(name))) if signing in lines(name, n))
    page = lines(name, number)
    assert recipients in page
    assert recipients.top == pytest.approx(signing.top, abs=3)
    middle = (30 * MM + pages_of(name)[number].width - 15 * MM) / 2
    assert recipients.left == pytest.approx(30 * MM, abs=0.6)
    assert signing.left > middle - 1
    signed = [line(name, start) for start in (*THREE_LINES, "Trịnh Minh Chung")]
    assert all(found.middle == pytest.approx(signing.middle, abs=0.5) for found in signed)
    assert signed[-1].top - signed[-2].bottom >= 20 * MM  # room for signature and stamp
    # Never alone: the last words of the body, closed by "./.", are on its page.
    last = next(found for found in page if found.text.endswith("./."))
    assert last.bottom < signing.top


@pytest.mark.parametrize("name", PAPERS)
def test_the_page_number_stands_in_the_middle_of_the_top_margin(name: str) -> None:
    for number, page in enumerate(pages_of(name)):
        above = [found for found in lines(name, number) if found.bottom < 20 * MM]
        assert len(above) <= 1
        if number == 0:
            assert above == []
        for found in above:
            assert re.fullmatch(r"\d+", found.text)
            assert found.sizes <= {13.0, 14.0}
            assert found.middle == pytest.approx((30 * MM + page.width - 15 * MM) / 2, abs=0.5)


def test_wide_annexes_lie_on_their_side_and_count_their_own_pages() -> None:
    starts = [
        number
        for number in range(len(pages_of("report")))
        if any(re.fullmatch(r"Phụ lục [IV]+", found.text) for found in lines("report", number))
    ]
    assert len(starts) == 4
    assert [pages_of("report")[n].width > pages_of("report")[n].height for n in starts] == [
        True,
        False,
        True,
        False,
    ]
    for start in starts:
        assert not [found for found in lines("report", start) if found.bottom < 20 * MM]
    assert any(found.text == "2" and found.bottom < 20 * MM for found in lines("report", starts[-1] + 1))
