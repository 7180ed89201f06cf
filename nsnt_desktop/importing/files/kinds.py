"""What a file that is no workbook really is: one clear sentence each, with what to do."""

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.refusals import COPY_INTO_EXCEL, SAVE_AGAIN, refusal

_WEB = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body", b"<style")
_UNPACK = "Hãy giải nén rồi chọn từng tệp danh sách bên trong."
_SCANNED = "Máy không đọc chữ trong ảnh; hãy xin thôn gửi tệp Excel, hoặc gõ lại vào biểu mẫu."
_STARTS = (
    (b"%PDF", "tệp PDF", "Hãy xin thôn gửi tệp Excel, hoặc chép bảng sang Excel rồi chọn lại."),
    (b"{\\rtf", "văn bản Word (.rtf)", COPY_INTO_EXCEL),
    (b"Rar!", "tệp nén .rar", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "tệp nén .7z", _UNPACK),
    (b"\x1f\x8b", "tệp nén .gz", _UNPACK),
    (b"\x89PNG", "ảnh chụp", _SCANNED),
    (b"\xff\xd8\xff", "ảnh chụp", _SCANNED),
    (b"SQLite format 3\0", "tệp dữ liệu của phần mềm", "Hãy chọn tệp danh sách do thôn gửi."),
    (b"\x09\x04\x06\0", "bảng tính Excel rất cũ (Excel 4)", SAVE_AGAIN),
    (b"\x09\x02\x06\0", "bảng tính Excel rất cũ (Excel 3)", SAVE_AGAIN),
    (b"\x09\0\x04\0", "bảng tính Excel rất cũ (Excel 2)", SAVE_AGAIN),
)
_PARTS = (
    ("xl/workbook.bin", "bảng tính nhị phân (.xlsb)", SAVE_AGAIN),
    ("word/document.xml", "văn bản Word (.docx)", COPY_INTO_EXCEL),
    ("ppt/presentation.xml", "trình chiếu PowerPoint (.pptx)", COPY_INTO_EXCEL),
    ("Index/Document.iwa", "bảng tính Numbers của máy Apple", SAVE_AGAIN),
)
_LISTS = (".xlsx", ".xls", ".xlsm", ".ods", ".csv", ".pdf", ".docx", ".doc")
LOCK_MARK = "~$"
"""How the names begin of the files Excel puts beside a workbook while it is open."""


def check_no_other_kind(data: bytes, name: str) -> None:
    """Raise KnownError for a file whose first bytes tell that it is something else."""
    top = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if name.startswith(LOCK_MARK):
        raise refusal(
            f"«{name}» là tệp tạm do Excel tạo khi đang mở một bảng, không phải danh sách.",
            f"Hãy chọn tệp «{name.removeprefix(LOCK_MARK)}» bên cạnh.",
        )
    if top.startswith(_WEB):
        raise _really(name, "trang web (HTML)", SAVE_AGAIN)
    if top.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in data[:4000]:
        raise _really(name, "bảng tính XML 2003", SAVE_AGAIN)
    if top.startswith(b"<?xml") and b"<html" in data[:4000].lower():
        raise _really(name, "trang web (HTML)", SAVE_AGAIN)
    for start, what, todo in _STARTS:
        if data.startswith(start):
            raise _really(name, what, todo)


def other_package(parts: set[str], mimetype: bytes, name: str) -> KnownError | None:
    """Return the error for a zip file that holds no workbook; None where nothing is known of it."""
    for part, what, todo in _PARTS:
        if part in parts:
            return _really(name, what, todo)
    if b"opendocument.text" in mimetype:
        return _really(name, "văn bản LibreOffice (.odt)", COPY_INTO_EXCEL)
    if any(part.lower().endswith(_LISTS) for part in parts):
        return _really(name, "tệp nén .zip", _UNPACK)
    return None


def _really(name: str, what: str, todo: str) -> KnownError:
    return refusal(f"Tệp «{name}» thực chất là {what}, không phải bảng tính đọc được.", todo)
