"""Every question of a list in one table: words first, then places, then households in doubt."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.importing.matching.questions import MAKE_NEW, SKIP, TAKE, Ask, AskKind, household_in
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.import_answers import AnswerLine, AnswerTable
from nsnt_desktop.ui.plain_table import Heading
from nsnt_desktop.ui.widgets import button, card, column, label, row

BY_WORD = frozenset({AskKind.SOURCE, AskKind.WORD})
"""Answered for a word, wherever it stands."""
AskId = tuple[AskKind, str]
_PROPOSED = "đề xuất"
ANSWER = 4
"""The column of the answers."""
OPEN = "chưa trả lời"
_ORDER = {kind: at for at, kind in enumerate(AskKind)}
_OF_ONE_ROW = frozenset({AskKind.WHICH, AskKind.LIKE, AskKind.GONE})
"""Answered by naming a household, which only one row can be."""
_SCORES = (95, 90, 80, 70)
_LIKELY = 90
_NARROW, _WIDE, _SPACIOUS = 210, 290, 1000
"""Points of the answers' column, narrow and wide, and of the page from which on it is wide."""
_ROOM = 320
"""Points of height below which the hint makes way for another line."""
_FOR_SEVERAL = {MAKE_NEW: "Thêm mới", SKIP: "Bỏ qua", TAKE: "Nhập cả hai"}
_SUGGESTED, _NOTHING = object(), object()


class DoubtsPage(QWidget):
    """The questions, and ways to answer many of them at once."""

    answered = Signal(object, object)
    """The questions answered (AskId each), and the answer; None: not answered after all."""
    accepted = Signal(object)
    """The answers taken as proposed, by question."""

    def __init__(self) -> None:
        super().__init__()
        self.table = AnswerTable(
            "Các câu cần trả lời",
            (
                Heading("Danh sách ghi"),
                Heading("Trong sổ"),
                Heading("Giống", 58, right=True),
                Heading("Vì sao"),
                Heading("Trả lời", _NARROW),
            ),
            wrap=True,
        )
        self.table.answered.connect(self.answered)
        self.likely = Choice([(score, f"giống từ {score} %") for score in _SCORES] + [(0, "mọi mức")])
        self.likely.choose(_LIKELY)
        self.likely.setAccessibleName("Nhận đề xuất giống từ")
        self.likely.activated.connect(lambda _i: self._show_ways())
        self.accept = button("", "", "check")
        self.accept.clicked.connect(self._accept)
        self.all_new = button("Tất cả là hộ mới")
        self.all_new.setToolTip("Các dòng đã chọn là hộ mới, chưa có trong sổ")
        self.all_new.clicked.connect(lambda: self._answer_chosen(MAKE_NEW))
        self.several = Choice([])
        self.several.setAccessibleName("Trả lời các dòng đã chọn")
        self.several.setMinimumContentsLength(22)
        self.several.activated.connect(lambda _i: self._answer_chosen(self.several.chosen()))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_ways())
        self.hint = label(
            "Bấm vào ô Trả lời, hoặc chọn dòng rồi gõ chữ đầu; Enter sang dòng sau.", "dim", wrap=True
        )
        ways = row(self.accept, self.likely, self.all_new, self.several, None)
        page = card(ways, self.table, self.hint, gap=6, margin=8)
        self.setLayout(column(page, gap=0))
        self.asks: dict[Hashable, Ask] = {}

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.hint.setVisible(self.height() > _ROOM)
        wide = _WIDE if self.width() > _SPACIOUS else _NARROW
        self.table.horizontalHeader().resizeSection(ANSWER, wide)

    def show_asks(
        self, asks: Iterable[Ask], answers: Mapping[AskId, str], remembered: Mapping[AskId, str]
    ) -> None:
        """Show the questions with what was answered; remembered: by earlier lists, and still in force."""
        ordered = sorted(asks, key=lambda ask: _ORDER[ask.kind])
        lines = [
            _line(ask, answers.get(i), remembered.get(i)) for ask in ordered for i in [(ask.kind, ask.key)]
        ]
        self.asks = {(ask.kind, ask.key): ask for ask in ordered}
        self.table.show_lines(lines)
        self._show_ways()

    def open_count(self) -> int:
        """Return how many questions wait for an answer."""
        return sum(line.answer is None for line in self._lines())

    def take_keys(self) -> None:
        """Stand on the first open question, so that typing answers it."""
        for at, line in enumerate(self._lines()):
            if line.answer is None:
                self.table.setCurrentIndex(self.table.answers.index(at, ANSWER))
                self.table.setFocus()
                return

    def _lines(self) -> list[AnswerLine]:
        return [self.table.line(at) for at in range(self.table.answers.rowCount())]

    def _asks_of(self, lines: Iterable[AnswerLine]) -> list[Ask]:
        # Qt tells of a selection that changes while lines come and go: some may be of before.
        return [self.asks[line.key] for line in lines if line.key in self.asks]

    # Many at once

    def proposals(self) -> dict[AskId, str]:
        """Return what the button would answer: open questions, as proposed, alike enough."""
        least = self.likely.chosen()
        wanted = self._asks_of(line for line in self._lines() if line.answer is None)
        return {
            (ask.kind, ask.key): ask.suggested
            for ask in wanted
            if ask.suggested and (not least or (ask.score or 0) >= least)
        }

    def _accept(self) -> None:
        self.accepted.emit(self.proposals())

    def _answer_chosen(self, answer: Any) -> None:
        self.several.setCurrentIndex(0)
        chosen = self.table.chosen_lines()
        if answer is _SUGGESTED:
            asks = self._asks_of(chosen)
            self.accepted.emit({(ask.kind, ask.key): ask.suggested for ask in asks if ask.suggested})
        elif answer is not _NOTHING:
            self.table.answer_lines([line for line in chosen if answer in dict(line.options)], answer)

    def _show_ways(self) -> None:
        number, chosen = len(self.proposals()), self.table.chosen_lines()
        self.accept.setText(f"Nhận mọi đề xuất ({vn.number(number)})")
        self.accept.setEnabled(number > 0)
        proposed = any(ask.suggested for ask in self.asks.values())
        self.accept.setVisible(proposed)
        self.likely.setVisible(proposed)
        new = sum(MAKE_NEW in dict(line.options) for line in chosen)
        self.all_new.setText(f"Tất cả là hộ mới ({vn.number(new)})" if new else "Tất cả là hộ mới")
        self.all_new.setEnabled(new > 0)
        self.several.offer(self._for_several(chosen))
        self.several.setCurrentIndex(0)
        self.several.setEnabled(bool(chosen))

    def _for_several(self, chosen: list[AnswerLine]) -> list[tuple[Any, str]]:
        """Return what all the selected lines can be answered."""
        if not chosen:
            return [(_NOTHING, "Trả lời các dòng đã chọn")]
        offered = [(_NOTHING, f"Trả lời {vn.number(len(chosen))} dòng đã chọn…")]
        if any(ask.suggested for ask in self._asks_of(chosen)):
            offered.append((_SUGGESTED, "Như đề xuất"))
        alike = len({line.options for line in chosen}) == 1
        for value, words in chosen[0].options:
            if all(value in dict(line.options) and value not in line.alone for line in chosen):
                offered.append((value, words if alike else _FOR_SEVERAL.get(str(value), words)))
        return offered


