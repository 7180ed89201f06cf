from io import BytesIO
from typing import Any

import docx
import pytest
from documents_support import a_document, docx_lines
from docx.oxml.ns import qn

from nsnt_desktop.documents import layout
from nsnt_desktop.documents.docx import docx_bytes
from nsnt_desktop.documents.fonts import family, text_width
from nsnt_desktop.documents.tree import Annex, BasisParagraph, Bullet, Column, Heading, Paragraph, Table

HOSTILE = 'Phòng NN&PTNT <b>"huyện"</b> &amp; 3 < 5 > 2\x0b'
COLUMNS = (
    Column("Thôn", 4),
    Column("Số hộ", 1, "right", group="Nước sạch"),
    Column("%", 1, "right", group="Nước sạch"),
)
RICH = a_document(
    BasisParagraph("Căn cứ một"),
    Heading("Một"),
    Heading("Mục", 2),
    Table(COLUMNS, (("A", "1", "50,0"), ("B", "2", "60,0")), ("Cộng", "3", "55,0"), caption="Tên bảng"),
    Bullet("Câu cuối"),
    addressee="Ủy ban nhân dân huyện Cẩm Thủy",
    annexes=(
        Annex("Danh sách", "Kèm theo Kế hoạch", (Table(COLUMNS, (("A", "1", "2"),)),), landscape=True),
        Annex("Hai", "Kèm theo Kế hoạch", (Paragraph("Văn."),)),
    ),
    mark="dữ liệu minh họa",
)


@pytest.fixture(scope="module")
def word() -> Any:
    return docx.Document(BytesIO(docx_bytes(RICH)))


def find(word: Any, text: str) -> Any:
    cells = (c for t in word.tables for row in t.rows for c in row.cells)
    everywhere = [*word.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
    return next(p for p in everywhere if p.text == text)


def test_page_and_margins(word: Any) -> None:
    body = word.sections[0]
    assert [round(x.mm) for x in (body.page_width, body.page_height)] == [210, 297]
    sides = (body.top_margin, body.bottom_margin, body.left_margin, body.right_margin)
    assert [round(side.mm) for side in sides] == [20, 20, 30, 15]


def test_annexes_are_sections_that_count_from_one(word: Any) -> None:
    assert [round(s.page_width.mm) for s in word.sections] == [210, 297, 210]
    starts = [s._sectPr.find(qn("w:pgNumType")) for s in word.sections]
    assert starts[0] is None
    assert [start.get(qn("w:start")) for start in starts[1:]] == ["1", "1"]


def test_the_number_stands_in_the_header_but_not_on_first_pages(word: Any) -> None:
    for section in word.sections:
        assert section.different_first_page_header_footer
        assert "PAGE" in section.header.paragraphs[0]._p.xml
        assert "PAGE" not in section.first_page_header._element.xml
    header = word.sections[0].header.paragraphs[0]
    assert header.style.font.size.pt == 13
    assert header.style.paragraph_format.alignment == 1


def test_the_mark_stands_on_first_and_later_pages(word: Any) -> None:
    for section in word.sections:
        assert section.footer.paragraphs[0].text == "dữ liệu minh họa"
        assert section.first_page_footer.paragraphs[0].text == "dữ liệu minh họa"


@pytest.mark.parametrize(
    ("text", "style", "size", "bold", "italic"),
    [
        ("XÃ CẨM TÂN", "Cơ quan ban hành", 13, True, False),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Quốc hiệu", 13, True, False),
        ("Độc lập - Tự do - Hạnh phúc", "Tiêu ngữ", 14, True, False),
        ("Số: 05/KH-UBND", "Số ký hiệu", 13, False, False),
        ("Cẩm Tân, ngày 05 tháng 02 năm 2025", "Địa danh thời gian", 14, False, True),
        ("KẾ HOẠCH", "Tên loại", 14, True, False),
        ("Kính gửi: Ủy ban nhân dân huyện Cẩm Thủy", "Kính gửi", 14, False, False),
        ("Căn cứ một.", "Căn cứ", 14, False, True),
        ("I. MỘT", "Heading 1", 14, True, False),
        ("1. Mục", "Heading 2", 14, True, False),
        ("- Câu cuối./.", "Nội dung", 14, False, False),
        ("Nơi nhận:", "Nơi nhận", 12, True, True),
        ("- Lưu: VT, NN.", "Danh sách nơi nhận", 11, False, False),
        ("PHÓ CHỦ TỊCH", "Chức vụ người ký", 14, True, False),
        ("DANH SÁCH", "Tiêu đề phụ lục", 14, True, False),
        ("(Kèm theo Kế hoạch)", "Kèm theo", 13, False, True),
    ],
)
def test_each_element_has_the_style_of_the_decree(
    word: Any, *, text: str, style: str, size: int, bold: bool, italic: bool
) -> None:
    found = find(word, text).style
    shape = (found.name, found.font.name, found.font.size.pt, bool(found.font.bold), bool(found.font.italic))
    assert shape == (style, "Times New Roman", size, bold, italic)
    assert str(found.font.color.rgb) == "000000"


def test_no_style_falls_back_on_a_theme_font(word: Any) -> None:
    for style in layout.ALL_STYLES:
        fonts = word.styles[style.name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "cs", "eastAsia")} == {
            "Times New Roman"
        }
        assert not [name for name in fonts.attrib if "heme" in name]


