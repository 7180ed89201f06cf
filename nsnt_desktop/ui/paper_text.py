"""The wording of a paper: each section with its proposed text, which the officer may write over."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from nsnt_desktop.documents.gather import as_template, check_template, may_be_kept, proposed_sections
from nsnt_desktop.documents.paper_check import moved
from nsnt_desktop.importing.letters.letters import Encoding
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.paper_templates import keep_template, load_templates
from nsnt_desktop.registry.papers import Paper, accept_proposal, load_paper, set_paper_text
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.paper_live import LivePage
from nsnt_desktop.ui.steps import Step
from nsnt_desktop.ui.theme import colours
from nsnt_desktop.ui.widgets import badge, button, card, label, row, set_badge
from nsnt_desktop.ui.wording_edit import WordingEdit

_HINT = (
    "Mỗi dòng là một đoạn; dòng bắt đầu bằng “-\u00a0” là gạch đầu dòng, bằng “#\u00a0” là tiêu đề mục nhỏ."
)

_WRITTEN, _ACCEPTED, _UNREAD, _MOVED = "đã sửa", "đã duyệt", "câu đề xuất, chưa duyệt", "số liệu đã đổi"
_BADGES = {_WRITTEN: "accent", _ACCEPTED: "met", _UNREAD: "", _MOVED: "warning"}
_SIGNS = {
    _WRITTEN: ("✎", "accent"),
    _ACCEPTED: ("✓", "text"),
    _UNREAD: ("", "text"),
    _MOVED: ("!", "warning"),
    "": ("", "text"),
}
"""What stands before a section's name in the list, and in which colour."""
_ROOM_FOR_PAGE = 880
"""Pixels: in a narrower window the text keeps the room, and the page waits in the next step."""


