import time
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pdfplumber
import pypdf
import pytest
from documents_support import a_document, pdf_pages, pdf_text
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from nsnt_desktop.documents import layout
from nsnt_desktop.documents.fonts import family
from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.tree import (
    Annex,
    BasisParagraph,
    Block,
    Bullet,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
)
from nsnt_desktop.errors import KnownError

MM = 72 / 25.4
LONG = "Cung cấp thông tin về cấp nước sinh hoạt nông thôn, đảm bảo cập nhật kịp thời, đồng bộ. " * 4
HOSTILE = "Phòng NN&PTNT <b>\"huyện\"</b> &amp; 'xã' 3 < 5 > 2"
THREE = (Column("TT", 1, "center"), Column("Chủ hộ", 5), Column("Số khẩu", 2, "right"))
RICH = a_document(
    BasisParagraph("Căn cứ một"),
    Heading("Một"),
    *(Paragraph(f"Đoạn {n}. {LONG}") for n in range(9)),
    Table(THREE, (("1", "Ông A", "4"),), ("", "Cộng", "4"), caption="Tên bảng", note="Ghi chú."),
    Heading("Mục", 2),
    Bullet("Câu cuối"),
    annexes=(
        Annex("Danh sách", "Kèm theo Kế hoạch", (Table(THREE, (("1", "A", "4"),) * 200),), landscape=True),
        Annex("Hai", "Kèm theo Kế hoạch", (Table(THREE, (("1", "A", "4"),) * 100),)),
    ),
    mark="dữ liệu minh họa",
)


@pytest.fixture(scope="module")
def rich() -> Iterator[Any]:
    with pdfplumber.open(BytesIO(pdf_bytes(RICH, bundled_fonts=True))) as pdf:
        yield pdf


def words_of(page: Any) -> list[Any]:
    return list(page.extract_words(keep_blank_chars=True, extra_attrs=["size", "fontname"]))


def find(page: Any, text: str) -> Any:
    return next(word for word in words_of(page) if word["text"].strip() == text)


def test_every_font_is_embedded_and_none_is_foreign() -> None:
    reader = pypdf.PdfReader(BytesIO(pdf_bytes(RICH, bundled_fonts=True)))
    fonts = {font["/BaseFont"]: font for page in reader.pages for font in _fonts(page)}
    assert {name.split("+")[-1] for name in fonts} == {
        "Tinos",
        "Tinos-Bold",
        "Tinos-Italic",
        "Tinos-BoldItalic",
    }
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts.values())


