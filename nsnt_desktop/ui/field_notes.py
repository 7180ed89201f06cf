"""What stands under an editor besides its own fault: earlier years, and what the checks find there."""

from collections.abc import Sequence

from PySide6.QtWidgets import QBoxLayout, QLabel

from nsnt_desktop.checks import Finding
from nsnt_desktop.models.words import Severity
from nsnt_desktop.ui.fields import ChoiceField, Field
from nsnt_desktop.ui.widgets import label, restyle

_ARROW = 40
"""What a box of choices needs beside its words."""


class FieldNotes:
    """The notes under one field."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.whole = label("", "dim", wrap=True)
        self.past = label("", "past", wrap=True)
        self.findings = label("", "warning", wrap=True)
        layout = field.layout()
        assert isinstance(layout, QBoxLayout)  # noqa: S101 - for mypy: a field stacks its parts
        for part in (self.whole, self.past, self.findings):
            part.hide()
            layout.insertWidget(layout.count() - 1, part)  # above the stretch that keeps the parts together

    def show_whole(self) -> None:
        """Show below what was chosen where the box is too narrow for its words: names of sources are long."""
        if not isinstance(self.field, ChoiceField):
            return
        box = self.field.box
        text = box.currentText()
        fits = box.fontMetrics().horizontalAdvance(text) + _ARROW <= box.width()
        self.whole.setText("" if fits else text)
        self.whole.setVisible(not fits)

    def show_past(self, text: str, *, changed: bool) -> None:
        """Show what the field held in earlier years; marked where it changed since the last."""
        if self.past.text() == text and self.past.property("changed") is changed:
            return
        self.past.setText(text)
        self.past.setProperty("changed", changed)
        restyle(self.past)
        self.past.setVisible(bool(text))

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the checks say of the field, errors before warnings."""
        tell_findings(self.findings, findings)


def tell_findings(line: QLabel, findings: Sequence[Finding]) -> None:
    """Show findings in a line of their own, in the colour of the worst; without any it takes no room."""
    told = "\n".join(finding_words(finding) for finding in by_weight(findings))
    kind = worst_kind(findings)
    if line.text() != told or line.objectName() != kind:
        line.setText(told)
        line.setObjectName(kind)
        restyle(line)
    line.setVisible(bool(told))


def by_weight(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with errors first, and those passed over last."""
    return sorted(findings, key=lambda f: (bool(f.passed_over), f.severity is not Severity.ERROR))


def worst_kind(findings: Sequence[Finding]) -> str:
    """Return the role of a label that tells of these findings; dim where all were passed over."""
    open_ones = [f.severity for f in findings if not f.passed_over]
    return "error" if Severity.ERROR in open_ones else "warning" if open_ones else "dim"


def finding_words(finding: Finding) -> str:
    """Return a finding's sentence, with the reason where it was passed over, and who said so."""
    if not finding.passed_over:
        return finding.message
    by = f" ({finding.passed_over_by})" if finding.passed_over_by else ""
    return f"{finding.message} Đã bỏ qua vì: {finding.passed_over.rstrip('.')}{by}."
