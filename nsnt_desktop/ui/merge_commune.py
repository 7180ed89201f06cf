"""Taking in another commune's file: what is in it, what clashes, one button; shown on the villages page."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QTabWidget, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.registry.commune_clashes import Clash
from nsnt_desktop.registry.join_commune import Joined, join_commune
from nsnt_desktop.registry.merge_commune import (
    JoinAnswers,
    Joining,
    YearSeen,
    joined_words,
    left_out,
    preview_joining,
)
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.jobs import run_in_background
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.widgets import ElidedLabel, button, card, column, label, row

_ASKS, _VILLAGES, _YEARS, _DOUBLES, _NOTES = range(5)
_ANSWER = 2
_READY = "Chưa có gì được ghi. Dữ liệu được sao lưu trước khi nhận, và nhận xong vẫn hoàn tác được."


class MergeCommune(QWidget):
    """One joining from the file to the register."""

    def __init__(self, context: Context, on_close: Callable[[], None]) -> None:
        super().__init__()
        self.context, self._on_close = context, on_close
        self.joining: Joining | None = None
        self.choices: dict[str, str] = {}
        self._turn = 0
        self.heading = ElidedLabel()
        self.heading.setObjectName("h1")
        self.close_button = button("Không nhận nữa", icon_name="x")
        self.close_button.clicked.connect(self._close)
        self.apply = button("", "primary", "check")
        self.apply.clicked.connect(self._apply)
        self.state = label("", "dim", wrap=True)
        self.refusals = label("", "error", wrap=True)
        self.name_ours = QCheckBox()
        self.former = QLineEdit()
        self.former.setAccessibleName("Xã cũ của các thôn đang có")
        self.former.setMaximumWidth(220)
        self.name_ours.toggled.connect(self.former.setEnabled)
        self.naming = QWidget()
        self.naming.setLayout(row(self.name_ours, self.former, None))
        self._make_tabs()
        head = row(self.heading, None, self.close_button, self.apply)
        layout = column(head, self.state, self.refusals, self.naming, gap=8)
        layout.addWidget(self.tabs, 1)
        self.setLayout(layout)

    def _make_tabs(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.asks = PlainTable(
            "Cần trả lời",
            (Heading("Về", 96), Heading("Trùng ở đâu"), Heading("Cách làm", 400)),
            row_height=34,
            two_lines=False,
            wrap=True,
        )
        self.villages = PlainTable(
            "Các thôn sẽ nhận", (Heading("Thôn"), Heading("Xã cũ", 220), Heading("Số hộ", 90, right=True))
        )
        self.years = PlainTable("Các năm", (Heading("Năm", 90), Heading("Ở đây"), Heading("Ở tệp kia")))
        self.doubles = PlainTable("Hộ có thể trùng", (Heading("Hộ có thể đứng ở cả hai tệp"),))
        self.notes = PlainTable("Cần biết", (Heading("Cần biết trước khi nhận"),), wrap=True)
        for table in (self.asks, self.villages, self.years, self.doubles, self.notes):
            self.tabs.addTab(_tab(table), "")

    def begin(self) -> bool:
        """Ask for the file and read it; False if the officer gives up."""
        path = self.context.dialogs.open_file(self, "Chọn tệp dữ liệu của xã khác")
        if path is None:
            return False
        self._look(path)
        return True

    def _look(self, path: Path) -> None:
        self._turn += 1
        turn, data = self._turn, self.context.data
        self.heading.show_text("Nhận dữ liệu của xã khác")
        self.joining = None
        self._show_working(f"Đang đọc {path.name}…")

        def done(joining: Joining) -> None:
            if turn == self._turn:
                self._show(joining)

        def failed(error: BaseException) -> None:
            if turn == self._turn:
                self._close()
            self.context.failed(error)

        run_in_background(lambda: preview_joining(data, path), done, failed, self)

    def _show_working(self, words: str) -> None:
        self.state.setText(words)
        self.apply.setVisible(False)
        for part in (self.refusals, self.naming, self.tabs):
            part.setVisible(self.joining is not None)
            part.setEnabled(False)

    def _show(self, joining: Joining) -> None:
        self.joining, self.choices = joining, {}
        self.heading.show_text(f"Nhận dữ liệu xã {joining.commune}")
        self.refusals.setText("\n".join(joining.refusals))
        self.name_ours.setText(f"Ghi xã cũ cho {vn.number(joining.unnamed)} thôn ở đây chưa ghi xã cũ:")
        self.name_ours.setChecked(False)
        self.former.setText(joining.here)
        self.former.setEnabled(False)
        self._show_tables(joining)
        self._show_ready(joining)
        # In the place of what was said of the file chosen before.
        self.context.did(None, f"Đã đọc tệp của xã {joining.commune}. Chưa có gì được ghi.")

    def _show_ready(self, joining: Joining) -> None:
        """Offer the button; what was answered so far stands."""
        may = not joining.refusals
        self.state.setText(_READY if may else "Chưa nhận được, vì:")
        self.apply.setText(f"Nhận {joined_words(joining)}")
        self.apply.setVisible(may)
        self.refusals.setVisible(not may)
        self.naming.setVisible(may and bool(joining.unnamed))
        self.tabs.setVisible(True)
        for part in (self.refusals, self.naming, self.tabs):
            part.setEnabled(True)
        if may:
            self.apply.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_tables(self, joining: Joining) -> None:
        clashes = () if joining.refusals else joining.clashes
        self._show_asks(clashes)
        self.villages.show_lines(
            [
                Line((v.name, v.former_commune, vn.number(v.households)), i)
                for i, v in enumerate(joining.villages)
            ]
        )
        self.years.show_lines([_year_line(year) for year in joining.years])
        self.doubles.show_lines([Line((text,), i) for i, text in enumerate(joining.doubles)])
        notes = _notes(joining)
        self.notes.show_lines([Line((text,), i) for i, text in enumerate(notes)])
        for at, title, number in (
            (_ASKS, "Cần trả lời", len(clashes)),
            (_VILLAGES, "Các thôn", len(joining.villages)),
            (_YEARS, "Các năm", len(joining.years)),
            (_DOUBLES, "Hộ có thể trùng", len(joining.doubles)),
            (_NOTES, "Cần biết", len(notes)),
        ):
            self.tabs.setTabText(at, f"{title} ({vn.number(number)})")
            self.tabs.setTabVisible(at, bool(number))
        self.tabs.setCurrentIndex(_YEARS if joining.refusals else _ASKS if clashes else _VILLAGES)

    def _show_asks(self, clashes: tuple[Clash, ...]) -> None:
        self.asks.show_lines([Line((clash.kind, clash.text, ""), clash.key) for clash in clashes])
        for at, clash in enumerate(clashes):
            box = Choice(clash.options)
            box.choose(clash.proposed)
            box.setAccessibleName(clash.text)
            box.activated.connect(lambda _i, b=box, c=clash: self._answer(c, b.chosen()))
            self.asks.setIndexWidget(self.asks.lines.index(at, _ANSWER), box)

    def _answer(self, clash: Clash, answer: str) -> None:
        self.choices[clash.key] = answer

    def _close(self) -> None:
        self._turn += 1  # what is still being read is no longer wanted
        self.joining = None
        self._on_close()

    def _apply(self) -> None:
        joining, data = self.joining, self.context.data
        if joining is None:
            return
        former = self.former.text() if self.name_ours.isChecked() else ""
        answers = JoinAnswers(dict(self.choices), former)
        self._show_working(f"Đang nhận {joined_words(joining)} của xã {joining.commune}…")
        self.close_button.setEnabled(False)

        def done(joined: Joined) -> None:
            self.close_button.setEnabled(True)
            self._close()
            self.context.backed_up.emit()
            self.context.did(joined.action_id, _joined_sentence(joined))

        def failed(error: BaseException) -> None:
            self.close_button.setEnabled(True)
            self._show_ready(joining)
            self.context.failed(error)

        run_in_background(lambda: join_commune(data, joining, answers), done, failed, self)


def _tab(table: PlainTable) -> QFrame:
    return card(table, margin=8)


def _year_line(year: YearSeen) -> Line:
    here = f"{vn.number(year.households_here)} hộ, {year.here.label}" if year.here else "chưa có"
    there = f"{vn.number(year.households_there)} hộ, {year.there.label}" if year.there else "chưa có"
    differs = year.here is not None and year.there is not None and year.here is not year.there
    return Line((str(year.year), here, there), year.year, tones={1: "error", 2: "error"} if differs else {})


def _notes(joining: Joining) -> list[str]:
    notes = [left_out(), *_lone_years(joining)]
    if joining.schemes:
        notes.append(f"Công trình sẽ nhận: {', '.join(joining.schemes)}.")
    if joining.doubles:
        notes.append(
            "Hộ có thể trùng được nhận như đang có; nhận xong, phần Kiểm tra số liệu sẽ nhắc để gộp hộ."
        )
    if joining.sources:
        notes.append(f"Thêm vào danh mục nguồn nước: {', '.join(joining.sources)}.")
    notes += [f"Cài đặt khác nhau, giữ theo xã này – {words}." for words in joining.settings]
    notes.append("Nếu xã mới có tên khác, hãy sửa tên xã ở phần Cài đặt sau khi nhận.")
    return notes


def _lone_years(joining: Joining) -> list[str]:
    """Say which years will hold the figures of one commune only."""
    return [
        f"Năm {year.year} chỉ có số liệu của xã {joining.commune if year.here is None else joining.here}: "
        "các chỉ số năm đó chưa tính xã còn lại."
        for year in joining.years
        if year.here is None or year.there is None
    ]


def _joined_sentence(joined: Joined) -> str:
    return (
        f"Đã nhận xã {joined.commune}: {vn.number(joined.villages)} thôn mới, "
        f"{vn.number(joined.households)} hộ, {vn.number(joined.schemes)} công trình mới. "
        f"Bản sao lưu trước khi nhận: {joined.backup.name}."
    )
