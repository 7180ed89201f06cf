"""The form of one water scheme: what it is, its figures of the year, its tests, how sustainable it is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nsnt_desktop.checks import Finding, beside, check_scheme
from nsnt_desktop.models import Regulation
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL
from nsnt_desktop.registry.scheme_words import field_notes
from nsnt_desktop.registry.schemes import SchemeRow, set_scheme_field
from nsnt_desktop.registry.water_tests import TestOwner
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.field_notes import tell_findings
from nsnt_desktop.ui.fields import FieldGrid, Save
from nsnt_desktop.ui.scheme_class import ClassCard, class_tone
from nsnt_desktop.ui.scheme_connections import ConnectionsCard
from nsnt_desktop.ui.scheme_fields import IDENTITY, RECORD, FieldTold, before_words, make_fields
from nsnt_desktop.ui.water_tests import TestsCard
from nsnt_desktop.ui.widgets import badge, card, column, label, row, set_badge


class SchemeForm(QWidget):
    """All that is kept of one scheme in one year, each field saved as it is left."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.row: SchemeRow | None = None
        self.fields = make_fields(context, self._saver)
        self.told = {name: FieldTold(field) for name, field in self.fields.items()}
        self.heading = label("", "h2", wrap=True)
        self.state = badge()
        self.year_title = label("", "h2")
        self.connections = ConnectionsCard(context)
        self.tests = TestsCard(context, "Chưa có kết quả xét nghiệm nào của công trình này.")
        self.unproven = label("", "warning", wrap=True)
        self.classes = ClassCard(context)
        top = row(self.heading)
        top.setStretch(0, 1)
        top.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        layout = column(
            card(top, FieldGrid([self.fields[name] for name in IDENTITY]), gap=10),
            card(self.year_title, FieldGrid([self.fields[name] for name in RECORD]), gap=10),
            self.connections,
            self.unproven,
            self.tests,
            self.classes,
            None,
            gap=12,
        )
        layout.setContentsMargins(0, 0, 6, 0)
        self.setLayout(layout)

    def show_scheme(self, shown: SchemeRow, regulations: list[Regulation]) -> None:
        """Show a scheme; when it is another one, what was typed for the one before is saved first."""
        if self.row is not None and self.row.record.id != shown.record.id:
            self.release()
        self.row = shown
        self.heading.setText(shown.scheme.name)
        final = shown.verdict.final
        set_badge(self.state, final.label if final else UNCLASSIFIED_LABEL, class_tone(shown))
        self.year_title.setText(f"Số liệu năm {self.context.year}")
        self._show_fields(shown)
        self.connections.show_connections(shown)
        self.tests.show_tests(TestOwner(scheme_id=shown.scheme.id), shown.tests, regulations)
        self.classes.show_class(shown)

    def release(self) -> None:
        """Save what is being typed and forget what cannot be saved."""
        for field in (*self.fields.values(), *self.classes.fields()):
            field.release()

    def _show_fields(self, shown: SchemeRow) -> None:
        notes = field_notes(shown, self.context.year)
        findings = self._findings(shown.scheme.id)
        for name, field in self.fields.items():
            lasting = name in IDENTITY
            field.show_value(getattr(shown.scheme if lasting else shown.record, name))
            self.told[name].tell("" if lasting else before_words(shown, name), notes.get(name, ""))
            tell_findings(self.told[name].findings, findings.get(name, ()))
        tell_findings(self.unproven, findings.get("tests", ()))

    def _findings(self, scheme_id: int) -> dict[str | None, list[Finding]]:
        """Return what the checks say of a scheme, by the field or part it stands beside."""
        found: dict[str | None, list[Finding]] = {}
        with self.context.data.reading() as session:
            for finding in check_scheme(session, find_year(session, self.context.year), scheme_id):
                found.setdefault(beside(finding), []).append(finding)
        return found

    def _saver(self, field: str) -> Save:
        def save(value: object) -> int | None:
            return set_scheme_field(self.context.data, self.row.record.id, field, value) if self.row else None

        return save
