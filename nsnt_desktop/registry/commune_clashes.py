"""What stands in both of two communes' files under one name, and what may be done about it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.models import Assumption, MainSource
from nsnt_desktop.registry.commune_reading import HouseholdRead, Side
from nsnt_desktop.text import fold, match_key

CODES = "codes"
"""The key of the one clash about household codes."""
_NAMED = 3


class Choice(StrEnum):
    """What may be answered to a clash."""

    SAME = "same"
    """It is one village or one scheme."""
    APART = "apart"
    """There are two: theirs gets a name (or code) of its own."""
    KEEP = "keep"
    """Codes stay as they are, twice."""


@dataclass(frozen=True)
class Clash:
    """Something of one name in both files, and the answers there are."""

    key: str
    """"village:3", "scheme:7" (their ids) or "codes"."""
    kind: str
    """In the officer's words: "Thôn", "Công trình", "Mã hộ"."""
    text: str
    options: tuple[tuple[str, str], ...]
    """Code and words of each answer."""
    proposed: str


def village_clash(village_id: int) -> str:
    """Return the key of the clash about one of their villages."""
    return f"village:{village_id}"


def scheme_clash(scheme_id: int) -> str:
    """Return the key of the clash about one of their schemes."""
    return f"scheme:{scheme_id}"


def same_villages(here: Side, there: Side) -> dict[int, int]:
    """Return which village of ours has the name and former commune of theirs, by their id."""
    known = {(match_key(v.name), fold(here.former(i))): i for i, v in here.villages.items()}
    keys = {i: (match_key(v.name), fold(there.former(i))) for i, v in there.villages.items()}
    return {i: known[key] for i, key in keys.items() if key in known}


def same_schemes(here: Side, there: Side) -> dict[int, int]:
    """Return which scheme of ours has the name of theirs (accents ignored), by their id."""
    known = {fold(name): i for i, name in here.schemes.items()}
    return {i: known[fold(name)] for i, name in there.schemes.items() if fold(name) in known}


def code_prefix(here: Side, there: Side) -> str:
    """Return what may be put before their codes so that none of ours begins so: "CP-" for Cẩm Phú."""
    initials = "".join(word[0] for word in fold(there.commune).split()).upper() or "X"
    taken = {household.code.upper() for household in here.households}
    number, prefix = 1, f"{initials}-"
    while any(code.startswith(prefix) for code in taken):
        number += 1
        prefix = f"{initials}{number}-"
    return prefix


def free_name(name: str, commune: str, taken: set[str], key: Callable[[str], str]) -> str:
    """Return "Thôn 1 (Cẩm Phú)", with a number if even that is taken; `taken` holds the names' keys."""
    number, found = 1, f"{name} ({commune})"
    while key(found) in taken:
        number += 1
        found = f"{name} ({commune} {number})"
    return found


def find_clashes(here: Side, there: Side) -> tuple[Clash, ...]:
    """Return what has to be answered before the two become one."""
    return (*_villages(here, there), *_schemes(here, there), *_codes(here, there))


def _villages(here: Side, there: Side) -> Iterator[Clash]:
    for theirs, ours in same_villages(here, there).items():
        name, former = there.villages[theirs].name, there.former(theirs)
        yield Clash(
            village_clash(theirs),
            "Thôn",
            f"Hai xã đều có «{name}» thuộc xã cũ {former}: ở đây {_counted(here, ours)}, "
            f"ở tệp kia {_counted(there, theirs)}.",
            (
                (Choice.APART, f"Là hai thôn: thêm «({there.commune})» vào tên"),
                (Choice.SAME, "Là một thôn: gộp các hộ"),
            ),
            Choice.APART,
        )


def _schemes(here: Side, there: Side) -> Iterator[Clash]:
    for theirs, ours in same_schemes(here, there).items():
        name = there.schemes[theirs]
        shared = theirs in there.shared or ours in here.shared
        yield Clash(
            scheme_clash(theirs),
            "Công trình",
            f"Hai xã đều có công trình «{name}».",
            (
                (Choice.SAME, "Là một công trình phục vụ cả hai xã"),
                (Choice.APART, f"Là hai công trình: thêm «({there.commune})» vào tên"),
            ),
            Choice.SAME if shared else Choice.APART,
        )


def _codes(here: Side, there: Side) -> Iterator[Clash]:
    taken = {household.code.upper() for household in here.households if household.code}
    twice = [household.code for household in there.households if household.code.upper() in taken]
    if not twice:
        return
    prefix = code_prefix(here, there)
    examples = ", ".join(twice[:_NAMED]) + ("…" if len(twice) > _NAMED else "")
    yield Clash(
        CODES,
        "Mã hộ",
        f"{vn.number(len(twice))} mã hộ có ở cả hai xã ({examples}).",
        (
            (Choice.APART, f"Thêm «{prefix}» vào trước mọi mã hộ của xã {there.commune}"),
            (Choice.KEEP, "Giữ nguyên; phần kiểm tra sẽ nhắc các mã trùng"),
        ),
        Choice.APART,
    )


def _counted(side: Side, village_id: int) -> str:
    return f"{vn.number(side.villages[village_id].households)} hộ"


def possible_doubles(here: Side, there: Side) -> tuple[str, ...]:
    """Return a sentence for each household of theirs with the head and the phone or code of one of ours."""
    known: dict[tuple[str, str], HouseholdRead] = {}
    for household in here.households:
        known.update(dict.fromkeys(_marks(household), household))
    found = []
    for household in there.households:
        twin = next((known[mark] for mark in _marks(household) if mark in known), None)
        if twin is not None:
            found.append(
                f"{household.head}: ở đây {here.villages[twin.village_id].name}, "
                f"ở tệp kia {there.villages[household.village_id].name}"
            )
    return tuple(found)


def _marks(household: HouseholdRead) -> list[tuple[str, str]]:
    """Return what marks a household out: its head together with its phone, and with its code."""
    head = match_key(household.head)
    return [(head, mark) for mark in (household.phone, household.code.upper()) if mark]


def match_sources(ours: Session, theirs: Session) -> dict[int, int | None]:
    """Return our kind of source for each of theirs by id; None: there is none such here.

    The same code in the same group is the same source, however the office words it; else the same label.
    """
    known = session_sources(ours)
    by_code = {(source.code, source.group): source.id for source in known}
    by_label = {(match_key(source.label), source.group): source.id for source in known}
    return {
        source.id: by_code.get((source.code, source.group))
        or by_label.get((match_key(source.label), source.group))
        for source in session_sources(theirs)
    }


def session_sources(session: Session) -> list[MainSource]:
    """Return the main sources in their order."""
    return list(session.scalars(select(MainSource).order_by(MainSource.position, MainSource.id)))


def added_sources(ours: Session, theirs: Session) -> tuple[str, ...]:
    """Return the labels of sources that are not in our list."""
    matched = match_sources(ours, theirs)
    return tuple(source.label for source in session_sources(theirs) if matched[source.id] is None)


def differing_settings(ours: Session, theirs: Session) -> tuple[str, ...]:
    """Return the editable numbers that differ, each with both values; ours stand."""
    rows = select(Assumption).order_by(Assumption.position)
    known = {row.key: row.value for row in theirs.scalars(rows)}
    return tuple(
        f"{row.label}: ở đây {row.value}, ở tệp kia {known[row.key]}"
        for row in ours.scalars(rows)
        if row.key in known and known[row.key] != row.value
    )
