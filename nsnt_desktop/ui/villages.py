"""Thôn: the villages of the commune, who heads them, and what each handed in this year."""

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from nsnt_desktop import format as vn
from nsnt_desktop.checks import check_villages
from nsnt_desktop.indicators.counting import count_year
from nsnt_desktop.indicators.results import Counts
from nsnt_desktop.registry.merge_villages import merge_sentences, merge_villages, preview_village_merge
from nsnt_desktop.registry.new_villages import AddedVillages, add_villages, read_village_lines
from nsnt_desktop.registry.verified import verified_by_village, verify_village
from nsnt_desktop.registry.villages import list_villages, order_by_name, order_villages, remove_village
from nsnt_desktop.registry.years import check_open, find_year
from nsnt_desktop.ui.collection_sheets import collection_sheet_menu
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.field_notes import tell_findings
from nsnt_desktop.ui.merge_commune import MergeCommune
from nsnt_desktop.ui.village_columns import DELIVERY_AT, HOUSEHOLDS_AT, VillageLine, village_columns
from nsnt_desktop.ui.widgets import Page, button, card, column, empty_state, label, row

_NOTHING, _LIST, _JOIN = range(3)
_NAMED = 5
_PASTE = (
    "Mỗi thôn một dòng. Có thể dán thẳng từ Excel các cột theo thứ tự:\n"
    "tên thôn, trưởng thôn, điện thoại, xã cũ. Chỉ ghi tên thôn cũng được."
)


