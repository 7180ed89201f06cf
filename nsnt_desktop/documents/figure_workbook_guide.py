"""The first sheet of the workbook of figures: whether all agrees, and how to check it."""

from openpyxl import Workbook

from nsnt_desktop import format as vn
from nsnt_desktop.documents.figure_workbook_formulas import DIFFERS, MATCH
from nsnt_desktop.documents.figure_workbook_groups import SHEETS as GROUPED
from nsnt_desktop.documents.figure_workbook_households import HOUSEHOLDS, SCHEMES, SETTINGS
from nsnt_desktop.documents.figure_workbook_indicators import CRITERIA, INDICATORS
from nsnt_desktop.documents.figure_workbook_input import BookInput, closed_words
from nsnt_desktop.workbooks import TITLE, WORDS, Formula, Page, Sheet

_CHECKED = {INDICATORS: "I", **dict.fromkeys(GROUPED, "D"), CRITERIA: "I"}
"""The sheets that compare, and the column they do it in."""
_ROWS = 5000
"""More lines than any of them has."""
_SENTENCES = (
    """Mọi con số ở các trang «Sáu chỉ số», «Theo thôn», «Theo xã cũ», «Theo nguồn nước» và «Tiêu chí» là
    công thức đếm từ hai trang đó. Bấm vào một ô để xem công thức đếm những gì.""",
    """Cạnh hoặc dưới công thức là số chương trình đã tính. Cột «So sánh» ghi «khớp» khi hai bên giống
    nhau đến từng chữ số, «khác» khi không.""",
    """Muốn thử: sửa một hộ ở trang «Hộ» (ví dụ «Đạt quy chuẩn» thành «Không đạt»), số của công thức đổi
    ngay và cột «So sánh» chuyển thành «khác». Sửa ở tệp này không đổi gì trong chương trình.""",
    """Kết quả làm tròn một lần, từ 5 trở lên thì tăng, theo số chữ số thập phân ở trang «Thông số». Dấu
    «—» là không có gì để tính, hoặc chưa hộ nào được đánh giá; đó không phải là số 0.""",
    """Tệp này không chứa sẵn kết quả của công thức: Excel hoặc LibreOffice tính khi mở tệp. Nếu các ô
    còn trống hoặc là 0, hãy bấm «Enable Editing» (Cho phép chỉnh sửa) rồi bấm F9.""",
    "Tệp có tên chủ hộ và số liệu từng hộ: chỉ gửi cho người có trách nhiệm kiểm tra.",
)
_CLOSED = """Năm này đã chốt: số của chương trình là số lúc chốt, danh sách hộ đọc từ số liệu của năm. Nếu có
    dòng «khác», là do danh mục nguồn nước hoặc thôn được sửa sau khi chốt."""


def write_guide(made: Workbook, book: BookInput) -> None:
    """Write the sheet."""
    sheet = Sheet(made, "Cách kiểm tra", Page([90], landscape=False))
    sheet.write([book.heading])
    sheet.write(["CÁCH KIỂM TRA SỐ LIỆU"], TITLE, 20)
    sheet.write([closed_words(book) + "."])
    sheet.write([_outcome()], WORDS._replace(bold=True, size=13, wrap=True), 40)
    households, schemes = vn.number(len(book.households)), len(book.schemes)
    told = (
        f"Trang «{HOUSEHOLDS}» là {households} hộ đang ở, mỗi hộ một dòng. Trang «{SCHEMES}» là {schemes} "
        f"công trình theo dõi với xếp loại. Trang «{SETTINGS}» là các số cài đặt."
    )
    for sentence in (told, *_SENTENCES, *([_CLOSED] if book.closed_on else [])):
        sheet.write([" ".join(sentence.split())], WORDS._replace(wrap=True), 36)


def _outcome() -> Formula:
    def count(word: str) -> str:
        places = (f"'{sheet}'!${column}$6:${column}${_ROWS}" for sheet, column in _CHECKED.items())
        return "(" + "+".join(f'COUNTIF({place},"{word}")' for place in places) + ")"

    same, other = count(MATCH), count(DIFFERS)
    return Formula(
        f'=IF({other}=0,"Kết quả: cả "&{same}&" dòng so sánh đều khớp với chương trình.",'
        f'"Kết quả: "&{other}&" dòng khác với chương trình, "&{same}&" dòng khớp. Xem cột «So sánh».")'
    )
