"""Group rows that tell the poverty of the households under them: "I. Hộ nghèo", "II. Hộ cận nghèo"."""

from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.row_words import poverty_named
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.text import fold

_COLUMNS = {Field.POVERTY, Field.POOR, Field.NEAR_POOR, Field.NOT_POOR}
_OF_A_PAGE = ("trang", "mang sang", "chuyen")


class PovertyGroups:
    """Remembers which status the group rows of a list named last; a list with a column for it needs none."""

    def __init__(self, layout: Layout) -> None:
        self.used = not layout.fields & _COLUMNS
        self.current: Poverty | None = None
        """That of the next household."""
        self._outermost: bool | None = None
        """Whether villages and hamlets part the statuses, not the other way round; None: no group yet."""

    def named(self, label: str) -> Poverty | None:
        """Return the status a row names."""
        return poverty_named(label) if self.used else None

    def enter(self, status: Poverty) -> None:
        """Begin the group of a status."""
        self.current = status
        self._outermost = True if self._outermost is None else self._outermost

    def enter_other(self) -> None:
        """Begin the group of a village or a hamlet: inside of which the statuses begin anew."""
        self._outermost = bool(self._outermost)
        if not self._outermost:
            self.leave()

    def total(self, text: str) -> None:
        """End the group at its total; that of a printed page ends nothing."""
        if not any(word in fold(text) for word in _OF_A_PAGE):
            self.leave()

    def leave(self) -> None:
        """End the group."""
        self.current = None
