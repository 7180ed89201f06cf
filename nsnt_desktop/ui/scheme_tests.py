"""The water tests of one scheme: those kept, and a line to add one."""

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Regulation
from nsnt_desktop.models.words import CLEAN_LABELS
from nsnt_desktop.registry.schemes import SchemeRow, TestRow, add_test, remove_test
from nsnt_desktop.registry.undo import latest_action
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.fields import Choice, FieldGrid
from nsnt_desktop.ui.typed import typed_day
from nsnt_desktop.ui.widgets import button, column, label, row

VERDICTS = [(answer, CLEAN_LABELS[answer]) for answer in (True, False, None)]
_TONES = {True: "met", False: "error", None: "dim"}


class TestsCard(QFrame):
    """The tests of the scheme shown."""

    __test__ = False  # not a test of ours, whatever pytest thinks of the name

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.row: SchemeRow | None = None
        self.setObjectName("card")
        self.table = EditTable(context, "Kết quả xét nghiệm", _COLUMNS, wrap=True, whole=True)
        self.none = label("Chưa có kết quả xét nghiệm nào của công trình này.", "dim", wrap=True)
        self.remove = button("Xóa dòng đang chọn", "link", "x")
        self.remove.clicked.connect(self._remove)
        self.day, self.laboratory, self.until = QLineEdit(), QLineEdit(), QLineEdit()
        self.day.setPlaceholderText("ngày/tháng/năm")
        self.until.setPlaceholderText("để trống: theo thông số")
        self.regulation = Choice([(None, "Chưa ghi")])
        self.regulation.choose(None)
        self.verdict = Choice(VERDICTS)
        self.verdict.choose(True)
        self.add = button("Thêm kết quả", icon_name="plus")
        self.add.clicked.connect(self._add)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        for line in (self.day, self.laboratory, self.until):
            line.returnPressed.connect(self._add)
        layout = column(
            row(label("Xét nghiệm nước", "h2"), None, self.remove),
            self.table,
            self.none,
            self._make_new(),
            self.fault,
            gap=8,
        )
        layout.setContentsMargins(14, 12, 14, 12)
        self.setLayout(layout)

    def show_tests(self, shown: SchemeRow, regulations: list[Regulation]) -> None:
        """Show the tests of a scheme; a test being typed for it stays."""
        if self.row is None or self.row.scheme.id != shown.scheme.id:
            self._clear()
        self.row = shown
        self.table.show_rows(shown.tests)
        for part in (self.table, self.remove):
            part.setVisible(bool(shown.tests))
        self.none.setVisible(not shown.tests)
        self.regulation.offer([(None, "Chưa ghi"), *((r.id, r.name) for r in regulations)])

    def _make_new(self) -> QWidget:
        parts: list[QWidget] = []
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Ngày lấy mẫu", self.day),
            ("Phòng xét nghiệm", self.laboratory),
            ("Quy chuẩn", self.regulation),
            ("Kết luận", self.verdict),
            ("Có giá trị đến", self.until),
            ("", self.add),
        )
        for title, field in fields:
            name = label(title, "dim")
            if title:
                name.setBuddy(field)
                field.setAccessibleName(title)
            holder = QWidget()
            holder.setLayout(column(name, field, gap=3))
            parts.append(holder)
        return FieldGrid(parts, wanted=170)

    def _add(self) -> None:
        if self.row is None:
            return
        try:
            taken = typed_day(self.day.text(), self.context.year)
            if taken is None:
                raise KnownError(f"Chưa ghi ngày lấy mẫu. {NOTHING_LOST} Hãy nhập ngày/tháng/năm.")  # noqa: TRY301
            added = add_test(
                self.context.data,
                self.row.scheme.id,
                taken,
                passed=self.verdict.chosen(),
                laboratory=self.laboratory.text(),
                regulation_id=self.regulation.chosen(),
                valid_until=typed_day(self.until.text(), self.context.year),
                note="",
            )
        except KnownError as error:
            self._tell(error.message)
            return
        self._clear()
        with self.context.data.reading() as session:
            self.context.did(latest_action(session), f"Đã thêm kết quả xét nghiệm ngày {vn.day(taken)}.")
        self.table.select(added)
        self.day.setFocus()
        bring_into_view(self.table)

    def _remove(self) -> None:
        test = self.table.current_row()
        if test is None:
            self._tell("Hãy chọn dòng cần xóa trong bảng trước.")
            return
        with self.context.trying():
            self.context.did(
                remove_test(self.context.data, test.id),
                f"Đã xóa kết quả xét nghiệm ngày {vn.day(test.tested_on)}.",
            )

    def _clear(self) -> None:
        for line in (self.day, self.laboratory, self.until):
            line.clear()
        self.verdict.choose(True)
        self._tell("")

    def _tell(self, message: str) -> None:
        self.fault.setText(message)
        self.fault.setVisible(bool(message))
        if message:
            bring_into_view(self.fault)


def bring_into_view(part: QWidget) -> None:
    """Scroll what is around a widget so that it is seen, once the layout has given it its place."""

    def scroll() -> None:
        around = part.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        content = around.widget() if isinstance(around, QScrollArea) else None
        if not isinstance(around, QScrollArea) or content is None:
            return
        top = part.mapTo(content, QPoint(0, 0))
        around.ensureVisible(top.x(), top.y() + part.height(), 0, 24)
        around.ensureVisible(top.x(), top.y(), 0, 24)

    QTimer.singleShot(0, part, scroll)
    QTimer.singleShot(80, part, scroll)  # again when a page just shown has put its fields in their columns


def _verdict(test: TestRow) -> str:
    return CLEAN_LABELS[test.passed]


def _until(test: TestRow) -> str:
    if test.valid_until is None:
        return f"{vn.day(test.holds_until)} (tính)"
    return vn.day(test.valid_until)


_COLUMNS = (
    Column(heading="Ngày lấy mẫu", width=94, text=lambda t: vn.day(t.tested_on)),
    Column(heading="Nơi xét nghiệm", width=104, stretch=1, text=lambda t: t.laboratory),
    Column(heading="Quy chuẩn", width=104, text=lambda t: t.regulation or vn.BLANK),
    Column(heading="Kết luận", width=106, text=_verdict, colour=lambda t: _TONES[t.passed]),
    Column(heading="Giá trị đến", width=132, text=_until),
)
