"""The page that sums up a village's list: what stands on it, and that it is never two."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pypdf
import pytest
from documents_support import one_line, pdf_pages

from nsnt_desktop.documents.import_summary import Declared, ImportSummary, Mend
from nsnt_desktop.documents.import_summary_pdf import import_summary_pdf, save_import_summary
from nsnt_desktop.documents.previews import page_image
from nsnt_desktop.errors import KnownError

GOLDEN = Path(__file__).parent / "data" / "import-summary.txt"
MM = 72 / 25.4
MENDS = (
    Mend("6", "C", "ba mươi", "số nhân khẩu phải là số nguyên từ 1 đến 50", "ghi lại ô này"),
    Mend("8–9, 15", "B", "", "thiếu tên chủ hộ", "cần ghi họ và tên", count=3),
    Mend("11", "D", "Nước khe", "chưa rõ nghĩa của từ này", "ghi lại bằng tên nguồn nước trong biểu mẫu"),
)
ENDLESS = "Nguyễn & <b>Thị</b> Hoàng " * 40
UNBROKEN = "Ư" * 3_000


def summary(**changes: Any) -> ImportSummary:
    parts: dict[str, Any] = {
        "office": "UBND xã Cẩm Tân",
        "place": "thôn Phác Lê",
        "year": 2024,
        "file_name": "danh sách thôn Phác Lê.xlsx",
        "day": date(2024, 11, 2),
        "counts": (
            ("Mới", 8),
            ("Thay đổi", 21),
            ("Giữ nguyên", 1143),
            ("Bỏ qua", 0),
            ("Chờ trả lời", 1),
            ("Từ chối", 2),
        ),
        "declared": (
            Declared("Tổng số hộ của thôn", 1180, 1172),
            Declared("Tổng số nhân khẩu của thôn", 4700, 4700),
            Declared("Tổng số hộ nghèo của thôn", 10, 12),
        ),
        "mends": MENDS,
        "missing": 3,
        "ask": "cán bộ phụ trách nông thôn mới",
    }
    return ImportSummary(**(parts | changes))


def made(**changes: Any) -> bytes:
    return import_summary_pdf(summary(**changes), bundled_fonts=True)


def page(**changes: Any) -> str:
    (text,) = pdf_pages(made(**changes))
    return text


def test_the_page_reads_as_it_should() -> None:
    assert page() == one_line(GOLDEN.read_text(encoding="utf-8"))


@pytest.mark.parametrize("count", [0, 1, 12, 25, 26, 300])
@pytest.mark.parametrize("words", ["ngắn", ENDLESS, UNBROKEN])
def test_it_is_always_one_page_and_tells_how_much_is_left_out(count: int, words: str) -> None:
    mend = Mend(words[:40], words, words, words, words)
    content = made(mends=(mend,) * count, file_name=words, place=words, office=words[:400], ask=words)
    (text,) = pdf_pages(content)
    with pdfplumber.open(BytesIO(content)) as pdf:
        found = pdf.pages[0].extract_words()
        rows = sum(
            len(table.rows) - 1 for table in pdf.pages[0].find_tables() if len(table.rows[0].cells) == 5
        )
    assert min(word["top"] for word in found) >= 19 * MM
    assert max(word["bottom"] for word in found) <= (297 - 19) * MM
    assert max(word["x1"] for word in found) <= (210 - 15) * MM + 1
    assert rows <= 25
    left = count - rows
    assert (f"… và {left} chỗ khác, xem bản Excel đánh dấu." in text) == (left > 0)
    assert "chưa rõ, xin hỏi" in text


def test_short_reasons_leave_room_for_many() -> None:
    with pdfplumber.open(BytesIO(made(mends=MENDS[:1] * 300))) as pdf:
        tables = [t for t in pdf.pages[0].find_tables() if len(t.rows[0].cells) == 5]
    assert len(tables[0].rows) - 1 >= 18


def test_names_that_look_like_markup_are_printed_as_they_are() -> None:
    odd = "Lê & <b>Văn</b> 'An' >"
    text = page(file_name=odd, place=f"thôn {odd}", mends=(Mend("7", "B", odd, odd, odd),))
    assert text.count(odd) >= 4


def test_nothing_to_mend_asks_for_nothing_back() -> None:
    text = page(mends=(), missing=0, declared=())
    assert "Không có chỗ nào cần sửa." in text
    assert "Danh sách không có số thôn khai báo." in text
    assert "Danh sách đã ghi đủ các hộ" in text
    assert "gửi lại tệp Excel" not in text


def test_a_list_of_no_known_village_claims_nothing_of_the_register() -> None:
    text = page(place="", missing=None)
    assert "KẾT QUẢ NHẬN DANH SÁCH, NĂM 2024" in text
    assert "chưa đối chiếu được" in text
    assert "ghi đủ" not in text


def test_many_villages_that_declare_are_cut_and_told() -> None:
    told = tuple(Declared(f"Thôn {n}: Tổng số hộ của thôn", n, n) for n in range(1, 41))
    text = page(declared=told)
    assert "Thôn 6:" in text
    assert "Thôn 7:" not in text
    assert "… và 34 số khai báo khác." in text


def test_fonts_are_embedded_and_sample_data_is_marked() -> None:
    content = made(mark="dữ liệu minh họa")
    reader = pypdf.PdfReader(BytesIO(content))
    fonts: Any = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    described = [font.get_object() for font in fonts.values()]
    assert {str(font["/BaseFont"]).split("+")[-1] for font in described} >= {"Tinos", "Tinos-Bold"}
    assert all("/FontFile2" in font["/FontDescriptor"] for font in described)
    assert "dữ liệu minh họa" in pdf_pages(content)[0]
    assert "minh họa" not in page()
    assert reader.metadata is not None
    assert reader.metadata.title == "Kết quả nhận danh sách thôn Phác Lê, năm 2024"


def test_it_can_be_seen_and_saved(tmp_path: Path) -> None:
    path = tmp_path / "kết quả.pdf"
    save_import_summary(summary(), path, bundled_fonts=True)
    image = page_image(path, 0, dpi=30)
    assert (image.width, image.height) == (249, 351)
    with pytest.raises(KnownError, match="không tìm thấy thư mục"):
        save_import_summary(summary(), tmp_path / "rút ra" / "a.pdf", bundled_fonts=True)
