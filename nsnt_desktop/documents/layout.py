"""The page of an official paper in numbers (NĐ 30/2020/NĐ-CP, Phụ lục I); both renderers read them here.

Lengths are in millimetres (…_MM), sizes and spaces in points (…_PT).
"""

from dataclasses import dataclass
from typing import Literal

from nsnt_desktop.documents.tree import BasisParagraph, Heading, TextBlock

FONT_NAME = "Times New Roman"

PAGE_MM = (210.0, 297.0)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20.0, 20.0, 30.0, 15.0
PAGE_NUMBER_FROM_TOP_MM = 8.0
"""From the paper's edge to the top of the page number, which so stands in the middle of the top margin."""
MARK_FROM_BOTTOM_MM = 9.0
"""From the paper's edge to the bottom of the mark of sample data."""

HEAD_SHARES = (0.39, 0.61)
"""Width of the agency's block and of the national motto's: each line of the motto stays on one line."""
FOOT_SHARES = (0.5, 0.5)
SHORT_LINE = 0.42
"""Length of the lines under agency and subject, as a share of the text: the decree asks for 1/3–1/2."""
LINE_PT = 0.75
LINE_GAP_PT = 3.0
SIGNATURE_ROOM_MM = 25.0
CELL_PADDING_PT = 3.0
"""Left and right of a cell's text."""
CELL_TOP_PT, CELL_BOTTOM_PT = 1.5, 3.0
GRID_PT = 0.5

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
ADDRESSEE_LEAD = "Kính gửi: "
RECIPIENTS_LEAD = "Nơi nhận:"
LETTER_SUBJECT_LEAD = "V/v "

# Height of one line of Times New Roman, single spaced, in sizes: what Word uses.
_SINGLE = 1.15


@dataclass(frozen=True)
class TextStyle:
    """How one kind of line looks; size, spaces in points, first line in millimetres."""

    name: str
    """The name of the style in the Word file."""
    size: float
    bold: bool = False
    italic: bool = False
    align: Literal["left", "center", "right", "justify"] = "center"
    first_line_mm: float = 0
    before: float = 0
    after: float = 0
    spacing: float = 1.0
    """Lines, 1 to 1,5."""

    @property
    def leading(self) -> float:
        """Distance from one line to the next, in points."""
        return self.size * _SINGLE * self.spacing


def _body(name: str, *, bold: bool = False, italic: bool = False, before: float = 0) -> TextStyle:
    return TextStyle(name, 14, bold, italic, "justify", 12.7, before, 6, 1.05)


COUNTRY_STYLE = TextStyle("Quốc hiệu", 13, bold=True)
MOTTO_STYLE = TextStyle("Tiêu ngữ", 14, bold=True)
SUPERIOR_STYLE = TextStyle("Cơ quan chủ quản", 13)
AGENCY_STYLE = TextStyle("Cơ quan ban hành", 13, bold=True)
NUMBER_STYLE = TextStyle("Số ký hiệu", 13, before=4)
LETTER_SUBJECT_STYLE = TextStyle("Trích yếu công văn", 12, before=6)
PLACE_DATE_STYLE = TextStyle("Địa danh thời gian", 14, italic=True, before=4)
KIND_STYLE = TextStyle("Tên loại", 14, bold=True, before=14)
SUBJECT_STYLE = TextStyle("Trích yếu", 14, bold=True)
ADDRESSEE_STYLE = TextStyle("Kính gửi", 14, before=12)
BODY_STYLE = _body("Nội dung")
BASIS_STYLE = _body("Căn cứ", italic=True)
HEADING_STYLES = {
    1: _body("Heading 1", bold=True, before=2),
    2: _body("Heading 2", bold=True),
    3: _body("Heading 3"),
}
SIGNING_STYLE = TextStyle("Chức vụ người ký", 14, bold=True)
SIGNER_STYLE = TextStyle("Họ tên người ký", 14, bold=True)
RECIPIENTS_LEAD_STYLE = TextStyle("Nơi nhận", 12, bold=True, italic=True, align="left")
RECIPIENT_STYLE = TextStyle("Danh sách nơi nhận", 11, align="left")
ANNEX_LABEL_STYLE = TextStyle("Phụ lục", 14, bold=True)
ANNEX_TITLE_STYLE = TextStyle("Tiêu đề phụ lục", 14, bold=True)
ANNEX_ATTACHED_STYLE = TextStyle("Kèm theo", 13, italic=True, after=12)
CAPTION_STYLE = TextStyle("Tên bảng", 13, bold=True, before=4, after=4)
NOTE_STYLE = TextStyle("Ghi chú bảng", 12, italic=True, align="left", before=3, after=8)
CELL_STYLE = TextStyle("Ô bảng", 12, align="left")
CELL_HEAD_STYLE = TextStyle("Tiêu đề cột", 12, bold=True)
ANNEX_CELL_STYLE = TextStyle("Ô bảng phụ lục", 11, align="left")
ANNEX_CELL_HEAD_STYLE = TextStyle("Tiêu đề cột phụ lục", 11, bold=True)
CELL_STYLES = (CELL_STYLE, CELL_HEAD_STYLE, ANNEX_CELL_STYLE, ANNEX_CELL_HEAD_STYLE)
PAGE_NUMBER_STYLE = TextStyle("Số trang", 13)
MARK_STYLE = TextStyle("Dấu dữ liệu minh họa", 9, italic=True)

ALL_STYLES = (
    *(COUNTRY_STYLE, MOTTO_STYLE, SUPERIOR_STYLE, AGENCY_STYLE, NUMBER_STYLE, LETTER_SUBJECT_STYLE),
    PLACE_DATE_STYLE,
    *(KIND_STYLE, SUBJECT_STYLE, ADDRESSEE_STYLE, BODY_STYLE, BASIS_STYLE, *HEADING_STYLES.values()),
    *(SIGNING_STYLE, SIGNER_STYLE, RECIPIENTS_LEAD_STYLE, RECIPIENT_STYLE),
    *(ANNEX_LABEL_STYLE, ANNEX_TITLE_STYLE, ANNEX_ATTACHED_STYLE, CAPTION_STYLE, NOTE_STYLE),
    *CELL_STYLES,
    *(PAGE_NUMBER_STYLE, MARK_STYLE),
)

BODY_TO_HEAD_PT = 12.0
"""Room between the head of a paper and its first sentence."""
BODY_TO_FOOT_PT = 8.0
TABLE_AFTER_PT = 8.0


def page_size_mm(*, landscape: bool) -> tuple[float, float]:
    """Return width and height of the paper."""
    width, height = PAGE_MM
    return (height, width) if landscape else (width, height)


def text_width_mm(*, landscape: bool) -> float:
    """Return the width between the margins."""
    return page_size_mm(landscape=landscape)[0] - LEFT_MM - RIGHT_MM


def text_style(block: TextBlock) -> TextStyle:
    """Return the style a block of text is set in."""
    match block:
        case Heading():
            return HEADING_STYLES[block.level]
        case BasisParagraph():
            return BASIS_STYLE
        case _:
            return BODY_STYLE


def cell_styles(*, in_annex: bool) -> tuple[TextStyle, TextStyle]:
    """Return the styles of a plain cell and of a heading or total cell."""
    return (ANNEX_CELL_STYLE, ANNEX_CELL_HEAD_STYLE) if in_annex else (CELL_STYLE, CELL_HEAD_STYLE)
