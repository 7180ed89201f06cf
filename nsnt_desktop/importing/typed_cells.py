"""What is typed or pasted into a cell of the households' list, read as the value of its field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.importing.words import cells, vocabulary
from nsnt_desktop.importing.words.cells import Parser, Refused, Unknown
from nsnt_desktop.importing.words.places import Places
from nsnt_desktop.models import SchemeRecord, SurveyYear, WaterScheme
from nsnt_desktop.models.words import (
    CLEAN_LABELS,
    UNKNOWN_LABEL,
    YES_NO_LABELS,
    Basis,
    HouseholdStatus,
    Poverty,
    SourceGroup,
)
from nsnt_desktop.registry.reference_lists import list_all_sources
from nsnt_desktop.registry.register import Register
from nsnt_desktop.registry.villages import list_villages, village_labels
from nsnt_desktop.text import clean, fold, match_key

NO_SECOND_SOURCE = "Không có"
NO_SCHEME = "Không nối công trình nào"
_NAMED = 6
"""Values a refusal names before it leaves the rest to the list."""
_ROOM = 60
"""Letters they may take: a longer sentence covers the list it stands under."""
_MERGED_ELSEWHERE = "việc nhập hộ phải nêu rõ nhập vào hộ nào; hãy dùng «Việc với hộ»"


@dataclass(frozen=True)
class Option:
    """One value of a closed list, with the words it is chosen by."""

    value: Any
    label: str


@dataclass(frozen=True)
class CellLists:
    """The closed lists of one year."""

    villages: tuple[Option, ...]
    village_names: dict[int, str]
    """The same by id."""
    sources: tuple[Option, ...]
    """Those in use."""
    old_sources: frozenset[str]
    """Labels of sources no longer in use, folded for matching."""
    source_labels: dict[int, str]
    """Of every source, in use or not."""
    schemes: tuple[Option, ...]
    register: Register
    """What names are looked up in; it holds no household."""


def load_lists(session: Session, year: SurveyYear) -> CellLists:
    """Return the closed lists of a year."""
    villages = list_villages(session, year)
    labels = village_labels(villages)
    sources = list_all_sources(session)
    in_year = select(WaterScheme).join(SchemeRecord).where(SchemeRecord.year_id == year.id)
    schemes = {s.id: s.name for s in session.scalars(in_year.order_by(WaterScheme.name))}
    return CellLists(
        villages=tuple(Option(*pair) for pair in labels),
        village_names=dict(labels),
        sources=tuple(Option(s.id, s.label) for s in sources if s.active),
        old_sources=frozenset(match_key(s.label) for s in sources if not s.active),
        source_labels={s.id: s.label for s in sources},
        schemes=tuple(Option(*pair) for pair in schemes.items()),
        register=Register(
            year_id=year.id,
            year=year.year,
            households=(),
            villages={v.id: (v.name, v.former_commune) for v in villages},
            sources={s.code: s.id for s in sources if s.active},
            source_labels={},
            source_groups=dict[int, SourceGroup](),
            schemes=schemes,
        ),
    )


class CellReader:
    """Reads cells of one year, and offers what a closed list holds."""

    def __init__(self, lists: CellLists) -> None:
        self.lists = lists
        self._places = Places(lists.register)
        self._options = self._offered(lists)
        self._parsers = self._make_parsers()
        self.read = lru_cache(maxsize=20_000)(self._read)
        """Return the value a text means in a field, or why it means none; the same text is read once."""

    def options(self, field: str) -> tuple[Option, ...]:
        """Return what a closed list offers, the blank last; nothing for a field typed freely."""
        return self._options.get(field, ())

    def suggested(self, field: str, typed: str) -> int | None:
        """Return which option is meant while it is being typed: by its beginning, accents ignored.

        One letter again and again goes through the options that begin with it; words of the vocabulary
        ("gk", "hn", "x") mean what they mean in a list. None: nothing fits.
        """
        options, key = self.options(field), fold(typed)
        begun, meant = _beginning(options, typed), self._meant(field, typed)
        inside = next((at for at, o in enumerate(options) if key and f" {key}" in fold(o.label)), None)
        # One letter is the beginning of something sooner than a tick or a word of its own.
        ways = (begun, meant, inside) if len(key) == 1 else (meant, begun, inside, _again(options, key))
        return next((found for found in ways if found is not None), None)

    def _meant(self, field: str, typed: str) -> int | None:
        value = self.read(field, typed)
        if isinstance(value, Refused):
            return None
        return next((at for at, option in enumerate(self.options(field)) if option.value == value), None)

    def _read(self, field: str, text: str) -> Any:
        text = clean(text)
        for option in self.options(field):
            if match_key(option.label) == match_key(text):
                return option.value
        value = self._parsers[field](text)
        return Refused(self._allowed(field)) if isinstance(value, Unknown) else value

    def _allowed(self, field: str) -> str:
        labels = [option.label for option in self.options(field)]
        named = _that_fit(labels)
        told = ", ".join(f"«{label}»" for label in named)
        return f"không có trong danh sách; hãy chọn {told}" + (
            " hoặc tên khác trong danh sách" * (len(labels) > len(named))
        )

    @staticmethod
    def _offered(lists: CellLists) -> dict[str, tuple[Option, ...]]:
        blank = Option(None, UNKNOWN_LABEL)
        yes_no = tuple(Option(answer, YES_NO_LABELS[answer]) for answer in (True, False, None))
        return {
            "village_id": lists.villages,
            "status": tuple(Option(s, s.label) for s in HouseholdStatus if s is not HouseholdStatus.MERGED),
            "poverty": (*(Option(status, status.label) for status in Poverty), blank),
            "main_source_id": (*lists.sources, blank),
            "second_source_id": (*lists.sources, Option(None, NO_SECOND_SOURCE)),
            "scheme_id": (*lists.schemes, Option(None, NO_SCHEME)),
            "basis": (*(Option(basis, basis.label) for basis in Basis), blank),
            "clean": tuple(Option(answer, CLEAN_LABELS[answer]) for answer in (True, False, None)),
            **dict.fromkeys(("hygienic", "has_meter", "dry_season_shortage"), yes_no),
        }

    def _make_parsers(self) -> dict[str, Parser]:
        yes_no = cells.answer({})
        return {
            "head": cells.head,
            "village_id": self._village,
            "status": self._status,
            "persons": cells.persons,
            "birth_year": cells.birth_year,
            "poverty": cells.poverty({}, Poverty.POOR),
            "main_source_id": self._source,
            "second_source_id": lambda text: None if fold(text) in {"khong", "0"} else self._source(text),
            "scheme_id": self._scheme,
            "basis": _basis,
            "litres_per_month": cells.litres,
            "phone": lambda text: _or_empty(cells.phone(text)),
            **dict.fromkeys(("hygienic", "clean", "has_meter", "dry_season_shortage"), yes_no),
            **dict.fromkeys(("code", "address", "treatment", "pollution_risk", "note"), _free),
            "volume_estimated": lambda text: _tick(text, "ước tính"),
            "verified": lambda text: _tick(text, "đã đối chiếu"),
        }

    def _village(self, text: str) -> int | Refused | Unknown:
        name, _, former = text.partition(" – ")
        if not text or text in vocabulary.blanks():
            return Refused("hộ phải thuộc một thôn; hãy chọn thôn")
        found = self._places.village(name, former)
        return Unknown(text) if found is None else found

    def _status(self, text: str) -> Any:
        if match_key(text) == match_key(HouseholdStatus.MERGED.label):
            return Refused(_MERGED_ELSEWHERE)
        return (
            Refused("tình trạng của hộ không được để trống; hãy chọn «Đang ở»") if not text else Unknown(text)
        )

    def _source(self, text: str) -> int | Refused | Unknown | None:
        if match_key(text) in self.lists.old_sources:
            return Refused("nguồn nước này không còn dùng trong danh mục; hãy chọn nguồn khác")
        code = cells.by_word(vocabulary.source_words(), {}, {})(text)
        if isinstance(code, Unknown):
            return _not_known(text)
        return code if code is None else self.lists.register.sources.get(code, Unknown(text))

    def _scheme(self, text: str) -> int | Unknown | None:
        if text in vocabulary.blanks() or fold(text) in {"", "khong", "0", "chua"}:
            return None
        found = self._places.scheme(text)
        alike = [option.value for option in self.lists.schemes if fold(option.label) == fold(text)]
        if found is None and len(alike) == 1:
            return int(alike[0])
        return Unknown(text) if found is None else found


def _that_fit(labels: Sequence[str]) -> list[str]:
    """Return the labels a refusal has room to name: all of a short list, else a few that are not long."""
    if sum(map(len, labels)) <= 2 * _ROOM and len(labels) <= _NAMED:
        return list(labels)
    short = [label for label in labels if len(label) <= _ROOM // 2][:_NAMED]
    so_far = accumulate(map(len, short))
    fitting = [label for label, letters in zip(short, so_far, strict=True) if letters <= _ROOM]
    return fitting or list(labels[:1])


def _beginning(options: Sequence[Option], typed: str) -> int | None:
    """Return the first option that begins as typed; with its accents first, then without."""
    lowered, key = clean(typed).lower(), fold(typed)
    ways: tuple[Callable[[str], bool], ...] = (
        lambda label: label.lower().startswith(lowered),
        lambda label: fold(label).startswith(key),
    )
    if not key:
        return None
    return next((at for way in ways for at, option in enumerate(options) if way(option.label)), None)


def _again(options: Sequence[Option], key: str) -> int | None:
    if not key or len(set(key)) > 1:
        return None
    found = [at for at, option in enumerate(options) if fold(option.label).startswith(key[0])]
    return found[(len(key) - 1) % len(found)] if found else None


def _basis(text: str) -> Any:
    value = cells.by_word(vocabulary.basis_words(), {}, {})(text)
    return _not_known(text) if isinstance(value, Unknown) else value


def _not_known(text: str) -> Unknown | None:
    """Return None for "không rõ", "chưa biết" and the like, where a closed list has no such words."""
    return None if cells.answer({})(text) is None else Unknown(text)


def _free(text: str) -> str | Refused:
    return _or_empty(cells.words(text))


def _or_empty(value: str | Refused | None) -> str | Refused:
    return "" if value is None else value


def _tick(text: str, word: str) -> bool | Refused:
    if not text or text in vocabulary.blanks():
        return False
    answer = True if fold(text) == fold(word) else cells.answer({})(text)
    if isinstance(answer, Unknown):
        return Refused("ô này chỉ đánh dấu; hãy gõ x để đánh dấu, hoặc để trống")
    return bool(answer)
