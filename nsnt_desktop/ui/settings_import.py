"""Settings of what earlier lists taught: how layouts are read, what unknown words mean."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QWidget
from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.importing.words.choices import from_json
from nsnt_desktop.models import ImportLayout, ImportWord
from nsnt_desktop.models.words import UNKNOWN_LABEL, YES_NO_LABELS, Basis, LabelledEnum, Poverty
from nsnt_desktop.registry.household_labels import load_names
from nsnt_desktop.registry.household_life import village_choices
from nsnt_desktop.registry.import_memory import forget, list_layouts, list_words
from nsnt_desktop.registry.reference_lists import list_all_sources
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.import_words import told_choices
from nsnt_desktop.ui.plain_table import Heading, Line, PlainTable
from nsnt_desktop.ui.widgets import button, column, label, row

_KINDS = {
    "source_code": "nguồn nước",
    "poverty": "loại hộ",
    "basis": "căn cứ",
    "yes_no": "có, không",
    "village": "thôn",
    "scheme": "công trình",
}
"""Of what a word was said, by its kind."""
_GONE = "không còn trong danh mục"
_HEIGHT = 116
"""Points a table keeps on a small screen, where the tab is scrolled."""


class ImportMemoryTab(QWidget):
    """What is remembered, and a way to forget it."""

    title = "Điều đã nhớ khi nhập"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.layouts = _Remembered(
            "Cách đọc danh sách",
            "Khi bạn sửa cách đọc một danh sách (dòng tiêu đề, cột nào là gì, phông chữ…) rồi nhập, cách đọc "
            "đó được ghi ở đây và dùng lại cho danh sách sau có cùng tiêu đề.",
            (Heading("Học từ tệp", 230), Heading("Ngày", 96), Heading("Đã chọn")),
            lambda keys: forget(context.data, layout_ids=keys),
            context,
        )
        self.words = _Remembered(
            "Từ đã giải thích",
            "Khi bạn trả lời một từ chưa biết («Nước khe» là máng lần, tự chảy) rồi nhập, câu trả lời được "
            "ghi ở đây và dùng lại cho danh sách sau.",
            (Heading("Nói về", 130), Heading("Danh sách ghi"), Heading("Nghĩa là"), Heading("Ngày", 96)),
            lambda keys: forget(context.data, word_ids=keys),
            context,
        )
        self.parts = column(self.layouts, self.words, None, gap=12)
        self.parts.setContentsMargins(0, 12, 6, 0)
        self.setLayout(self.parts)

    def refresh(self) -> None:
        """Show what is remembered now."""
        with self.context.data.reading() as session:
            layouts, words = list_layouts(session), list_words(session)
            meanings = _meanings(session, self.context.year)
        self.layouts.show_lines([_layout_line(kept) for kept in layouts])
        self.words.show_lines([_word_line(kept, meanings) for kept in words])
        # What is filled takes the height there is; where nothing is, the words stay together on top.
        for at, filled in enumerate((layouts, words, not layouts and not words)):
            self.parts.setStretch(at, int(bool(filled)))


class _LowTable(PlainTable):
    """A table that takes what height there is, and little on a small screen."""

    def sizeHint(self) -> QSize:
        return QSize(400, _HEIGHT)

    minimumSizeHint = sizeHint


class _Remembered(QFrame):
    """One list of what is remembered, with a button that forgets what is selected."""

    def __init__(
        self,
        title: str,
        about: str,
        headings: Sequence[Heading],
        drop: Callable[[Sequence[int]], int],
        context: Context,
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self._drop, self.context = drop, context
        self.table = _LowTable(title, headings, wrap=True)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_button())
        self.forget = button("Quên điều đã chọn", "", "x")
        self.forget.setAccessibleName(f"Quên điều đã chọn trong «{title}»")
        self.forget.clicked.connect(self._forget)
        self.empty = label("Chưa nhớ điều gì.", "dim")
        about_label = label(about, "dim", wrap=True)
        layout = column(row(label(title, "h2"), None, self.forget), about_label, self.empty, gap=8)
        layout.addWidget(self.table, 1)
        layout.setContentsMargins(14, 12, 14, 12)
        self.setLayout(layout)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show what is remembered, or that nothing is."""
        self.table.show_lines(lines)
        for part in (self.table, self.forget):
            part.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._show_button()

    def _show_button(self) -> None:
        self.forget.setEnabled(bool(self.table.selected()))

    def _forget(self) -> None:
        chosen = [int(str(line.key)) for line in self.table.selected()]
        with self.context.trying():
            done = self._drop(chosen)
            self.context.did(done, f"Đã quên {vn.number(len(chosen))} điều; các hộ đã nhập vẫn giữ nguyên.")


def _layout_line(kept: ImportLayout) -> Line:
    told = "; ".join(told_choices(from_json(kept.choices)))
    return Line((kept.file_name, vn.day(kept.learnt_at), told[:1].upper() + told[1:]), kept.id, tip=told)


def _word_line(kept: ImportWord, meanings: Mapping[str, Mapping[str, str]]) -> Line:
    means = meanings.get(kept.kind, {}).get(kept.meaning, _GONE) if kept.meaning else UNKNOWN_LABEL
    cells = (_KINDS.get(kept.kind, kept.kind), f"«{kept.shown}»", f"→ {means}", vn.day(kept.learnt_at))
    return Line(cells, kept.id, {0: "dim"})


def _meanings(session: Session, year: int) -> dict[str, dict[str, str]]:
    """Return what meanings are called, by the kind of word."""
    names = load_names(session)
    # Those of the year tell two villages of one name apart; a word may also mean one that was given up.
    villages = {**names.villages, **dict(village_choices(session, find_year(session, year)))}
    return {
        "source_code": {source.code: source.label for source in list_all_sources(session)},
        "poverty": _labels(Poverty),
        "basis": _labels(Basis),
        "yes_no": {"yes": YES_NO_LABELS[True], "no": YES_NO_LABELS[False]},
        "village": _by_text(villages),
        "scheme": _by_text(names.schemes),
    }


def _labels(words: type[LabelledEnum]) -> dict[str, str]:
    return {word.value: word.label for word in words}


def _by_text(names: Mapping[int, Any]) -> dict[str, str]:
    return {str(key): str(name) for key, name in names.items()}
