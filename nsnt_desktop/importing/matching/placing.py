"""The village and the scheme each row of a list names: found, as the officer answered, or asked."""

from collections.abc import Collection

from nsnt_desktop.importing.matching.asking import Asking
from nsnt_desktop.importing.matching.entries import Place
from nsnt_desktop.importing.matching.questions import MAKE_NEW, SKIP, Answers, Ask, AskKind, nearest_first
from nsnt_desktop.importing.rows.parsed import ImportRow
from nsnt_desktop.importing.words.places import Places, place_words
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.import_memory import LearntWord
from nsnt_desktop.registry.register import Register
from nsnt_desktop.text import match_key


class Placing:
    """Finds villages and schemes in one register; what it does not find it asks, once for the list."""

    def __init__(self, register: Register, answers: Answers, asking: Asking) -> None:
        self._register = register
        self._chosen = answers.chosen
        self._asking = asking
        self._places = Places(register)
        self._new_names: dict[str, str] = {}
        self.learnt: dict[str, LearntWord] = {}
        """Villages and schemes as the officer answered."""

    def village(self, row: ImportRow) -> Place | None:
        """Return the village of a row; None: the row is left out or waits for an answer."""
        name, former = row.village or "", row.former_commune or ""
        found = self._places.village(name, former)
        return self._answered_village(row, name, former) if found is None else found

    def village_id(self, row: ImportRow) -> int | None:
        """Return the registered village a row names, None for none; nothing is asked."""
        name, former = row.village or "", row.former_commune or ""
        answer = self._chosen.get(f"village:{match_key(former)}:{match_key(name)}", "")
        found = self._places.village(name, former) or (int(answer) if answer.isdigit() else None)
        return found if isinstance(found, int) else None

    def _answered_village(self, row: ImportRow, name: str, former: str) -> Place | None:
        key = f"village:{match_key(former)}:{match_key(name)}"
        answer = self._chosen.get(key, "")
        if answer == MAKE_NEW:
            # Written in capitals further down it is the same new village.
            first = self._new_names.setdefault(key, f"{name}\n{former}").split("\n")
            return first[0], first[1]
        if answer == SKIP:
            named = f"bỏ qua các hộ của «{name}»" if name else "bỏ qua các hộ không ghi thôn"
            self._asking.add(row, Outcome.SKIPPED, reason=named)
            return None
        if _is_one_of(answer, self._register.villages):
            self._learn(key, answer, place_words(name, former))
            return int(answer)
        self._asking.ask(row, key, lambda: self._village_ask(key, name, former))
        return None

    def _village_ask(self, key: str, name: str, former: str) -> Ask:
        text = "Danh sách không ghi thôn. Đây là thôn nào?"
        if name:
            text = f"Thôn «{place_words(name, former)}» là thôn nào?"
        return Ask(AskKind.VILLAGE, key, text, (), tuple(self._village_options(name, former)))

    def _village_options(self, name: str, former: str) -> list[tuple[str, str]]:
        known = [(str(i), place_words(n, place)) for i, (n, place) in self._register.villages.items()]
        options = nearest_first(place_words(name, former), known) if name else known
        if name and not self._places.is_known(name, former):
            options.append((MAKE_NEW, f"Thêm thôn mới «{place_words(name, former)}»"))
        return [*options, (SKIP, "Bỏ qua các dòng này")]

    def scheme(self, row: ImportRow) -> tuple[int | str | None, bool]:
        """Return the scheme a row names, and whether the row must wait for an answer."""
        if not row.scheme:
            return None, False
        found = self._places.scheme(row.scheme)
        if found is not None:
            return found, False
        key = f"scheme:{match_key(row.scheme)}"
        answer = self._chosen.get(key, "")
        if answer == MAKE_NEW:
            return self._new_names.setdefault(key, row.scheme), False
        if answer == SKIP:
            return None, False
        if _is_one_of(answer, self._register.schemes):
            self._learn(key, answer, row.scheme)
            return int(answer), False
        named = row.scheme
        self._asking.ask(row, key, lambda: self._scheme_ask(key, named))
        return None, True

    def _scheme_ask(self, key: str, named: str) -> Ask:
        known = [(str(i), name) for i, name in self._register.schemes.items()]
        more = [(MAKE_NEW, f"Thêm công trình mới «{named}»"), (SKIP, "Để trống công trình")]
        text = f"Công trình «{named}» là công trình nào?"
        return Ask(AskKind.SCHEME, key, text, (), (*nearest_first(named, known), *more))

    def _learn(self, key: str, answer: str, shown: str) -> None:
        kind, _, word = key.partition(":")
        if shown:  # a list that names no village teaches nothing
            self.learnt.setdefault(key, LearntWord(kind, word, answer, shown))


def _is_one_of(answer: str, known: Collection[int]) -> bool:
    """Return whether an answer names what still stands: a village answered with may be merged meanwhile."""
    return answer.isdecimal() and int(answer) in known