class VillagesPage(Page):
    """The villages, edited in place."""

    title = "Thôn"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._year_id = 0
        self.sums = label("", "dim", wrap=True)
        self.found = label("", "warning", wrap=True)
        self.table = EditTable(context, "Danh sách thôn", village_columns(context))
        self.table.view.doubleClicked.connect(self._on_double_click)
        self.table.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_buttons())
        self.joining = MergeCommune(context, self._close_joining)
        self._make_buttons()
        first = button("Thêm thôn", "primary", "plus")
        first.clicked.connect(self._add)
        self.first_join = button("Nhận dữ liệu của xã khác…", "link")
        self.first_join.clicked.connect(self._join)
        nothing = empty_state(
            "Chưa có thôn nào. Hãy thêm các thôn của xã: gõ hoặc dán từ Excel, mỗi thôn một dòng.",
            first,
            self.first_join,
        )
        hint = label(
            "Bấm đúp (hoặc gõ thẳng) vào một ô để sửa; mỗi ô được lưu ngay khi rời ô. "
            "Alt+↑, Alt+↓ đổi thứ tự thôn.",
            "dim",
            wrap=True,
        )
        foot = row(self.sums, self.join)
        foot.setStretch(0, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(nothing)
        self.stack.addWidget(card(self._tools(), self.table, self.found, foot, hint))
        self.stack.addWidget(self.joining)
        self.top = [label(self.title, "h1"), self.sheets, self.open, self.add]
        layout = column(row(self.top[0], None, *self.top[1:]), self.stack, gap=12)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)

    def _make_buttons(self) -> None:
        self.add = button("Thêm thôn", "primary", "plus")
        self.open = button("Xem các hộ của thôn", icon_name="users")
        self.sheets = button("Phiếu thu thập", icon_name="printer")
        menu = collection_sheet_menu(self.context, self, None)
        self.one_sheet = collection_sheet_menu(self.context, self, None)
        self.one_sheet.setTitle("Chỉ thôn đang chọn")
        menu.addSeparator()
        menu.addMenu(self.one_sheet)
        self.sheets.setMenu(menu)
        self.up, self.down = button("", icon_name="arrow-up"), button("", icon_name="arrow-down")
        self.sort = button("Xếp theo tên")
        self.verify = button("Đánh dấu đã đối chiếu cả thôn", icon_name="check")
        self.merge = button("Nhập vào thôn khác…")
        self.remove = button("Xóa thôn", icon_name="x")
        self.join = button("Nhận dữ liệu của xã khác…", "link")
        for one, tip in ((self.up, "Chuyển thôn lên (Alt+↑)"), (self.down, "Chuyển thôn xuống (Alt+↓)")):
            one.setToolTip(tip)
            one.setAccessibleName(tip)
        self.add.setToolTip("Thêm thôn (Ctrl+N)")
        self.join.setToolTip("Khi sáp nhập xã: đưa thôn, hộ, công trình từ tệp của xã khác vào đây")
        for one, act in (
            (self.add, self._add),
            (self.open, self._open),
            (self.up, lambda: self._move(-1)),
            (self.down, lambda: self._move(1)),
            (self.sort, self._sort),
            (self.verify, self._verify),
            (self.merge, self._merge),
            (self.remove, self._remove),
            (self.join, self._join),
        ):
            one.clicked.connect(act)
        for key, act in (
            (QKeySequence.StandardKey.New, self._add),
            ("Alt+Up", lambda: self._move(-1)),
            ("Alt+Down", lambda: self._move(1)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _tools(self) -> QHBoxLayout:
        return row(self.up, self.down, self.sort, self.verify, None, self.merge, self.remove)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            counted = count_year(session, year.id).villages
            verified = verified_by_village(session, year.id)
            villages = list_villages(session, year)
            findings = check_villages(session, year)
        kept, at = self.table.current_key(), self.table.view.currentIndex().row()
        if year.id != self._year_id:
            self.table.show_rows([])  # what was refused in a cell was typed for another year
        self._year_id = year.id
        lines = [
            VillageLine(
                village,
                counted.get(village.id, Counts()),
                verified.get(village.id, 0),
                year.id,
                tuple(finding for finding in findings if finding.village_id == village.id),
            )
            for village in villages
        ]
        if self.stack.currentIndex() != _JOIN:
            self._show_stack(_LIST if lines else _NOTHING)
        self.table.show_rows(lines)
        if lines and self.table.current_row() is None and not self.table.select(kept):
            self.table.select(lines[min(max(at, 0), len(lines) - 1)].id)  # it is gone: the one in its place
        self._show_sums(lines)
        self._show_buttons()

    def show_argument(self, argument: object) -> None:
        if isinstance(argument, dict) and "village_id" in argument:
            self.table.select(argument["village_id"])
            at = DELIVERY_AT.get(str(argument.get("field")))
            if at is not None:
                row_at = self.table.view.currentIndex().row()
                self.table.view.setCurrentIndex(self.table.model.index(row_at, at))
            self.table.view.setFocus()

    def _show_stack(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        for part in self.top:
            part.setVisible(at != _JOIN)

    def _lines(self) -> list[VillageLine]:
        return list(self.table.model.rows)

    def _line(self) -> VillageLine | None:
        line = self.table.current_row() if self._lines() else None
        return line if isinstance(line, VillageLine) else None

    def _show_sums(self, lines: list[VillageLine]) -> None:
        households = sum(line.counts.households for line in lines)
        persons = sum(line.counts.persons for line in lines)
        delivered = sum(line.village.delivered_on is not None for line in lines)
        verified = sum(line.verified for line in lines)
        self.sums.setText(
            f"{len(lines)} thôn · {vn.number(households)} hộ · {vn.number(persons)} khẩu · "
            f"{delivered}/{len(lines)} thôn đã nộp danh sách năm {self.context.year} · "
            f"đã đối chiếu {vn.number(verified)}/{vn.number(households)} hộ"
        )

    def _show_buttons(self) -> None:
        line, lines = self._line(), self._lines()
        for one in (self.open, self.merge, self.verify, self.remove, self.up, self.down, self.sort):
            one.setEnabled(line is not None)
        tell_findings(self.found, line.findings if line else ())
        if line is None:
            return
        self.one_sheet.village_id = line.id
        self.one_sheet.setTitle(f"Chỉ {line.label}")
        self.merge.setEnabled(len(lines) > 1)
        self.verify.setEnabled(line.verified < line.counts.households)
        self.remove.setEnabled(not line.counts.households)
        self.remove.setToolTip("Chỉ xóa được thôn chưa có hộ nào")
        self.up.setEnabled(line.id != lines[0].id)
        self.down.setEnabled(line.id != lines[-1].id)

    def _add(self) -> None:
        with self.context.trying():
            with self.context.data.reading() as session:
                check_open(session, self._year_id)  # before a hundred names are typed for nothing
            typed = self.context.dialogs.lines(self, "Thêm thôn", _PASTE)
            if typed is None:
                return
            added = add_villages(self.context.data, self._year_id, read_village_lines(typed))
            self.context.did(added.action_id, _added_words(added))

    def _move(self, step: int) -> None:
        line, ids = self._line(), [line.id for line in self._lines()]
        if line is None or not 0 <= ids.index(line.id) + step < len(ids):
            return
        at = ids.index(line.id)
        ids[at], ids[at + step] = ids[at + step], ids[at]
        with self.context.trying():
            done = order_villages(self.context.data, ids)
            self.context.did(done, f"Đã chuyển {line.label} {'lên' if step < 0 else 'xuống'}.")

    def _sort(self) -> None:
        with self.context.trying():
            done = order_by_name(self.context.data, [line.id for line in self._lines()])
            self.context.did(done, "Đã xếp các thôn theo tên." if done else "Các thôn đã xếp theo tên rồi.")

    def _verify(self) -> None:
        line = self._line()
        if line is not None:
            with self.context.trying():
                done = verify_village(self.context.data, self._year_id, line.id)
                words = f"Đã đánh dấu đối chiếu {vn.number(done.households)} hộ của {line.label}."
                self.context.did(done.action_id, words)

    def _merge(self) -> None:
        line = self._line()
        others = {other.label: other for other in self._lines() if line is not None and other.id != line.id}
        if line is None:
            return
        dialogs = self.context.dialogs
        chosen = dialogs.choose(self, "Nhập hai thôn", f"Nhập {line.label} vào thôn nào?", list(others))
        if chosen is None:
            return
        into = others[chosen]
        with self.context.trying():
            with self.context.data.reading() as session:
                merge = preview_village_merge(session, line.id, into.id)
            question = "\n\n".join((f"Nhập {line.label} vào {into.label}?", *merge_sentences(merge)))
            if dialogs.confirm(self, question, "Nhập hai thôn"):
                done = merge_villages(self.context.data, line.id, into.id)
                self.table.select(into.id)  # where its households are now
                words = f"Đã nhập {line.label} vào {into.label}: {vn.number(done.households)} hộ."
                self.context.did(done.action_id, words)

    def _remove(self) -> None:
        line = self._line()
        if line is not None:
            with self.context.trying():
                done = remove_village(self.context.data, line.id)
                self.context.did(done, f"Đã xóa thôn «{line.village.name}».")

    def _join(self) -> None:
        if self.joining.begin():
            self._show_stack(_JOIN)

    def _close_joining(self) -> None:
        self._show_stack(_LIST if self._lines() else _NOTHING)
        self.refresh()

    def _open(self) -> None:
        line = self._line()
        if line is not None:
            self.context.go("households", {"village_id": line.id})

    def _on_double_click(self, index: QModelIndex) -> None:
        if index.column() == HOUSEHOLDS_AT:
            self._open()


def _added_words(added: AddedVillages) -> str:
    more = len(added.known) - _NAMED
    named = ", ".join(added.known[:_NAMED]) + (f" và {more} thôn khác" if more > 0 else "")
    known = f" Đã có từ trước, giữ nguyên: {named}." if added.known else ""
    filled = f" Bổ sung trưởng thôn, điện thoại còn trống cho {added.filled} thôn." if added.filled else ""
    made = f"Đã thêm {added.added} thôn." if added.added else "Không có thôn nào mới."
    return made + filled + known
