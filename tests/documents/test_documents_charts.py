from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pdfplumber
import pytest
from documents_support import a_document, pdf_text
from PIL import Image
from report_support import NAMES, NO_SCHEMES, figures, report_input, village_counts

from nsnt_desktop.charts.chart import Bar, Bars, Panel, told
from nsnt_desktop.charts.year_charts import village_bars
from nsnt_desktop.charts.year_lines import year_lines
from nsnt_desktop.documents import layout
from nsnt_desktop.documents.chart_pictures import paper_drawing, save_chart
from nsnt_desktop.documents.docx import docx_bytes
from nsnt_desktop.documents.fonts import family
from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.report import report
from nsnt_desktop.documents.style_check import slips
from nsnt_desktop.documents.tree import Chart, Document, Paragraph
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.results import Counts

YEARS = (figures(2022, less=4), figures(2023, less=2), figures(2024))
RANKED = village_bars(figures(), "2", 1)
FULL = report_input(households_not_met=None, history=YEARS)


def captions(document: Document) -> list[str]:
    return [block.caption for block in document.blocks if isinstance(block, Chart)]


def test_the_report_shows_its_charts_after_their_tables() -> None:
    assert captions(report(FULL)) == [
        "Các chỉ số năm 2024 so với năm 2023",
        "Các chỉ số từ năm 2022 đến năm 2024 (%)",
        "Các thôn theo chỉ số 2 (Sạch đạt quy chuẩn), năm 2024",
    ]


def test_a_chart_that_would_say_nothing_is_left_out() -> None:
    one = replace(FULL, figures=figures(parts=[village_counts(1)]), history=YEARS[-1:], previous=None)
    assert captions(report(one)) == ["Các chỉ số năm 2024"]
    blank = Counts(households=10, hygienic_unknown=10, clean_unknown=10)
    nothing = figures(parts=[blank, blank], classes=NO_SCHEMES)
    assert captions(report(replace(FULL, figures=nothing, history=(nothing,), previous=None))) == []


def test_a_threshold_of_the_report_stands_in_its_chart() -> None:
    blank, entered = FULL.criteria[0], replace(FULL.criteria[0], limit=Fraction(55))
    assert "ngưỡng đã nhập" not in pdf_text(pdf_bytes(report(replace(FULL, criteria=(blank,)))))
    assert "ngưỡng đã nhập" in pdf_text(pdf_bytes(report(replace(FULL, criteria=(entered,)))))
    chart = next(
        block.data for block in report(replace(FULL, criteria=(entered,))).blocks if isinstance(block, Chart)
    )
    assert "57,6\u00a0% (năm 2023: 56,4\u00a0%), ngưỡng ≥ 55 % (17.1)" in told(chart)


def test_the_chart_in_the_pdf_is_text_and_strokes_in_embedded_fonts_inside_the_margins() -> None:
    content = pdf_bytes(a_document(Chart(RANKED, RANKED.title), Paragraph("Hết.")), bundled_fonts=True)
    said = pdf_text(content)
    for name in NAMES:
        assert f"Thôn {name}" in said
    assert RANKED.title in said
    with pdfplumber.open(BytesIO(content)) as pdf:
        page = pdf.pages[0]
        assert not page.images
        assert {char["fontname"].partition("+")[2] for char in page.chars} <= {
            "Tinos",
            "Tinos-Bold",
            "Tinos-Italic",
            "Tinos-BoldItalic",
        }
        left, right = (side * 72 / 25.4 for side in (layout.LEFT_MM, layout.PAGE_MM[0] - layout.RIGHT_MM))
        for drawn in (*page.chars, *page.rects):
            assert left - 0.6 <= drawn["x0"] <= drawn["x1"] <= right + 0.6
        colours = {rect["non_stroking_color"] for rect in page.rects}
        assert all(len(set(colour)) == 1 for colour in colours)  # greys only


def test_the_word_file_holds_a_sharp_picture_and_says_what_it_shows() -> None:
    content = docx_bytes(a_document(Chart(RANKED, RANKED.title), Paragraph("Hết.")))
    drawn = docx.Document(BytesIO(content)).inline_shapes[0]
    assert drawn._inline.docPr.get("descr") == told(RANKED)
    assert drawn._inline.docPr.get("title") == RANKED.title
    with ZipFile(BytesIO(content)) as parts:
        name = next(name for name in parts.namelist() if name.endswith(".png"))
        picture = Image.open(BytesIO(parts.read(name)))
    assert picture.width / (drawn.width / 914_400) >= 200
    assert round(drawn.width / 36_000) == round(layout.text_width_mm(landscape=False))


def test_a_caption_stays_with_its_chart_on_the_next_page() -> None:
    lines = [Paragraph("Một câu.") for _ in range(33)]
    content = pdf_bytes(a_document(*lines, Chart(RANKED, RANKED.title), Paragraph("Hết.")))
    with pdfplumber.open(BytesIO(content)) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
    first = next(at for at, text in enumerate(pages) if RANKED.title in text)
    assert "Thôn Phác Lê" in pages[first]
    assert first > 0


def test_a_chart_taller_than_a_page_is_made_smaller() -> None:
    rows = tuple(Bar(f"Thôn {at}", None, "chưa đánh giá") for at in range(200))
    tall = Bars("Rất nhiều", (Panel("%", rows),))
    pages = pdf_bytes(a_document(Chart(tall, tall.title), Paragraph("Hết.")))
    assert "Thôn 199" in pdf_text(pages)
    drawing = paper_drawing(tall, family(bundled=True), 468)
    assert drawing.height * drawing.renderScale < 297 / 25.4 * 72


def test_a_chart_is_no_slip_of_style() -> None:
    document = a_document(Chart(RANKED), Paragraph("Hết."))
    assert not [slip for slip in slips(document) if slip.code == "mark_missing"]


def test_a_paper_cannot_end_with_a_chart() -> None:
    with pytest.raises(ValueError, match="must end with a sentence"):
        a_document(Paragraph("Một câu."), Chart(RANKED))


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_a_chart_is_saved_under_its_title(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"Biểu đồ.{ending}"
    save_chart(year_lines(YEARS, 1), path)
    if ending == "pdf":
        assert "Các chỉ số từ năm 2022 đến năm 2024 (%)" in pdf_text(path.read_bytes())
    else:
        assert Image.open(BytesIO(path.read_bytes())).width > 1800
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="không tìm thấy thư mục"):
        save_chart(RANKED, tmp_path / "gone" / "a.png")
