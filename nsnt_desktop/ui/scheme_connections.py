"""The households of this commune connected to a scheme: as its record says, and as the register has them."""

from PySide6.QtWidgets import QFrame

from nsnt_desktop import format as vn
from nsnt_desktop.registry.scheme_words import agrees_with_register, register_words, shared_words
from nsnt_desktop.registry.schemes import SchemeRow, connected_households, take_from_register
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.widgets import badge, button, column, label, row, set_badge

_TONES = {True: "met", False: "warning", None: ""}


class ConnectionsCard(QFrame):
    """The connections of the scheme shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.row: SchemeRow | None = None
        self.setObjectName("card")
        self.compared, self.shared = badge(), badge("", "accent")
        for words in (self.compared, self.shared):
            words.setWordWrap(True)
        self.open = button("Xem các hộ", "link", "users")
        self.open.clicked.connect(self.open_households)
        self.take = button("Lấy theo danh sách hộ", icon_name="check")
        self.take.setToolTip(
            "Ghi số hộ của xã này, và số người khi mọi hộ đều đã ghi số khẩu, bằng số của danh sách hộ"
        )
        self.take.clicked.connect(self._take)
        top = row(label("Hộ của xã này đấu nối", "h2"), None, self.open, self.take)
        layout = column(top, self.compared, self.shared, gap=8)
        layout.setContentsMargins(14, 12, 14, 12)
        self.setLayout(layout)

    def show_connections(self, shown: SchemeRow) -> None:
        """Show the connections of a scheme."""
        self.row = shown
        words = register_words(shown, self.context.year)
        set_badge(self.compared, words, _TONES[agrees_with_register(shown)])
        shared = shared_words(shown)
        self.shared.setText(shared)
        self.shared.setVisible(bool(shared))
        for made in (self.open, self.take):  # none in the list yet is no figure to take
            made.setEnabled(shown.connected.households > 0)

    def open_households(self) -> None:
        """Go to the households of the register that name this scheme."""
        if self.row is None:
            return
        record = self.row.record
        with self.context.data.reading() as session:
            found = connected_households(session, record.year_id, record.scheme_id)
        self.context.go("households", {"only": found})

    def _take(self) -> None:
        if self.row is None:
            return
        with self.context.trying():
            taken = take_from_register(self.context.data, self.row.record.id)
            self.context.did(taken.action_id, _told(taken.households, taken.persons, taken.action_id))


def _told(households: int, persons: int | None, action_id: int | None) -> str:
    if action_id is None:
        return "Số liệu công trình đã bằng danh sách hộ."
    if persons is None:
        return (
            f"Đã lấy {vn.number(households)} hộ theo danh sách hộ; "
            "số người giữ nguyên vì còn hộ chưa ghi số khẩu."
        )
    return f"Đã lấy {vn.number(households)} hộ, {vn.number(persons)} người theo danh sách hộ."
