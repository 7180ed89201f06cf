"""The water tests of one scheme or household: those kept, edited in place, and a line to add one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Regulation
from nsnt_desktop.models.words import CLEAN_LABELS
from nsnt_desktop.registry.water_tests import (
    TestOwner,
    TestRow,
    add_test,
    proposed_regulation,
    remove_test,
    set_test_field,
)
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.fields import Choice, FieldGrid
from nsnt_desktop.ui.scrolling import bring_into_view
from nsnt_desktop.ui.typed import typed_day
from nsnt_desktop.ui.widgets import badge, button, column, label, row

VERDICTS = [(answer, CLEAN_LABELS[answer]) for answer in (True, False, None)]
NOT_SAID = "Chưa ghi"
_TONES = {True: "met", False: "error", None: "dim"}
_COUNTED = " (tính)"
"""Stands after a last day of validity that was worked out, not given."""


class TestsCard(QFrame):
    """The tests of the scheme or the household shown."""

    __test__ = False  # not a test of ours, whatever pytest thinks of the name

    def __init__(self, context: Context, nothing: str) -> None:
        """Say `nothing` where there is no test yet."""
        super().__init__()
        self.context = context
        self.owner: TestOwner | None = None
        self._regulations: list[Regulation] = []
        self._proposed: int | None = None
        self.setObjectName("card")
        self.table = EditTable(context, "Kết quả xét nghiệm", self._columns(), wrap=True, whole=True)
        self.none = label(nothing, "dim", wrap=True)
        self.warning = badge("", "warning")
        self.warning.setWordWrap(True)
        self.remove = button("Xóa dòng đang chọn", "link", "x")
        self.remove.clicked.connect(self._remove)
        self.day, self.laboratory, self.until = QLineEdit(), QLineEdit(), QLineEdit()
        self.day.setPlaceholderText("ngày/tháng/năm")
        self.until.setPlaceholderText("để trống: theo thông số")
        self.regulation = Choice([(None, NOT_SAID)])
        self.regulation.choose(None)
        self.verdict = Choice(VERDICTS)
        self.verdict.choose(None)
        self.add = button("Thêm kết quả", icon_name="plus")
        self.add.clicked.connect(self._add)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.day.editingFinished.connect(self._propose_regulation)
        for line in (self.day, self.laboratory, self.until):
            line.returnPressed.connect(self._add)
        top = row(label("Xét nghiệm nước", "h2"), None, self.remove)
        layout = column(top, self.table, self.none, self.warning, self._make_new(), self.fault, gap=8)
        layout.setContentsMargins(14, 12, 14, 12)
        self.setLayout(layout)

    def show_tests(
        self, owner: TestOwner, tests: Sequence[TestRow], regulations: Sequence[Regulation]
    ) -> None:
        """Show the tests of a scheme or a household; a test being typed for it stays."""
        if self.owner != owner:
            self._clear()
        self.owner, self._regulations = owner, list(regulations)
        self.table.show_rows(tests)
        for part in (self.table, self.remove):
            part.setVisible(bool(tests))
        self.none.setVisible(not tests)
        warnings = [test.warning for test in tests if test.warning]
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))
        self.regulation.offer([(None, NOT_SAID), *((r.id, r.name) for r in regulations)])

    def _columns(self) -> list[Column]:
        return [
            Column(
                heading="Ngày lấy mẫu",
                width=94,
                text=lambda t: vn.day(t.tested_on),
                save=lambda t, text: self._save(t, "tested_on", typed_day(text, self.context.year)),
            ),
            Column(
                heading="Nơi xét nghiệm",
                width=104,
                stretch=4,
                text=lambda t: t.laboratory or vn.BLANK,
                save=lambda t, text: self._save(t, "laboratory", text),
            ),
            Column(
                heading="Quy chuẩn",
                width=106,
                stretch=1,
                text=lambda t: t.regulation or NOT_SAID,
                choices=lambda _t: [NOT_SAID, *(r.name for r in self._regulations)],
                save=lambda t, text: self._save(t, "regulation_id", self._regulation_of(text)),
                colour=lambda t: "warning" if t.warning else "" if t.regulation else "dim",
                tip=lambda t: t.warning,
            ),
            Column(
                heading="Kết luận",
                width=92,
                stretch=1,
                text=lambda t: CLEAN_LABELS[t.passed],
                choices=lambda _t: [text for _, text in VERDICTS],
                save=lambda t, text: self._save(t, "passed", _verdict_of(text)),
                colour=lambda t: _TONES[t.passed],
            ),
            Column(heading="Giá trị đến", width=92, stretch=1, text=_until, save=self._save_until),
        ]

    def _save(self, test: TestRow, field: str, value: object) -> int | None:
        return set_test_field(self.context.data, test.id, field, value)

    def _save_until(self, test: TestRow, text: str) -> int | None:
        return self._save(test, "valid_until", typed_day(text.removesuffix(_COUNTED), self.context.year))

    def _regulation_of(self, text: str) -> int | None:
        return next((r.id for r in self._regulations if r.name == text), None)

    def _make_new(self) -> QWidget:
        parts: list[QWidget] = []
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Ngày lấy mẫu", self.day),
            ("Nơi xét nghiệm", self.laboratory),
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

    def _propose_regulation(self) -> None:
        """Put in the regulation in force on the day typed, unless the officer chose another."""
        if self.regulation.chosen() != self._proposed:
            return
        try:
            day = typed_day(self.day.text(), self.context.year)
        except KnownError:
            return  # said when the test is added
        self._proposed = None if day is None else proposed_regulation(self._regulations, day)
        self.regulation.choose(self._proposed)

    def _add(self) -> None:
        if self.owner is None:
            return
        self._propose_regulation()
        try:
            taken = typed_day(self.day.text(), self.context.year)
            if taken is None:
                raise KnownError(f"Chưa ghi ngày lấy mẫu. {NOTHING_LOST} Hãy nhập ngày/tháng/năm.")  # noqa: TRY301
            added = add_test(
                self.context.data,
                scheme_id=self.owner.scheme_id,
                household_id=self.owner.household_id,
                tested_on=taken,
                passed=self.verdict.chosen(),
                laboratory=self.laboratory.text(),
                regulation_id=self.regulation.chosen(),
                valid_until=typed_day(self.until.text(), self.context.year),
            )
        except KnownError as error:
            self._tell(error.message)
            return
        self._clear()
        self.context.did(added.action_id, f"Đã thêm kết quả xét nghiệm ngày {vn.day(taken)}.")
        self.table.select(added.test_id)
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
        self.verdict.choose(None)
        self._proposed = None
        self.regulation.choose(None)
        self._tell("")

    def _tell(self, message: str) -> None:
        self.fault.setText(message)
        self.fault.setVisible(bool(message))
        if message:
            bring_into_view(self.fault)


def _verdict_of(text: str) -> bool | None:
    return next(answer for answer, told in VERDICTS if told == text)


def _until(test: TestRow) -> str:
    if test.valid_until is None:
        return f"{vn.day(test.holds_until)}{_COUNTED}"
    return vn.day(test.valid_until)
