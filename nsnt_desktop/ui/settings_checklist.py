"""Settings of the checklist for hygienic water: the questions, and of which sources each is asked."""

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.models import ChecklistQuestion, MainSource
from nsnt_desktop.models.words import SourceGroup
from nsnt_desktop.registry.checklist import (
    add_question,
    ask_of_source,
    list_questions,
    set_question_field,
)
from nsnt_desktop.registry.reference_lists import list_all_sources
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.widgets import button, column, label, row

SOURCES_AT = 1
"""The column of the sources a question is asked of."""


class ChecklistTab(QWidget):
    """What is asked of a household's own source before its water is proposed as hygienic."""

    title = "Điều kiện vệ sinh"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._sources: list[MainSource] = []
        self.table = EditTable(context, self.title, self._columns(), wrap=True)
        self.table.view.doubleClicked.connect(self._double_clicked)
        self.add = button("Thêm điều kiện", icon_name="plus")
        self.add.clicked.connect(self._add)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.ask = button("Nguồn nước được hỏi")
        self.ask.setMenu(self.menu)
        told = label(
            "Đạt đủ các điều kiện của nguồn nước chính thì chương trình đề xuất «hợp vệ sinh», có điều kiện "
            "không đạt thì đề xuất «không»; cán bộ quyết định. Bỏ đánh dấu thì thôi hỏi, câu đã trả lời vẫn "
            "giữ. Nguồn tập trung không hỏi: dựa vào xét nghiệm của công trình.",
            "dim",
            wrap=True,
        )
        top = row(told, self.ask, self.add, gap=8)
        top.setStretch(0, 1)
        layout = column(top, self.table, gap=10)
        layout.setContentsMargins(0, 12, 0, 0)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Show the questions as they are now."""
        with self.context.data.reading() as session:
            questions = list_questions(session)
            self._sources = [s for s in list_all_sources(session) if s.group is not SourceGroup.CENTRAL]
        self.table.show_rows(questions)
        if self.table.current_row() is None and questions:
            self.table.select(questions[0].id)

    def fill_menu(self) -> None:
        """Offer every source, those the chosen question is asked of ticked."""
        self.menu.clear()
        question = self.table.current_row()
        for source in self._sources if question else []:
            entry = self.menu.addAction(source.label)
            entry.setCheckable(True)
            entry.setChecked(source.code in question.source_codes.split())
            entry.triggered.connect(lambda on, code=source.code: self._turn(code, on=on))

    def _columns(self) -> list[Column]:
        return [
            Column(
                heading="Điều kiện",
                width=260,
                stretch=3,
                text=lambda q: q.label,
                save=lambda q, text: set_question_field(self.context.data, q.id, "label", text),
            ),
            Column(
                heading="Hỏi với nguồn nước",
                width=200,
                stretch=2,
                text=self._source_names,
                colour=lambda q: "" if q.source_codes else "warning",
                tip=lambda _q: "Bấm đúp để chọn nguồn nước được hỏi",
            ),
            Column(
                heading="Đang hỏi",
                width=110,
                text=lambda q: "đang hỏi" if q.active else "không hỏi",
                ticked=lambda q: q.active,
                tick=lambda q, value: set_question_field(self.context.data, q.id, "active", value),
                colour=lambda q: "" if q.active else "dim",
            ),
        ]

    def _source_names(self, question: ChecklistQuestion) -> str:
        codes = question.source_codes.split()
        return ", ".join(s.label for s in self._sources if s.code in codes) or vn.BLANK

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() == SOURCES_AT:
            self.menu.popup(QCursor.pos())

    def _turn(self, code: str, *, on: bool) -> None:
        question = self.table.current_row()
        if question is None:
            return
        with self.context.trying():
            done = ask_of_source(self.context.data, question.id, code, asked=on)
            self.context.did(done, f"Đã lưu nguồn nước của «{question.label}».")

    def _add(self) -> None:
        words = self.context.dialogs.text(self, "Thêm điều kiện", "Nội dung điều kiện:")
        if words is None:
            return
        with self.context.trying():
            done = add_question(self.context.data, words)
            self.context.did(done, "Đã thêm điều kiện. Hãy chọn nguồn nước được hỏi.")
            self.table.view.selectRow(len(self.table.model.rows) - 1)