def test_lines_are_borders_of_the_right_length(word: Any) -> None:
    lines = [p for p in word.element.body.iter(qn("w:p")) if p.find(f".//{qn('w:pBdr')}") is not None]
    text_mm = layout.text_width_mm(landscape=False)
    widths = [text_mm * layout.HEAD_SHARES[0], text_mm * layout.HEAD_SHARES[1], text_mm]
    lengths = []
    for line, width in zip(lines, widths, strict=True):
        sides = line.find(f".//{qn('w:ind')}")
        set_in = int(sides.get(qn("w:left"))) + int(sides.get(qn("w:right")))
        lengths.append(width / 25.4 * 72 - set_in / 20)
    faces = family()
    assert lengths[1] == pytest.approx(text_width(layout.MOTTO, layout.MOTTO_STYLE, faces), abs=1)
    assert 1 / 3 < lengths[0] / text_width("XÃ CẨM TÂN", layout.AGENCY_STYLE, faces) < 1 / 2
    assert 1 / 3 < lengths[2] / text_width(RICH.subject, layout.SUBJECT_STYLE, faces) < 1 / 2


def test_table_headings_repeat_rows_stay_whole_and_cells_merge(word: Any) -> None:
    rows = word.tables[1]._tbl.tr_lst
    assert len(rows) == 5
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
    assert [c.text for c in word.tables[1].rows[0].cells] == ["Thôn", "Nước sạch", "Nước sạch"]
    assert [c.text for c in word.tables[1].rows[1].cells] == ["Thôn", "Số hộ", "%"]
    assert [c.text for c in word.tables[1].rows[4].cells] == ["Cộng", "3", "55,0"]
    assert word.tables[1].rows[4].cells[0].paragraphs[0].style.font.bold
    assert sum(col.width.mm for col in word.tables[1].columns) == pytest.approx(165, abs=0.2)


def test_the_signing_block_keeps_with_the_last_line(word: Any) -> None:
    assert find(word, "- Câu cuối./.").paragraph_format.keep_with_next
    foot = word.tables[2]
    assert foot.rows[0].cells[1].text.split("\n")[-1] == "Trịnh Minh Chung"
    assert foot._tbl.find(f".//{qn('w:cantSplit')}") is not None
    before = foot._tbl.getprevious()
    assert "".join(t.text for t in before.iter(qn("w:t"))) == "- Câu cuối./."


def test_properties(word: Any) -> None:
    properties = word.core_properties
    assert (properties.title, properties.author) == (RICH.title, "UBND xã Cẩm Tân")
    assert properties.language == "vi-VN"
    assert word.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"


def test_signs_of_markup_and_control_characters_do_no_harm() -> None:
    table = Table((Column(HOSTILE, 1),), ((HOSTILE,),), (HOSTILE,), caption=HOSTILE)
    document = a_document(
        table, Paragraph(HOSTILE), agency=(HOSTILE,), subject=HOSTILE, signer=HOSTILE, mark=HOSTILE
    )
    clean = HOSTILE.strip("\x0b")
    lines = docx_lines(docx_bytes(document))
    assert sum(line == clean for line in lines) == 7


def test_two_thousand_rows_are_quick_and_whole() -> None:
    rows = tuple((f"Hộ {n}", str(n), "50,0") for n in range(2000))
    lines = docx_lines(docx_bytes(a_document(Table(COLUMNS, rows), Paragraph("Hết"))))
    assert [line for line in lines if line.startswith("Hộ ")] == [row[0] for row in rows]
