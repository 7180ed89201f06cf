"""The form of one household: every field saved as it is left, with what earlier years and the checks say."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from nsnt_desktop.checks import Finding, check_household
from nsnt_desktop.indicators.household_path import Step, household_path
from nsnt_desktop.models.words import UNKNOWN_LABEL, HouseholdStatus, Severity
from nsnt_desktop.registry.household_sheet import HouseholdSheet, Link, household_sheet, status_words
from nsnt_desktop.registry.household_trail import TrailEntry, household_trail
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.field_notes import FieldNotes, by_weight, finding_words, worst_kind
from nsnt_desktop.ui.fields import ChoiceField, FieldGrid, Save
from nsnt_desktop.ui.household_checklist import ChecklistCard
from nsnt_desktop.ui.household_fields import household_fields
from nsnt_desktop.ui.household_path import PathCard
from nsnt_desktop.ui.household_tests import HouseholdTests
from nsnt_desktop.ui.household_trail import TrailList
from nsnt_desktop.ui.household_years import YEARLY, YearsTable, past_line
from nsnt_desktop.ui.widgets import (
    badge,
    button,
    column,
    empty_state,
    label,
    restyle,
    row,
    scrolled,
    set_badge,
)

REST_MS = 150
"""After so long without a change the checks, the years and the trail of the household are read."""


_TITLE_ROOM = 26
"""Points above a group that show its title."""


class HouseholdForm(QFrame):
    """Shows and edits one household in the year shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("card")
        self.context = context
        self.record_id: int | None = None
        self.sheet: HouseholdSheet | None = None
        self.fields = household_fields(context, self._saver)
        self.notes = {name: FieldNotes(field) for name, field in self.fields.items()}
        self.checklist, self.tests = ChecklistCard(context), HouseholdTests(context)
        self.path, self.years, self.trail = PathCard(), YearsTable(), TrailList()
        self._make_words()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.show_rest)
        self._put_together()

    def _make_words(self) -> None:
        self.name = label("", "h2", wrap=True)
        self.state = badge()
        self.life = badge("", "warning")
        self.life.setWordWrap(True)
        self.merged_link, self.split_link = button("", "link"), button("", "link")
        self.merged_link.clicked.connect(lambda: self._go(self.sheet.merged_into if self.sheet else None))
        self.split_link.clicked.connect(lambda: self._go(self.sheet.split_from if self.sheet else None))
        self.findings = label("", "warning", wrap=True)
        self.found = button("", "link")
        self.found.setToolTip("Đến mục đầu tiên cần xem")
        self.found.clicked.connect(lambda: self.focus_field(self._first_found))
        self._first_found: str | None = None
        self.to_path = button("Vì sao tính", "link")
        self.to_path.clicked.connect(lambda: self._scroll_to(self.path))
        self.to_years, self.to_trail = button("Các năm", "link"), button("Thay đổi", "link")
        self.to_years.clicked.connect(lambda: self._scroll_to(self.years))
        self.to_trail.clicked.connect(lambda: self._scroll_to(self.trail))
        self.hygienic_reason = label("", "dim", wrap=True)
        self.clean_reason = label("", "dim", wrap=True)

    def _put_together(self) -> None:
        self._content = self._make_content()
        self._area = scrolled(self._content)
        head = row(self.name, self.state)
        head.setStretch(0, 1)
        # Where nothing is found its place stays empty: the form must not jump when the checks have spoken.
        marks = row(self.fields["verified"], None, self.found)
        jumps = row(None, self.to_path, self.to_years, self.to_trail)
        inside = column(head, self.life, self.merged_link, self.split_link, marks, jumps, self._area, gap=4)
        inside.setStretchFactor(self._area, 1)
        shown = QWidget()
        shown.setLayout(inside)
        self._stack = QStackedWidget()
        self._stack.addWidget(empty_state("Chọn một hộ trong danh sách để xem và sửa."))
        self._stack.addWidget(shown)
        layout = column(self._stack)
        layout.setContentsMargins(14, 12, 4, 12)
        self.setLayout(layout)

    def _make_content(self) -> QWidget:
        grid, lines = self._grid, self._lines
        groups = (
            ("Hộ", grid("head", "birth_year", "village_id", "code", "phone"), lines("address")),
            ("Nhân khẩu", grid("persons", "poverty", "status")),
            ("Nguồn nước", lines("main_source_id", "second_source_id", "scheme_id")),
            ("Lượng nước", grid("litres_per_month", "volume_estimated", "has_meter")),
            ("Điều kiện nước hợp vệ sinh", self.checklist),
            ("Đánh giá", lines("hygienic"), self.hygienic_reason, lines("clean", "basis"), self.clean_reason),
            ("Xử lý và xét nghiệm nước của hộ", lines("treatment"), self.tests),
            ("Cảnh báo và ghi chú", lines("dry_season_shortage", "pollution_risk", "note")),
            ("Vì sao tính như vậy", self.path),
            ("Các năm", self.years),
            ("Thay đổi đã ghi lại", self.trail),
        )
        titled = [column(label(title, "accent"), *parts, gap=6) for title, *parts in groups]
        inside = column(self.findings, *titled, None, gap=14)
        inside.setContentsMargins(0, 0, 10, 0)
        content = QWidget()
        content.setLayout(inside)
        return content

    def _grid(self, *names: str) -> FieldGrid:
        return FieldGrid([self.fields[name] for name in names], wanted=140)

    def _lines(self, *names: str) -> FieldGrid:
        """Return fields one below the other: names of sources and schemes are long."""
        return FieldGrid([self.fields[name] for name in names], wanted=260)

    def _saver(self, name: str) -> Save:
        def save(value: Any) -> int | None:
            if self.record_id is None:
                return None
            return set_household_field(self.context.data, self.record_id, name, value)

        return save

    # Showing

    def show_record(self, record_id: int | None) -> None:
        """Show another household; what was being typed in the last one is saved first."""
        if record_id != self.record_id:
            for field in self.fields.values():
                field.release()
            self.checklist.release()
            self.tests.release()
            self._show_findings(())
            self.trail.start_over()
        self.record_id = record_id
        self.refresh()

    def refresh(self) -> None:
        """Show the household as it is now; a value being typed stays, slow parts follow after a rest."""
        self.sheet = None
        if self.record_id is not None:
            with self.context.data.reading() as session:
                self.sheet = household_sheet(session, self.record_id)
        if self.sheet is None:
            self.record_id = None
            self._rest.stop()
            self._stack.setCurrentIndex(0)
            return
        self._fill(self.sheet)
        self._stack.setCurrentIndex(1)
        self._rest.start()

    def _fill(self, sheet: HouseholdSheet) -> None:
        household = sheet.household
        self._offer(sheet)
        self.name.setText(household.head)
        updated = household.updated_at is not None
        set_badge(self.state, "đã cập nhật" if updated else "chưa cập nhật", "met" if updated else "warning")
        self._show_life(sheet)
        for name, field in self.fields.items():
            field.show_value(getattr(household, name))
        for name in YEARLY:
            text, changed = past_line(sheet, name)
            self.notes[name].show_past(text, changed=changed)
        self._show_whole()
        self.checklist.show_checklist(sheet)
        self.tests.show_tests(sheet)
        differs = sheet.proposal.verdict not in {None, household.hygienic}
        _say(self.hygienic_reason, sheet.hygienic_reason, "warning" if differs else "dim")
        self.clean_reason.setText(sheet.clean_reason)
        self._order_tabs()

    def _offer(self, sheet: HouseholdSheet) -> None:
        blank = {
            "village_id": [],
            "main_source_id": [(None, UNKNOWN_LABEL)],
            "second_source_id": [(None, "Không có")],
            "scheme_id": [(None, "Không nối công trình nào")],
        }
        offered = (sheet.villages, sheet.sources, sheet.sources, sheet.schemes)
        for (name, first), choices in zip(blank.items(), offered, strict=True):
            field = self.fields[name]
            if isinstance(field, ChoiceField):
                field.box.offer([*first, *choices])
        # Merged into whom is asked by «Việc với hộ».
        merged, status = HouseholdStatus.MERGED, self.fields["status"]
        if isinstance(status, ChoiceField):
            kept = [s for s in HouseholdStatus if s is not merged or sheet.household.status is merged]
            status.box.offer([(s, s.label) for s in kept])

    def _show_life(self, sheet: HouseholdSheet) -> None:
        words = status_words(sheet)
        self.life.setText(words)
        self.life.setVisible(bool(words))
        for link, to, told in (
            (self.merged_link, sheet.merged_into, "Xem hộ {}"),
            (self.split_link, sheet.split_from, "Tách từ hộ {}"),
        ):
            link.setVisible(to is not None)
            if to is not None:
                link.setText(told.format(to.head))
                link.setEnabled(to.record_id is not None)

    def _order_tabs(self) -> None:
        """Let Tab go through the checklist where it stands: Qt puts what is made later last."""
        chain = [self.fields["has_meter"].editor, *self.checklist.editors(), self.fields["hygienic"].editor]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def show_rest(self) -> None:
        """Read and show what may wait: findings, how it counts, the years side by side, what was changed."""
        sheet = self.sheet
        if sheet is None or not self.isVisible():
            return  # shown again, the page refreshes and asks anew
        findings: tuple[Finding, ...] = ()
        path: tuple[Step, ...] = ()
        entries: tuple[TrailEntry, ...] = ()
        with self.context.trying(), self.context.data.reading() as session:
            findings = check_household(session, find_year(session, sheet.year), sheet.household.id)
            path = household_path(session, sheet.household.id)
            entries = household_trail(session, sheet.household.household_id, sheet.year)
        focused = next((f for f in self.fields.values() if f.editor.hasFocus()), None)
        seen = focused is not None and not focused.editor.visibleRegion().isEmpty()
        self._show_findings(findings)
        self._show_whole()
        self.path.show_path(path)
        self.years.show_years(sheet)
        self.trail.show_trail(entries)
        if focused is not None and seen:  # what the checks said above may have pushed it away
            self._bring_into_view(focused)

    def _show_findings(self, findings: tuple[Finding, ...]) -> None:
        for name, notes in self.notes.items():
            notes.show_findings([f for f in findings if f.field == name])
        rest = [f for f in findings if f.field not in self.notes]
        open_ones = [f for f in by_weight(findings) if not f.passed_over]
        self._first_found = next((f.field for f in open_ones if f.field in self.notes), None)
        self.found.setText(_counted(open_ones))
        self.found.setVisible(self._first_found is not None)
        _say(self.findings, "\n".join(map(finding_words, by_weight(rest))), worst_kind(rest))
        self.findings.setVisible(bool(rest))

    def _show_whole(self) -> None:
        for notes in self.notes.values():
            notes.show_whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._show_whole)  # once the boxes have their new width

    # Going

    def _go(self, link: Link | None) -> None:
        if link is not None and link.record_id is not None:
            self.context.go("households", {"record_id": link.record_id})

    def focus_field(self, name: str | None) -> None:
        """Put the cursor in a field, as a finding of the checks asks."""
        if name not in self.fields:
            return
        field = self.fields[name]

        def focus() -> None:
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring_into_view(field)

        focus()
        # Again when the page has been laid out, or a dialog that just closed has given the focus back.
        QTimer.singleShot(0, self, focus)

    def _scroll_to(self, part: QWidget) -> None:
        """Bring a group to the top, its title above it."""
        self._area.verticalScrollBar().setValue(part.mapTo(self._content, QPoint(0, 0)).y() - _TITLE_ROOM)

    def _bring_into_view(self, field: QWidget) -> None:
        layout = self._content.layout()
        if layout is not None:
            layout.activate()
        self._area.ensureWidgetVisible(field, 0, 40)


def _counted(findings: Sequence[Finding]) -> str:
    """Return "2 lỗi, 1 cảnh báo"."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(f"{counts[kind]} {kind.label.lower()}" for kind in Severity if counts[kind])


def _say(words: Any, text: str, role: str) -> None:
    words.setText(text)
    if words.objectName() != role:
        words.setObjectName(role)
        restyle(words)
