"""Settings of the lists that other screens choose from: water sources and regulations."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.models import Regulation
from nsnt_desktop.registry.reference_lists import (
    add_regulation,
    list_all_sources,
    set_regulation_field,
    set_source_field,
)
from nsnt_desktop.registry.water_tests import list_regulations
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.typed import typed_day
from nsnt_desktop.ui.widgets import button, card, column, label, row

SetField = Callable[[DataFile, int, str, Any], int | None]


class ListsTab(QWidget):
    """The lists."""

    title = "Danh mục"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        group = Column(
            heading="Nhóm", width=210, stretch=1, text=lambda s: s.group.label, colour=lambda _s: "dim"
        )
        self.sources = EditTable(
            context,
            "Nguồn nước chính",
            [self._label("Nguồn nước", set_source_field), group, self._in_use(set_source_field)],
            whole=True,
        )
        self.regulations = EditTable(
            context,
            "Quy chuẩn chất lượng nước",
            [
                Column(
                    heading="Quy chuẩn",
                    width=220,
                    stretch=1,
                    text=lambda r: r.name,
                    save=lambda r, text: set_regulation_field(context.data, r.id, "name", text),
                ),
                self._day("Áp dụng từ", "applies_from"),
                self._day("Đến hết", "applies_to"),
            ],
            whole=True,
        )
        self.add_regulation = button("Thêm quy chuẩn", icon_name="plus")
        self.add_regulation.clicked.connect(self._add_regulation)
        layout = column(
            card(
                label("Nguồn nước chính", "h2"),
                label("Bỏ đánh dấu thì không chọn được nữa; các hộ đã ghi vẫn giữ nguyên.", "dim", wrap=True),
                self.sources,
            ),
            card(row(label("Quy chuẩn chất lượng nước", "h2"), None, self.add_regulation), self.regulations),
            None,
            gap=12,
        )
        layout.setContentsMargins(0, 12, 6, 0)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Show the lists as they are now."""
        with self.context.data.reading() as session:
            sources = list_all_sources(session)
            regulations = list_regulations(session)
        self.sources.show_rows(sources)
        self.regulations.show_rows(regulations)

    def _label(self, heading: str, set_field: SetField) -> Column:
        return Column(
            heading=heading,
            width=260,
            stretch=2,
            text=lambda line: line.label,
            save=lambda line, text: set_field(self.context.data, line.id, "label", text),
        )

    def _in_use(self, set_field: SetField) -> Column:
        return Column(
            heading="Đang dùng",
            width=110,
            text=lambda line: "đang dùng" if line.active else "không dùng",
            ticked=lambda line: line.active,
            tick=lambda line, value: set_field(self.context.data, line.id, "active", value),
            colour=lambda line: "" if line.active else "dim",
        )

    def _day(self, heading: str, field: str) -> Column:
        def save(regulation: Regulation, text: str) -> int | None:
            day = typed_day(text, self.context.year)
            return set_regulation_field(self.context.data, regulation.id, field, day)

        return Column(heading=heading, width=110, text=lambda r: vn.day(getattr(r, field)), save=save)

    def _add_regulation(self) -> None:
        name = self.context.dialogs.text(self, "Thêm quy chuẩn", "Tên quy chuẩn (ví dụ QCĐP 01:2023/TH):")
        if name is not None:
            with self.context.trying():
                done = add_regulation(self.context.data, name)
                self.context.did(done, f"Đã thêm quy chuẩn «{name}». Hãy nhập ngày áp dụng.")
