"""What the checks say of the households in sight, told in the cell of the field it is about."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from nsnt_desktop.checks import Finding, check_households
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.field_notes import by_weight, finding_words
from nsnt_desktop.ui.grid_columns import COLUMNS
from nsnt_desktop.ui.grid_marks import Place

REST = 120
"""Milliseconds after rows were read: no edit and no scrolling is held up by the checks."""
_MOST_PAGES = 4
"""Pages asked about at once, the newest: what was scrolled past is asked about when it is read again."""
_MOST_KEPT = 50_000
_KEYS: dict[str | None, str] = {column.saved_as: column.key for column in COLUMNS}
"""The column of each field."""


class CellFindings(QObject):
    """Findings by cell; a page of households is asked about a moment after it was read."""

    found = Signal(int)
    """A page whose findings are known now."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._cells: dict[Place, tuple[Finding, ...]] = {}
        self._waiting: dict[int, Sequence[int]] = {}
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._check)

    def ask(self, page: int, record_ids: Sequence[int]) -> None:
        """Ask about the households of a page that was just read; till then stands what was found before."""
        self._waiting.pop(page, None)
        self._waiting[page] = record_ids
        self._rest.start()

    def told(self, place: Place) -> str:
        """Return what the checks say of a cell, errors first; empty: nothing."""
        return "\n".join(map(finding_words, by_weight(self._cells.get(place, ()))))

    def open_in(self, place: Place) -> bool:
        """Return whether a cell is to be looked at: a finding nobody passed over."""
        return any(not finding.passed_over for finding in self._cells.get(place, ()))

    def _check(self) -> None:
        pages = dict(list(self._waiting.items())[-_MOST_PAGES:])
        self._waiting.clear()
        ids = [record_id for page in pages.values() for record_id in page]
        with self._context.trying(), self._context.data.reading() as session:
            findings = check_households(session, find_year(session, self._context.year), ids)
            self._forget(frozenset(ids))
            for record_id, told in findings.items():
                self._keep(record_id, told)
        for page in pages:
            self.found.emit(page)

    def _forget(self, record_ids: frozenset[int]) -> None:
        kept = self._cells if len(self._cells) < _MOST_KEPT else {}
        self._cells = {place: told for place, told in kept.items() if place[0] not in record_ids}

    def _keep(self, record_id: int, told: Sequence[Finding]) -> None:
        """Put findings into the cells of their fields; some have no column and are told in the form alone."""
        for finding in told:
            if finding.field in _KEYS:
                place = (record_id, _KEYS[finding.field])
                self._cells[place] = (*self._cells.get(place, ()), finding)
