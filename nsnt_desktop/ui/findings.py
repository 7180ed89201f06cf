"""Kiểm tra số liệu: what the checks found, rule by rule; each line leads to where it is put right."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSplitter, QStackedWidget, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.checks import Finding, check_year, opens_households, rule_titles
from nsnt_desktop.models.words import Severity, YearState
from nsnt_desktop.registry.duplicates import say_not_duplicate
from nsnt_desktop.registry.finding_notes import bring_back, pass_over
from nsnt_desktop.registry.places import load_office
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.field_notes import finding_words
from nsnt_desktop.ui.household_life import merge_dialog
from nsnt_desktop.ui.household_merge import MOST
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.pass_over import PassOver
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.widgets import Page, button, card, column, empty_state, label, row
from nsnt_desktop.ui.years import CLOSE
from nsnt_desktop.ui.years import PLACE as YEAR

_ALL = ""
DOUBLES = "6"
"""The rule whose findings are settled by merging, or by saying that they are no doubles."""
_TONES = {Severity.ERROR: "error", Severity.WARNING: "warning"}


class Shown(Enum):
    """Which findings are shown."""

    OPEN = "Tất cả"
    ERROR = "Lỗi"
    WARNING = "Cảnh báo"
    PASSED = "Đã bỏ qua"

    def lets(self, finding: Finding) -> bool:
        """Return whether a finding is shown."""
        if self is Shown.PASSED or finding.passed_over:
            return self is Shown.PASSED and bool(finding.passed_over)
        return self is Shown.OPEN or finding.severity.name == self.name


class FindingsPage(Page):
    """The findings of the year, grouped by rule."""

    title = "Kiểm tra số liệu"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.findings: tuple[Finding, ...] = ()
        self._year_id = 0
        self._turn = 0
        self._rule = _ALL
        self._resume: int | None = None
        """The row whose finding was just passed over: the one that takes its place is selected."""
        self.shown = Shown.OPEN
        self.chips: dict[Shown, QPushButton] = {}
        self._group = QButtonGroup(self)
        for kind in Shown:
            self.chips[kind] = button(kind.value, "chip")
            self._group.addButton(self.chips[kind])
            self.chips[kind].clicked.connect(lambda _checked=False, k=kind: self.show_only(k))
        self.state = label("", "dim")
        self.close_year = button("", "link")
        self.close_year.hide()
        self.close_year.clicked.connect(lambda: context.go(YEAR, CLOSE))
        self.rules = PlainTable(
            "Các quy tắc",
            (Heading("Quy tắc"), Heading("Số lượng", 76, right=True)),
            row_height=34,
            two_lines=False,
            wrap=True,
        )
        self.rules.setSelectionMode(PlainTable.SelectionMode.SingleSelection)
        self.rules.selectionModel().currentRowChanged.connect(lambda *_: self._choose_rule())
        self.table = PlainTable(
            "Các điểm cần xem",
            (Heading("Mức", 84), Heading("Nội dung và cách xử lý")),
            row_height=34,
            two_lines=False,
            wrap=True,
        )
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_deeds())
        self._make_deeds()
        self._lay_out()

    def _make_deeds(self) -> None:
        self.open = button("Mở để sửa", "primary", "pencil")
        self.open.clicked.connect(self._open_selected)
        self.pass_over = button("Bỏ qua vì…")
        self.pass_over.setToolTip("Chỉ bỏ qua được cảnh báo, và phải ghi lý do")
        self.pass_over.clicked.connect(self._pass_over)
        self.bring_back = button("Xem lại", "", "undo-2")
        self.bring_back.clicked.connect(self._bring_back)
        self.not_same = button("Không phải trùng")
        self.not_same.setToolTip("Ghi nhớ rằng các hộ này là những hộ khác nhau, không hỏi lại")
        self.not_same.clicked.connect(self._say_not_same)
        self.merge = button("Gộp…")
        self.merge.clicked.connect(self._merge)

    def _deeds(self) -> tuple[QPushButton, ...]:
        return self.open, self.not_same, self.merge, self.pass_over, self.bring_back

    def _lay_out(self) -> None:
        self.hint = label("Bấm đúp hoặc Enter để mở.", "dim")
        right = card(self.table, row(*self._deeds(), self.hint, None), margin=8)
        both = QSplitter(Qt.Orientation.Horizontal)
        self.rules.setMinimumWidth(220)
        both.addWidget(card(self.rules, margin=8))
        both.addWidget(right)
        both.setStretchFactor(0, 1)
        both.setStretchFactor(1, 3)
        both.setChildrenCollapsible(False)
        both.setHandleWidth(10)
        both.setSizes([300, 700])
        self.stack = QStackedWidget()
        self.stack.addWidget(both)
        self.stack.addWidget(self._make_empty())
        chips = row(*self.chips.values(), None, gap=6)
        outer = column(
            row(label(self.title, "h1"), self.state, None, self.close_year, gap=12), chips, self.stack, gap=10
        )
        outer.setStretch(2, 1)
        outer.setContentsMargins(20, 14, 20, 14)
        self.setLayout(outer)

    def _make_empty(self) -> QWidget:
        report = button("Lập báo cáo", "primary", "file-text")
        report.clicked.connect(lambda: self.context.go("papers", "report"))
        return empty_state("Không có điểm nào cần xem. Có thể lập báo cáo.", report)

    # What is shown

    def refresh(self) -> None:
        self._turn += 1
        turn, data, year = self._turn, self.context.data, self.context.year
        self.state.setText("Đang kiểm tra…")

        def work() -> tuple[int, bool, tuple[Finding, ...]]:
            with data.reading() as session:
                wanted = find_year(session, year)
                return wanted.id, wanted.state is YearState.OPEN, check_year(session, wanted)

        def done(found: tuple[int, bool, tuple[Finding, ...]]) -> None:
            if turn == self._turn:
                self._year_id, is_open, self.findings = found
                sound = all(finding.severity is not Severity.ERROR for finding in self.findings)
                self.close_year.setText(f"Chốt số liệu năm {year}…")
                self.close_year.setVisible(is_open and sound)
                closed = "" if is_open else " hiện nay; số liệu đã chốt"
                self.state.setText(f"năm {year}, kiểm tra theo {len(rule_titles())} quy tắc{closed}")
                self._show()
                self._select_next()

        run_in_background(work, done, self.context.failed, self)

    def show_argument(self, argument: object) -> None:
        """Show only errors or only warnings."""
        if isinstance(argument, Severity):
            self._rule = _ALL
            self.show_only(Shown[argument.name])

    def show_only(self, kind: Shown) -> None:
        """Show errors, warnings, both, or what was passed over."""
        self.shown = kind
        self._show()

    def _show(self) -> None:
        for kind, chip in self.chips.items():
            chip.setChecked(kind is self.shown)
            chip.setText(f"{kind.value}  {vn.number(sum(map(kind.lets, self.findings)))}")
        visible = [finding for finding in self.findings if self.shown.lets(finding)]
        self.stack.setCurrentIndex(0 if visible or self.shown is not Shown.OPEN else 1)
        lines = _rule_lines(visible)
        if all(line.key != self._rule for line in lines):
            self._rule = _ALL
        rule = self._rule  # showing lines moves the current row about
        self.rules.show_lines(lines)
        self._rule = rule
        at = self.rules.row_of(rule)
        if at is not None and self.rules.currentIndex().row() != at:
            self.rules.selectRow(at)
        self._show_rule(visible)

    def _show_rule(self, visible: Sequence[Finding]) -> None:
        chosen = [finding for finding in visible if self._rule in {_ALL, finding.rule}]
        self.table.show_lines([_finding_line(finding) for finding in chosen])
        self._show_deeds()

    def _choose_rule(self) -> None:
        at = self.rules.currentIndex().row()
        if 0 <= at < len(self.rules.lines.lines):
            self._rule = str(self.rules.lines.lines[at].key)
            self._show_rule([finding for finding in self.findings if self.shown.lets(finding)])

    def _show_deeds(self) -> None:
        chosen = self.selected()
        passed = self.shown is Shown.PASSED
        self.open.setEnabled(len(chosen) == 1)
        self.pass_over.setVisible(not passed)
        self.pass_over.setEnabled(bool(chosen) and all(f.severity is Severity.WARNING for f in chosen))
        doubles = bool(chosen) and all(f.rule == DOUBLES for f in chosen)
        for deed in (self.not_same, self.merge):
            deed.setVisible(doubles and not passed)
        self.hint.setVisible(not doubles or passed)  # on a small screen there is room for one of them
        self.merge.setEnabled(len(chosen) == 1 and len(chosen[0].record_ids) <= MOST)
        self.bring_back.setVisible(passed)
        self.bring_back.setEnabled(bool(chosen))

    def selected(self) -> list[Finding]:
        """Return the findings selected."""
        keys = {line.key for line in self.table.selected()}
        return [finding for finding in self.findings if _key(finding) in keys]

    # What is done

    def _open_selected(self) -> None:
        for line in self.table.selected():
            self._open(line.key)
            return

    def _open(self, key: object) -> None:
        finding = next((f for f in self.findings if _key(f) == key), None)
        if finding is not None:
            self.context.go(*_place(finding))

    def _pass_over(self) -> None:
        data = self.context.data
        with data.reading() as session:
            asked = PassOver(self, len(self.selected()), load_office(session).responsible)
        if not self.context.dialogs.run(asked):
            return
        reason, by = asked.reason.text(), asked.by.text()
        at = min((index.row() for index in self.table.selectionModel().selectedRows()), default=0)
        for rule, subjects in self._by_rule().items():
            with self.context.trying():
                action = pass_over(data, self._year_id, rule, subjects, reason=reason, by=by)
                self.context.did(action, f"Đã bỏ qua {len(subjects)} cảnh báo: {reason}.")
                self._resume = at

    def _say_not_same(self) -> None:
        at = min((index.row() for index in self.table.selectionModel().selectedRows()), default=0)
        for finding in self.selected():
            with self.context.trying():
                action = say_not_duplicate(self.context.data, finding.subject_ids)
                self.context.did(action, f"Đã ghi {len(finding.subject_ids)} hộ không phải trùng.")
                self._resume = at

    def _merge(self) -> None:
        if merge_dialog(self.context, self, self.selected()[0].record_ids):
            self._resume = self.table.currentIndex().row()

    def _select_next(self) -> None:
        at, self._resume = self._resume, None
        if at is not None and self.table.lines.lines:
            self.table.selectRow(min(at, len(self.table.lines.lines) - 1))

    def _bring_back(self) -> None:
        for rule, subjects in self._by_rule().items():
            with self.context.trying():
                action = bring_back(self.context.data, self._year_id, rule, subjects)
                self.context.did(action, f"Đã đưa {len(subjects)} cảnh báo trở lại danh sách.")

    def _by_rule(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for finding in self.selected():
            found.setdefault(finding.rule, []).append(finding.subject)
        return found


def _key(finding: Finding) -> tuple[str, str, str]:
    return (finding.rule, finding.subject, finding.message)


def _rule_lines(findings: Sequence[Finding]) -> list[Line]:
    lines = [Line(("Tất cả quy tắc", vn.number(len(findings))), _ALL, bold=True)]
    for code, title in rule_titles().items():
        inside = [finding for finding in findings if finding.rule == code]
        if inside:
            worst = min(inside, key=lambda finding: list(Severity).index(finding.severity))
            lines.append(Line((title, vn.number(len(inside))), code, {1: _TONES[worst.severity]}, tip=title))
    return lines


def _finding_line(finding: Finding) -> Line:
    told = finding_words(finding)
    tones = {0: "dim" if finding.passed_over else _TONES[finding.severity]}
    return Line((finding.severity.label, told), _key(finding), tones, tip=told)


def _place(finding: Finding) -> tuple[str, dict[str, object]]:
    """Return the page, and what to show there, where a finding is put right."""
    if finding.record_id is not None:
        return "households", {"record_id": finding.record_id, "field": finding.field}
    if finding.record_ids:
        wanted = {"only": frozenset(finding.record_ids), "title": rule_titles()[finding.rule]}
        return "households", {**wanted, "record_id": finding.record_ids[0], "field": finding.field}
    if finding.scope == "commune":
        return "backups", {}
    if finding.scope == "scheme":
        return "schemes", {"scheme_id": finding.subject_ids[0], "field": finding.field}
    if opens_households(finding.rule):
        return "households", {"village_id": finding.village_id}
    return "villages", {"village_id": finding.village_id, "field": finding.field}
