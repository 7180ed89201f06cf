"""The questions which household a row is: what the list and the register say, and what is proposed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nsnt_desktop.importing.matching import returning
from nsnt_desktop.importing.matching.entries import Entry, described, line_of, which_key
from nsnt_desktop.importing.matching.likeness import Like, likeness
from nsnt_desktop.importing.matching.questions import MAKE_NEW, SKIP, TAKE, Ask, AskKind, renamed
from nsnt_desktop.importing.matching.saying import Said
from nsnt_desktop.importing.matching.spelling import Spelling, compare_spelling
from nsnt_desktop.importing.matching.weights import limit, points
from nsnt_desktop.importing.rows.parsed import ImportRow
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.register import Gone, Register, Registered

_OFFERED = 50
"""Namesakes offered at most: nobody reads further."""
_TELLING = {"code", "phone", "birth_year"}
_ROUNDS = 5
"""How often a row looks for another household when one that is liker has the first."""


class Doubts:
    """Makes the questions in the words of one register."""

    def __init__(self, register: Register, said: Said) -> None:
        self._register = register
        self._said = said

    def which(
        self, entry: Entry, among: Sequence[Registered], text: str, proposed: Like | None = None
    ) -> Ask:
        """Ask which of some households a row is; of very many it is not said how like they are."""
        likes = held_against(entry, among)
        options = _offers(entry, likes) or [(str(h.record_id), described(h)) for h in among[:_OFFERED]]
        more = (MAKE_NEW, "Hộ mới, chưa có trong sổ")
        ask = Ask(AskKind.WHICH, which_key(entry), text, (), (*options, more), listed=self.listed(entry.row))
        best = proposed or max(likes, key=lambda like: like.score, default=None)
        return self._held_against(ask, entry, best, proposed) if best else ask

    def like(self, entry: Entry, likes: Sequence[Like], proposed: Like | None) -> Ask:
        """Ask whether a row is one of the households like it, the likest first."""
        best = proposed or likes[0]
        head, kept = entry.row.head, best.household.values["head"]
        text = f"{line_of(entry)}: trong thôn chưa có hộ «{head}», nhưng có «{kept}» ({best.why}). Là hộ nào?"
        more = ((MAKE_NEW, "Hộ mới, chưa có trong sổ"), (SKIP, "Bỏ qua dòng này"))
        ask = Ask(AskKind.LIKE, like_key(entry), text, (), (*_offers(entry, likes), *more))
        return self._held_against(ask, entry, best, proposed)

    def _held_against(self, ask: Ask, entry: Entry, like: Like, proposed: Like | None) -> Ask:
        return replace(
            ask,
            score=like.score,
            suggested=str(proposed.household.record_id) if proposed else "",
            listed=self.listed(entry.row),
            registered=self.registered(like.household),
            why=like.why,
        )

    def twin(self, entry: Entry, first: Entry, how: str) -> Ask:
        """Ask about a row that repeats an earlier one; proposed to be skipped where it says just the same."""
        text = (
            f"{line_of(entry)}: hộ «{entry.row.head}» {how} với {where(entry, first)}. "
            "Có phải hai hộ khác nhau?"
        )
        says = self._said.values(entry)
        # A name and a number of persons two households can share; a phone, a code, a birth year hardly.
        same = says == self._said.values(first) and not _TELLING.isdisjoint(says)
        return Ask(
            AskKind.DUPLICATE,
            twin_key(entry),
            text,
            (),
            ((SKIP, "Trùng, bỏ qua dòng này"), (TAKE, "Hai hộ khác nhau, nhập cả hai")),
            points("names")["same"] if same else None,
            SKIP if same else "",
            self.listed(entry.row),
            f"{line_of(first)}: {self.listed(first.row)}",
            "hai dòng ghi giống hệt nhau" if same else how,
        )

    def gone(self, entry: Entry, gone: Sequence[Gone]) -> Ask:
        """Ask about a row that names a household which had gone."""
        likes = sorted((likeness(entry.row, h) for h in gone), key=lambda like: -like.score)
        key, text, options = returning.question(entry, [*gone])
        best = likes[0]
        # Counted last year and not taken over: here still. One written off may stand in a list out of date.
        here = (
            is_clear(likes)
            and next(h for h in gone if h.record_id == best.household.record_id).status
            is HouseholdStatus.ACTIVE
        )
        return Ask(
            AskKind.GONE,
            key,
            text,
            (),
            tuple(options),
            best.score,
            str(best.household.household_id) if here else "",
            self.listed(entry.row),
            f"{self.registered(best.household)} · {returning.what_became(gone[0])}",
            best.why,
        )

    def listed(self, row: ImportRow) -> str:
        """Return what a row says of its household: "Nguyen Van Hung · 4 khẩu · sinh 1975 · giếng khoan"."""
        values = row._asdict()
        source = self._register.sources.get(row.source_code) if row.source_code else None
        return self._line({**values, "main_source_id": source})

    def registered(self, household: Registered) -> str:
        """Return what the register says of a household, in the same words."""
        return self._line(household.values)

    def _line(self, values: Mapping[str, Any]) -> str:
        persons, born, source = values["persons"], values["birth_year"], values["main_source_id"]
        parts = (
            values["code"],
            values["head"],
            f"{persons} khẩu" if persons is not None else "",
            f"sinh {born}" if born else "",
            values["phone"],
            values["address"],
            self._register.source_labels.get(source, "") if source else "",
        )
        return " · ".join(part for part in parts if part)


def _offers(entry: Entry, likes: Sequence[Like]) -> list[tuple[str, str]]:
    """Return each household as an answer, and once more where the list's spelling may be the right one."""
    offers, head = [], entry.row.head
    for like in likes:
        household, known = like.household, described(like.household)
        offers.append((str(household.record_id), f"{known} (giống {like.score} %)"))
        if compare_spelling(head, household.values["head"]) is Spelling.EITHER:
            which = "này" if len(likes) == 1 else f"«{known}»"
            offers.append((renamed(household.record_id), f"Là hộ {which}, sửa tên thành «{head}»"))
    return offers


