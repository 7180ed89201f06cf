"""Hộ gia đình: villages on the left, the list with its filters, the form of the household chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from nsnt_desktop import format as vn
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.household_lists import Chip, household_rows
from nsnt_desktop.ui.collection_sheets import collection_sheet_menu
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.grid_columns import AT, COLUMNS
from nsnt_desktop.ui.grid_faults import FaultLine
from nsnt_desktop.ui.grid_filters import HouseholdFilters
from nsnt_desktop.ui.grid_layout import GridLayout
from nsnt_desktop.ui.grid_menus import assign_menu, cells_menu, verify_menu
from nsnt_desktop.ui.household_export import exported_columns, households_table
from nsnt_desktop.ui.household_form import HouseholdForm
from nsnt_desktop.ui.household_grid import HouseholdGrid
from nsnt_desktop.ui.household_life import household_actions
from nsnt_desktop.ui.household_model import HouseholdModel
from nsnt_desktop.ui.household_new import add_household_dialog
from nsnt_desktop.ui.table_export import KEY, TableExport
from nsnt_desktop.ui.widgets import Page, button, column, empty_state, label, row

_ID = Qt.ItemDataRole.UserRole
WIDE = 1040
"""Below this width the villages are a box above the list instead of a list beside it."""
MOST_AT_ONCE = 5000
"""Households beyond which nobody means to move or merge all those chosen."""
_RECOUNT_AFTER = 400
"""Milliseconds without an edit before the numbers beside the villages follow."""


class HouseholdsPage(Page):
    """The households of the year."""

    title = "Hộ gia đình"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.model = HouseholdModel(context)
        self._village_id: int | None = None
        self._placing = False
        self._make_filters()
        self._make_table()
        self.form = HouseholdForm(context)
        self._make_buttons()
        self._nothing = QStackedWidget()
        go = button("Nhập danh sách từ Excel", "primary")
        go.clicked.connect(lambda: context.go("imports"))
        self.show_all = button("Bỏ hết bộ lọc", "primary")
        self.show_all.clicked.connect(self._show_without_filters)
        self._nothing.addWidget(self.table)
        self._nothing.addWidget(empty_state("Chưa có hộ nào. Thêm hộ, hoặc nhập danh sách.", go))
        self._nothing.addWidget(empty_state("Không có hộ nào khớp với bộ lọc.", self.show_all))
        self._put_together()
        QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.add)
        QShortcut(QKeySequence("F6"), self).activated.connect(self._next_part)
        self.exporting = TableExport(self, context)
        QShortcut(QKeySequence(KEY), self).activated.connect(self.export)
        # What the form holds is a record of the year before: it must not be edited under the new one's name.
        context.year_changed.connect(lambda _year: self.form.show_record(None))

    def _make_filters(self) -> None:
        self.village_list = QListWidget()
        self.village_list.setAccessibleName("Thôn")
        self.village_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.village_list.currentItemChanged.connect(self._village_clicked)
        self.village_box = QComboBox()
        self.village_box.setAccessibleName("Thôn")
        self.village_box.activated.connect(lambda _i: self._choose_village(self.village_box.currentData()))
        self.village_box.setMinimumHeight(30)  # as tall as the line beside it
        self.filters = HouseholdFilters(self.context)
        self.filters.changed.connect(self._show_filtered)
        self.search, self.chips, self.only = self.filters.search, self.filters.chips, self.filters.only
        self.count = label("", "dim")
        self._recount = QTimer(self, singleShot=True, interval=_RECOUNT_AFTER)
        self._recount.timeout.connect(self._count_again)

    def _make_table(self) -> None:
        self.table = HouseholdGrid(self.model)
        self.columns = GridLayout(self.table)
        self.table.horizontalHeader().setSortIndicator(AT["village"], Qt.SortOrder.AscendingOrder)
        self.table.setSortingEnabled(True)
        self.table.moved.connect(self._moved)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._context_menu)
        self.model.modelAboutToBeReset.connect(self._remember_place)
        self.model.modelReset.connect(self._find_place)
        self.faults = FaultLine(self.table)

    def _make_buttons(self) -> None:
        self.add_button = button("Thêm hộ", "primary", "plus")
        self.add_button.setToolTip("Ctrl+N")
        self.add_button.clicked.connect(self.add)
        self.work_button = button("Việc với hộ")
        self.work_button.clicked.connect(lambda: _under(self.work_button, self.work_menu()))
        self.sheets = collection_sheet_menu(self.context, self, None)
        self.sheets_button = button("Phiếu thu thập")
        self.sheets_button.clicked.connect(lambda: _under(self.sheets_button, self.sheets))
        self.columns_button = button("Cột…")
        self.columns_button.clicked.connect(lambda: _under(self.columns_button, self.columns.menu()))

    def _put_together(self) -> None:
        for opens_menu in (self.columns_button, self.sheets_button, self.work_button):
            opens_menu.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the cell its keyboard
        buttons = row(self.columns_button, self.sheets_button, self.work_button, self.add_button)
        head = row(label(self.title, "h1"), self.count, None, buttons, gap=12)
        middle = QWidget()
        above = row(self.village_box, self.search)
        listed = column(above, self.filters, self._nothing, self.faults)
        listed.setStretch(2, 1)
        middle.setLayout(listed)
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
        """Show what was changed, each household where it stands; all anew if the list itself is another."""
        if self.isVisible() and self.model.patch():
            self._recount.start()
            self.form.refresh()
        else:
            self.renew()

    def renew(self) -> None:
        """Read the list anew, filtered and sorted (F5)."""
        self.model.read_year()
        self.filters.find_faults()
        self._show_filtered()
        self.form.refresh()

    def _show_filtered(self) -> None:
        self.model.where = self.filters.where(self._village_id)
        self.model.reload()
        self._fill_villages(self.model.counts)
        total = self.model.rowCount()
        self.count.setText(f"{vn.number(total)} hộ")
        self._nothing.setCurrentIndex(0 if total else 2 if self.filters.any_on() else 1)

    def _show_without_filters(self) -> None:
        self.filters.show_wanted({})
        self._show_filtered()
        self.search.setFocus()

    def _count_again(self) -> None:
        self._fill_villages(self.model.count_again())

    def _fill_villages(self, counts: dict[int, int]) -> None:
        entries: list[tuple[int | None, str]] = [(None, f"Cả xã  ({vn.number(sum(counts.values()))})")]
        entries += [
            (known, f"{name}  ({vn.number(counts.get(known, 0))})")
            for known, name in self.model.reader.lists.village_names.items()
        ]
        blockers = QSignalBlocker(self.village_list), QSignalBlocker(self.village_box)
        self.village_list.clear()
        self.village_box.clear()
        for at, (village_id, text) in enumerate(entries):
            item = QListWidgetItem(text)
            item.setData(_ID, village_id)
            item.setToolTip(text)  # a long name is cut
            self.village_list.addItem(item)
            self.village_box.addItem(text, village_id)
            if village_id == self._village_id:
                self.village_list.setCurrentRow(at)
                self.village_box.setCurrentIndex(at)
        del blockers

    # Keeping the place

    def _remember_place(self) -> None:
        self._place = (self.table.currentIndex().column(), self.table.verticalScrollBar().value())

    def _find_place(self) -> None:
        record_id = self.form.record_id
        at = self.model.row_of(record_id) if record_id is not None else None
        across, scroll = self._place
        self.table.verticalScrollBar().setValue(scroll)
        if at is not None:
            self._placing = True
            self.table.go_to(at, max(across, 0))
            self._placing = False

    def _moved(self, held_down: bool) -> None:
        index = self.table.currentIndex()
        self.faults.tell()
        if index.isValid() and not self._placing and not held_down:
            record_id = self.model.record_id(index.row())
            if record_id != self.form.record_id:
                self.form.show_record(record_id)

    def _next_part(self) -> None:
        """Go on to the next part of the page (F6): search, list, form."""
        if self.search.hasFocus():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif self.table.hasFocus() and self.form.record_id is not None:
            self.form.focus_field("head")
        else:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What the officer does

    def _village_clicked(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self._choose_village(item.data(_ID))

    def _choose_village(self, village_id: int | None) -> None:
        self._set_village(village_id)
        self._show_filtered()

    def _set_village(self, village_id: int | None) -> None:
        self._village_id = village_id
        self.sheets.village_id = village_id
        # One village chosen: its name in every row would say nothing.
        self.columns.hide_for_now(*(["village"] if village_id is not None else []))

    def work_menu(self) -> QMenu:
        """Return the menu of what is done with the households chosen."""
        rows = self.table.chosen_rows()
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.setToolTipsVisible(True)
        if len(rows) <= MOST_AT_ONCE:
            life = household_actions(self.context, self, [self.model.record_id(row) for row in rows])
            made.destroyed.connect(life.deleteLater)
            made.addActions(life.actions())
        else:
            made.addAction("Chọn ít hộ hơn để chuyển, gộp, tách").setEnabled(False)
        made.addSeparator()
        made.addMenu(assign_menu(self.table, made, rows))
        made.addMenu(verify_menu(self.table, made, rows, self._shown_now()))
        made.addSeparator()
        made.addAction("Nếu các hộ này đạt chuẩn…", lambda: self._suppose(rows)).setEnabled(bool(rows))
        made.addAction("Xuất danh sách đang xem ra Excel…", self.export).setShortcut(KEY)
        self.exporting.offer_folder(made)
        return made

    def export(self) -> None:
        """Save the list as filtered and sorted, with every column, as an Excel file."""
        data, lists = self.context.data, self.model.reader.lists
        ids = [self.model.record_id(row) for row in range(self.model.rowCount())]
        columns = exported_columns(self.table.horizontalHeader())
        village = lists.village_names.get(self._village_id or 0, "")
        parts = ("Danh sách hộ", village, "theo bộ lọc" if self.filters.any_on() else "")
        title = " – ".join(filter(None, parts))
        self.exporting.table(title, lambda: households_table(data, ids, columns, lists, title))

    def _suppose(self, rows: Sequence[int]) -> None:
        self.context.go("figures", ("outlook", frozenset(self.model.record_id(row) for row in rows)))

    def _shown_now(self) -> str:
        if self.filters.any_on():
            return "cả danh sách đang xem"
        return f"cả {self.model.reader.lists.village_names.get(self._village_id or 0, 'xã')}"

    def _context_menu(self, at: QPoint) -> None:
        if not self.table.indexAt(at).isValid():  # asked for by key
            at = self.table.visualRect(self.table.currentIndex()).center()
        if not self.table.indexAt(at).isValid():
            return
        menu = cells_menu(self.table, self)
        menu.addSeparator()
        work = self.work_menu()
        menu.destroyed.connect(work.deleteLater)
        menu.addActions(work.actions())
        menu.popup(self.table.viewport().mapToGlobal(at))

    def add(self) -> None:
        """Add a household to the village chosen, or asked for; the cursor goes to its persons."""
        if not self.model.reader.lists.villages:
            self.context.noticed.emit("Chưa có thôn nào. Hãy thêm thôn trước khi thêm hộ.", True)
        elif self.model.check_open():
            record_id = add_household_dialog(self.context, self, self._village_id)
            if record_id is not None:
                wanted = {"record_id": record_id, "village_id": self._village_id, "field": "persons"}
                self.show_argument(wanted)

    def show_argument(self, argument: object) -> None:
        """Show what another page asks for: search, village_id, chip, record_id, field, or only with title."""
        wanted = dict(argument) if isinstance(argument, dict) else {}
        self._set_village(None if "search" in wanted else wanted.get("village_id"))
        self.filters.show_wanted(wanted)
        self._show_filtered()
        record_id = wanted.get("record_id")
        at = None if record_id is None else self._row_to_show(record_id)
        if at is not None:
            field = wanted.get("field")
            across = next((i for i, c in enumerate(COLUMNS) if c.saved_as == field), AT["head"])
            self.table.go_to(at, across if across in self.table.columns_shown() else AT["head"])
            self.form.show_record(record_id)
            self.form.focus_field(field)

    def _row_to_show(self, record_id: int) -> int | None:
        """Return the row of a household; one that stands in another village or has gone is brought in."""
        at = self.model.row_of(record_id)
        if at is None:
            with self.context.data.reading() as session:
                found = household_rows(session, [record_id])
            gone = any(h.status is not HouseholdStatus.ACTIVE for h in found)
            self._set_village(None)
            self.filters.show_wanted({"chip": Chip.GONE.name} if gone else {})
            self._show_filtered()
            at = self.model.row_of(record_id)
        return at

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        self.village_list.setVisible(wide)
        self.village_box.setVisible(not wide)


def _under(pressed: QWidget, menu: QMenu) -> None:
    menu.popup(pressed.mapToGlobal(QPoint(0, pressed.height())))
