"""Tách hộ: some people of a household form a new one; what each of the two is left with."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLineEdit, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.registry.household_labels import FIELD_LABELS, load_names, value_words
from nsnt_desktop.registry.household_lists import household_rows
from nsnt_desktop.registry.household_split import carried_over, remaining_persons, split_household
from nsnt_desktop.text import clean
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import Choice, choices_of
from nsnt_desktop.ui.typed import typed_number
from nsnt_desktop.ui.widgets import button, column, label, row


class SplitHousehold(QDialog):
    """Asks who leaves, and shows what both households are left with."""

    def __init__(self, context: Context, parent: QWidget | None, record_id: int) -> None:
        super().__init__(parent)
        self.context = context
        self.record_id: int | None = None
        """The record of the new household, once there is one."""
        with context.data.reading() as session:
            self.old = household_rows(session, [record_id])[0]
            names = load_names(session)
        self.setWindowTitle(f"Tách hộ {self.old.head}")
        self.head, self.persons, self.remaining, self.phone = (QLineEdit() for _ in range(4))
        self.poverty = Choice(choices_of(Poverty))
        self.poverty.choose(None)
        self.carry = QCheckBox("Hộ mới dùng chung nguồn nước, giữ đánh giá như hộ cũ")
        self.carry.setChecked(True)
        self._carried = carried_over(self.old)
        known = {field: value for field, value in self._carried.items() if value not in {None, ""}}
        words = [
            f"{FIELD_LABELS[field]}: {value_words(field, value, names)}" for field, value in known.items()
        ]
        self.carried = label(" · ".join(words) or "Hộ cũ chưa có số liệu về nước.", "dim", wrap=True)
        self.told = label("", wrap=True)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.split = button("Tách hộ", "primary", "check")
        self.split.clicked.connect(self._split)
        self.give_up = button("Hủy")
        self.give_up.clicked.connect(self.reject)
        self._lay_out()
        self.persons.textEdited.connect(self._propose)
        for line in (self.head, self.persons, self.remaining):
            line.textChanged.connect(self._typed)
        self.remaining.setText("" if self.old.persons is None else str(self.old.persons))
        self._typed()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for line in (self.persons, self.remaining):
            line.setMaximumWidth(80)
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.phone.setMaximumWidth(180)
        rows = {"Chủ hộ mới": self.head, "Số khẩu sang hộ mới": self.persons, "Điện thoại hộ mới": self.phone}
        for title, editor in rows.items():
            editor.setAccessibleName(title)
        self.remaining.setAccessibleName("Số khẩu hộ cũ còn lại")
        self.poverty.setAccessibleName("Hộ mới nghèo, cận nghèo")
        before = vn.number(self.old.persons) if self.old.persons is not None else "chưa rõ"
        people = row(
            self.persons, label(f"hộ cũ đang ghi {before} khẩu, còn lại", "dim"), self.remaining, None
        )
        form.addRow("Chủ hộ mới", self.head)
        form.addRow("Số khẩu sang hộ mới", people)
        form.addRow("Điện thoại hộ mới", self.phone)
        form.addRow("Hộ mới nghèo, cận nghèo", self.poverty)
        layout = column(form, self.carry, self.carried, self.told, self.fault, None, gap=10)
        layout.addLayout(row(None, self.split, self.give_up))
        layout.setContentsMargins(16, 14, 16, 14)
        self.setLayout(layout)
        self.resize(620, 400)

    def _propose(self) -> None:
        try:
            moved = typed_number(self.persons.text(), "2")
        except KnownError:
            return  # told when it is to be saved: it may still be being typed
        left = remaining_persons(self.old.persons, moved)
        if moved is None and self.old.persons is not None:
            left = self.old.persons
        self.remaining.setText("" if left is None else str(left))

    def _typed(self) -> None:
        self.fault.hide()
        head = clean(self.head.text())
        self.split.setEnabled(bool(head))
        new, old = self.persons.text().strip(), self.remaining.text().strip()
        self.told.setText(
            f"Hộ {head or '…'} là hộ mới ở {self.old.village}, {_people(new)}, chưa đối chiếu. "
            f"Hộ {self.old.head} còn {_people(old)}. Số liệu các năm trước giữ nguyên."
        )

    def _split(self) -> None:
        try:
            done = split_household(
                self.context.data,
                self.old.id,
                self.head.text(),
                persons=typed_number(self.persons.text(), "2"),
                remaining=typed_number(self.remaining.text(), "3"),
                phone=self.phone.text(),
                poverty=self.poverty.chosen(),
                **(self._carried if self.carry.isChecked() else {}),
            )
        except KnownError as error:
            self.fault.setText(error.message)
            self.fault.show()
            return
        self.record_id = done.record_id
        told = f"Đã tách hộ {clean(self.head.text())} từ hộ {self.old.head}."
        self.context.did(done.action_id, told)
        self.accept()


def _people(typed: str) -> str:
    return f"{typed} khẩu" if typed else "chưa rõ số khẩu"
