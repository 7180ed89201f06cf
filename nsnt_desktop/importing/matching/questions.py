"""The questions an import asks the officer, and the answers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nsnt_desktop.importing.rows.parsed import ParsedSheet, UnknownValue
from nsnt_desktop.models.words import Basis, HouseholdStatus, LabelledEnum, Poverty
from nsnt_desktop.registry.import_memory import LearntWord
from nsnt_desktop.registry.register import Register
from nsnt_desktop.text import fold

MAKE_NEW = "new"
"""The answer "make one of this name"."""
TAKE, SKIP = "take", "skip"
_RENAMED = ":rename"


class AskKind(LabelledEnum):
    """What the officer is asked about."""

    SOURCE = "source", "Nguồn nước chưa biết"
    WORD = "word", "Từ chưa biết"
    VILLAGE = "village", "Thôn chưa có trong danh mục"
    SCHEME = "scheme", "Công trình chưa có trong danh mục"
    DUPLICATE = "duplicate", "Trùng trong danh sách"
    WHICH = "which", "Nhiều hộ giống nhau trong sổ"
    LIKE = "like", "Gần giống hộ trong sổ"
    GONE = "gone", "Hộ đã rời khỏi sổ"


@dataclass(frozen=True)
class Ask:
    """One question to the officer; the same unknown word is asked once for the whole list."""

    kind: AskKind
    key: str
    """What Answers is keyed by."""
    text: str
    """The question in Vietnamese."""
    rows: tuple[tuple[str, int], ...]
    """Sheet and Excel row of every row that waits for it."""
    options: tuple[tuple[str, str], ...]
    """Answer and its label, in the order they are offered."""
    score: int | None = None
    """Of 100: how like the household offered first is; None: nothing is held against a household."""
    suggested: str = ""
    """The answer the program proposes; nothing: it proposes none."""
    listed: str = ""
    """What the list says of the household asked about."""
    registered: str = ""
    """What the register says of the likeliest one; of a row repeated, what the earlier row says."""
    why: str = ""
    """What speaks for that one and against it."""


@dataclass(frozen=True)
class Answers:
    """The officer's answers; what is not answered leaves its rows waiting."""

    words: Mapping[str, str] = field(default_factory=dict)
    """Ask.key ("kind:word") → code, as importing.rows.parse_rows takes it."""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """Ask.key → one of the answers offered, for the other kinds of question."""
    missing: Mapping[int, HouseholdStatus] = field(default_factory=dict)
    """Record id → MOVED_AWAY or ENDED for households the list no longer names; absent: still here."""


def renamed(record_id: int) -> str:
    """Return the answer "this household, and its head is written as the list has it"."""
    return f"{record_id}{_RENAMED}"


def household_in(answer: str | None) -> tuple[str, bool]:
    """Return the household an answer names, and whether its head is written as the list has it."""
    named = (answer or "").removesuffix(_RENAMED)
    return named, named != (answer or "")


def nearest_first(asked: str, options: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the options with those whose label is most like the word asked about first."""
    from rapidfuzz.fuzz import WRatio  # noqa: PLC0415 - most lists ask nothing

    word = fold(asked)
    return sorted(options, key=lambda option: -WRatio(word, fold(option[1])))


def unknown_words(sheets: Iterable[ParsedSheet], register: Register) -> list[Ask]:
    """Return the questions about words no column could read, each word once."""
    waiting: dict[str, list[UnknownValue]] = defaultdict(list)
    for sheet in sheets:
        for ask in sheet.asks:
            waiting[f"{ask.field.word_kind}:{ask.word}"].append(ask)
    return [_unknown(key, asks, register) for key, asks in waiting.items()]


def word_asks(words: Iterable[LearntWord], register: Register) -> list[Ask]:
    """Return the questions that earlier answers settled, for the officer to answer otherwise."""
    return [
        _word_ask(f"{w.kind}:{w.word}", f"Danh sách ghi «{w.shown}». Nghĩa là gì?", w.shown, (), register)
        for w in words
    ]


def _unknown(key: str, asks: list[UnknownValue], register: Register) -> Ask:
    first = asks[0]
    rows = tuple((ask.sheet, ask.excel_row) for ask in asks)
    question = f"Cột «{first.title}» ghi «{first.value}». Nghĩa là gì?"
    return _word_ask(key, question, first.value, rows, register)


def _word_ask(
    key: str, question: str, value: str, rows: tuple[tuple[str, int], ...], register: Register
) -> Ask:
    kind = key.partition(":")[0]
    if kind == "source_code":
        known = [(code, register.source_labels[i]) for code, i in register.sources.items()]
        options = nearest_first(value, known)
        return Ask(AskKind.SOURCE, key, question, rows, (*options, ("", "Để trống (chưa xác định)")))
    return Ask(AskKind.WORD, key, question, rows, _word_options(kind))


def _word_options(kind: str) -> tuple[tuple[str, str], ...]:
    blank = ("", "Để trống (chưa xác định)")
    if kind == "poverty":
        return (*((p.value, p.label) for p in Poverty), blank)
    if kind == "basis":
        return (*((b.value, b.label) for b in Basis), blank)
    return (("yes", "Có / đạt"), ("no", "Không / không đạt"), blank)
