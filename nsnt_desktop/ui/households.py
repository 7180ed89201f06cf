"""Hộ gia đình: villages on the left, the list with its filters, the form of the household chosen."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSettings, QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QTableView,
    QWidget,
)

from nsnt_desktop import format as vn
from nsnt_desktop.registry.household_lists import Chip, HouseholdFilter, count_by_village
from nsnt_desktop.registry.households import add_household
from nsnt_desktop.registry.places import VillageRow, list_villages
from nsnt_desktop.registry.undo import latest_action
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.household_form import HouseholdForm
from nsnt_desktop.ui.household_model import COLUMNS, HouseholdModel
from nsnt_desktop.ui.widgets import Page, button, column, empty_state, label, row, set_up_table

CHIPS = {
    Chip.UNKNOWN: "Chưa xác định",
    Chip.POOR: "Hộ nghèo",
    Chip.NOT_CLEAN: "Chưa sạch",
    Chip.NOT_UPDATED: "Chưa cập nhật",
    Chip.GONE: "Đã chuyển đi",
}
_ID = Qt.ItemDataRole.UserRole
_WIDTHS = "households/widths"
WIDE = 1040
"""Below this width the villages are a box above the list instead of a list beside it."""


class HouseholdsPage(Page):
    """The households of the year."""

    title = "Hộ gia đình"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = HouseholdModel(context)
        self._village_id: int | None = None
        self._only: frozenset[int] | None = None
        self._villages: list[VillageRow] = []
        self._make_filters()
        self._make_table()
        self.form = HouseholdForm(context)
        self._nothing = QStackedWidget()
        go = button("Nhập danh sách từ Excel", "primary")
        go.clicked.connect(lambda: context.go("imports"))
        self._nothing.addWidget(self.table)
        self._nothing.addWidget(
            empty_state("Chưa có hộ nào khớp. Bỏ bớt bộ lọc, thêm hộ, hoặc nhập danh sách.", go)
        )
        self._put_together()
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.add)
        # What the form holds is a record of the year before: it must not be edited under the new one's name.
        context.year_changed.connect(lambda _year: self.form.show_record(None))

    def _make_filters(self) -> None:
        self.village_list = QListWidget()
        self.village_list.setAccessibleName("Thôn")
        self.village_list.currentItemChanged.connect(self._village_clicked)
        self.village_box = QComboBox()
        self.village_box.setAccessibleName("Thôn")
        self.village_box.activated.connect(lambda _i: self._choose_village(self.village_box.currentData()))
        self.village_box.setMinimumHeight(30)  # as tall as the line beside it
        self.search = QLineEdit()
        self.search.setPlaceholderText("Tìm trong danh sách: tên, mã, điện thoại (không cần dấu)")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self.refresh())
        self.chips = {chip: button(text, "chip") for chip, text in CHIPS.items()}
        for made in self.chips.values():
            made.toggled.connect(lambda _on: self.refresh())
        self.only = button("", "chip")
        self.only.setChecked(True)
        self.only.hide()
        self.only.toggled.connect(lambda _on: self._show_all())
        self.count = label("", "dim")
        self.add_button = button("Thêm hộ", "primary", "plus")
        self.add_button.setToolTip("Ctrl+N")
        self.add_button.clicked.connect(self.add)

    def _make_table(self) -> None:
        self.table = QTableView()
        set_up_table(self.table)
        self.table.setModel(self.model)
        self.table.setAccessibleName("Danh sách hộ")
        header = self.table.horizontalHeader()
        header.setSortIndicator(1, Qt.SortOrder.AscendingOrder)  # by village, as the model begins
        header.setSectionsMovable(True)
        self.table.setSortingEnabled(True)
        for at, (_, _, width) in enumerate(COLUMNS):
            header.resizeSection(at, width)
        saved = QSettings().value(_WIDTHS)
        if saved is not None:
            header.restoreState(saved)
            self.table.setColumnHidden(1, False)  # the state may be of one village chosen
        header.sectionResized.connect(lambda *_: QSettings().setValue(_WIDTHS, header.saveState()))
        self.table.selectionModel().currentRowChanged.connect(self._row_changed)
        self.model.modelReset.connect(lambda: self._keep_selected(self.form.record_id))

    def _put_together(self) -> None:
        head = row(label(self.title, "h1"), self.count, None, self.add_button, gap=12)
        self._chip_grid = QGridLayout()
        self._chip_grid.setSpacing(6)
        middle = QWidget()
        middle.setLayout(column(row(self.village_box, self.search), self._chip_grid, self._nothing))
        self.split = QSplitter(Qt.Orientation.Horizontal)
        for part, share in ((self.village_list, 1), (middle, 7), (self.form, 2)):
            self.split.addWidget(part)
            self.split.setStretchFactor(self.split.count() - 1, share)
        self.split.setSizes([146, 628, 356])
        self.split.setChildrenCollapsible(False)
        self.village_list.setMinimumWidth(140)
        self.form.setMinimumWidth(356)
        layout = column(head, self.split, gap=12)
        layout.setStretch(1, 1)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)

    # Showing

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            self._villages = list_villages(session, year)
            counts = count_by_village(session, year.id, self._filter())
        self._fill_villages(counts)
        self.model.where = self._filter()
        self.model.reload()
        total = self.model.rowCount()
        self.count.setText(f"{vn.number(total)} hộ")
        self._nothing.setCurrentIndex(0 if total else 1)
        self.form.refresh()

    def _fill_villages(self, counts: dict[int, int]) -> None:
        entries: list[tuple[int | None, str]] = [(None, f"Cả xã  ({vn.number(sum(counts.values()))})")]
        for village, name in zip(self._villages, self._village_names(), strict=True):
            entries.append((village.id, f"{name}  ({vn.number(counts.get(village.id, 0))})"))
        blockers = QSignalBlocker(self.village_list), QSignalBlocker(self.village_box)
        self.village_list.clear()
        self.village_box.clear()
        for at, (village_id, text) in enumerate(entries):
            item = QListWidgetItem(text)
            item.setData(_ID, village_id)
            self.village_list.addItem(item)
            self.village_box.addItem(text, village_id)
            if village_id == self._village_id:
                self.village_list.setCurrentRow(at)
                self.village_box.setCurrentIndex(at)
        del blockers

    def _village_names(self) -> list[str]:
        names = [v.name for v in self._villages]
        return [
            f"{v.name} – {v.former_commune}" if names.count(v.name) > 1 else v.name for v in self._villages
        ]

    def _keep_selected(self, record_id: int | None) -> None:
        at = self.model.row_of(record_id) if record_id is not None else None
        if at is None:
            return
        if self.table.currentIndex().row() != at:
            with QSignalBlocker(self.table.selectionModel()):
                self._select(at)

    def _select(self, at: int) -> None:
        index = self.model.index(at, 0)
        self.table.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.table.scrollTo(index)

    def _filter(self) -> HouseholdFilter:
        chips = frozenset(chip for chip, made in self.chips.items() if made.isChecked())
        return HouseholdFilter(self._village_id, self.search.text(), chips, self._only)

    # What the officer does

    def _village_clicked(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self._choose_village(item.data(_ID))

    def _choose_village(self, village_id: int | None) -> None:
        self._village_id = village_id
        # One village chosen: its name in every row would say nothing.
        self.table.setColumnHidden(1, village_id is not None)
        self.refresh()

    def _show_all(self) -> None:
        self._only = None
        self.only.hide()
        self.refresh()

    def _row_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        self.form.show_record(self.model.record_id(now.row()) if now.isValid() else None)

    def add(self) -> None:
        """Add a household to the village chosen, or asked for; the cursor goes to its persons."""
        if not self._villages:
            self.context.noticed.emit("Chưa có thôn nào. Hãy thêm thôn trước khi thêm hộ.", True)
            return
        village_id = self._village_to_add_to()
        if village_id is None:
            return
        name = self.context.dialogs.text(self, "Thêm hộ", "Họ tên chủ hộ:")
        if name is None:
            return
        with self.context.trying():
            with self.context.data.reading() as session:
                year = find_year(session, self.context.year)
            record_id = add_household(self.context.data, year.id, village_id, name)
            with self.context.data.reading() as session:
                self.context.did(latest_action(session), f"Đã thêm hộ {name}.")
            shown = {"record_id": record_id, "village_id": self._village_id, "field": "persons"}
            self.show_argument(shown)

    def _village_to_add_to(self) -> int | None:
        if self._village_id is not None or len(self._villages) == 1:
            return self._village_id or self._villages[0].id
        names = self._village_names()
        chosen = self.context.dialogs.choose(self, "Thêm hộ", "Hộ mới ở thôn nào?", names)
        return None if chosen is None else self._villages[names.index(chosen)].id

    def show_argument(self, argument: object) -> None:
        """Show what another page asks for: search, village_id, chip, record_id and field, or only."""
        wanted = dict(argument) if isinstance(argument, dict) else {}
        blockers = [QSignalBlocker(w) for w in (self.search, *self.chips.values())]
        if "search" in wanted:
            self.search.setText(wanted["search"])
            self._village_id = None
        else:
            self.search.clear()
            self._village_id = wanted.get("village_id")
        self.table.setColumnHidden(1, self._village_id is not None)
        chip = wanted.get("chip")
        for known, made in self.chips.items():
            made.setChecked(known.name == chip)
        for blocker in blockers:
            blocker.unblock()
        self._only = wanted.get("only")
        self.only.setVisible(self._only is not None)
        if self._only is not None:
            with QSignalBlocker(self.only):
                self.only.setChecked(True)
            self.only.setText(f"{vn.number(len(self._only))} hộ được nêu  ✕")
        self.refresh()
        record_id = wanted.get("record_id")
        at = self.model.row_of(record_id) if record_id is not None else None
        if at is not None:
            self._select(at)
            self.form.show_record(record_id)
            self.form.focus_field(wanted.get("field"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        self.village_list.setVisible(wide)
        self.village_box.setVisible(not wide)
        across = 6 if wide else 3
        for at, chip in enumerate((*self.chips.values(), self.only)):
            self._chip_grid.addWidget(chip, at // across, at % across)
        self._chip_grid.setColumnStretch(6, 1 if wide else 0)
