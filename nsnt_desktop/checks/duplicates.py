"""Rule 6: households that may stand in the list twice (domain §5)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select

from nsnt_desktop.checks.asking import Asked, active
from nsnt_desktop.checks.finding import HEADS_NAMED, Finding, found, heads_label, rule_words
from nsnt_desktop.checks.records import H, R
from nsnt_desktop.models import NotDuplicate, Village
from nsnt_desktop.text import fold, match_key

CODE, CASE = "6", "same"
_SIGNS = str.maketrans("", "", " .-()")
_AT_ONCE = 10_000
_ALIKE = "alike_head"
_Pairs = dict[int, set[int]]
"""By household: those the officer said are not the same as it."""


def likely_doubles(asked: Asked) -> Iterator[Finding]:
    """Rule 6: the same head in one village, or the same phone or code anywhere; one finding a group.

    Heads that only accents part are told as alike, as the domain asks. That adds nothing in the sample
    commune, and in a made-up one of 1,552 households, where four families and "Văn" and "Thị" make most
    names, 35 groups to the 67 of one and the same name. Of a group, those are told who hang together by
    pairs not marked "không phải trùng".
    """
    reasons: dict[tuple[int, ...], list[str]] = defaultdict(list)
    apart = _said_apart(asked)
    by_word = _doubles(asked)
    rows = _rows(asked, {i for groups in by_word.values() for group in groups for i in group})
    place = {row.id: at for at, row in enumerate(rows)}
    for word, groups in by_word.items():
        for group in sorted(sorted(place[i] for i in group) for group in groups):
            for reason, same in _parted(word, [rows[at] for at in group], apart):
                reasons[tuple(place[row.id] for row in same)].append(reason)
    for places, why in reasons.items():
        yield _finding(asked, [rows[at] for at in places], why)


class _Seen:
    """Keys met so far; a list is made only for a key met twice, which spares 300,000 lists."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._twice: dict[str, list[int]] = {}

    def note(self, key: str, record_id: int) -> None:
        first = self._first.setdefault(key, record_id)
        if first != record_id and key:
            self._twice.setdefault(key, [first]).append(record_id)

    def groups(self) -> list[list[int]]:
        """Return the records that share a key."""
        return list(self._twice.values())


def _doubles(asked: Asked) -> dict[str, list[list[int]]]:
    """Return the record ids that share a key, by the word for what they share."""
    heads, phones, codes = _Seen(), _Seen(), _Seen()
    query = select(R.village_id, R.id, H.head, H.phone, H.code).join(H, H.id == R.household_id)
    for village_id, record_id, head, phone, code in asked.session.connection().execute(
        query.where(active(asked))
    ):
        heads.note(f"{village_id} {fold(head)}", record_id)
        phones.note(phone.translate(_SIGNS), record_id)
        codes.note(code.upper(), record_id)
    return {"same_head": heads.groups(), "same_phone": phones.groups(), "same_code": codes.groups()}


def _rows(asked: Asked, record_ids: Iterable[int]) -> list[Any]:
    """Return the households as the list has them: village by village, by name."""
    ids = sorted(record_ids)
    parts = [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]  # SQLite takes 32,766
    rows = (row for part in parts for row in asked.session.execute(_named(part)))
    return sorted(rows, key=lambda row: (row.position, row.village_id, row.sort_key, row.id))


def _named(record_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(R.id, R.household_id, R.village_id, H.head, H.code, H.sort_key, Village.position)
        .join(H, H.id == R.household_id)
        .join(Village, Village.id == R.village_id)
        .where(R.id.in_(record_ids))
    )


def _said_apart(asked: Asked) -> _Pairs:
    apart: _Pairs = defaultdict(set)
    for first, second in asked.session.execute(select(NotDuplicate.first_id, NotDuplicate.second_id)):
        apart[first].add(second)
        apart[second].add(first)
    return apart


def _parted(word: str, rows: list[Any], apart: _Pairs) -> Iterator[tuple[str, list[Any]]]:
    """Part a group by what was said of it: why, and those of whom some pair may still be one household."""
    if word != "same_head":
        yield from ((word, group) for group in _still_together(rows, apart))
        return
    by_name: dict[str, list[Any]] = defaultdict(list)
    for row in rows:  # alike without accents; with them some may be one name
        by_name[match_key(row.head)].append(row)
    for same in by_name.values():
        yield from ((word, group) for group in _still_together(same, apart))
    if len(by_name) > 1:
        # Those of one name are told already: here only pairs that accents part.
        of_one_name = [{row.household_id for row in same} for same in by_name.values()]
        not_these = {i: apart[i] | names if i in apart else names for names in of_one_name for i in names}
        yield from ((_ALIKE, group) for group in _still_together(rows, not_these))


def _still_together(rows: Sequence[Any], apart: _Pairs) -> Iterator[list[Any]]:
    """Yield the rows that hang together by pairs not said apart, two or more at a time, in their order."""
    left = {row.household_id for row in rows}
    while left:
        group, edge = set[int](), [left.pop()]
        while edge:
            one = edge.pop()
            group.add(one)
            reached = left - apart.get(one, set())
            left -= reached
            edge.extend(reached)
        if len(group) > 1:
            yield [row for row in rows if row.household_id in group]


def _finding(asked: Asked, group: list[Any], reasons: list[str]) -> Finding:
    household_ids = ",".join(str(i) for i in sorted(row.household_id for row in group))
    villages = list(dict.fromkeys(asked.villages[row.village_id] for row in group))
    return found(
        CODE,
        CASE,
        f"household:{household_ids}",
        records=[row.id for row in group],
        village_id=group[0].village_id,
        heads=heads_label([f"{row.head} ({row.code})" if row.code else row.head for row in group]),
        place="; ".join(villages[:HEADS_NAMED]),
        reason=_reason(reasons),
    )


def _reason(reasons: list[str]) -> str:
    words = rule_words(CODE, CASE)
    same = ", ".join(words[why] for why in reasons if why != _ALIKE)
    told = [words["same"].format(what=same)] if same else []
    return ", ".join(told + [words[_ALIKE] for why in reasons if why == _ALIKE])
