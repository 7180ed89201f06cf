"""Gộp hộ: the households side by side, which one stays, and what it takes over from the others."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.registry.household_labels import FIELD_LABELS, Names, load_names, value_words
from nsnt_desktop.registry.household_lists import HouseholdRow, household_rows
from nsnt_desktop.registry.household_merge import (
    FILLABLE,
    Filling,
    fillings,
    merge_households,
    merged_persons,
)
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.household_finder import HouseholdFinder
from nsnt_desktop.ui.typed import typed_number
from nsnt_desktop.ui.widgets import button, column, label, row, scrolled

MOST = 5
"""Households side by side at most: more columns are not read."""
_SHOWN = ("village_id", "persons", *FILLABLE, "litres_per_month", "verified")


class MergeHouseholds(QDialog):
    """Merges some households of the year into one of them; one alone looks for another to merge into."""

    def __init__(self, context: Context, parent: QWidget | None, record_ids: Sequence[int]) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowTitle(f"Gộp hộ năm {context.year}")
        self.rows: list[HouseholdRow] = []
        self.keep: dict[int, QRadioButton] = {}
        """By record: "giữ hộ này"."""
        self.take: dict[str, tuple[QCheckBox, Filling]] = {}
        """By field: what the kept household may take over."""
        self._kept = record_ids[0]
        self._names = self._read(record_ids)
        self.finder = HouseholdFinder(context, self.rows[0]) if len(record_ids) == 1 else None
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._keep_other)
        self.persons = QLineEdit()
        self.persons.setAccessibleName("Số khẩu sau khi gộp")
        self.persons.setMaximumWidth(80)
        self.persons.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.how = label("", "dim", wrap=True)
        self.told = label("", wrap=True)
        self.fault = label("", "error", wrap=True)
        self.merge = button("Gộp hộ", "primary", "check")
        self.merge.clicked.connect(self._merge)
        self.give_up = button("Hủy")
        self.give_up.clicked.connect(self.reject)
        self._lay_out()
        self._show()
        self._propose()

    def _read(self, record_ids: Sequence[int]) -> Names:
        with self.context.data.reading() as session:
            self.rows = household_rows(session, record_ids)
            return load_names(session)

    def _lay_out(self) -> None:
        self._area = scrolled(QWidget())
        persons = row(label("Số khẩu sau khi gộp"), self.persons, self.how, gap=10)
        persons.setStretch(2, 1)
        layout = column(gap=10)
        if self.finder is not None:
            self.finder.chosen.connect(self._with_other)
            layout.addWidget(self.finder)
        layout.addWidget(self._area, 1)
        layout.addLayout(persons)
        layout.addWidget(self.told)
        layout.addWidget(self.fault)
        layout.addLayout(row(None, self.merge, self.give_up))
        layout.setContentsMargins(16, 14, 16, 14)
        self.setLayout(layout)
        room = self.parentWidget()
        self.resize(780, min(620, room.window().height() - 40) if room else 620)

    # What is shown

    def _with_other(self, record_id: int) -> None:
        """Put another household beside the one to be merged; it is the one that stays."""
        self._names = self._read([self.rows[0].id, record_id])
        self._kept = record_id
        self._show()
        self._propose()

    def _keep_other(self, record_id: int) -> None:
        self._kept = record_id
        self._show()

    def others(self) -> list[HouseholdRow]:
        """Return the households that are merged into the kept one."""
        return [one for one in self.rows if one.id != self._kept]

    def _show(self) -> None:
        kept = next(one for one in self.rows if one.id == self._kept)
        several = len(self.rows) > 1
        self._put(self._side_by_side(kept))
        self.how.setText(_sum(self.rows) if several else "")
        self.told.setText(_what_happens(kept, self.others(), self.context.year))
        for part in (self.merge, self.persons):
            part.setEnabled(several)
        self.fault.hide()

    def _propose(self) -> None:
        """Propose the persons of these households together; whichever stays, what is typed then stays too."""
        proposed = merged_persons([one.persons for one in self.rows])
        self.persons.setText("" if proposed is None or len(self.rows) < 2 else str(proposed))

    def _put(self, side_by_side: QWidget) -> None:
        gone = self._area.takeWidget()
        if gone is not None:
            gone.deleteLater()  # not at once: the tick in it may be what brought us here
        self._area.setWidget(side_by_side)

    def _side_by_side(self, kept: HouseholdRow) -> QWidget:
        holder, grid = QWidget(), QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(5)
        for past in self.keep.values():
            self._group.removeButton(past)
        self.keep, self.take = {}, {}
        offered = {filling.field: filling for filling in fillings(kept, self.others())}
        for at, one in enumerate(self.rows, 1):
            self.keep[one.id] = chosen = QRadioButton("Giữ hộ này")
            chosen.setChecked(one is kept)
            chosen.setAccessibleName(f"Giữ hộ {one.head}")
            self._group.addButton(chosen, one.id)
            grid.addWidget(label(one.head, "strong", wrap=True), 0, at)
            grid.addWidget(chosen, 1, at)
            grid.setColumnStretch(at, 1)
        fields = [field for field in _SHOWN if any(_told(field, one, self._names) for one in self.rows)]
        for line, field in enumerate(fields, 2):
            name = label(FIELD_LABELS[field], "dim", wrap=True)
            name.setFixedWidth(150)
            grid.addWidget(name, line, 0)
            for at, one in enumerate(self.rows, 1):
                words = _told(field, one, self._names)
                filling = offered.get(field)
                if filling is not None and filling.record_id == one.id:
                    grid.addWidget(self._tick(filling, words), line, at)
                else:
                    grid.addWidget(label(words or vn.BLANK, wrap=True), line, at)
        holder.setLayout(column(grid, None))
        return holder

    def _tick(self, filling: Filling, words: str) -> QCheckBox:
        box = QCheckBox(f"Lấy: {words}")
        box.setToolTip("Hộ được giữ còn trống mục này")
        self.take[filling.field] = (box, filling)
        return box

    # What is done

    def _merge(self) -> None:
        take = {field: filling.value for field, (box, filling) in self.take.items() if box.isChecked()}
        try:
            persons = typed_number(self.persons.text(), "4")
            others = [one.id for one in self.others()]
            merged = merge_households(self.context.data, self._kept, others, persons=persons, take=take)
        except KnownError as error:
            self.fault.setText(error.message)
            self.fault.show()
            return
        kept = next(one for one in self.rows if one.id == self._kept)
        self.context.did(merged.action_id, f"Đã gộp {_heads(self.others())} vào hộ {kept.head}.")
        self.accept()


def _told(field: str, one: HouseholdRow, names: Names) -> str:
    """Return a value in words, nothing for a blank."""
    value = getattr(one, field)
    return "" if value in {None, ""} else value_words(field, value, names)


def _sum(rows: Sequence[HouseholdRow]) -> str:
    unknown = [one.head for one in rows if one.persons is None]
    if unknown:
        return f"Chưa rõ số khẩu của {', '.join(unknown)}: hãy ghi, hoặc để trống nếu chưa biết."
    return (
        f"= {' + '.join(vn.number(one.persons) for one in rows)}; sửa lại nếu có người được ghi ở cả hai hộ."
    )


def _what_happens(kept: HouseholdRow, others: Sequence[HouseholdRow], year: int) -> str:
    if not others:
        return "Chọn hộ để gộp vào ở trên."
    return (
        f"Từ năm {year}, {_heads(others)} được ghi «Đã nhập hộ» vào hộ {kept.head} và không tính riêng nữa. "
        "Số liệu các năm trước giữ nguyên."
    )


def _heads(rows: Sequence[HouseholdRow]) -> str:
    return "hộ " + ", ".join(one.head for one in rows)
