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
