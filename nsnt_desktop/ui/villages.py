"""Thôn: the villages of the commune, who heads them, and what each handed in this year."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.counting import count_year
from nsnt_desktop.indicators.results import Counts
from nsnt_desktop.registry.places import (
    VillageRow,
    add_villages,
    list_villages,
    remove_village,
    set_delivery,
    set_village_field,
)
from nsnt_desktop.registry.undo import latest_action
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.typed import typed_day, typed_number
from nsnt_desktop.ui.widgets import Page, button, card, column, empty_state, label, row

HOUSEHOLDS_AT = 4


@dataclass(frozen=True)
class VillageLine:
    """One village with what is counted of it this year."""

    village: VillageRow
    counts: Counts

    @property
    def id(self) -> int:
        """The village's own number."""
        return self.village.id

    @property
    def share(self) -> int | None:
        """Per cent of its households updated this year, None without households."""
        return 100 * self.counts.updated // self.counts.households if self.counts.households else None


class VillagesPage(Page):
    """The villages, edited in place."""

    title = "Thôn"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.add = button("Thêm thôn", "primary", "plus")
        self.open = button("Xem các hộ của thôn", icon_name="users")
        self.remove = button("Xóa thôn", icon_name="x")
        self.add.clicked.connect(self._add)
        self.add.setToolTip("Thêm thôn (Ctrl+N)")
        QShortcut(QKeySequence(QKeySequence.StandardKey.New), self).activated.connect(self._add)
        self.open.clicked.connect(self._open)
        self.remove.clicked.connect(self._remove)
        self.sums = label("", "dim", wrap=True)
        self.table = EditTable(context, "Danh sách thôn", self._columns())
        self.table.view.doubleClicked.connect(self._on_double_click)
        self.table.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_buttons())
        first = button("Thêm thôn", "primary", "plus")
        first.clicked.connect(self._add)
        nothing = empty_state(
            "Chưa có thôn nào. Hãy thêm các thôn của xã: gõ hoặc dán từ Excel, mỗi thôn một dòng.", first
        )
        hint = label(
            "Bấm đúp (hoặc gõ thẳng) vào một ô để sửa; Enter xuống dòng dưới, Tab sang ô bên. "
            "Mỗi ô được lưu ngay khi rời ô.",
            "dim",
            wrap=True,
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(nothing)
        self.stack.addWidget(card(self.table, self.sums, hint))
        layout = column(
            row(label(self.title, "h1"), None, self.remove, self.open, self.add), self.stack, gap=12
        )
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            counted = count_year(session, year.id).villages
            villages = list_villages(session, year)
        self._year_id = year.id
        lines = [VillageLine(village, counted.get(village.id, Counts())) for village in villages]
        self.stack.setCurrentIndex(1 if lines else 0)
        self.table.show_rows(lines)
        if lines and self.table.current_row() is None:
            self.table.select(lines[0].id)
        self._show_sums(lines)
        self._show_buttons()

    def show_argument(self, argument: object) -> None:
        if isinstance(argument, dict) and "village_id" in argument:
            self.table.select(argument["village_id"])
            self.table.view.setFocus()

    def _columns(self) -> list[Column]:
        return [
            self._text("Thôn", "name", 124, 3),
            self._text("Xã cũ", "former_commune", 84, 2),
            self._text("Trưởng thôn", "village_head", 124, 3),
            self._text("Điện thoại", "phone", 104, 1),
            Column(heading="Số hộ", width=54, right=True, text=lambda v: vn.number(v.counts.households)),
            Column(heading="Đã cập nhật", width=108, stretch=2, text=lambda _v: "", share=lambda v: v.share),
            self._delivery("Ngày nộp\ndanh sách", "delivered_on", 94, vn.day, self._typed_day),
            self._delivery("Hộ\n(thôn báo)", "declared_households", 88, vn.number, typed_number),
            self._delivery("Khẩu\n(thôn báo)", "declared_persons", 88, vn.number, typed_number),
            self._delivery("Hộ nghèo\n(thôn báo)", "declared_poor", 88, vn.number, typed_number),
            self._text("Mã thôn", "code", 72, 1),
        ]

    def _text(self, heading: str, field: str, width: int, stretch: int) -> Column:
        def save(line: VillageLine, text: str) -> int | None:
            return set_village_field(self.context.data, line.id, field, text)

        return Column(
            heading=heading,
            text=lambda line: getattr(line.village, field),
            width=width,
            stretch=stretch,
            save=save,
        )

    def _delivery(
        self, heading: str, field: str, width: int, show: Callable[[Any], str], read: Callable[[str], Any]
    ) -> Column:
        def save(line: VillageLine, text: str) -> int | None:
            return set_delivery(self.context.data, self._year_id, line.id, field, read(text))

        def differs(line: VillageLine) -> bool:
            counted = {
                "declared_households": line.counts.households,
                "declared_persons": line.counts.persons,
                "declared_poor": line.counts.poor,
            }
            declared = getattr(line.village, field)
            return field in counted and declared is not None and declared != counted[field]

        return Column(
            heading=heading,
            text=lambda line: show(getattr(line.village, field)),
            width=width,
            save=save,
            right=True,
            colour=lambda line: "warning" if differs(line) else "",
            tip=lambda line: "Khác với số đếm được trong danh sách hộ" if differs(line) else "",
        )

    def _typed_day(self, text: str) -> Any:
        return typed_day(text, self.context.year)

    def _show_sums(self, lines: list[VillageLine]) -> None:
        households = sum(line.counts.households for line in lines)
        persons = sum(line.counts.persons for line in lines)
        delivered = sum(line.village.delivered_on is not None for line in lines)
        self.sums.setText(
            f"{len(lines)} thôn · {vn.number(households)} hộ · {vn.number(persons)} khẩu · "
            f"{delivered}/{len(lines)} thôn đã nộp danh sách năm {self.context.year}"
        )

    def _show_buttons(self) -> None:
        line = self.table.current_row() if self.stack.currentIndex() else None
        self.open.setEnabled(line is not None)
        self.remove.setEnabled(line is not None and not line.counts.households)
        self.remove.setToolTip("Chỉ xóa được thôn chưa có hộ nào")

    def _add(self) -> None:
        typed = self.context.dialogs.lines(
            self, "Thêm thôn", "Tên các thôn, mỗi thôn một dòng (có thể dán cột tên thôn từ Excel):"
        )
        if typed is None:
            return
        with self.context.trying():
            added = add_villages(self.context.data, typed.splitlines())
            with self.context.data.reading() as session:
                newest = latest_action(session)
            done = f"Đã thêm {added} thôn." if added else "Không có thôn nào mới: các tên này đã có."
            self.context.did(newest if added else None, done)

    def _remove(self) -> None:
        line = self.table.current_row()
        if line is not None:
            with self.context.trying():
                done = remove_village(self.context.data, line.id)
                self.context.did(done, f"Đã xóa thôn «{line.village.name}».")

    def _open(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self.context.go("households", {"village_id": line.id})

    def _on_double_click(self, index: QModelIndex) -> None:
        if index.column() == HOUSEHOLDS_AT:
            self._open()
