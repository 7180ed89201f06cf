"""The checklist for hygienic water of one household: its questions, and what they propose."""

from PySide6.QtWidgets import QLabel, QWidget

from nsnt_desktop.indicators.household_water import Question
from nsnt_desktop.models.words import YES_NO_LABELS
from nsnt_desktop.registry.checklist import answer_question, take_proposal
from nsnt_desktop.registry.household_sheet import HouseholdSheet
from nsnt_desktop.registry.household_trail import ANSWER_LABELS
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import ChoiceField
from nsnt_desktop.ui.widgets import badge, button, column, label, row, set_badge

ANSWERS = [(answer, ANSWER_LABELS[answer]) for answer in (None, True, False)]
_TONES = {True: "met", False: "error", None: ""}
ANSWER_WIDTH = 112


class QuestionRow(QWidget):
    """One question and its answer, saved as soon as it is chosen."""

    def __init__(self, card: "ChecklistCard") -> None:
        super().__init__()
        self.card, self.id = card, 0
        self.words = label("", wrap=True)
        self.answer = ChoiceField(card.context, "", self._save, ANSWERS)
        self.answer.setFixedWidth(ANSWER_WIDTH)
        for title in self.answer.findChildren(QLabel):
            if title is not self.answer.fault:
                title.hide()  # the question itself stands beside it
        inside = row(gap=8)
        inside.addWidget(self.words, 1)
        inside.addWidget(self.answer)
        self.setLayout(inside)

    def show_question(self, question: Question) -> None:
        """Show a question as it is answered now; what was being chosen for another one is left."""
        if question.id != self.id:
            self.answer.give_up()
        self.id = question.id
        self.words.setText(question.label)
        self.answer.title = question.label
        self.answer.box.setAccessibleName(question.label)
        self.answer.show_value(question.met)

    def _save(self, met: bool | None) -> int | None:
        if self.card.record_id is None:
            return None
        return answer_question(self.card.context.data, self.card.record_id, self.id, met)


class ChecklistCard(QWidget):
    """The questions of the household's main source; for a centralised one, what its verdict rests on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.record_id: int | None = None
        self.rows: list[QuestionRow] = []
        self._shown = 0
        self._holder = column(gap=6)
        self.none = label("", "dim", wrap=True)
        self.proposed = badge()
        self.reason = label("", "dim", wrap=True)
        self.take = button("Lấy theo đề xuất", icon_name="check")
        self.take.clicked.connect(self._take)
        self._said = row(label("Đề xuất:", "dim"), self.proposed, None)
        layout = column(self.none, self._holder, self._said, self.reason, row(self.take, None), gap=6)
        self.setLayout(layout)

    def show_checklist(self, sheet: HouseholdSheet) -> None:
        """Show the questions of a household and what they propose against the officer's verdict."""
        self.record_id = sheet.household.id
        while len(self.rows) < len(sheet.questions):
            self.rows.append(QuestionRow(self))
            self._holder.addWidget(self.rows[-1])
        for at, shown in enumerate(self.rows):
            if at < len(sheet.questions):
                shown.show_question(sheet.questions[at])
            shown.setVisible(at < len(sheet.questions))
        self._shown = len(sheet.questions)
        self._show_none(sheet)
        verdict = sheet.proposal.verdict
        told = YES_NO_LABELS[verdict] if verdict is not None else "Chưa đề xuất được"
        set_badge(self.proposed, told, _TONES[verdict])
        self.reason.setText(f"{sheet.proposal.reason[:1].upper()}{sheet.proposal.reason[1:]}.")
        self.take.setVisible(verdict is not None and verdict is not sheet.household.hygienic)

    def editors(self) -> list[QWidget]:
        """Return what Tab goes through here, in the order it stands."""
        return [*(shown.answer.editor for shown in self.rows[: self._shown]), self.take]

    def release(self) -> None:
        """Leave the household: an answer that was refused is forgotten, and said so."""
        for shown in self.rows:
            shown.answer.release()

    def _show_none(self, sheet: HouseholdSheet) -> None:
        self.none.setVisible(not sheet.questions)
        if sheet.central:
            self.none.setText("Nguồn tập trung không có câu hỏi: dựa vào xét nghiệm của công trình.")
        elif sheet.household.main_source_id is None:
            self.none.setText("Chọn nguồn nước chính để có câu hỏi.")
        else:
            self.none.setText("Nguồn này không có câu hỏi. Sửa câu hỏi ở Cài đặt, mục Điều kiện vệ sinh.")

    def _take(self) -> None:
        if self.record_id is None:
            return
        with self.context.trying():
            done = take_proposal(self.context.data, self.record_id)
            self.context.did(done, "Đã lấy theo đề xuất ở mục «Nước hợp vệ sinh».")
