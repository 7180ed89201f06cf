"""Who may stand in the register already, shown under a name while it is typed."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.duplicates import Duplicate, likely_duplicates
from nsnt_desktop.registry.household_labels import load_names, value_words
from nsnt_desktop.registry.household_lists import household_history
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.text import clean
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.widgets import badge, button, column, label, restyle, row, scrolled

PAUSE = 120
"""Milliseconds after a key before the register is searched: a fast typist is not interrupted."""


_NONE_ALIKE = "Chưa thấy hộ nào trong sổ giống hộ này."


class DuplicatePanel(QWidget):
    """Looks for the household being typed, and lets the officer say which it is or that it is none."""

    opened = Signal(int)
    """The record of a household of this year that the officer wants to see."""
    returned = Signal(int, str)
    """The household that is to be brought back, and its head."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.found: tuple[Duplicate, ...] = ()
        self.apart: set[int] = set()
        """Households the officer said are not the one being typed."""
        self.entries: list[DuplicateEntry] = []
        """Those shown, from top to bottom."""
        self._asked: tuple[str, int | None, str] = ("", None, "")
        self._wait = QTimer(self, singleShot=True, interval=PAUSE)
        self._wait.timeout.connect(self.look_now)
        self.title = label("", "strong")
        self.again = button("", "link")
        self.again.clicked.connect(self._show_again)
        self.again.hide()
        self._list: QVBoxLayout = column(None, gap=6)
        holder = QWidget()
        holder.setLayout(self._list)
        self.area: QScrollArea = scrolled(holder)
        self.setLayout(column(row(self.title, None, self.again), self.area, gap=6))
        self.setMinimumHeight(190)
        self._show()

    def look(self, head: str, village_id: int | None, phone: str) -> None:
        """Look for a household in a moment, unless more is typed meanwhile."""
        self._asked = (head, village_id, phone)
        self._wait.start()

    def look_now(self) -> None:
        """Look for the household last asked about at once."""
        self._wait.stop()
        head, village_id, phone = self._asked
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            self.found = likely_duplicates(session, year.id, head, village_id=village_id, phone=phone)
        self._show()

    def is_waiting(self) -> bool:
        """Return whether something was typed that was not looked for yet."""
        return self._wait.isActive()

    def said_apart(self) -> set[int]:
        """Return those found now that the officer said are not the one being typed."""
        return self.apart & {one.household_id for one in self.found}

    def _show(self) -> None:
        for entry in self.entries:
            self._list.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        shown = [one for one in self.found if one.household_id not in self.apart]
        self.entries = [self._entry(one) for one in shown]
        for at, entry in enumerate(self.entries):
            self._list.insertWidget(at, entry)
        none = "Không còn hộ nào khác giống hộ này." if self.said_apart() else _NONE_ALIKE
        told = "Có thể hộ này đã có trong sổ:" if shown else none
        begin = "Gõ họ tên: hộ trong sổ giống tên sẽ hiện ở đây."
        self.title.setText(told if clean(self._asked[0]) else begin)
        self.title.setObjectName("strong" if shown else "dim")
        restyle(self.title)
        apart = len(self.said_apart())
        self.again.setText(f"Hiện lại {apart} hộ không phải trùng")
        self.again.setVisible(apart > 0)

    def _entry(self, one: Duplicate) -> "DuplicateEntry":
        entry = DuplicateEntry(self.context, one)
        entry.not_same.clicked.connect(lambda: self._set_apart(one.household_id))
        entry.open.clicked.connect(lambda: self.opened.emit(one.record_id))
        entry.bring_back.clicked.connect(lambda: self.returned.emit(one.household_id, one.head))
        return entry

    def _set_apart(self, household_id: int) -> None:
        self.apart.add(household_id)
        self._show()

    def _show_again(self) -> None:
        self.apart.clear()
        self._show()


class DuplicateEntry(QFrame):
    """One household that may be the one meant."""

    def __init__(self, context: Context, one: Duplicate) -> None:
        super().__init__()
        self.context, self.one = context, one
        self.setObjectName("card")
        gone = one.can_return
        self.name = label(one.head, "strong", wrap=True)
        self.facts = label(facts(one), "dim", wrap=True)
        self.state = label(state(one, context.year), "warning", wrap=True)
        self.state.setVisible(gone)
        self.see = button("Xem", "link")
        self.see.clicked.connect(self._toggle)
        self.open = button("Mở hộ này", "link")
        self.open.setToolTip("Không thêm hộ mới, mở hộ đã có trong danh sách")
        self.open.setVisible(not gone)
        self.bring_back = button("Đưa trở lại", "link")
        self.bring_back.setToolTip(f"Đưa hộ này vào lại số liệu năm {context.year}, không thêm hộ mới")
        self.bring_back.setVisible(gone)
        self.not_same = button("Không phải trùng", "link")
        self.past = label("", "past", wrap=True)
        self.past.hide()
        why = badge(one.likeness.value, "warning")
        deeds = row(self.see, self.bring_back, self.open, self.not_same, None, gap=4)
        layout = column(row(self.name, None, why), self.facts, self.state, self.past, deeds, gap=2)
        layout.setContentsMargins(10, 6, 10, 4)
        self.setLayout(layout)

    def _toggle(self) -> None:
        """Show the household year by year under its name, or hide it again."""
        if not self.past.text():
            self.past.setText(past(self.context, self.one.household_id))
        self.past.setVisible(self.past.isHidden())
        self.see.setText("Xem" if self.past.isHidden() else "Thu lại")


def facts(one: Duplicate) -> str:
    """Return where a household is, and what tells it from another."""
    persons = "chưa rõ số khẩu" if one.persons is None else f"{vn.number(one.persons)} khẩu"
    parts = [
        one.village,
        one.address,
        persons,
        one.phone and f"ĐT {one.phone}",
        one.code and f"mã {one.code}",
    ]
    return " · ".join(part for part in parts if part)


def state(one: Duplicate, year: int) -> str:
    """Return what became of a household that is not counted in the year, and the question it raises."""
    if one.status is HouseholdStatus.ACTIVE:
        told = f"Hộ này có trong số liệu năm {one.year}, chưa có trong năm {year}"
    else:
        told = f"Hộ này {one.status.label[:1].lower()}{one.status.label[1:]}"
        told += f" vào hộ {one.merged_into}" if one.merged_into else ""
        told += f" năm {one.year}" + (f" ({one.status_note})" if one.status_note else "")
    return f"{told} – đưa trở lại?"


def past(context: Context, household_id: int) -> str:
    """Return one line for each year of a household, the newest first."""
    with context.data.reading() as session:
        names = load_names(session)
        history = household_history(session, household_id)
    lines = []
    for year, then in history:
        persons = "chưa rõ số khẩu" if then.persons is None else f"{vn.number(then.persons)} khẩu"
        words = [
            then.village,
            persons,
            *(value_words(name, getattr(then, name), names) for name in ("poverty", "main_source_id")),
        ]
        words += [f"HVS: {value_words('hygienic', then.hygienic, names)}"]
        words += [f"nước sạch: {value_words('clean', then.clean, names)}"]
        gone = "" if then.status is HouseholdStatus.ACTIVE else f" · {then.status.label}"
        lines.append(f"{year}: " + " · ".join(words) + gone)
    return "\n".join(lines)
