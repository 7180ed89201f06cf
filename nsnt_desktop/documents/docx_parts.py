"""Small pieces of a Word file: house styles, lines of text, drawn lines, fields, tables without borders."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from nsnt_desktop.charts.chart import Chart, told
from nsnt_desktop.documents import layout
from nsnt_desktop.documents.chart_pictures import chart_png
from nsnt_desktop.documents.fonts import family
from nsnt_desktop.documents.layout import TextStyle
from nsnt_desktop.documents.tree import printable
from nsnt_desktop.text import fold

_ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
DPI = 220
"""Dots an inch of a chart in a Word file: enough for print."""
_FONT_SLOTS = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
_AFTER_BORDER = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")


def set_styles(document: Any, language: str) -> None:
    """Set the base style (the typeface, black, no space, the language) and make every house style on it."""
    normal = document.styles["Normal"]
    _set_font(normal, layout.BODY_STYLE)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    normal.element.get_or_add_rPr().append(element("w:lang", val=language, eastAsia=language))
    for style in layout.ALL_STYLES:
        _make(document.styles, style)
    # Else Word takes the larger of the spaces between two paragraphs; the PDF adds them, as style sheets say.
    compat = document.settings.element.find(qn("w:compat"))
    compat.insert(0, element("w:doNotUseHTMLParagraphAutoSpacing"))


def _make(styles: Any, style: TextStyle) -> None:
    known = style.name in styles
    made = styles[style.name] if known else styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
    if not known:
        made.style_id = style_id(style)
    made.base_style = styles["Normal"]
    made.hidden, made.quick_style = False, True
    _set_font(made, style)
    shape = made.paragraph_format
    shape.alignment = _ALIGNMENTS[style.align]
    shape.first_line_indent = Mm(style.first_line_mm)
    shape.space_before, shape.space_after = Pt(style.before), Pt(style.after)
    # Exact in cells: the single line of another program is a hair lower, which over a page adds to a row.
    shape.line_spacing = Pt(style.leading) if style in layout.CELL_STYLES else style.spacing
    shape.widow_control = True
    shape.keep_with_next = style in (*layout.HEADING_STYLES.values(), layout.CAPTION_STYLE)


def style_id(style: TextStyle) -> str:
    """Return the id of a style in Word's XML, in ASCII: "QuocHieu"."""
    return fold(style.name).title().replace(" ", "")


def _set_font(styled: Any, style: TextStyle) -> None:
    font = styled.font
    font.name, font.size = layout.FONT_NAME, Pt(style.size)
    font.bold, font.italic = style.bold, style.italic
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win over the name
    for slot in _FONT_SLOTS:
        fonts.set(qn(slot), layout.FONT_NAME)


def element(tag: str, **values: str) -> Any:
    """Return one XML element with attributes of Word's own name space."""
    made = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_line(place: Any, text: str, style: TextStyle) -> Any:
    """Add one paragraph to a body or a cell; the empty one a new cell starts with is used up first."""
    paragraphs = place.paragraphs
    is_new_cell = hasattr(place, "_tc") and len(paragraphs) == 1 and not paragraphs[0].runs
    paragraph = paragraphs[0] if is_new_cell else place.add_paragraph()
    paragraph.style = style.name
    paragraph.add_run(printable(text))
    return paragraph


def add_chart(place: Any, chart: Chart, width_mm: float) -> None:
    """Add a chart as a picture over the whole width, with what it shows in words for who cannot see it."""
    paragraph = add_line(place, "", layout.NOTE_STYLE)
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(0), Pt(layout.TABLE_AFTER_PT)
    picture = BytesIO(chart_png(chart, family(), Mm(width_mm).pt, DPI))
    drawn = paragraph.add_run().add_picture(picture, width=Mm(width_mm))
    properties = drawn._inline.docPr  # noqa: SLF001 - python-docx has no public way
    properties.set("descr", printable(told(chart)))
    properties.set("title", printable(chart.title))


def add_rule(place: Any, length_pt: float, width_mm: float) -> None:
    """Add a drawn line in the middle: the upper border of an empty paragraph set in from both sides."""
    paragraph = add_line(place, "", layout.NUMBER_STYLE)
    shape = paragraph.paragraph_format
    side = (Mm(width_mm) - Pt(length_pt)) // 2
    shape.left_indent = shape.right_indent = max(side, 0)
    shape.space_before, shape.line_spacing = Pt(layout.LINE_GAP_PT), Pt(4)
    borders = element("w:pBdr")
    borders.append(
        element("w:top", val="single", sz=str(round(layout.LINE_PT * 8)), space="0", color="000000")
    )
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDER)  # noqa: SLF001


def add_page_field(paragraph: Any) -> None:
    """Add the field that shows the number of the page."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind:
            run._r.append(element("w:fldChar", fldCharType=kind))  # noqa: SLF001
        else:
            code = element("w:instrText")
            code.text = "PAGE"
            run._r.append(code)  # noqa: SLF001


def side_by_side(document: Any, rows: int, shares: Sequence[float]) -> Any:
    """Add cells beside each other without borders or padding, as head and foot of a paper need them."""
    table = document.add_table(rows, len(shares))
    table.autofit = False
    widths = [Mm(layout.text_width_mm(landscape=False) * share) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w="0", type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")  # noqa: SLF001 - python-docx has no public way
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))  # noqa: SLF001
    return table