def held_against(entry: Entry, among: Sequence[Registered]) -> list[Like]:
    """Return how like each of some households a row is; nothing where they are more than anybody reads."""
    return [likeness(entry.row, h) for h in among] if len(among) <= limit("offered") else []


def where(entry: Entry, first: Entry) -> str:
    """Return where an earlier row stands, as seen from a later one."""
    found = f"dòng {first.row.excel_row}"
    return found if first.row.sheet == entry.row.sheet else f"{found} của trang tính «{first.row.sheet}»"


def twin_key(entry: Entry) -> str:
    return f"duplicate:{entry.row.sheet}:{entry.row.excel_row}"


def like_key(entry: Entry) -> str:
    return f"like:{entry.row.sheet}:{entry.row.excel_row}"


def is_clear(likes: Sequence[Like]) -> bool:
    """Return whether the first of some households, the likest first, is like enough and well ahead."""
    if not likes or likes[0].score < limit("suggest"):
        return False
    return len(likes) == 1 or likes[0].score - likes[1].score >= limit("lead")


def likest_first(likes: Sequence[Like]) -> list[Like]:
    return sorted(likes, key=lambda like: -like.score)


def proposals(found: Mapping[Entry, Sequence[Like]]) -> dict[Entry, Like]:
    """Return which household is proposed for which row: none for two rows, the liker row first."""
    proposed: dict[Entry, Like] = {}
    taken: set[int] = set()
    waiting = dict(found)
    for _ in range(_ROUNDS):
        claims: dict[int, list[tuple[Entry, Like]]] = defaultdict(list)
        for entry, likes in waiting.items():
            left = [like for like in likes if like.household.record_id not in taken]
            if is_clear(left):
                claims[left[0].household.record_id].append((entry, left[0]))
        for record_id, those in claims.items():
            taken.add(record_id)
            best = max(like.score for _, like in those)
            first, *others = [(entry, like) for entry, like in those if like.score == best]
            if not others:
                proposed[first[0]] = first[1]
            for entry, _ in (first, *others):
                del waiting[entry]
        if not claims:
            break
    return proposed
