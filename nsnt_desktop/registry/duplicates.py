"""Who may stand in the register already: likely duplicates while a name is typed, and pairs that are none.

Accents, case and tone placement are ignored when names are compared (`text.fold`). Also households that have
gone, this year or in another, are found: one that returns is not entered a second time.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Household, HouseholdRecord, NotDuplicate, SurveyYear, Village
from nsnt_desktop.models.words import HouseholdStatus
from nsnt_desktop.registry.household_life import end_of_merging
from nsnt_desktop.registry.household_lists import id_values
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean, fold, match_key, person_sort_key

H, R = Household, HouseholdRecord

SIMILAR = 94.0
"""Of 100: a letter more or less; another letter only in a long name, so that "Văn Hùng" is not "Văn Dũng"."""
SHOWN = 6
_SIMILAR_SHOWN = 3
_PHONE_LENGTH = 8
_GROUP_LIMIT = 40
"""Households of one "không phải trùng" at most: every pair of them is remembered."""


class Likeness(Enum):
    """Why a household may be the one meant; the surest first."""

    PHONE = "cùng số điện thoại"
    CODE = "cùng mã hộ"
    NAME = "cùng họ tên, cùng thôn"
    UNACCENTED = "cùng thôn, giống tên nếu bỏ dấu"
    SIMILAR = "cùng thôn, tên gần giống"
    ELSEWHERE = "cùng họ tên, thôn khác"
    ANYWHERE = "giống tên nếu bỏ dấu, chưa chọn thôn"


@dataclass(frozen=True)
class Duplicate:
    """A household that may be the one being entered."""

    household_id: int
    record_id: int | None
    """Its record of the year asked about; None: it has none."""
    year: int
    """Of the record the next fields are from: the year itself, else the newest before it."""
    status: HouseholdStatus
    status_note: str
    head: str
    village_id: int
    village: str
    code: str
    phone: str
    address: str
    persons: int | None
    merged_into: str
    """The head of the household it ended up in, where the status says so."""
    likeness: Likeness

    @property
    def can_return(self) -> bool:
        """Whether it is not counted in the year asked about and could be brought back into it."""
        return self.record_id is None or self.status is not HouseholdStatus.ACTIVE


def likely_duplicates(
    session: Session,
    year_id: int,
    head: str,
    *,
    village_id: int | None = None,
    phone: str = "",
    code: str = "",
    leave_out: int | None = None,
) -> tuple[Duplicate, ...]:
    """Return the households a name, phone or code may stand for, the likeliest first, SHOWN at most.

    `leave_out` is the household itself when it is in the register already; those marked "không phải trùng" of
    it and those merged into it are left out too. A name of one word finds nothing: it is being typed.
    """
    phone, code, name = _digits(phone), clean(code).upper(), clean(head)
    if len(name.split()) < 2:
        name = ""
    ids = _same_keys(session, phone, code) | _same_name(session, name)
    near = _unaccented(session, name) if village_id is None else _near_names(session, village_id, name)
    apart = _apart(session, leave_out)
    asked = (match_key(name), fold(name), phone, code)
    found = [
        _duplicate(session, row, likeness)
        for row in _latest(session, year_id, (ids | near) - apart)
        if (likeness := _likeness(row, asked, village_id, near))
        and (leave_out is None or row.into != leave_out)
    ]
    return _ranked(found, name)


def _digits(text: str) -> str:
    digits = "".join(filter(str.isdigit, text))
    return digits if len(digits) >= _PHONE_LENGTH else ""


def _same_keys(session: Session, phone: str, code: str) -> set[int]:
    wanted: list[ColumnElement[bool]] = []
    if phone:
        wanted.append(H.search.endswith(phone, autoescape=True))  # a phone stands last in it, digits only
    if code:
        wanted.append(func.upper(H.code) == code)
    return {i for one in wanted for i in session.scalars(select(H.id).where(one))}


def _same_name(session: Session, name: str) -> set[int]:
    """Return the households of this name (accents count) in the whole commune, by the sort key's index."""
    if not name:
        return set()
    return set(session.scalars(select(H.id).where(H.sort_key == person_sort_key(name))))


def _unaccented(session: Session, name: str) -> set[int]:
    """Return the households of the commune whose folded names begin so: a name stands first in `search`."""
    return set(session.scalars(select(H.id).where(H.search.startswith(fold(name))))) if name else set()


