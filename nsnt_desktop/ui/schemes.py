"""Công trình cấp nước: the list of schemes followed this year, and the form of the one chosen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QSplitter, QStackedWidget

from nsnt_desktop import format as vn
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, SustainabilityClass
from nsnt_desktop.registry.schemes import (
    SchemeRow,
    add_scheme,
    connected_households,
    list_regulations,
    list_schemes,
)
from nsnt_desktop.registry.undo import latest_action
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.scheme_form import SchemeForm
from nsnt_desktop.ui.scheme_list import SchemeDelegate
from nsnt_desktop.ui.scheme_tests import bring_into_view
from nsnt_desktop.ui.widgets import Page, button, card, column, empty_state, label, row, scrolled


class SchemesPage(Page):
    """The water schemes of the year."""

    title = "Công trình cấp nước"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.add = button("Thêm công trình", "primary", "plus")
        self.add.clicked.connect(self._add)
        self.add.setToolTip("Thêm công trình (Ctrl+N)")
        QShortcut(QKeySequence(QKeySequence.StandardKey.New), self).activated.connect(self._add)
        self.households = button("Xem các hộ đấu nối", icon_name="users")
        self.households.clicked.connect(self._open_households)
        self.table = EditTable(context, "Các công trình", _COLUMNS, key=lambda shown: shown.scheme.id)
        self._drawn = SchemeDelegate(self.table.view)
        self.table.view.setItemDelegate(self._drawn)
        self.table.view.horizontalHeader().hide()
        self.table.view.setWordWrap(True)
        self.table.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.form = SchemeForm(context)
        self.sums = label("", "dim", wrap=True)
        area = scrolled(self.form)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(card(self.table, self.sums, margin=8))
        both.addWidget(area)
        both.setStretchFactor(0, 2)
        both.setStretchFactor(1, 5)
        both.setChildrenCollapsible(False)
        both.setHandleWidth(12)
        self.table.setMinimumWidth(250)
        first = button("Thêm công trình", "primary", "plus")
        first.clicked.connect(self._add)
        nothing = empty_state(
            "Năm này chưa theo dõi công trình cấp nước tập trung nào. Nếu xã có công trình, hãy thêm vào; "
            "nếu không, để trống: chỉ số 6 ghi «—».",
            first,
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(nothing)
        self.stack.addWidget(both)
        top = row(label(self.title, "h1"), None, self.households, self.add)
        layout = column(top, self.stack, gap=12)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            schemes = list_schemes(session, year)
            self._regulations = list_regulations(session)
        self.stack.setCurrentIndex(1 if schemes else 0)
        self.households.setEnabled(bool(schemes))
        self.table.show_rows(schemes)
        if schemes and self.table.current_row() is None:
            self.table.select(schemes[0].scheme.id)
        self._show_sums(schemes)
        self._show_chosen()

    def show_argument(self, argument: object) -> None:
        """Show one scheme: {"scheme_id": 3}, with "field": "name" to stand in that field."""
        if not isinstance(argument, dict):
            return
        self.table.select(argument.get("scheme_id"))
        field = self.form.fields.get(str(argument.get("field")))
        if field is not None:
            field.editor.setFocus()
            bring_into_view(field)

    def _show_chosen(self) -> None:
        shown: SchemeRow | None = self.table.current_row()
        if shown is not None:
            self.form.show_scheme(shown, self._regulations)

    def _show_sums(self, schemes: list[SchemeRow]) -> None:
        sustainable = sum(shown.verdict.final is SustainabilityClass.SUSTAINABLE for shown in schemes)
        unclassified = sum(shown.verdict.final is None for shown in schemes)
        rest = f" · {unclassified} {UNCLASSIFIED_LABEL.lower()}" if unclassified else ""
        self.sums.setText(f"{len(schemes)} công trình · {sustainable} bền vững{rest}")

    def _add(self) -> None:
        name = self.context.dialogs.text(self, "Thêm công trình", "Tên công trình cấp nước tập trung:")
        if name is None:
            return
        with self.context.trying():
            with self.context.data.reading() as session:
                year_id = find_year(session, self.context.year).id
            record_id = add_scheme(self.context.data, year_id, name)
            with self.context.data.reading() as session:
                newest = latest_action(session)
            self.refresh()
            made = next(r for r in self.table.model.rows if r.record.id == record_id)
            self.table.select(made.scheme.id)
            self.context.did(newest, f"Đã thêm công trình «{made.scheme.name}».")

    def _open_households(self) -> None:
        shown = self.table.current_row()
        if shown is not None:
            with self.context.data.reading() as session:
                year_id = find_year(session, self.context.year).id
                found = connected_households(session, year_id, shown.scheme.id)
            self.context.go("households", {"only": found})


def _in_words(shown: SchemeRow) -> str:
    final = shown.verdict.final.label if shown.verdict.final else UNCLASSIFIED_LABEL
    return f"{shown.scheme.name} – {final} – {vn.number(shown.registered_households)} hộ"


_COLUMNS = (
    Column(heading="Công trình", width=120, stretch=1, text=_in_words, tip=lambda shown: shown.scheme.name),
)
