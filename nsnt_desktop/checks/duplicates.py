"""Rule 6: households that may stand in the list twice (domain §5)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select

from nsnt_desktop.checks.asking import Asked, H, R, active, households
from nsnt_desktop.checks.finding import HEADS_NAMED, Finding, found, heads_label, rule_words, village_label
from nsnt_desktop.text import match_key

CODE, CASE = "6", "same"
_SIGNS = str.maketrans("", "", " .-()")
_AT_ONCE = 10_000


def likely_doubles(asked: Asked) -> Iterator[Finding]:
    """Rule 6: the same head in one village, or the same phone or code anywhere; one finding a group."""
    reasons: dict[tuple[int, ...], list[str]] = defaultdict(list)
    by_word = _doubles(asked)
    rows = _rows(asked, {i for groups in by_word.values() for group in groups for i in group})
    for word, groups in by_word.items():
        for group in groups:
            for same in _really_same(word, [rows[i] for i in group]):
                reasons[tuple(row.id for row in same)].append(rule_words(CODE, CASE)[word])
    for record_ids, why in reasons.items():
        yield _finding([rows[i] for i in record_ids], why)


class _Seen:
    """Keys met so far; a list is made only for a key met twice, which spares 300,000 lists."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self.twice: dict[str, list[int]] = {}

    def note(self, key: str, record_id: int) -> None:
        first = self._first.setdefault(key, record_id)
        if first != record_id and key:
            self.twice.setdefault(key, [first]).append(record_id)


def _doubles(asked: Asked) -> dict[str, list[list[int]]]:
    """Return the record ids that share a key, by the word for what they share."""
    heads, phones, codes = _Seen(), _Seen(), _Seen()
    query = select(R.id, R.village_id, H.sort_key, H.phone, H.code).join(H, H.id == R.household_id)
    for record_id, village_id, sort_key, phone, code in asked.session.execute(query.where(active(asked))):
        # Names that match_key takes for one have one sort key, which stands ready in the table.
        heads.note(f"{village_id} {sort_key}", record_id)
        phones.note(phone.translate(_SIGNS), record_id)
        codes.note(code.upper(), record_id)
    found_by = {"same_head": heads, "same_phone": phones, "same_code": codes}
    return {word: list(seen.twice.values()) for word, seen in found_by.items()}


def _rows(asked: Asked, record_ids: Iterable[int]) -> dict[int, Any]:
    ids = sorted(record_ids)
    parts = [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]  # SQLite takes 32,766
    return {
        row.id: row
        for part in parts
        for row in asked.session.execute(households(asked, R.id.in_(part), extra=(H.code,)))
    }


def _really_same(word: str, rows: list[Any]) -> list[list[Any]]:
    """Part a group by match_key: a sort key may take two names with foreign letters for one."""
    if word != "same_head":
        return [rows]
    grouped: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[match_key(row.head)].append(row)
    return [group for group in grouped.values() if len(group) > 1]


def _finding(group: list[Any], reasons: list[str]) -> Finding:
    household_ids = ",".join(str(i) for i in sorted(row.household_id for row in group))
    villages = list(dict.fromkeys(village_label(row.village, row.former_commune) for row in group))
    return found(
        CODE,
        CASE,
        f"household:{household_ids}",
        records=[row.id for row in group],
        village_id=group[0].village_id,
        heads=heads_label([f"{row.head} ({row.code})" if row.code else row.head for row in group]),
        place="; ".join(villages[:HEADS_NAMED]),
        reason=", ".join(reasons),
    )
