"""Thêm hộ: a few fields of a new household, and under its name those who may be it already."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QWidget

from nsnt_desktop.errors import KnownError
from nsnt_desktop.registry.household_life import return_household, village_choices
from nsnt_desktop.registry.households import add_household
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.text import clean
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.duplicate_panel import DuplicatePanel
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.typed import typed_number
from nsnt_desktop.ui.widgets import button, column, label, row

TITLE = "Thêm hộ"


def add_household_dialog(context: Context, parent: QWidget, village_id: int | None) -> int | None:
    """Ask for a new household; return the record to show: of the one added, brought back, or found."""
    dialog = AddHousehold(context, parent, village_id)
    try:
        return dialog.record_id if context.dialogs.run(dialog) else None
    finally:
        dialog.deleteLater()


class AddHousehold(QDialog):
    """Takes a household's village, head, persons and phone."""

    def __init__(self, context: Context, parent: QWidget | None, village_id: int | None) -> None:
        super().__init__(parent)
        self.context = context
        self.record_id: int | None = None
        """The household to show when the dialog is done."""
        self.setWindowTitle(f"{TITLE} năm {context.year}")
        with context.data.reading() as session:
            self._year_id = find_year(session, context.year).id
            choices = village_choices(session, find_year(session, context.year))
        self.village = Choice(choices)
        self.village.setAccessibleName("Thôn")
        self.village.choose(choices[0][0] if village_id is None and len(choices) == 1 else village_id)
        self.head, self.persons, self.phone = QLineEdit(), QLineEdit(), QLineEdit()
        self.fault = label("", "error", wrap=True)
        self.duplicates = DuplicatePanel(context)
        self.add = button(TITLE, "primary", "plus")
        self.give_up = button("Hủy")
        self._lay_out()
        self._connect()
        self._typed()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.village.setMinimumWidth(300)
        self.persons.setMaximumWidth(90)
        self.persons.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.phone.setMaximumWidth(180)
        titles = {"Họ tên chủ hộ": self.head, "Thôn": self.village}
        titles |= {"Số khẩu": self.persons, "Điện thoại": self.phone}
        for title, editor in titles.items():
            editor.setAccessibleName(title)
        form.addRow("Họ tên chủ hộ", self.head)
        form.addRow("Thôn", self.village)
        beside = row(self.persons, label("Điện thoại"), self.phone, None)
        form.addRow("Số khẩu", beside)
        layout = column(form, self.duplicates, self.fault, row(None, self.add, self.give_up), gap=10)
        layout.setStretch(1, 1)
        layout.setContentsMargins(16, 14, 16, 14)
        self.setLayout(layout)
        self.resize(600, 440)
        self.head.setFocus()

    def _connect(self) -> None:
        self.head.textChanged.connect(self._typed)
        self.phone.textChanged.connect(self._typed)
        self.persons.textChanged.connect(lambda _text: self.fault.hide())
        self.village.currentIndexChanged.connect(self._typed)
        self.add.clicked.connect(self._add)
        self.give_up.clicked.connect(self.reject)
        self.duplicates.opened.connect(self._open)
        self.duplicates.returned.connect(self._return)

    def _typed(self) -> None:
        self.fault.hide()
        self.add.setEnabled(bool(clean(self.head.text())))
        self.duplicates.look(self.head.text(), self.village.chosen(), self.phone.text())

    def _add(self) -> None:
        if self.duplicates.is_waiting():  # Enter came before the register was searched
            self.duplicates.look_now()
            if self.duplicates.entries:
                self._tell(
                    f"Có hộ giống hộ này trong sổ. Hãy xem; nếu đúng là hộ mới thì bấm «{TITLE}» lần nữa."
                )
                return
        village_id = self.village.chosen()
        if village_id is None:
            self._tell("Chưa chọn thôn. Hãy chọn thôn của hộ mới.")
            self.village.setFocus()
            return
        try:
            added = add_household(
                self.context.data,
                self._year_id,
                village_id,
                self.head.text(),
                persons=typed_number(self.persons.text(), "4"),
                phone=self.phone.text(),
                unlike=self.duplicates.said_apart(),
            )
        except KnownError as error:
            self._tell(error.message)
            return
        self.context.did(added.action_id, f"Đã thêm hộ {clean(self.head.text())}.")
        self._open(added.record_id)

    def _return(self, household_id: int, head: str) -> None:
        try:
            back = return_household(self.context.data, self._year_id, household_id)
        except KnownError as error:
            self._tell(error.message)
            return
        self.context.did(back.action_id, returned_words(head, self.context.year, back.figures_of))
        self._open(back.record_id)

    def _open(self, record_id: int) -> None:
        self.record_id = record_id
        self.accept()

    def _tell(self, message: str) -> None:
        self.fault.setText(message)
        self.fault.show()


def returned_words(head: str, year: int, figures_of: int) -> str:
    """Return what to say of a household that was brought back."""
    with_what = "" if figures_of == year else f", số liệu lấy từ năm {figures_of}, chờ cập nhật"
    return f"Đã đưa hộ {head} trở lại năm {year}{with_what}."
