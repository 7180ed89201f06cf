"""The tests of one household's own water: each edited in place, and a line to add one by its day."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models.words import CLEAN_LABELS
from nsnt_desktop.registry.household_sheet import HouseholdSheet
from nsnt_desktop.registry.water_tests import (
    TestRow,
    add_test,
    proposed_regulation,
    remove_test,
    set_test_field,
)
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import ChoiceField, DayField, Field, FieldGrid, LineField, Save
from nsnt_desktop.ui.typed import typed_day
from nsnt_desktop.ui.widgets import button, column, label, row

VERDICTS = [(answer, CLEAN_LABELS[answer]) for answer in (None, True, False)]
NOT_SAID = (None, "Chưa ghi")


class TestBlock(QFrame):
    """One test, every field saved as it is left."""

    __test__ = False  # not a test of ours, whatever pytest thinks of the name

    def __init__(self, context: Context, removed: Callable[[TestRow], None]) -> None:
        super().__init__()
        self.context = context
        self.row: TestRow | None = None
        self.fields: dict[str, Field] = {
            "tested_on": DayField(context, "Ngày lấy mẫu", self._saver("tested_on")),
            "valid_until": DayField(context, "Có giá trị đến", self._saver("valid_until")),
            "passed": ChoiceField(context, "Kết luận", self._saver("passed"), VERDICTS),
            "regulation_id": ChoiceField(context, "Quy chuẩn", self._saver("regulation_id"), [NOT_SAID]),
            "laboratory": LineField(context, "Nơi xét nghiệm", self._saver("laboratory")),
        }
        self.counted = label("", "dim", wrap=True)
        self.warning = label("", "warning", wrap=True)
        self.remove = button("Xóa kết quả này", "link", "x")
        self.remove.clicked.connect(lambda: removed(self.row) if self.row else None)
        days, others = self._grids()
        self.setLayout(column(days, self.counted, others, self.warning, row(self.remove, None), gap=6))

    def show_test(self, test: TestRow, regulations: list[tuple[int | None, str]]) -> None:
        """Show a test as it is kept."""
        self.row = test
        chosen = self.fields["regulation_id"]
        if isinstance(chosen, ChoiceField):
            chosen.box.offer([NOT_SAID, *regulations])
        for name, field in self.fields.items():
            field.show_value(getattr(test, name))
        self.counted.setText(f"Không ghi ngày hết giá trị: tính đến {vn.day(test.holds_until)}.")
        self.counted.setVisible(test.valid_until is None)
        self.warning.setText(test.warning)
        self.warning.setVisible(bool(test.warning))

    def _grids(self) -> tuple[FieldGrid, FieldGrid]:
        fields = list(self.fields.values())
        # Names of regulations and laboratories are long: one below the other.
        return FieldGrid(fields[:2], wanted=140), FieldGrid(fields[2:], wanted=260)

    def _saver(self, name: str) -> Save:
        def save(value: Any) -> int | None:
            return set_test_field(self.context.data, self.row.id, name, value) if self.row else None

        return save


class HouseholdTests(QWidget):
    """The tests of the household shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.blocks: list[TestBlock] = []
        self._sheet: HouseholdSheet | None = None
        self._holder = column(gap=10)
        self.none = label("Chưa có kết quả xét nghiệm nào của hộ.", "dim", wrap=True)
        self.day = QLineEdit()
        self.day.setPlaceholderText("ngày lấy mẫu")
        self.day.setAccessibleName("Ngày lấy mẫu của kết quả mới")
        self.day.returnPressed.connect(self._add)
        self.add = button("Thêm kết quả", icon_name="plus")
        self.add.clicked.connect(self._add)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.setLayout(column(self.none, self._holder, row(self.day, self.add), self.fault, gap=6))

    def show_tests(self, sheet: HouseholdSheet) -> None:
        """Show the tests of a household; a day being typed for it stays."""
        if self._sheet is None or self._sheet.household.household_id != sheet.household.household_id:
            self._clear()
        self._sheet = sheet
        regulations: list[tuple[int | None, str]] = [(r.id, r.name) for r in sheet.regulations]
        if [b.row.id for b in self.blocks if b.row] != [test.id for test in sheet.tests]:
            self._make_blocks(sheet)
        for block, test in zip(self.blocks, sheet.tests, strict=True):
            block.show_test(test, regulations)
        self.none.setVisible(not sheet.tests)

    def release(self) -> None:
        """Leave the household: what was typed is saved, or told and forgotten."""
        for block in self.blocks:
            for field in block.fields.values():
                field.release()

    def _make_blocks(self, sheet: HouseholdSheet) -> None:
        for gone in self.blocks:
            self._holder.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.blocks = [TestBlock(self.context, self._remove) for _ in sheet.tests]
        before: QWidget = self.day
        for block in self.blocks:
            self._holder.addWidget(block)
        # Qt puts what is new last: let Tab go through the tests as they stand, above the line that adds one.
        for block in reversed(self.blocks):
            for editor in reversed([*(f.editor for f in block.fields.values()), block.remove]):
                QWidget.setTabOrder(editor, before)
                before = editor

    def _add(self) -> None:
        if self._sheet is None:
            return
        try:
            taken = typed_day(self.day.text(), self.context.year)
            if taken is None:
                raise KnownError(f"Chưa ghi ngày lấy mẫu. {NOTHING_LOST} Hãy nhập ngày/tháng/năm.")  # noqa: TRY301
            added = add_test(
                self.context.data,
                household_id=self._sheet.household.household_id,
                tested_on=taken,
                passed=None,
                regulation_id=proposed_regulation(self._sheet.regulations, taken),
            )
        except KnownError as error:
            self._tell(error.message)
            return
        self._clear()
        told = f"Đã thêm kết quả xét nghiệm ngày {vn.day(taken)}. Hãy chọn kết luận."
        self.context.did(added.action_id, told)
        for block in self.blocks:
            if block.row and block.row.id == added.test_id:
                block.fields["passed"].editor.setFocus()

    def _remove(self, test: TestRow) -> None:
        with self.context.trying():
            done = remove_test(self.context.data, test.id)
            self.context.did(done, f"Đã xóa kết quả xét nghiệm ngày {vn.day(test.tested_on)}.")

    def _clear(self) -> None:
        self.day.clear()
        self._tell("")

    def _tell(self, message: str) -> None:
        self.fault.setText(message)
        self.fault.setVisible(bool(message))
