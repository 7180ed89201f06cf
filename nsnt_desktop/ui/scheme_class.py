"""How sustainable a scheme is: each question with its proposed answer, the class, the officer's own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from nsnt_desktop.indicators.class_rule import CriterionAnswer
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, SustainabilityClass
from nsnt_desktop.registry.schemes import SchemeRow, set_scheme_answer, set_scheme_field
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import ChoiceField, Field, LineField, Save, choices_of
from nsnt_desktop.ui.widgets import badge, column, label, row, set_badge

ANSWERS = {True: ("Đạt", "met"), False: ("Không đạt", "error"), None: ("Chưa có số liệu", "")}
OWN_ANSWERS = [(None, "Theo số liệu"), (True, "Đạt"), (False, "Không đạt")]
AS_PROPOSED = "Theo đề xuất"
_TONES = {
    SustainabilityClass.SUSTAINABLE: "met",
    SustainabilityClass.FAIRLY: "accent",
    SustainabilityClass.POORLY: "warning",
    SustainabilityClass.NOT_WORKING: "error",
}


class Question(QWidget):
    """One criterion: what the record tells and why, and the officer's own answer."""

    def __init__(self, context: Context, answer: CriterionAnswer, save: Save) -> None:
        super().__init__()
        self.id = answer.criterion_id
        self.reason = label("", "dim", wrap=True)
        self.verdict = badge()
        self.verdict.setFixedWidth(116)
        self.verdict.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.own = ChoiceField(context, f"Đánh giá: {answer.label}", save, OWN_ANSWERS)
        self.own.setFixedWidth(150)
        for title in self.own.findChildren(QLabel):
            if title is not self.own.fault:
                title.hide()  # the question itself stands beside it
        self.name = label(answer.label, wrap=True)
        words = column(self.name, self.reason, gap=1)
        inside = row(gap=12)
        inside.addLayout(words, 1)
        inside.addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(self.own, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(inside)

    def show_answer(self, answer: CriterionAnswer) -> None:
        """Show the answer that stands now."""
        text, kind = ANSWERS[answer.met]
        set_badge(self.verdict, text, kind)
        self.name.setText(f"{answer.label} (bắt buộc)" if answer.required else answer.label)
        self.reason.setText(answer.reason[:1].upper() + answer.reason[1:])
        self.own.show_value(answer.met if answer.by_officer else None)


class ClassCard(QFrame):
    """The class of the scheme shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.row: SchemeRow | None = None
        self.questions: list[Question] = []
        self.setObjectName("card")
        self._holder = column(gap=8)
        self.before = label("", "dim")
        self.proposed = badge()
        self.reason = label("", "dim", wrap=True)
        choices = choices_of(SustainabilityClass, AS_PROPOSED)
        self.override = ChoiceField(context, "Xếp loại của cán bộ", self._saver("class_override"), choices)
        self.why = LineField(
            context,
            "Lý do xếp loại khác đề xuất",
            self._saver("class_reason"),
            hint="Bắt buộc khi xếp loại khác",
        )
        self.override.setFixedWidth(220)
        own = row(self.override, gap=16)
        own.addWidget(self.why, 1)
        self.warning = badge("", "warning")
        self.warning.setWordWrap(True)
        proposal = row(label("Xếp loại đề xuất:"), self.proposed, self.reason)
        proposal.setStretch(2, 1)
        layout = column(
            row(label("Mức độ bền vững", "h2"), None, self.before),
            self._holder,
            proposal,
            self.warning,  # above the fields: below them it would stand out of sight
            own,
            gap=8,
        )
        layout.setContentsMargins(14, 12, 14, 12)
        self.setLayout(layout)

    def fields(self) -> list[Field]:
        """Return the editors of this card."""
        return [self.override, self.why, *(question.own for question in self.questions)]

    def show_class(self, shown: SchemeRow) -> None:
        """Show the questions and the class of a scheme."""
        self.row = shown
        self.before.setText(_before(shown))
        answers = shown.verdict.answers
        if [question.id for question in self.questions] != [answer.criterion_id for answer in answers]:
            self._make_questions(answers)
        for question, answer in zip(self.questions, answers, strict=True):
            question.show_answer(answer)
        proposed = shown.verdict.proposed
        set_badge(
            self.proposed, proposed.label if proposed else UNCLASSIFIED_LABEL, "accent" if proposed else ""
        )
        self.override.show_value(shown.record.class_override)
        self.why.show_value(shown.record.class_reason)
        self._show_reason(shown)

    def _show_reason(self, shown: SchemeRow) -> None:
        verdict = shown.verdict
        self.reason.setText(f"Căn cứ: {verdict.proposed_reason}.")
        missing = shown.record.class_override is not None and not verdict.overridden
        self.warning.setVisible(missing or verdict.overridden)
        if missing:
            set_badge(
                self.warning,
                "Chưa ghi lý do nên xếp loại của cán bộ chưa được tính; vẫn dùng xếp loại đề xuất.",
                "warning",
            )
        elif verdict.overridden and verdict.final:
            why = verdict.reason.strip().rstrip(".")
            told = f"Đang dùng xếp loại của cán bộ: {verdict.final.label}. Lý do: {why}."
            set_badge(self.warning, f"{told} Báo cáo ghi rõ lý do.", "accent")

    def _make_questions(self, answers: tuple[CriterionAnswer, ...]) -> None:
        for gone in self.questions:
            self._holder.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self.questions = [
            Question(self.context, answer, self._answer_saver(answer.criterion_id)) for answer in answers
        ]
        for question in self.questions:
            self._holder.addWidget(question)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Tab go through the questions before the class, as they stand: Qt puts what is new last."""
        before: QWidget | None = self.override.editor
        while before is not None and (
            self.isAncestorOf(before) or not before.focusPolicy() & Qt.FocusPolicy.TabFocus
        ):
            before = before.previousInFocusChain()
        if before is None:
            return
        for question in self.questions:
            QWidget.setTabOrder(before, question.own.editor)
            before = question.own.editor
        QWidget.setTabOrder(before, self.override.editor)
        QWidget.setTabOrder(self.override.editor, self.why.editor)

    def _saver(self, field: str) -> Save:
        def save(value: object) -> int | None:
            return set_scheme_field(self.context.data, self.row.record.id, field, value) if self.row else None

        return save

    def _answer_saver(self, criterion_id: int) -> Save:
        def save(met: bool | None) -> int | None:
            if self.row is None:
                return None
            return set_scheme_answer(self.context.data, self.row.record.id, criterion_id, met)

        return save


def _before(shown: SchemeRow) -> str:
    if shown.before is None:
        return ""
    final = shown.before.final
    return f"Năm {shown.before.year}: {final.label if final else UNCLASSIFIED_LABEL}"


def class_tone(shown: SchemeRow) -> str:
    """Return the kind of badge that a scheme's class stands in."""
    return _TONES[shown.verdict.final] if shown.verdict.final else ""
