"""The menu of what can become of a household: moved, gone, ended, merged, split, back again."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from nsnt_desktop.models.words import HouseholdStatus, YearState
from nsnt_desktop.registry.household_life import (
    Lived,
    bring_back,
    end_households,
    leave_households,
    move_households,
    village_choices,
)
from nsnt_desktop.registry.household_lists import HouseholdRow, household_rows
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.household_merge import MOST, MergeHouseholds
from nsnt_desktop.ui.household_split import SplitHousehold

_STAYS = "Số liệu các năm trước giữ nguyên."


def household_actions(context: Context, parent: QWidget, record_ids: Sequence[int]) -> QMenu:
    """Return the menu for some households of the year shown; what makes no sense for them is disabled.

    Each deed says beforehand what will happen, and afterwards offers "Hoàn tác".
    """
    with context.data.reading() as session:
        rows = household_rows(session, record_ids)
        is_open = find_year(session, context.year).state is YearState.OPEN
    active = is_open and bool(rows) and all(one.status is HouseholdStatus.ACTIVE for one in rows)
    gone = is_open and bool(rows) and all(one.status is not HouseholdStatus.ACTIVE for one in rows)
    one = len(rows) == 1
    merge = "Gộp vào hộ khác…" if one else "Gộp các hộ đã chọn…"
    deeds = _Deeds(context, parent, rows)
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    if not is_open:
        menu.addAction(f"Số liệu năm {context.year} đã chốt").setEnabled(False)
        menu.addSeparator()
    _add(menu, "Chuyển sang thôn khác…", active, deeds.move)
    _add(menu, "Đánh dấu đã chuyển đi…", active, deeds.leave)
    _add(menu, "Không còn hộ…", active, deeds.end)
    menu.addSeparator()
    too_many = _add(menu, merge, active and len(rows) <= MOST, deeds.merge)
    if len(rows) > MOST:
        too_many.setToolTip(f"Mỗi lần gộp tối đa {MOST} hộ")
    _add(menu, "Tách hộ…", active and one, deeds.split)
    menu.addSeparator()
    _add(menu, "Đưa trở lại", gone, deeds.bring_back)
    return menu


def merge_dialog(context: Context, parent: QWidget, record_ids: Sequence[int]) -> bool:
    """Let the officer merge these households; return whether it was done."""
    dialog = MergeHouseholds(context, parent, record_ids)
    try:
        return context.dialogs.run(dialog)
    finally:
        dialog.deleteLater()


def _add(menu: QMenu, text: str, enabled: bool, deed: Callable[[], None]) -> QAction:
    action = menu.addAction(text)
    action.setEnabled(enabled)
    action.triggered.connect(lambda _checked=False: deed())
    return action


class _Deeds:
    """What the entries of one menu do."""

    def __init__(self, context: Context, parent: QWidget, rows: Sequence[HouseholdRow]) -> None:
        self.context, self.parent, self.rows = context, parent, rows
        self.ids = [one.id for one in rows]
        self.who = f"hộ {rows[0].head}" if len(rows) == 1 else f"{len(rows)} hộ"

    def move(self) -> None:
        with self.context.data.reading() as session:
            choices = village_choices(session, find_year(session, self.context.year))
        here = {one.village_id for one in self.rows}
        offered = {name: i for i, name in choices if here != {i}}
        if not offered:
            self.context.noticed.emit("Xã chỉ có một thôn nên không có thôn nào để chuyển hộ đến.", True)
            return
        question = f"Chuyển {self.who} sang thôn nào từ năm {self.context.year}? {_STAYS}"
        chosen = self.context.dialogs.choose(self.parent, "Chuyển sang thôn khác", question, list(offered))
        if chosen is not None:
            village_id = offered[chosen]
            self._do(
                lambda: move_households(self.context.data, self.ids, village_id),
                "Đã chuyển {} sang " + f"{chosen}.",
            )

    def leave(self) -> None:
        question = f"{self._leaves()}\n\nChuyển đi đâu, vì sao (có thể để trống):"
        note = self.context.dialogs.text(self.parent, "Đánh dấu đã chuyển đi", question)
        if note is not None:
            self._do(lambda: leave_households(self.context.data, self.ids, note), "Đã ghi {} chuyển đi.")

    def end(self) -> None:
        question = f"{self._leaves()}\n\nVì sao không còn hộ:"
        reason = self.context.dialogs.text(self.parent, "Không còn hộ", question)
        if reason is not None:
            self._do(lambda: end_households(self.context.data, self.ids, reason), "Đã ghi {} không còn.")

    def _leaves(self) -> str:
        who = self.who[:1].upper() + self.who[1:]
        return f"{who} không còn tính vào số liệu năm {self.context.year}. {_STAYS}"

    def merge(self) -> None:
        merge_dialog(self.context, self.parent, self.ids)

    def split(self) -> None:
        dialog = SplitHousehold(self.context, self.parent, self.ids[0])
        self.context.dialogs.run(dialog)
        dialog.deleteLater()

    def bring_back(self) -> None:
        said = f"Đã đưa {{}} trở lại số liệu năm {self.context.year}."
        if any(one.status is HouseholdStatus.MERGED for one in self.rows):
            said += " Số khẩu của hộ đã nhận gộp chưa đổi: hãy xem lại."
        self._do(lambda: bring_back(self.context.data, self.ids), said)

    def _do(self, deed: Callable[[], Lived], said: str) -> None:
        with self.context.trying():
            done = deed()
            if done.action_id is None:
                self.context.did(None, "Không có gì thay đổi.")
                return
            who = self.who if done.households == len(self.rows) else f"{done.households} hộ"
            self.context.did(done.action_id, said.replace("{}", who))