def _near_names(session: Session, village_id: int, name: str) -> set[int]:
    """Return the households that were ever in a village and whose names without accents are much alike."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - needed only while a household is entered

    if not name:
        return set()
    here = select(R.household_id).where(R.year_id.in_(select(SurveyYear.id)), R.village_id == village_id)
    # Of another length no name is that much alike; the fewer come out of the file, the sooner the answer.
    more = max(2, int(len(name) * 2 * (100 - SIMILAR) / SIMILAR))
    as_long = func.length(H.head).between(len(name) - more, len(name) + more)
    folded = {
        i: fold(head) for i, head in session.execute(select(H.id, H.head).where(H.id.in_(here), as_long))
    }
    hits = process.extract(
        fold(name), folded, scorer=fuzz.ratio, processor=None, score_cutoff=SIMILAR, limit=SHOWN * 4
    )
    return {household_id for _, _, household_id in hits}


def _apart(session: Session, household_id: int | None) -> set[int]:
    """Return the household itself and those the officer said are not it."""
    if household_id is None:
        return set()
    first, second = NotDuplicate.first_id, NotDuplicate.second_id
    pairs = session.execute(select(first, second).where((first == household_id) | (second == household_id)))
    return {household_id}.union(*pairs)


def _latest(session: Session, year_id: int, ids: Iterable[int]) -> list[Any]:
    """Return each household with its record of the year, else the newest before it, else the first after."""
    asked = session.get_one(SurveyYear, year_id).year
    query = (
        select(
            H.id,
            R.id.label("record_id"),
            SurveyYear.year,
            R.status,
            R.status_note,
            H.head,
            R.village_id,
            Village.name.label("village"),
            H.code,
            H.phone,
            H.address,
            R.persons,
            R.merged_into_id.label("into"),
            (SurveyYear.year == asked).label("now"),
        )
        .join(R, R.household_id == H.id)
        .join(SurveyYear, SurveyYear.id == R.year_id)
        .join(Village, Village.id == R.village_id)
        .where(H.id.in_(id_values(ids)))
    )
    newest: dict[int, Any] = {}
    for row in sorted(session.execute(query), key=lambda row: (row.year > asked, abs(row.year - asked))):
        newest.setdefault(row.id, row)
    return list(newest.values())


def _likeness(
    row: Any, asked: tuple[str, str, str, str], village_id: int | None, near: Collection[int]
) -> Likeness | None:
    key, folded, phone, code = asked
    here = row.village_id == village_id
    if phone and _digits(row.phone) == phone:
        return Likeness.PHONE
    if code and row.code.upper() == code:
        return Likeness.CODE
    if key and match_key(row.head) == key:
        return Likeness.NAME if here else Likeness.ELSEWHERE
    if here and folded and fold(row.head) == folded:
        return Likeness.UNACCENTED
    if village_id is None:
        return Likeness.ANYWHERE if folded and fold(row.head) == folded else None
    return Likeness.SIMILAR if here and row.id in near else None  # not by the end of another phone


def _duplicate(session: Session, row: Any, likeness: Likeness) -> Duplicate:
    into = end_of_merging(session, row.record_id)
    return Duplicate(
        household_id=row.id,
        record_id=row.record_id if row.now else None,
        year=row.year,
        status=row.status,
        status_note=row.status_note,
        head=row.head,
        village_id=row.village_id,
        village=row.village,
        code=row.code,
        phone=row.phone,
        address=row.address,
        persons=row.persons,
        merged_into=session.get_one(H, into).head if into is not None else "",
        likeness=likeness,
    )


def _ranked(found: Sequence[Duplicate], name: str) -> tuple[Duplicate, ...]:
    from rapidfuzz import fuzz  # noqa: PLC0415 - as above

    order = list(Likeness)
    wanted = fold(name)

    def rank(one: Duplicate) -> tuple[int, float, bool, int]:
        near = fuzz.ratio(wanted, fold(one.head)) if one.likeness is Likeness.SIMILAR else 100.0
        return order.index(one.likeness), -near, one.can_return, one.household_id

    ranked = sorted(found, key=rank)
    similar = [one for one in ranked if one.likeness is Likeness.SIMILAR][_SIMILAR_SHOWN:]
    return tuple(one for one in ranked if one not in similar)[:SHOWN]


def say_not_duplicate(data: DataFile, household_ids: Sequence[int]) -> int | None:
    """Remember of some households that no two of them are the same; return the action for "Hoàn tác".

    None: it was known of every pair. Raises KnownError for more than 40 households at once.
    """
    ids = sorted(set(household_ids))
    if len(ids) > _GROUP_LIMIT:
        raise KnownError(
            f"Đang chọn {len(ids)} hộ, mỗi lần chỉ ghi «không phải trùng» cho tối đa {_GROUP_LIMIT} hộ. "
            f"{NOTHING_LOST} Hãy chọn ít hộ hơn, hoặc bỏ qua cảnh báo này với lý do."
        )
    with change(data, f"Ghi {len(ids)} hộ không phải trùng") as made:
        return made.action_id if remember_apart(made.session, combinations(ids, 2)) else None


def remember_apart(session: Session, pairs: Iterable[tuple[int, int]]) -> int:
    """Remember pairs as not the same, within a change under way; return how many were not known yet."""
    ordered = {(min(pair), max(pair)) for pair in pairs}
    known = {
        (first, second)
        for first, second in session.execute(select(NotDuplicate.first_id, NotDuplicate.second_id))
    }
    fresh = sorted(ordered - known)
    session.add_all(NotDuplicate(first_id=first, second_id=second) for first, second in fresh)
    return len(fresh)
