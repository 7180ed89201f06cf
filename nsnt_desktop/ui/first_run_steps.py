"""The steps that make a commune's data file: each shows its fields and says what is still missing."""

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models.words import Levels
from nsnt_desktop.registry.new_commune import YEARS
from nsnt_desktop.text import clean, fold, match_key
from nsnt_desktop.ui.dialogs import Dialogs
from nsnt_desktop.ui.fields import Choice, FieldGrid
from nsnt_desktop.ui.typed import typed_number
from nsnt_desktop.ui.widgets import button, column, label, row

UNITS = ("xã", "phường", "đặc khu")
HEAD, DEPUTY = "Chủ tịch", "Phó Chủ tịch (ký thay)"
SIGNING_LINES = {
    HEAD: "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
    DEPUTY: "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
}


class Step(QWidget):
    """One step: a title, a sentence, its fields."""

    title = ""
    told = ""

    def check(self) -> None:
        """Raise KnownError if something is missing or cannot be read."""

    def enter(self) -> None:
        """Prepare what follows from the steps before, and put the cursor in the first field."""

    def form(self, *fields: tuple[str, QWidget]) -> None:
        """Lay the fields out two by two, each under its name."""
        parts = []
        for name, field in fields:
            field.setAccessibleName(name)
            field.setMinimumHeight(30)
            title = label(name, "dim")
            title.setBuddy(field)
            holder = QWidget()
            holder.setLayout(column(title, field, gap=3))
            parts.append(holder)
        self.setLayout(column(FieldGrid(parts, wanted=200, most=2)))


class CommuneStep(Step):
    title = "Đơn vị"
    told = "Tên này đứng ở đầu mọi văn bản. Có thể sửa lại sau trong «Cài đặt»."

    def __init__(self) -> None:
        super().__init__()
        self.unit = QComboBox()
        self.unit.setMinimumHeight(30)
        self.unit.addItems(UNITS)
        self.name, self.code, self.district, self.province = (QLineEdit() for _ in range(4))
        self.name.setPlaceholderText("Ví dụ: Cẩm Tân")
        self.code.setPlaceholderText("Ví dụ: 15178 (không bắt buộc)")
        self.district.setPlaceholderText("Để trống nếu không còn cấp huyện")
        self.form(
            ("Loại đơn vị", self.unit),
            ("Tên (không kèm chữ «xã»)", self.name),
            ("Huyện", self.district),
            ("Tỉnh", self.province),
            ("Mã đơn vị", self.code),
        )

    def check(self) -> None:
        if not clean(self.name.text()):
            raise KnownError("Chưa có tên xã. Hãy nhập tên xã.")

    def enter(self) -> None:
        self.name.setFocus()


class SignerStep(Step):
    title = "Cấp chính quyền và người ký"
    told = "Quyết định nơi gửi báo cáo và phần ký của văn bản."

    def __init__(self) -> None:
        super().__init__()
        self.levels = Choice([(level, level.label) for level in Levels])
        self.levels.choose(Levels.TWO)
        self.position = QComboBox()
        self.position.setMinimumHeight(30)
        self.position.addItems(list(SIGNING_LINES))
        self.position.setCurrentText(DEPUTY)
        self.signer = QLineEdit()
        self.signer.setPlaceholderText("Họ và tên, có thể để trống")
        self.form(
            ("Cấp chính quyền", self.levels),
            ("Chức vụ người ký", self.position),
            ("Người ký", self.signer),
        )

    def enter(self) -> None:
        self.levels.setFocus()


