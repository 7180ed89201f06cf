"""What the columns mean by their titles: each title under its group, and beside its neighbours."""

from dataclasses import replace
from functools import cache

from nsnt_desktop.importing.words.fields import DENIALS, Field
from nsnt_desktop.importing.words.vocabulary import (
    NO_MATCH,
    Confidence,
    Match,
    is_part_of_persons,
    is_total_of_persons,
    match_title,
    name_words,
    plain_title,
    poverty_words,
    source_words,
    word_key,
)
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.text import clean, fold

_YES = ("có", "đạt", "đảm bảo", "được", "rồi", "đã có", "đã lắp", "x")
_NO = ("không", "không đạt", "chưa", "chưa đạt", "ko", "không có", "chưa có", "không đảm bảo", "chưa lắp")
_STATUSES = {Poverty.POOR: Field.POOR, Poverty.NEAR_POOR: Field.NEAR_POOR, Poverty.NONE: Field.NOT_POOR}
_OF_POVERTY = {Field.POVERTY, *_STATUSES.values()}
_NAMES = ("tên", "họ tên", "họ và tên")
_NAMED = {
    Field.SCHEME: Field.SCHEME,
    Field.TICK_CENTRAL: Field.SCHEME,
    Field.TICK_CENTRAL_TAP: Field.SCHEME,
    Field.VILLAGE: Field.VILLAGE,
    Field.MEMBER: Field.MEMBER,
}
_VAGUE = {"central_unspecified": Field.TICK_CENTRAL, "household_unspecified": Field.TICK_HOUSEHOLD}
_FROM = {Field.TICK_CENTRAL: Field.CLEAN_CENTRAL, Field.TICK_HOUSEHOLD: Field.CLEAN_HOUSEHOLD}


def match_columns(titles: list[list[str]]) -> list[Match]:
    """Return what each column means; titles stand from the group down to its own, each once."""
    matches = [_match(parts) for parts in titles]
    _join_names(titles, matches)
    _tell_members(titles, matches)
    return matches


def _match(parts: list[str]) -> Match:
    """Return the best match: under its group, by its own title, by what follows its colon, by all of it."""
    parts = [part for part in parts if plain_title(part)] or parts  # "(người)" under a title is no title
    if not parts:
        return NO_MATCH
    own = parts[-1]
    if len(parts) > 1:
        for group in dict.fromkeys((parts[-2], " ".join(parts[:-1]))):
            found = _under_group(group, own, ": ".join(parts))
            if found:
                return found
    elif _as_key(own) in _keys(_YES + _NO):
        return NO_MATCH
    from_where = _clean_from(" ".join(parts))
    if from_where:
        return from_where
    tries = [match_title(own), match_title(clean(own.rpartition(":")[2]))]
    tries += [match_title(" ".join(parts))] if len(parts) > 1 else []
    for confidence in (Confidence.SURE, Confidence.LIKELY):
        for match in tries:
            if match.confidence is confidence:
                return match
    return NO_MATCH


def _under_group(group: str, own: str, title: str) -> Match | None:
    """Return what a title means only under its group: "Có" under "Nước sạch", "Mưa" under "Nguồn nước"."""
    field = match_title(group).field
    word = _as_key(own)
    if word in _keys(_NAMES):
        works = field is Field.MAIN_SOURCE and " cong trinh " in f" {fold(title)} "
        return _told(Field.SCHEME if works else _NAMED[field], title) if works or field in _NAMED else None
    if field in DENIALS and word in _keys(_YES + _NO):
        return _told(field if word in _keys(_YES) else DENIALS[field], title)
    if field is Field.CLEAN:
        place = _VAGUE.get(source_words().find(own) or "", match_title(own).field)
        return _told(_FROM[place], title) if place in _FROM else None
    return _of_words(field, own, title)


def _of_words(field: Field, own: str, title: str) -> Match | None:
    if field in _OF_POVERTY:
        status = poverty_words().find(plain_title(own))
        return _told(_STATUSES[status], title) if status else None
    if field is Field.PERSONS:
        return _of_persons(own, title)
    if field is Field.MAIN_SOURCE or field.source_code:
        code = source_words().find(own) or source_words().find(plain_title(own))
        return _told(Field.of(f"tick:{code}"), title) if code else None
    return None


def _of_persons(own: str, title: str) -> Match | None:
    if is_total_of_persons(own):
        return _told(Field.PERSONS, title)
    if is_part_of_persons(own):
        return Match(
            Field.IGNORE, Confidence.SURE, f"«{title}» chỉ là một phần số khẩu của hộ nên không đọc."
        )
    return None


def _clean_from(title: str) -> Match | None:
    """Return the meaning of "Nước sạch từ công trình tập trung": clean water, and where it comes from."""
    before, said, place = f"{fold(title)} ".partition(" tu ")
    if not said or match_title(before).field is not Field.CLEAN:
        return None
    field = _FROM.get(match_title(place).field)
    return _told(field, title) if field else None


def _told(field: Field, title: str) -> Match:
    return Match(field, Confidence.SURE, f"Tiêu đề «{title}» chỉ «{field.label}».")


def _as_key(title: str) -> str:
    return word_key(plain_title(title))


@cache
def _keys(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(word_key, words))


def _join_names(titles: list[list[str]], matches: list[Match]) -> None:
    """Read «Họ và tên đệm | Tên» as the two halves of one name."""
    for at in range(len(titles) - 1):
        first, second = (fold(plain_title(parts[-1])) if parts else "" for parts in titles[at : at + 2])
        if first in name_words("before") and second in name_words("after"):
            first_title, second_title = (": ".join(parts) for parts in titles[at : at + 2])
            matches[at] = _told(Field.HEAD, first_title)
            reason = f"«{second_title}» được ghép sau «{first_title}» thành họ và tên."
            matches[at + 1] = Match(Field.GIVEN_NAME, Confidence.SURE, reason)
            return


def _tell_members(titles: list[list[str]], matches: list[Match]) -> None:
    """Read «Họ và tên» beside «Chủ hộ» and «Quan hệ với chủ hộ» as the names of the members."""
    heads = [at for at, match in enumerate(matches) if match.field is Field.HEAD]
    if len(heads) < 2 or all(match.field is not Field.RELATION for match in matches):
        return
    named = [at for at in heads if " chu ho " in f" {fold(' '.join(titles[at]))} "]
    if len(named) == 1:
        for at in set(heads) - set(named):
            matches[at] = replace(_told(Field.MEMBER, ": ".join(titles[at])), confidence=Confidence.LIKELY)
