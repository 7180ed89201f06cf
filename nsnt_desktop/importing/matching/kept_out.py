"""Whom the rows name that are kept out: with a wrong cell in it, a row is on the list all the same."""

from collections.abc import Collection, Mapping

from nsnt_desktop.importing.rows.parsed import ImportRow
from nsnt_desktop.registry.collection_sheet import household_of
from nsnt_desktop.registry.register import Registered
from nsnt_desktop.text import fold


class KeptOut:
    """The rows of a list that cannot be read as a whole, by what tells a household."""

    def __init__(self, households: Mapping[int, Registered]) -> None:
        self._households = households
        self._ids: set[int] = set()
        self._codes: set[str] = set()
        self._names: set[tuple[int, str]] = set()

    def add(self, row: ImportRow, village_ids: Collection[int]) -> None:
        """Note a row; of one that names no known village, any of these villages may be meant."""
        marked = household_of(row.household_key or "", self._households)
        if marked:
            self._ids.add(marked.household_id)
        if row.code:
            self._codes.add(row.code)
        self._names.update((village, fold(row.head)) for village in village_ids)

    def name(self, household: Registered) -> bool:
        """Return whether one of the rows may be this household, once it is mended; accents do not matter."""
        return (
            household.household_id in self._ids
            or household.values["code"] in self._codes
            or (household.village_id, fold(household.values["head"])) in self._names
        )