class VillagesStep(Step):
    title = "Các thôn"
    told = "Mỗi thôn một dòng: gõ vào, hoặc chép cột tên thôn từ Excel rồi dán (Ctrl+V)."

    def __init__(self) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(130)
        self.text.setPlaceholderText("Thôn Phác Lê\nThôn Do Thượng\n…")
        self.text.setAccessibleName("Tên các thôn, mỗi thôn một dòng")
        self.count = label("", "dim", wrap=True)
        self.twice = label("", "error", wrap=True)
        self.text.textChanged.connect(self._count)
        self.setLayout(column(self.text, self.count, self.twice, gap=4))
        self._count()

    def names(self) -> list[str]:
        """Return the villages typed; a pasted line gives its first cell that is not a number."""
        found = []
        for line in self.text.toPlainText().splitlines():
            cells = [clean(cell) for cell in line.split("\t")]
            words = [cell for cell in cells if cell and not cell.isdigit()]
            found += words[:1] or [cell for cell in cells if cell][:1]
        return found

    def repeated(self) -> list[str]:
        """Return the names that stand more than once."""
        counted = Counter(map(match_key, self.names()))
        named = {match_key(name): name for name in self.names()}
        return [name for key, name in named.items() if counted[key] > 1]

    def check(self) -> None:
        again = self.repeated()
        if again:
            raise KnownError(f"Tên ghi hai lần: {', '.join(again)}. Hãy bỏ bớt, hoặc ghi rõ tên xã cũ.")

    def enter(self) -> None:
        self.text.setFocus()

    def _count(self) -> None:
        names, again = self.names(), self.repeated()
        self.count.setText(
            f"{len(names)} thôn." if names else "Chưa có thôn nào; có thể bỏ qua và thêm sau ở trang «Thôn»."
        )
        self.twice.setText(f"Ghi hai lần: {', '.join(again)}." if again else "")
        self.twice.setVisible(bool(again))


class YearStep(Step):
    title = "Năm cập nhật"
    told = "Số liệu được giữ theo từng năm; các năm sau được mở thêm từ số liệu năm này."

    def __init__(self, year: int) -> None:
        super().__init__()
        self.year = QLineEdit(str(year))
        self.year.setMaximumWidth(120)
        self.form(("Năm", self.year))

    def value(self) -> int:
        """Return the year typed."""
        found = typed_number(self.year.text(), "2024")
        if found is None or found not in YEARS:
            raise KnownError(
                f"Năm «{clean(self.year.text())}» không hợp lệ. Hãy nhập năm từ {YEARS[0]} đến {YEARS[-1]}."
            )
        return found

    def check(self) -> None:
        self.value()

    def enter(self) -> None:
        self.year.setFocus()
        self.year.selectAll()


class PlaceStep(Step):
    title = "Nơi lưu"
    told = "Mọi số liệu nằm trong một tệp trên máy này, không gửi đi đâu. Nên lưu trong thư mục Tài liệu."

    def __init__(self, documents: Path, dialogs: Dialogs, commune: CommuneStep) -> None:
        super().__init__()
        self._documents, self._dialogs, self._commune = documents, dialogs, commune
        self._suggested = ""
        self.path = QLineEdit()
        self.path.setAccessibleName("Tệp dữ liệu")
        self.choose = button("Chọn nơi khác…", icon_name="folder-open")
        self.choose.clicked.connect(self._choose)
        self.setLayout(column(label("Tệp dữ liệu", "dim"), self.path, row(self.choose, None), gap=6))

    def enter(self) -> None:
        name = fold(self._commune.name.text()).replace(" ", "-")
        suggested = str(self._documents / f"{name}.nsnt")
        if self.path.text() in {"", self._suggested}:
            self.path.setText(suggested)
        self._suggested = suggested
        self.path.setFocus()

    def value(self) -> Path:
        """Return the path typed, with our ending."""
        path = Path(self.path.text().strip())  # not cleaned: a folder's name may hold two spaces
        return path if path.suffix.lower() == ".nsnt" else path.parent / f"{path.name}.nsnt"

    def check(self) -> None:
        if not Path(self.path.text().strip()).name:
            raise KnownError("Chưa có tên tệp. Hãy chọn nơi lưu.")

    def _choose(self) -> None:
        chosen = self._dialogs.save_file(self, "Lưu tệp dữ liệu", self.path.text())
        if chosen is not None:
            self.path.setText(str(chosen))
            # After the dialog is gone, or its own closing takes the cursor away again.
            QTimer.singleShot(0, self.path.setFocus)