def remembered_by(preview: Preview) -> dict[AskId, str]:
    """Return what earlier lists answered, by question."""
    found = {}
    for ask in preview.recalled:
        kind, _, word = ask.key.partition(":")
        found[ask.kind, ask.key] = preview.file.memory.words.get((kind, word), "")
    return found


def _line(ask: Ask, answer: str | None, remembered: str | None) -> AnswerLine:
    now = remembered if answer is None else answer
    options: list[tuple[Any, str]] = [] if remembered is not None else [(None, OPEN)]
    for value, words in ask.options:
        marks = [_PROPOSED] if ask.suggested and value == ask.suggested else []
        marks += ["nhớ từ lần trước"] if value == remembered else []
        options.append((value, _marked(words, marks)))
    # "đề xuất" helps in the list, behind an answer it does not.
    answers = dict(options if now == remembered else ask.options)
    shown = OPEN if now is None else answers.get(now, OPEN)
    cells = (
        f"{ask.listed or ask.text}\n{_where(ask)}",
        ask.registered,
        "" if ask.score is None else f"{ask.score} %",
        ask.why or (ask.text if ask.listed else ""),
        shown,
    )
    of_one = ask.kind in _OF_ONE_ROW
    alone = frozenset(value for value, _ in ask.options if of_one and household_in(value)[0].isdigit())
    tones = {ANSWER: "warning"} if now is None else {ANSWER: "dim"} if answer is None else {}
    return AnswerLine(
        cells,
        (ask.kind, ask.key),
        tones,
        tip=ask.text,
        options=tuple(options),
        answer=now,
        first=ask.suggested or None,
        alone=alone,
        spans=1 if any(cells[1:ANSWER]) else ANSWER,
    )


def _marked(words: str, marks: Iterable[str]) -> str:
    """Return an answer with what is to be said of it, in the brackets it has: the list has little room."""
    for mark in marks:
        words = f"{words[:-1]}, {mark})" if words.endswith(" %)") else f"{words} ({mark})"
    return words


def _where(ask: Ask) -> str:
    if len(ask.rows) == 1:
        return f"{ask.kind.label} · dòng {ask.rows[0][1]}"
    return f"{ask.kind.label} · {vn.number(len(ask.rows))} dòng" if ask.rows else ask.kind.label