class TextStep(Step):
    """The sections, the one chosen, and its page as it will be printed; saved when left."""

    title = "Lời văn"

    def __init__(self, context: Context, kind: DocumentKind) -> None:
        super().__init__(context)
        self.kind = kind
        self.sections = QListWidget()
        self.sections.setAccessibleName("Các mục của văn bản")
        self.sections.setFixedWidth(210)
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sections.currentItemChanged.connect(lambda now, _before: self._choose(now))
        self.name, self.edited = label("", "h2"), badge("đã sửa", "accent")
        self.accept = button("Duyệt câu đề xuất", "link", "check")
        self.accept.clicked.connect(self._accept)
        self.template = button("Giữ làm mẫu…", "link", "save")
        self.template.setToolTip("Dùng lời văn này làm câu đề xuất của mọi năm")
        self.template.clicked.connect(self._keep_template)
        self.drop = button("Bỏ mẫu của đơn vị", "link")
        self.drop.setToolTip("Trở lại lời văn của chương trình")
        self.drop.clicked.connect(self._drop_template)
        self.restore = button("Lấy lại câu đề xuất", "link", "undo-2")
        self.restore.clicked.connect(self._restore)
        self.text = WordingEdit()
        self.text.read_from.connect(self._tell_old_font)
        self.text.setTabChangesFocus(True)
        self.text.installEventFilter(self)
        self.text.textChanged.connect(self._show_live)
        top = row(self.name, self.edited, None, self.accept, self.restore)
        bottom = row(label(_HINT, "dim", wrap=True), self.template, self.drop)
        bottom.setStretch(0, 1)
        right = card(top, self.text, bottom)
        self.live = LivePage(context, kind)
        layout = row(card(self.sections, margin=8), right, self.live, gap=10)
        layout.setStretch(1, 1)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._year_id = 0
        self._proposed: dict[str, str] = {}
        self._paper = Paper()
        self._templates: dict[str, str] = {}
        self._section = ""
        self._shown = ""
        """The text as it was put into the editor; what differs from it was typed."""

    def enter(self) -> None:
        self._year_id = 0
        self.refresh()
        if self.sections.currentRow() < 0:
            self.sections.setCurrentRow(0)
        self.text.setFocus()

    def leave(self) -> bool:
        self.keep()
        return True

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            labels, proposed = proposed_sections(session, year, self.kind, date.today())  # noqa: DTZ011
            paper = load_paper(session, year.id, self.kind)
            self._templates = load_templates(session, self.kind)
        typed = self.text.wording() != self._shown and year.id == self._year_id
        self._year_id, self._proposed, self._paper = year.id, proposed, paper
        self.live.read_again()
        self._show_list(labels)
        if self._section and not typed:
            self._show_section()
        self._show_live()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.live.setVisible(self.width() >= _ROOM_FOR_PAGE)

    def choose(self, key: str) -> None:
        """Show a section by its key."""
        for at in range(self.sections.count()):
            if self.sections.item(at).data(Qt.ItemDataRole.UserRole) == key:
                self.sections.setCurrentRow(at)

    def keep(self) -> None:
        """Save what was typed in the section shown; typed back to the proposal, it is the proposal again."""
        typed = self.text.wording()
        if not self._section or typed == self._shown:
            return
        self._shown = typed
        wording = typed if typed.strip() and typed.strip() != self._proposed[self._section] else None
        self._save(wording, f"Đã lưu lời văn mục «{self.name.text()}».")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.text and event.type() == QEvent.Type.FocusOut:
            self.keep()
        return super().eventFilter(watched, event)

    def _show_list(self, labels: dict[str, str]) -> None:
        keys = [
            str(self.sections.item(i).data(Qt.ItemDataRole.UserRole)) for i in range(self.sections.count())
        ]
        if keys != list(labels):
            self.sections.clear()
            for key, name in labels.items():
                item = QListWidgetItem(name, self.sections)
                item.setData(Qt.ItemDataRole.UserRole, key)
        for i, (key, name) in enumerate(labels.items()):
            item = self.sections.item(i)
            sign, tone = _SIGNS[self._state(key)]
            item.setText(f"{sign}  {name}" if sign else name)
            item.setForeground(QColor(getattr(colours(), tone)))
            item.setToolTip(name)

    def _choose(self, item: QListWidgetItem | None) -> None:
        self.keep()
        if item is not None:
            self._section = str(item.data(Qt.ItemDataRole.UserRole))
            self._show_section()

    def _show_section(self) -> None:
        key = self._section
        item = self.sections.currentItem()
        name = item.toolTip() if item else ""
        self.name.setText(name)
        self.text.setAccessibleName(f"Lời văn mục {name}")
        self._shown = self._paper.texts.get(key, self._proposed.get(key, ""))
        if self.text.wording() != self._shown:
            self.text.setPlainText(self._shown)
        self._show_live()
        state = self._state(key)
        set_badge(self.edited, state, _BADGES.get(state, ""))
        self.edited.setVisible(bool(state))
        own = key in self._paper.texts
        self.restore.setVisible(own)
        self.template.setVisible(own and may_be_kept(self.kind, key))
        self.drop.setVisible(key in self._templates and not own)
        self.accept.setText("Vẫn giữ lời văn này" if key in self._paper.texts else "Duyệt câu đề xuất")
        self.accept.setVisible(state in {_UNREAD, _MOVED})

    def _state(self, key: str) -> str:
        """Return how a section stands, as its badge says it; only a report's proposals tell of figures."""
        proposed, of_report = self._proposed.get(key, ""), self.kind is DocumentKind.REPORT
        if of_report and moved(self._paper, key, proposed):
            return _MOVED
        if key in self._paper.texts:
            return _WRITTEN
        if not of_report or not proposed:
            return ""  # nothing is said there that could be wrong
        return _ACCEPTED if key in self._paper.seen else _UNREAD

    def _keep_template(self) -> None:
        self.keep()
        section, name = self._section, self.name.text()
        text = as_template(self._paper.texts.get(section, ""), self.context.year)
        question = f"Từ nay mục «{name}» của mọi năm bắt đầu bằng lời văn này:\n\n{text}"
        with self.context.trying():
            with self.context.data.reading() as session:
                check_template(session, find_year(session, self.context.year), self.kind, text)
            if text and self.context.dialogs.confirm(self, question, "Giữ làm mẫu"):
                done = keep_template(self.context.data, self._year_id, self.kind, section, text)
                self.context.did(done, f"Đã giữ lời văn mục «{name}» làm mẫu của đơn vị.")
        self.refresh()

    def _drop_template(self) -> None:
        with self.context.trying():
            done = keep_template(self.context.data, self._year_id, self.kind, self._section, "")
            self.context.did(done, f"Mục «{self.name.text()}» đã trở lại lời văn của chương trình.")
        self.refresh()

    def _accept(self) -> None:
        key, name = self._section, self.name.text()
        self.keep()
        with self.context.trying():
            done = accept_proposal(self.context.data, self._year_id, self.kind, key, self._proposed[key])
            self.context.did(done, f"Đã duyệt mục «{name}».")
        self.refresh()
        # On to what is still to be read.
        left = [key for key in self._proposed if self._state(key) in {_UNREAD, _MOVED}]
        if left:
            self.choose(left[0])

    def _tell_old_font(self, old: Encoding) -> None:
        self.context.did(None, f"Đoạn vừa dán đã chuyển sang Unicode ({old.label}); hãy đọc lại.")

    def _show_live(self) -> None:
        if not self._section:
            return
        typed = self.text.wording()
        # As it would be kept: an emptied section is the proposed one again.
        is_own = typed.strip() not in {"", self._proposed.get(self._section)}
        own = {self._section: typed} if is_own else {}
        others = {key: text for key, text in self._paper.texts.items() if key != self._section}
        self.live.show_texts(others | own, self.text.textCursor().block().text())

    def _restore(self) -> None:
        self._shown = self.text.wording()
        self._save(None, f"Mục «{self.name.text()}» đã trở lại câu đề xuất.")

    def _save(self, wording: str | None, sentence: str) -> None:
        section = self._section
        with self.context.trying():
            proposed = self._proposed[section]
            action = set_paper_text(
                self.context.data, self._year_id, self.kind, section, wording, proposed=proposed
            )
            if action is not None:
                self.context.did(action, sentence)
        self.refresh()