def _fonts(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_every_page_is_a4_and_the_wide_annex_lies_on_its_side(rich: Any) -> None:
    sizes = [(round(page.width / MM), round(page.height / MM)) for page in rich.pages]
    assert set(sizes) == {(210, 297), (297, 210)}
    wide = [n for n, size in enumerate(sizes) if size == (297, 210)]
    assert wide == list(range(wide[0], wide[-1] + 1))
    assert sizes[0] == sizes[-1] == (210, 297)


def test_text_stays_within_the_margins_and_reaches_them(rich: Any) -> None:
    for page in rich.pages[:2]:
        inside = [w for w in words_of(page) if 15 * MM < w["top"] < page.height - 15 * MM]
        assert min(w["x0"] for w in inside) == pytest.approx(30 * MM, abs=0.6)
        assert max(w["x1"] for w in inside) == pytest.approx(page.width - 15 * MM, abs=0.6)
        assert min(w["top"] for w in inside) >= 20 * MM - 1
        assert max(w["bottom"] for w in inside) <= page.height - 20 * MM + 1


def test_head_lines_each_stay_on_one_line_and_level(rich: Any) -> None:
    page = rich.pages[0]
    assert find(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")["size"] == pytest.approx(13)
    motto = find(page, "Độc lập - Tự do - Hạnh phúc")
    assert (motto["size"], motto["fontname"][-10:]) == (pytest.approx(14), "Tinos-Bold")
    number, day = find(page, "Số: 05/KH-UBND"), find(page, "Cẩm Tân, ngày 05 tháng 02 năm 2025")
    assert number["bottom"] == pytest.approx(day["bottom"], abs=2)


def test_lines_are_drawn_with_the_lengths_of_the_decree(rich: Any) -> None:
    page = rich.pages[0]
    drawn = sorted(page.lines, key=lambda line: line["x1"] - line["x0"])
    assert len(drawn) == 3
    faces = family(bundled=True)
    motto = stringWidth(layout.MOTTO, faces.bold, 14)
    assert drawn[-1]["x1"] - drawn[-1]["x0"] == pytest.approx(motto, abs=0.5)
    for text, size, line in (("XÃ CẨM TÂN", 13, drawn[0]), ("Triển khai thực hiện Bộ chỉ số", 14, drawn[1])):
        share = (line["x1"] - line["x0"]) / stringWidth(text, faces.bold, size)
        assert 1 / 3 <= share <= 1 / 2
        word = find(page, text)
        assert (line["x0"] + line["x1"]) / 2 == pytest.approx((word["x0"] + word["x1"]) / 2, abs=0.5)
        assert 0 < line["top"] - word["bottom"] < 6


def test_the_line_under_a_long_name_stays_shorter_than_its_place() -> None:
    agency = ("ỦY BAN NHÂN DÂN", "XÃ " + "RẤT DÀI " * 12)
    with pdfplumber.open(BytesIO(pdf_bytes(a_document(agency=agency)))) as pdf:
        line = min(pdf.pages[0].lines, key=lambda found: found["x0"])
    place = layout.text_width_mm(landscape=False) * layout.HEAD_SHARES[0] * mm
    assert place / 3 <= line["x1"] - line["x0"] <= place / 2


def test_page_numbers_stand_in_the_top_margin_from_the_second_page_of_each_section(rich: Any) -> None:
    seen = []
    for page in rich.pages:
        top = [w for w in words_of(page) if w["bottom"] < 20 * MM]
        seen.append("".join(word["text"] for word in top))
        for word in top:
            assert word["size"] == pytest.approx(13)
            assert (word["top"] + word["bottom"]) / 2 == pytest.approx(10 * MM, abs=1 * MM)
            middle = (30 * MM + page.width - 15 * MM) / 2
            assert (word["x0"] + word["x1"]) / 2 == pytest.approx(middle, abs=0.5)
    starts = [place for place, number in enumerate(seen) if number == ""]
    assert starts[0] == 0
    assert len(starts) == 3
    counted = [n - max(s for s in starts if s <= n) + 1 for n in range(len(seen))]
    assert seen == ["" if n == 1 else str(n) for n in counted]


def test_the_mark_stands_on_every_page_and_only_when_asked(rich: Any) -> None:
    for page in rich.pages:
        mark = find(page, "dữ liệu minh họa")
        assert mark["size"] == pytest.approx(9)
        assert mark["top"] > page.height - 20 * MM
    assert "minh họa" not in pdf_text(pdf_bytes(a_document()))


def test_a_long_table_repeats_its_heading_on_every_page(rich: Any) -> None:
    wide = [page.extract_text() for page in rich.pages if page.width > page.height]
    assert len(wide) > 3
    assert all(text.count("Chủ hộ") == 1 for text in wide)
    assert sum(text.count("1 A 4") for text in wide) == 200


def test_a_grouped_heading_is_two_rows_on_every_page() -> None:
    columns = (Column("Thôn", 2), Column("Số hộ", 1, group="Nước sạch"), Column("%", 1, group="Nước sạch"))
    document = a_document(Table(columns, (("A", "1", "50,0"),) * 80), Paragraph("Hết"))
    pages = pdf_pages(pdf_bytes(document))
    assert len(pages) > 2
    assert all(page.count("Nước sạch") == page.count("Số hộ") == 1 for page in pages[:2])


def test_long_text_wraps_inside_its_column() -> None:
    document = a_document(Table(THREE, (("1", "Nguyễn Thị " * 20, "4"),)), Paragraph("Hết"))
    with pdfplumber.open(BytesIO(pdf_bytes(document))) as pdf:
        edges = sorted({round(edge["x0"]) for edge in pdf.pages[0].edges if edge["orientation"] == "v"})
        inside = [w for w in pdf.pages[0].extract_words() if w["text"] in {"Nguyễn", "Thị"}]
    assert len(inside) == 40
    assert all(edges[1] <= w["x0"] and w["x1"] <= edges[2] for w in inside)


@pytest.mark.parametrize("lines", range(28, 46))
def test_the_signing_block_never_stands_alone(lines: int) -> None:
    body = (*(Paragraph(f"Dòng {n}.") for n in range(lines)), Paragraph(LONG * 2))
    for blocks in (body, body[:-1]):
        pages = pdf_pages(pdf_bytes(a_document(*blocks)))
        signed = next(page for page in pages if "Nơi nhận:" in page)
        assert signed.index("./.") < signed.index("Nơi nhận:")
        assert "Trịnh Minh Chung" in signed


@pytest.mark.parametrize("lines", range(24, 36))
def test_no_heading_stands_at_the_foot_of_a_page(lines: int) -> None:
    filler = (Paragraph(f"Dòng {n}.") for n in range(lines))
    table = Table(THREE, (("1", "A", "4"),) * 60, caption="Tên bảng")
    blocks: tuple[Block, ...] = (
        *filler,
        Heading("Cuối trang"),
        Heading("Mục nhỏ", 2),
        table,
        Heading("Kết"),
        Paragraph("Hết"),
    )
    pages = pdf_pages(pdf_bytes(a_document(*blocks)))
    page = next(page for page in pages if "I. CUỐI TRANG" in page)
    assert "1. Mục nhỏ Tên bảng" in page
    assert page.count("1 A 4") >= 2
    assert any("II. KẾT Hết./. Nơi nhận:" in page for page in pages)


def test_signs_of_markup_are_printed_as_they_are() -> None:
    table = Table((Column(HOSTILE, 1), Column(HOSTILE, 9)), ((HOSTILE * 3, HOSTILE),), caption=HOSTILE)
    document = a_document(
        Heading(HOSTILE, 2),
        table,
        Paragraph(HOSTILE),
        agency=(HOSTILE,),
        subject=HOSTILE,
        signer=HOSTILE,
        recipients=(HOSTILE, "Lưu: VT"),
        annexes=(Annex(HOSTILE, HOSTILE, (Paragraph(HOSTILE),)),),
    )
    text = pdf_text(pdf_bytes(document))
    assert text.count(HOSTILE) >= 9
    assert "&amp;amp;" not in text


def test_properties_and_bookmarks() -> None:
    reader = pypdf.PdfReader(BytesIO(pdf_bytes(RICH)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Kế hoạch Triển khai thực hiện Bộ chỉ số"
    assert reader.metadata.author == "UBND xã Cẩm Tân"
    assert str(reader.root_object["/Lang"]) == "vi-VN"
    assert _titles(reader.outline) == [
        "I. MỘT",
        ["1. Mục"],
        "Phụ lục I. Danh sách",
        "Phụ lục II. Hai",
    ]


def _titles(outline: Any) -> list[Any]:
    return [_titles(entry) if isinstance(entry, list) else entry.title for entry in outline]


def test_equal_papers_give_equal_bytes_when_asked() -> None:
    first = pdf_bytes(RICH, invariant=True, bundled_fonts=True)
    time.sleep(1.1)
    assert pdf_bytes(RICH, invariant=True, bundled_fonts=True) == first
    assert pdf_bytes(RICH, bundled_fonts=True) != first


def test_a_cell_longer_than_a_page_is_told() -> None:
    document = a_document(Table(THREE, (("1", LONG * 40, "4"),)), Paragraph("Hết"))
    with pytest.raises(KnownError, match="rút ngắn"):
        pdf_bytes(document)


def test_a_last_paragraph_longer_than_a_page_still_prints() -> None:
    document: Document = a_document(Paragraph(LONG * 40))
    pages = pdf_pages(pdf_bytes(document))
    assert len(pages) > 2
    assert pdf_text(pdf_bytes(document)).count("Cung cấp thông tin") == 160


@pytest.mark.parametrize("rows", range(36, 48))
def test_a_table_that_fills_the_last_page_opens_no_empty_one(rows: int) -> None:
    annex = Annex("Danh sách", "Kèm theo Kế hoạch", (Table(THREE, (("1", "A", "4"),) * rows),))
    pages = pdf_pages(pdf_bytes(a_document(annexes=(annex,)), bundled_fonts=True))
    assert all(len(page) > 5 for page in pages), [len(page) for page in pages]
