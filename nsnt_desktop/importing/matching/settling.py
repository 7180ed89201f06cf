"""What becomes of one row: it takes a household, is asked about, makes a new one, or is left out."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial

from nsnt_desktop.importing.matching import returning
from nsnt_desktop.importing.matching.alike import Alike
from nsnt_desktop.importing.matching.asking import Asking
from nsnt_desktop.importing.matching.doubts import Doubts, like_key, proposals, twin_key, where
from nsnt_desktop.importing.matching.entries import Entry, Place, which_key
from nsnt_desktop.importing.matching.likeness import Like, likeness
from nsnt_desktop.importing.matching.questions import MAKE_NEW, SKIP, TAKE, Answers, household_in
from nsnt_desktop.importing.matching.saying import Said
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.registry.apply_batch import BatchRow, Outcome
from nsnt_desktop.registry.register import Gone, Register, Registered
from nsnt_desktop.text import match_key

_CHOSEN_NEW = "người dùng chọn: hộ mới"


def _chosen_words(like: Like) -> str:
    return f"người dùng chọn (giống {like.score} %)"


def _household(answer: str | None, among: Sequence[Registered]) -> tuple[Registered | None, bool]:
    named, renames = household_in(answer)
    return next((h for h in among if str(h.record_id) == named), None), renames


class Settling:
    """Settles rows one by one; no household is ever taken by two."""

    def __init__(self, register: Register, answers: Answers, asking: Asking, said: Said) -> None:
        self._register = register
        self._chosen = answers.chosen
        self.asking = asking
        self._said = said
        self._doubts = Doubts(register, said)
        self._gone = returning.by_name(register)
        self.matched: dict[int, Entry] = {}
        """By record: the row that has the household."""
        self.offered: set[int] = set()
        """Records of households some row may be, once it is answered."""
        self.strangers: dict[Place, list[Entry]] = defaultdict(list)
        """Rows whose name no household of their village has that is free."""

    def was_answered(self, entry: Entry, among: list[Registered]) -> bool:
        """Return whether the officer said which of some households a row is, or that it is a new one."""
        answer = self._chosen.get(which_key(entry))
        return answer == MAKE_NEW or _household(answer, among)[0] is not None

    def which(self, entry: Entry, among: list[Registered], text: str, proposed: Like | None = None) -> None:
        """Settle a row as the officer answered, else ask which of some households it is."""
        answer = self._chosen.get(which_key(entry))
        chosen, renames = _household(answer, among)
        if chosen and not self.is_taken(chosen):
            self.take(entry, chosen, _chosen_words(likeness(entry.row, chosen)), renames=renames)
            among.remove(chosen)
        elif answer == MAKE_NEW:
            self.make(entry, _CHOSEN_NEW)
        else:
            offered = list(among)
            self.asking.wait(
                entry, lambda: self._doubts.which(entry, offered, text, proposed), which_key(entry)
            )

    def ask_twin(self, entry: Entry, first: Entry, how: str) -> bool:
        """Settle a row that repeats an earlier one, as answered or as a question; False: both are wanted."""
        key = twin_key(entry)
        answer = self._chosen.get(key)
        if answer == TAKE:
            return False
        if answer == SKIP:
            self.asking.skip(entry, f"{how} với {where(entry, first)}")
        else:
            self.asking.wait(entry, lambda: self._doubts.twin(entry, first, how), key)
        return True

    def settle_strangers(self, place: Place, entries: list[Entry], step: Callable[[str], None]) -> None:
        """Settle the rows whose name no household has: like one that no row has taken, or new."""
        village = self._of_village.get(place, ())
        entries = [entry for entry in entries if not self._was_told(entry, village)]
        free = [household for household in village if not self.is_taken(household)]
        if not free:
            for entry in entries:
                self.make(entry)
            return
        alike = Alike(free, village, (entry.row for entry in entries))
        found: dict[Entry, list[Like]] = {}
        for entry in entries:
            step("Đang tìm hộ gần giống trong sổ")
            likes = alike.find(entry.row)
            if likes:
                found[entry] = likes
            else:
                self.make(entry)
        self._ask_alike(found)

    @cached_property
    def _of_village(self) -> Mapping[Place, list[Registered]]:
        households: dict[Place, list[Registered]] = defaultdict(list)
        for household in self._register.households:
            households[household.village_id].append(household)
        return households

    def _was_told(self, entry: Entry, village: Sequence[Registered]) -> bool:
        """Settle a row that is like some households as the officer answered; False: there is no answer."""
        answer = self._chosen.get(like_key(entry))
        if answer == MAKE_NEW:
            self.make(entry, _CHOSEN_NEW)
        elif answer == SKIP:
            self.asking.skip(entry, "bỏ qua theo trả lời")
        elif answer:
            chosen, renames = _household(answer, village)
            if chosen is None or self.is_taken(chosen):
                return False
            self.take(entry, chosen, _chosen_words(likeness(entry.row, chosen)), renames=renames)
        return bool(answer)

    def _ask_alike(self, found: Mapping[Entry, Sequence[Like]]) -> None:
        proposed = proposals(found)
        for entry, likes in found.items():
            self.offered.update(like.household.record_id for like in likes)
            self.asking.wait(
                entry, partial(self._doubts.like, entry, likes, proposed.get(entry)), like_key(entry)
            )

    def is_taken(self, household: Registered) -> bool:
        """Return whether a row has a household already."""
        return household.record_id in self.matched

    def take(self, entry: Entry, household: Registered, how: str, *, renames: bool = False) -> None:
        """Give a row its household, and say how it was found; `renames` as in `Said.changes`."""
        entry.settled = True
        self.matched[household.record_id] = entry
        if isinstance(household, Gone):
            self._gone[household.village_id, match_key(household.values["head"])].remove(household)
        if entry.waits:
            return
        changes = self._said.changes(entry, household, renames=renames)
        kept = household.values["scheme_id"]
        scheme = entry.scheme if entry.scheme not in {None, kept} else None
        back = returning.back(household) or self._said.kept_name(entry, household, changes)
        outcome = (
            Outcome.CHANGED if changes or scheme is not None or isinstance(household, Gone) else Outcome.SAME
        )
        self.asking.add(
            entry.row,
            outcome,
            record_id=household.record_id,
            scheme=scheme,
            values=changes,
            matched_by=how,
            **back,
        )

    def make_or_return(self, entry: Entry) -> None:
        """Let a row no household has the name of wait for the others, unless one had gone: then ask."""
        gone = self._gone.get((entry.place, match_key(entry.row.head))) if self._gone else None
        if not gone:
            entry.settled = True
            self.strangers[entry.place].append(entry)
            return
        answer = self._chosen.get(returning.key(entry))
        back = next((h for h in gone if str(h.household_id) == answer), None)
        if back:
            self.take(entry, back, _chosen_words(likeness(entry.row, back)))
        elif answer == MAKE_NEW:
            self.make(entry, _CHOSEN_NEW)
        elif answer == SKIP:
            self.asking.skip(entry, returning.what_became(gone[0]))
        else:
            among = list(gone)
            self.asking.wait(entry, lambda: self._doubts.gone(entry, among), returning.key(entry))

    def make(self, entry: Entry, how: str = "") -> None:
        """Make a new household of a row."""
        entry.settled = True
        if entry.waits:
            return
        row, values = entry.row, self._said.values(entry)
        if values.get("poverty") is Poverty.NONE and Poverty.POOR not in entry.told.poverty:
            del values["poverty"]
        village, former = entry.place if isinstance(entry.place, tuple) else (entry.place, "")
        # In the order of BatchRow: by name it takes twice as long, and a first list makes thousands.
        self.asking.rows.append(
            BatchRow(
                row.sheet,
                row.excel_row,
                Outcome.NEW,
                "",
                None,
                village,
                former,
                entry.scheme,
                values,
                None,
                how,
            )
        )
