"""Công trình cấp nước: the list of schemes followed this year, and the form of the one chosen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QLineEdit, QSplitter, QStackedWidget

from nsnt_desktop import format as vn
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, SustainabilityClass
from nsnt_desktop.registry.schemes import (
    SchemeRow,
    add_scheme,
    list_schemes,
    matching_schemes,
    scheme_named,
)
from nsnt_desktop.registry.water_tests import list_regulations
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.scheme_form import SchemeForm
from nsnt_desktop.ui.scheme_list import SchemeDelegate
from nsnt_desktop.ui.scrolling import bring_into_view
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
        self.table = EditTable(context, "Các công trình", _COLUMNS, key=lambda shown: shown.scheme.id)
        self._drawn = SchemeDelegate(self.table.view)
        self.table.view.setItemDelegate(self._drawn)
        self.table.view.horizontalHeader().hide()
        self.table.view.setWordWrap(True)
        self.table.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.form = SchemeForm(context)
        self._schemes: list[SchemeRow] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText("Tìm công trình…")
        self.search.setAccessibleName("Tìm công trình theo tên hoặc mã")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._show_list())
        self.none = label("Không có công trình nào có tên hoặc mã như vậy.", "dim", wrap=True)
        self.sums = label("", "dim", wrap=True)
        area = scrolled(self.form)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(card(self.search, self.none, self.table, self.sums, margin=8))
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
        top = row(label(self.title, "h1"), None, self.add)
        layout = column(top, self.stack, gap=12)
        layout.setContentsMargins(20, 14, 20, 14)
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            self._schemes = list_schemes(session, year)
            self._regulations = list_regulations(session)
        self.stack.setCurrentIndex(1 if self._schemes else 0)
        self._show_sums(self._schemes)
        self._show_list()

    def _show_list(self) -> None:
        """Show the schemes that match what is searched for, standing on one of them."""
        shown = matching_schemes(self._schemes, self.search.text())
        self.table.show_rows(shown)
        self.none.setVisible(bool(self._schemes) and not shown)
        if shown and self.table.current_row() is None:
            self.table.select(shown[0].scheme.id)
        self._show_chosen()

    def _select(self, scheme_id: object) -> None:
        self.search.clear()  # or it may not be in the list
        self.table.select(scheme_id)

    def show_argument(self, argument: object) -> None:
        """Show one scheme: {"scheme_id": 3}, with "field": "name" to stand in that field."""
        if not isinstance(argument, dict):
            return
        self._select(argument.get("scheme_id"))
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
        with self.context.data.reading() as session:
            year_id = find_year(session, self.context.year).id
            namesake = scheme_named(session, name)
        with self.context.trying():
            added = add_scheme(self.context.data, year_id, name)
            self.refresh()
            self._select(added.scheme_id)
            told = "Đã theo dõi lại" if added.known else "Đã thêm"
            shown = self.table.current_row()
            self.context.did(added.action_id, f"{told} công trình «{shown.scheme.name}».")
            return
        if namesake is not None:
            self._select(namesake.id)


def _in_words(shown: SchemeRow) -> str:
    final = shown.verdict.final.label if shown.verdict.final else UNCLASSIFIED_LABEL
    return f"{shown.scheme.name} – {final} – {vn.number(shown.registered_households)} hộ"


_COLUMNS = (
    Column(heading="Công trình", width=120, stretch=1, text=_in_words, tip=lambda shown: shown.scheme.name),
)
