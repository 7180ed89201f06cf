"""What becomes of the rows of a list, row by row, and the questions that are asked on the way."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nsnt_desktop.importing.matching.entries import Entry
from nsnt_desktop.importing.matching.questions import Ask
from nsnt_desktop.importing.rows.parsed import ImportRow
from nsnt_desktop.registry.apply_batch import BatchRow, Outcome


class Asking:
    """Gathers the rows decided and the questions; a question asked again only gets one more row."""

    def __init__(self) -> None:
        self.rows: list[BatchRow] = []
        self._asks: dict[str, Ask] = {}
        self._waiting: dict[str, list[tuple[str, int]]] = defaultdict(list)

    def add(self, row: ImportRow, outcome: Outcome, **what: Any) -> None:
        """Note what becomes of a row."""
        self.rows.append(BatchRow(row.sheet, row.excel_row, outcome, **what))

    def ask(self, row: ImportRow, key: str, make: Callable[[], Ask]) -> None:
        """Let a row wait for the answer to a question, which is made when it is first asked."""
        if key not in self._asks:
            self._asks[key] = make()
        self._waiting[key].append((row.sheet, row.excel_row))
        self.add(row, Outcome.ASKED, reason=self._asks[key].text)

    def wait(self, entry: Entry, make: Callable[[], Ask], key: str) -> None:
        """Let a row wait whose village is known; one that waits for its scheme is asked about that first."""
        entry.settled = True
        if not entry.waits:
            self.ask(entry.row, key, make)

    def skip(self, entry: Entry, reason: str) -> None:
        """Leave a row out, unless it waits for an answer about its scheme."""
        entry.settled = True
        if not entry.waits:
            self.add(entry.row, Outcome.SKIPPED, reason=reason)

    def asked(self) -> tuple[Ask, ...]:
        """Return the questions, each with every row that waits for it."""
        return tuple(replace(ask, rows=tuple(self._waiting[key])) for key, ask in self._asks.items())
