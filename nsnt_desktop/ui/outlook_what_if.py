"""Nếu các hộ này đạt chuẩn: a group of households, what they would meet, and the figures that would give."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit
from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.supposing import Supposed, suppose
from nsnt_desktop.indicators.what_if import Goal, Group, Meant, Supposition, Through
from nsnt_desktop.models.words import SOURCE_UNKNOWN_LABEL
from nsnt_desktop.registry.reference_lists import list_all_sources
from nsnt_desktop.registry.schemes import list_schemes
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.figure_lines import shown_value
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.outlook_lines import WHAT_IF_HEADINGS, what_if_lines
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.typed import typed_number
from nsnt_desktop.ui.widgets import button, column, label, row

WHOLE = "Toàn xã"


class WhatIfPart(FigureTab):
    """The question above, the figures below."""

    title = "Nếu các hộ này đạt chuẩn"
    key = "what_if"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.supposed: Supposed | None = None
        self._named: frozenset[int] | None = None
        self._of_group: Group | None = None
        """The group whose sources or schemes stand in the box beside it."""
        self._make_question()
        self.named = button("", "chip")
        self.named.setChecked(True)
        self.named.toggled.connect(lambda _on: self.name_households(None))
        self.told, self.fault = label("", "", wrap=True), label("", "error", wrap=True)
        self.open = button("Xem các hộ này", "link")
        self.open.clicked.connect(self._open)
        self.table = PlainTable(self.title, WHAT_IF_HEADINGS, row_height=44)
        self.group_row = row(self.village, self.group, self.of, label("tối đa"), self.most, label("hộ"), None)
        goals = row(label("đạt"), self.goal, label("từ"), self.through, None)
        below = row(self.told, self.open)
        below.setStretch(0, 1)
        self.setLayout(column(row(self.named, None), self.group_row, goals, self.fault, below, self.table))

    def _make_question(self) -> None:
        self.village = _choice("Thôn", [(None, WHOLE)], 14)
        self.group = _choice("Nhóm hộ", [(group, group.label) for group in Group], 24)
        self.of = _choice("Nguồn hoặc công trình", [], 18)
        self.goal = _choice("Đạt", [(goal, goal.label) for goal in Goal], 20)
        self.through = _choice("Từ nguồn", [(through, through.label) for through in Through], 24)
        for choice in (self.village, self.group, self.of, self.goal, self.through):
            choice.activated.connect(lambda _at: self.refresh())
        self.most = QLineEdit()
        self.most.setPlaceholderText("tất cả")
        self.most.setAccessibleName("Số hộ, để trống: tất cả")
        self.most.setMaximumWidth(72)
        self.most.editingFinished.connect(self.refresh)

    def name_households(self, record_ids: frozenset[int] | None) -> None:
        """Ask about just these households; None: about the group chosen."""
        self._named = record_ids
        self.most.clear()
        self.refresh()

    def refresh(self) -> None:
        most, fault = self._typed_most()
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            self._offer_of(session)
            decimals = load_assumptions(session).decimals
            supposition = Supposition(self.goal.chosen(), self.through.chosen(), most)
            self.supposed = suppose(session, year, self._asked(), supposition)
        self._show_question()
        now, then = self.supposed.now, self.supposed.then
        self.village.offer([(None, WHOLE), *((v.village_id, v.name) for v in now.villages)])
        self.table.show_lines(what_if_lines(now, then, self.supposed.verdicts, decimals))
        self.told.setText(told(self.supposed, decimals))
        self.open.setVisible(bool(self.supposed.counted))

    def shown_table(self) -> PlainTable:
        return self.table

    def _typed_most(self) -> tuple[int | None, str]:
        try:
            return typed_number(self.most.text(), "60"), ""
        except KnownError as error:
            return None, error.message

    def _asked(self) -> Meant:
        if self._named is not None:
            return Meant(record_ids=self._named)
        return Meant(self.group.chosen(), self.village.chosen(), self.of.chosen())

    def _offer_of(self, session: Session) -> None:
        """Offer the sources or the schemes, where the group is of one."""
        group = self.group.chosen()
        match group:
            case Group.SOURCE:
                sources = [(source.id, source.label) for source in list_all_sources(session)]
                self.of.offer([*sources, (None, SOURCE_UNKNOWN_LABEL)])
            case Group.SCHEME:
                schemes = list_schemes(session, find_year(session, self.context.year))
                self.of.offer([(scheme.scheme.id, scheme.scheme.name) for scheme in schemes])
            case _:
                self.of.offer([])
        if self._of_group is not group or self.of.currentIndex() < 0:
            self.of.setCurrentIndex(0 if self.of.values else -1)
        self._of_group = group
        self.of.setVisible(bool(self.of.values))

    def _show_question(self) -> None:
        by_name = self._named is not None
        self.named.setVisible(by_name)
        self.named.setText(f"{vn.number(len(self._named or ()))} hộ đã chọn trong danh sách  ✕")
        self.named.blockSignals(True)
        self.named.setChecked(True)
        self.named.blockSignals(False)
        for choice in (self.village, self.group):
            choice.setVisible(not by_name)
        if by_name:
            self.of.hide()

    def _open(self) -> None:
        if self.supposed is not None:
            ids = frozenset(home.record_id for home in self.supposed.counted)
            title = f"Nếu đạt {self.goal.chosen().label}: {vn.number(len(ids))} hộ"
            self.context.go("households", {"only": ids, "title": title})


def told(supposed: Supposed, decimals: int) -> str:
    """Say how many households change, which ones, and what the two main shares would become."""
    if not supposed.found:
        return "Không có hộ nào như vậy trong năm này. Hãy chọn nhóm khác."
    if not supposed.changing:
        return f"Cả {vn.number(supposed.found)} hộ đều đã như vậy, nên các chỉ số không đổi."
    already = supposed.found - len(supposed.changing)
    parts = [
        f"Nhóm có {vn.number(supposed.found)} hộ"
        + (f", {vn.number(already)} hộ đã như vậy" if already else "")
    ]
    if len(supposed.counted) < len(supposed.changing):
        parts.append(f"tính với {vn.number(len(supposed.counted))} hộ đầu theo thứ tự danh sách")
    values = (
        f"chỉ số {code} là {shown_value(supposed.then.commune.indicator(code), decimals)}" for code in "12"
    )
    change = f"Nếu {vn.number(len(supposed.counted))} hộ này đạt: {', '.join(values)}."
    return f"{'; '.join(parts)}. {change} Chỉ là tính thử, không ghi vào số liệu."


def _choice(name: str, choices: Sequence[tuple[object, str]], letters: int) -> Choice:
    made = Choice(choices)
    made.setAccessibleName(name)
    made.setMinimumContentsLength(letters)
    if choices:
        made.setCurrentIndex(0)
    return made
