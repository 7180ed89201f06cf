"""The first page: make the commune's data file step by step, look at the sample, or open a file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from nsnt_desktop.errors import KnownError
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.registry.places import set_office_field
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import reason
from nsnt_desktop.ui.first_run_steps import (
    SIGNING_LINES,
    CommuneStep,
    PlaceStep,
    SignerStep,
    Step,
    VillagesStep,
    YearStep,
)
from nsnt_desktop.ui.icons import icon
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.theme import colours
from nsnt_desktop.ui.widgets import button, card, column, label, row, scrolled

if TYPE_CHECKING:
    from nsnt_desktop.ui.app import Desk

WIDTH = 620
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class BigChoice(QPushButton):
    """A button as large as what it leads to: an icon, a name, a sentence."""

    def __init__(self, title: str, told: str, icon_name: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setAccessibleDescription(told)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        picture = QLabel()
        picture.setPixmap(icon(icon_name, colours().accent).pixmap(QSize(32, 32)))
        words = column(None, label(title, "h2"), label(told, "dim", wrap=True), None, gap=4)
        inside = row(picture, gap=16)
        inside.addLayout(words, 1)
        inside.setContentsMargins(18, 14, 18, 14)
        self.setLayout(inside)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMinimumHeight(88)


class FirstRun(QWidget):
    """The window before a data file is open."""

    def __init__(self, desk: "Desk", documents: Path | None = None) -> None:
        super().__init__()
        self.desk = desk
        location = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.documents = documents or Path(location)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Nước sạch nông thôn")
        self.setMinimumSize(640, 480)
        self.commune, self.signers, self.villages = CommuneStep(), SignerStep(), VillagesStep()
        self.year = YearStep(date.today().year)  # noqa: DTZ011 - the office PC's own day
        self.place = PlaceStep(self.documents, desk.dialogs, self.commune)
        self.steps: list[Step] = [self.commune, self.signers, self.villages, self.year, self.place]
        self.stack = QStackedWidget()
        self.sheets = [self._make_start()]
        self.sheets += [self._make_step(number, step) for number, step in enumerate(self.steps, 1)]
        for sheet in self.sheets:
            self.stack.addWidget(sheet)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.back = button("Quay lại")
        self.forward = button("Tiếp tục", "primary")
        self.back.clicked.connect(self.go_back)
        self.forward.clicked.connect(self.go_on)
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        middle.setLayout(
            column(self._make_brand(), self.stack, self.fault, row(self.back, None, self.forward), gap=18)
        )
        whole = QWidget()
        around = QVBoxLayout(whole)
        around.addStretch(1)
        around.addWidget(middle, 0, Qt.AlignmentFlag.AlignHCenter)
        around.addStretch(2)
        self.area = scrolled(whole)
        outer = column(self.area, gap=0)
        self.setLayout(outer)
        self.show_step(0)

    # What is shown

    def _make_brand(self) -> QWidget:
        picture = QLabel()
        picture.setPixmap(QApplication.windowIcon().pixmap(QSize(44, 44)))
        holder = QWidget()
        told = label(
            "Bộ chỉ số theo dõi - đánh giá nước sạch nông thôn của xã, theo Quyết định 1893/QĐ-BNN-TL"
        )
        told.setObjectName("dim")
        told.setWordWrap(True)
        inside = row(picture, gap=14)
        inside.addLayout(column(label("Nước sạch nông thôn", "h1"), told, gap=2), 1)
        holder.setLayout(inside)
        return holder

    def _make_start(self) -> QWidget:
        self.make = BigChoice(
            "Tạo dữ liệu cho xã của tôi",
            "Năm bước ngắn: tên xã, người ký, các thôn, năm, nơi lưu. Khoảng ba phút.",
            "house",
        )
        self.sample = BigChoice(
            "Mở dữ liệu minh họa",
            "Một xã có sẵn 1.552 hộ để xem và thử mọi chức năng. Không ảnh hưởng dữ liệu thật.",
            "layout-dashboard",
        )
        self.open = BigChoice("Mở tệp dữ liệu có sẵn", "Tệp .nsnt trên máy này hoặc trên USB.", "folder-open")
        self.make.clicked.connect(lambda: self.show_step(1))
        self.sample.clicked.connect(self._open_sample)
        self.open.clicked.connect(self._open_file)
        self.progress = label("", "accent", wrap=True)
        self.progress.hide()
        holder = QWidget()
        holder.setLayout(column(self.make, self.sample, self.open, self.progress, None, gap=10))
        return holder

    def _make_step(self, number: int, step: Step) -> QWidget:
        where = label(f"Bước {number}/{len(self.steps)}", "accent")
        frame: QFrame = card(where, label(step.title, "h1"), label(step.told, "dim", wrap=True), step, gap=8)
        frame.setMinimumHeight(300)
        inside = frame.layout()
        if isinstance(inside, QVBoxLayout):
            inside.addStretch()
            inside.setContentsMargins(22, 18, 22, 18)
        return frame

    def show_step(self, number: int) -> None:
        """Show the start (0) or a step; what was typed in the others stays."""
        self._tell("")
        for at, sheet in enumerate(self.sheets):  # a tall step must not make the others tall
            policy = QSizePolicy.Policy.Preferred if at == number else QSizePolicy.Policy.Ignored
            sheet.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.stack.setCurrentIndex(number)
        self.back.setVisible(number > 0)
        self.forward.setVisible(number > 0)
        last = number == len(self.steps)
        self.forward.setText("Tạo dữ liệu và bắt đầu" if last else "Tiếp tục")
        if number:
            self.steps[number - 1].enter()
        else:
            self.make.setFocus()

    def _tell(self, message: str) -> None:
        self.fault.setText(message)
        self.fault.setVisible(bool(message))
        if message:
            QTimer.singleShot(0, lambda: self.area.ensureWidgetVisible(self.forward))

    # What happens

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = QApplication.focusWidget()
        if event.key() in ENTER and isinstance(focused, QPushButton):
            focused.click()
        elif event.key() in ENTER and self.stack.currentIndex() and not isinstance(focused, QPlainTextEdit):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape and self.stack.currentIndex():
            self.go_back()
        else:
            super().keyPressEvent(event)

    def go_back(self) -> None:
        """Go to the step before."""
        self.show_step(self.stack.currentIndex() - 1)

    def go_on(self) -> None:
        """Go to the next step, or make the data file at the last; a fault is told and nothing is lost."""
        number = self.stack.currentIndex()
        try:
            self.steps[number - 1].check()
            if number < len(self.steps):
                self.show_step(number + 1)
            else:
                self.desk.show(self._create())
        except KnownError as error:
            self._tell(error.message)

    def _create(self) -> DataFile:
        for number, step in enumerate(self.steps, 1):
            try:
                step.check()
            except KnownError:
                self.show_step(number)
                raise
        path = self.place.value()
        if path.parent == self.documents:
            _make_folder(self.documents)
        data = create_commune(path, self._answers())
        try:
            set_office_field(data, "unit", self.commune.unit.currentText())
            set_office_field(data, "signing_lines", SIGNING_LINES[self.signers.position.currentText()])
        except KnownError:
            data.close()
            path.unlink(missing_ok=True)
            raise
        return data

    def _answers(self) -> NewCommune:
        return NewCommune(
            name=self.commune.name.text(),
            year=self.year.value(),
            villages=self.villages.names(),
            levels=self.signers.levels.chosen(),
            code=self.commune.code.text(),
            district=self.commune.district.text(),
            province=self.commune.province.text(),
            signer=self.signers.signer.text(),
        )

    def _open_file(self) -> None:
        path = self.desk.dialogs.open_file(self, "Mở tệp dữ liệu")
        if path is not None:
            self.desk.open(path)

    def _open_sample(self) -> None:
        self._tell("")
        path = self.documents / "NSNT" / "du-lieu-minh-hoa.nsnt"
        if path.exists():
            self.desk.open(path)
            return
        self._set_busy("Đang tạo dữ liệu minh họa (khoảng vài giây)…")
        run_in_background(lambda: _make_sample(path), self._sample_made, self._sample_failed, self)

    def _sample_made(self, path: Path) -> None:
        self._set_busy("")
        self.desk.open(path)

    def _sample_failed(self, error: BaseException) -> None:
        self._set_busy("")
        if not isinstance(error, KnownError):
            raise error
        self._tell(error.message)

    def _set_busy(self, told: str) -> None:
        self.progress.setText(told)
        self.progress.setVisible(bool(told))
        for choice in (self.make, self.sample, self.open):
            choice.setEnabled(not told)


def _make_sample(path: Path) -> Path:
    from nsnt_desktop.sample import make_sample  # noqa: PLC0415 - most starts never see it

    _make_folder(path.parent)
    make_sample(path)
    return path


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnownError(
            f"Không tạo được thư mục «{folder}» ({reason(error)}). Chưa tạo tệp nào. Hãy chọn nơi lưu khác."
        ) from error
