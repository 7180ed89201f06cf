"""What was recognised of a whole sheet: which one, of which village, how its letters are written."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QTabBar, QVBoxLayout, QWidget

from nsnt_desktop.importing import correcting
from nsnt_desktop.importing.layouts.encodings import Encoding
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.list_file import ListFile
from nsnt_desktop.importing.words.choices import SheetChoices
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.places import place_words
from nsnt_desktop.text import match_key, village_key
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.import_column_table import AS_RECOGNISED
from nsnt_desktop.ui.import_words import told_fonts, told_heading, told_hidden_rows
from nsnt_desktop.ui.widgets import badge, button, column, label, row

Place = tuple[str, str]
"""The name of a village and its former commune, "" where it has none."""
_AGAIN = object()
"""The choice that takes the officer's village back."""
_MOST_TICKS = 3
_NAMES = 92


class SheetCard(QFrame):
    """The sheets of the file and what holds for the one shown."""

    picked = Signal()
    """Another sheet is shown."""
    corrected = Signal(object)
    """A Change of what is chosen of the sheet shown."""
    ticked = Signal(str, bool)
    """A hidden sheet is to be read, or no more."""
    heading_asked = Signal()
    letters_asked = Signal(bool)
    """The letters of single columns are to be chosen."""
    forget_asked = Signal()
    """What is remembered of this layout is to be forgotten."""
    restart_asked = Signal()
    """Every correction of this sheet is to be taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._places: dict[object, Place] = {}
        self._text_file = ""
        self.before = badge("", "warning")
        self.sheets = QTabBar()
        self.sheets.setDrawBase(False)
        self.sheets.setExpanding(False)
        self.sheets.setAccessibleName("Trang tính")
        self.sheets.currentChanged.connect(lambda _at: self.picked.emit())
        self.ticks = QVBoxLayout()
        self.ticks.setSpacing(4)
        self.boxes: dict[str, QCheckBox] = {}
        self.aside = label("", "warning", wrap=True)
        self._make_village()
        self._make_letters()
        self._make_rows()
        top = row(self.sheets, None, self.before)
        parts = (top, self.ticks, self.aside, self.village_row, self.letters_row, self.heading_row)
        layout = column(*parts, self.hidden_row, self.memory_row, self.restart, gap=4)
        layout.setContentsMargins(10, 8, 10, 8)
        self.setLayout(layout)

    def _make_village(self) -> None:
        self.village = Choice([])
        self.village.setAccessibleName("Thôn của danh sách")
        self.village.setMinimumContentsLength(30)
        self.village.activated.connect(lambda _i: self._choose_village())
        self.why_village = label("", "dim", wrap=True)
        self.village_row = _line_of(_name("Thôn"), self.village, self.why_village)

    def _make_letters(self) -> None:
        self.encoding = Choice([(None, "tự nhận ra"), *((e, e.label) for e in Encoding)])
        self.encoding.setAccessibleName("Cách viết chữ của trang tính")
        self.encoding.setMinimumContentsLength(18)
        self.encoding.activated.connect(
            lambda _i: self.corrected.emit(correcting.sheet_encoding(self.encoding.chosen()))
        )
        self.old_font = badge("", "accent")
        self.old_columns = label("", "dim", wrap=True)
        self.by_column = button("Chọn từng cột", "link")
        self.by_column.setCheckable(True)
        self.by_column.toggled.connect(self.letters_asked)
        self.letters_row = _line_of(
            _name("Cách viết chữ"), self.encoding, self.old_font, self.old_columns, self.by_column
        )

    def _make_rows(self) -> None:
        self.where = label("", "dim", wrap=True)
        self.change_heading = button("Sửa dòng tiêu đề", "link")
        self.change_heading.clicked.connect(self.heading_asked)
        self.heading_row = _line_of(self.where, self.change_heading)
        self.hidden_told = label("", "dim", wrap=True)
        self.skip_hidden = QCheckBox("Bỏ qua dòng ẩn")
        self.skip_hidden.clicked.connect(lambda skip: self.corrected.emit(correcting.hidden_rows(skip=skip)))
        self.hidden_row = _line_of(self.hidden_told, self.skip_hidden)
        self.remembered = label("", "dim", wrap=True)
        self.forget = button("Bỏ điều đã nhớ", "link")
        self.forget.clicked.connect(self.forget_asked)
        self.memory_row = _line_of(self.remembered, self.forget)
        self.restart = button(
            "Bỏ mọi sửa đổi của trang này, đọc lại như chương trình nhận ra", "link", "undo-2"
        )
        self.restart.clicked.connect(self.restart_asked)

    # The sheets of the file

    def show_sheets(self, file: ListFile) -> None:
        """Name every sheet, those left aside as such; the one shown stays."""
        read = {layout.sheet for _, layout in file.sheets}
        self.sheets.blockSignals(True)
        for at, sheet in enumerate(file.workbook.sheets):
            if at == self.sheets.count():
                self.sheets.addTab("")
            marks = ["ẩn"] * sheet.hidden + ["không đọc"] * (sheet.name not in read)
            self.sheets.setTabText(at, f"{sheet.name} ({', '.join(marks)})" if marks else sheet.name)
        while self.sheets.count() > len(file.workbook.sheets):
            self.sheets.removeTab(self.sheets.count() - 1)
        self.sheets.blockSignals(False)
        self.sheets.setVisible(len(file.workbook.sheets) > 1)
        encoding = file.workbook.encoding
        self._text_file = "" if encoding == Encoding.UNICODE.label else f"tệp văn bản mã {encoding}"
        reasons = {sheet.name: sheet.reason for sheet in file.skipped}
        for at, sheet in enumerate(file.workbook.sheets):
            self.sheets.setTabToolTip(at, reasons.get(sheet.name, ""))
        self._show_ticks(file)

    def _show_ticks(self, file: ListFile) -> None:
        hidden = [sheet.name for sheet in file.workbook.sheets if sheet.hidden and not sheet.unreadable]
        for name in [name for name in self.boxes if name not in hidden]:
            self.boxes.pop(name).deleteLater()
        for name in hidden:
            if name not in self.boxes:
                box = QCheckBox(f"Đọc trang tính ẩn «{name}»")
                box.clicked.connect(lambda on, name=name: self.ticked.emit(name, on))
                self.ticks.addWidget(box)
                QWidget.setTabOrder([self.sheets, *self.boxes.values()][-1], box)
                self.boxes[name] = box
            self.boxes[name].setChecked(name in file.ticked)
        shown = file.workbook.sheets[self.sheets.currentIndex()].name if file.workbook.sheets else ""
        for name, box in self.boxes.items():
            box.setVisible(len(hidden) <= _MOST_TICKS or name == shown)

    # The sheet shown

    def show_sheet(
        self, layout: Layout | None, chosen: SheetChoices, places: Sequence[Place], aside: str
    ) -> None:
        """Show what holds for a sheet; `aside`: what keeps it from being taken in and can be corrected."""
        self.aside.setText(aside)
        self.aside.setVisible(bool(aside))
        self.encoding.choose(chosen.encoding)
        self.restart.setVisible(chosen != SheetChoices())
        for part in (self.village_row, self.heading_row, self.by_column):
            part.setVisible(layout is not None)
        self.letters_row.setVisible(layout is not None or bool(aside))
        self.hidden_row.setVisible(layout is not None and bool(layout.hidden_rows))
        self.memory_row.setVisible(layout is not None and bool(layout.remembered))
        font, columns = told_fonts(layout) if layout else ("", "")
        self.old_font.setText(font)
        self.old_font.setVisible(bool(font))
        self.old_columns.setText("; ".join(filter(None, (columns, self._text_file))))
        if layout is None:
            return
        self.where.setText(told_heading(layout))
        if layout.hidden_rows:
            self.hidden_told.setText(told_hidden_rows(layout))
            self.skip_hidden.setChecked(layout.skip_hidden_rows)
        self.remembered.setText(layout.remembered)
        self._show_village(layout, chosen, places)

    def _show_village(self, layout: Layout, chosen: SheetChoices, places: Sequence[Place]) -> None:
        by_row = layout.column_of(Field.VILLAGE) is not None
        self._places = {place_words(*place): place for place in places}
        choices: list[tuple[object, str]] = [(None, "theo từng dòng" if by_row else "chưa rõ, chọn thôn")]
        choices += [(words, words) for words in self._places if isinstance(words, str)]
        shown, doubt = _shown_place(layout, places)
        if shown is not None and shown not in self._places:
            self._places[shown] = (layout.village or "", layout.former_commune)
            choices.append((shown, f"{shown} ({doubt})"))
        if chosen.village is not None:
            choices.append((_AGAIN, AS_RECOGNISED))
        self.village.offer(choices)
        self.village.choose(shown)
        self.why_village.setText(layout.village_reason)

    def _choose_village(self) -> None:
        picked = self.village.chosen()
        name, former = self._places.get(picked, ("", ""))
        self.corrected.emit(correcting.village(None if picked is _AGAIN else name, former))


def _shown_place(layout: Layout, places: Sequence[Place]) -> tuple[str | None, str]:
    """Return the words of the village a sheet is of, and what is in doubt where it is none of those known."""
    if layout.village is None:
        return None, ""
    alike = [place for place in places if village_key(place[0]) == village_key(layout.village)]
    if layout.former_commune:
        alike = [place for place in alike if place[1] == layout.former_commune] or alike
    named = [place for place in alike if match_key(place[0]) == match_key(layout.village)] or alike
    if len(named) == 1:
        return place_words(*named[0]), ""
    doubt = f"có {len(named)} thôn tên này, hãy chọn" if named else "chưa có trong danh mục"
    return place_words(layout.village, layout.former_commune), doubt


def _name(text: str) -> QLabel:
    """Return the name of a choice; those under it begin at the same place."""
    made = label(text)
    made.setMinimumWidth(_NAMES)
    return made


def _line_of(*parts: QWidget) -> QWidget:
    """Return parts side by side as one widget, the words among them taking what is left over."""
    holder = QWidget()
    layout = row(*parts, gap=10)
    for at, part in enumerate(parts):
        if part.objectName() == "dim":
            layout.setStretch(at, 1)
    holder.setLayout(layout)
    return holder
