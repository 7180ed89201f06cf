"""Households of the list's villages that it does not name: still here, moved away, or gone altogether."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.register import Register, Registered
from nsnt_desktop.ui.import_answers import AnswerLine, AnswerTable
from nsnt_desktop.ui.plain_table import Heading
from nsnt_desktop.ui.widgets import button, card, column, label, row

STILL_HERE = "vẫn ở đây"
OPTIONS = (
    (None, STILL_HERE),
    (HouseholdStatus.MOVED_AWAY, "đã chuyển đi"),
    (HouseholdStatus.ENDED, "không còn hộ"),
)
_WORDS = dict(OPTIONS)
_ABOUT = (
    "Các hộ này có trong sổ nhưng danh sách không nhắc đến. Để nguyên thì sổ giữ như cũ; hộ ghi «đã chuyển "
    "đi» hoặc «không còn hộ» vẫn còn trong lịch sử. Bấm đúp để mở hộ."
)


class MissingPage(QWidget):
    """The households no row names, each with what became of it."""

    answered = Signal(object, object)
    """The records answered, and the status; None: still here."""
    opened = Signal(object)
    """The record of a household to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.table = AnswerTable(
            "Hộ không còn trong danh sách",
            (
                Heading("Thôn", 150),
                Heading("Mã hộ", 110),
                Heading("Chủ hộ"),
                Heading("Nhân khẩu", 90, right=True),
                Heading("Hộ này", 190),
            ),
        )
        self.table.answered.connect(self.answered)
        self.table.opened.connect(self.opened)
        self.warning = label("", "warning", wrap=True)
        self.deeds = [button(words) for _, words in OPTIONS]
        for deed, (status, _) in zip(self.deeds, OPTIONS, strict=True):
            deed.clicked.connect(lambda _checked=False, s=status: self._answer(s))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_deeds())
        self.chosen = label("", "dim")
        ways = row(self.chosen, *self.deeds, None)
        page = card(label(_ABOUT, "dim", wrap=True), self.warning, ways, self.table, gap=6, margin=8)
        self.setLayout(column(page, gap=0))
        self._show_deeds()

    def show_missing(
        self,
        missing: Iterable[Registered],
        register: Register,
        answers: Mapping[int, HouseholdStatus],
        warning: str,
    ) -> None:
        """Show the households with what was answered; warning: why nearly all of them may well be here."""
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        self.table.show_lines([_line(one, register, answers.get(one.record_id)) for one in missing])
        self._show_deeds()

    def _answer(self, status: HouseholdStatus | None) -> None:
        self.table.answer_lines(self.table.chosen_lines(), status)

    def _show_deeds(self) -> None:
        number = len(self.table.chosen_lines())
        self.chosen.setText(
            f"{vn.number(number)} hộ đã chọn:" if number else "Chọn một hoặc nhiều hộ rồi bấm:"
        )
        for deed in self.deeds:
            deed.setEnabled(number > 0)


def _line(one: Registered, register: Register, answer: HouseholdStatus | None) -> AnswerLine:
    cells = (
        register.villages[one.village_id][0],
        one.values["code"],
        one.values["head"],
        str(one.values["persons"] or vn.BLANK),  # never above 50: there are no thousands to mark
        _WORDS[answer],
    )
    return AnswerLine(cells, one.record_id, {} if answer else {4: "dim"}, options=OPTIONS, answer=answer)
