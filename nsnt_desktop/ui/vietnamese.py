"""The few words of Qt itself that the officer can meet; Qt ships no Vietnamese of its own."""

from PySide6.QtCore import QObject, QTranslator

_WORDS = {
    "&OK": "Đồng ý",
    "OK": "Đồng ý",
    "&Yes": "&Có",
    "&No": "&Không",
    "Cancel": "Hủy",
    "&Cancel": "Hủy",
    "&Save": "&Lưu",
    "Save": "Lưu",
    "Close": "Đóng",
    "&Close": "Đóng",
    "Open": "Mở",
    "&Open": "&Mở",
    "Apply": "Áp dụng",
    "Help": "Trợ giúp",
    "&Undo": "&Hoàn tác",
    "&Redo": "&Làm lại",
    "Cu&t": "&Cắt",
    "&Copy": "&Chép",
    "&Paste": "&Dán",
    "Delete": "Xóa",
    "&Delete": "&Xóa",
    "Select All": "Chọn tất cả",
    "Look in:": "Tìm trong:",
    "File &name:": "&Tên tệp:",
    "Files of type:": "Loại tệp:",
    "Directory:": "Thư mục:",
    "&Choose": "&Chọn",
    "Choose": "Chọn",
    "Name": "Tên",
    "Size": "Dung lượng",
    "Type": "Loại",
    "Kind": "Loại",
    "Date Modified": "Ngày sửa",
    "My Computer": "Máy tính",
    "Computer": "Máy tính",
    "Back": "Quay lại",
    "Forward": "Tiến",
    "Parent Directory": "Thư mục trên",
    "Create New Folder": "Tạo thư mục mới",
    "List View": "Dạng danh sách",
    "Detail View": "Dạng chi tiết",
    "&New Folder": "Thư mục &mới",
    "&Rename": "Đổi &tên",
    "Show &hidden files": "Hiện tệp ẩ&n",
    "&Look in:": "&Tìm trong:",
    "Files of &type:": "&Loại tệp:",
    "Directories": "Thư mục",
    "Directory": "Thư mục",
    "Folder": "Thư mục",
    "File Folder": "Thư mục",
    "Files": "Tệp",
    "File": "Tệp",
    "%1 File": "Tệp %1",
    "Drive": "Ổ đĩa",
    "All Files (*)": "Mọi tệp (*)",
    "Show ": "Hiện ",
    "Sidebar": "Thanh bên",
    "List of places and bookmarks": "Các nơi hay dùng",
    "Go back": "Quay lại",
    "Go forward": "Tiến",
    "Go to the parent directory": "Lên thư mục trên",
    "Create a New Folder": "Tạo thư mục mới",
    "New Folder": "Thư mục mới",
    "Change to list view mode": "Xem dạng danh sách",
    "Change to detail view mode": "Xem dạng chi tiết",
    "Find Directory": "Chọn thư mục",
    "Save As": "Lưu thành",
    "Remove": "Bỏ",
    "Recent Places": "Nơi vừa dùng",
    "%1 already exists.\nDo you want to replace it?": "«%1» đã có.\nThay bằng tệp mới?",
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": (
        "%1\nKhông có thư mục này.\nHãy kiểm tra lại tên thư mục."
    ),
    "%1\nFile not found.\nPlease verify the correct file name was given.": (
        "%1\nKhông có tệp này.\nHãy kiểm tra lại tên tệp."
    ),
    "'%1' is write protected.\nDo you want to delete it anyway?": "«%1» được bảo vệ.\nVẫn xóa?",
    "Are you sure you want to delete '%1'?": "Xóa «%1»?",
    "Could not delete directory.": "Không xóa được thư mục.",
}


class Vietnamese(QTranslator):
    """Answers Qt's own texts in Vietnamese and leaves every other text alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:  # noqa: ARG002 - Qt's signature
        # An empty answer would stand as it is: nameless page sizes, for one, are no page sizes to a printer.
        return _WORDS.get(source, source)
