"""Columns that say one thing together: several for poverty or the source, yes and no apart, a name in two."""

from collections.abc import Callable
from functools import partial
from typing import Any

from nsnt_desktop.importing.words.fields import DENIALS, Field
from nsnt_desktop.models.words import Poverty

Values = dict[str, Any]
Conflict = tuple[list[Field], str]
"""The fields that contradict each other, and why in Vietnamese."""

_POVERTY = [Field.POVERTY, Field.POOR, Field.NEAR_POOR, Field.NOT_POOR]
_QUALITY = [Field.HYGIENIC, Field.CLEAN]
_FROM = {Field.CLEAN_CENTRAL: "central_unspecified", Field.CLEAN_HOUSEHOLD: "household_unspecified"}
_CENTRAL = {"central_tap", "central_public", "central_unspecified"}
_HOUSEHOLD = {"drilled_well", "dug_well", "rain", "gravity_pipe", "surface", "household_unspecified"}
_OTHER = {"bought", "neighbour", "other"}
_LESS_EXACT = {"central_unspecified": _HOUSEHOLD | _OTHER, "household_unspecified": _CENTRAL | _OTHER}
"""What names only the group of a source, and what contradicts it; codes the officer added never do."""


def target(field: Field, fields: frozenset[Field]) -> str:
    """Return the name under which a column's value waits: its attribute where there is nothing to combine."""
    alone = field is Field.MAIN_SOURCE and not any(other.source_code for other in fields)
    return "source_code" if alone else field.value


def combiners(
    fields: frozenset[Field], ticked: frozenset[Field]
) -> list[Callable[[Values], Conflict | None]]:
    """Return the steps a list with these columns needs; each changes values or returns a conflict.

    `ticked`: the columns read as ticks, where a blank was taken for a no.
    """
    steps: list[Callable[[Values], Conflict | None]] = []
    if Field.GIVEN_NAME in fields:
        steps.append(_name)
    denials = [(yes, no) for yes, no in DENIALS.items() if no in fields and no is not Field.NOT_POOR]
    steps += [partial(_denied, yes=yes, no=no) for yes, no in denials]
    statuses = [field for field in _POVERTY if field in fields]
    if statuses and statuses != [Field.POVERTY]:
        steps.append(lambda values: _poverty(values, statuses))
    return steps + _of_water(fields, ticked)


def _of_water(
    fields: frozenset[Field], ticked: frozenset[Field]
) -> list[Callable[[Values], Conflict | None]]:
    steps: list[Callable[[Values], Conflict | None]] = []
    ticks = [field for field in Field if field in fields and field.source_code]
    sources = [target(field, fields) for field in (*ticks, Field.MAIN_SOURCE) if field in fields]
    quality = [field for field in _QUALITY if field in fields]
    if sources and ticked.intersection(quality):
        steps.append(lambda values: _unfilled(values, sources, quality, ticked))
    if ticks:
        steps.append(lambda values: _source(values, ticks))
    cleans = [field for field in _FROM if field in fields]
    if cleans:
        steps.append(lambda values: _clean_from(values, cleans))
    return steps


def _name(values: Values) -> Conflict | None:
    given = values.pop(Field.GIVEN_NAME.value)
    values["head"] = f"{values['head']} {given}" if given else values["head"]
    return None


def _denied(values: Values, yes: Field, no: Field) -> Conflict | None:
    denied = values.pop(no.value)
    if denied and values.get(yes.value):
        return [yes, no], "vừa đánh dấu có vừa đánh dấu không; chỉ đánh dấu một cột"
    if denied:
        values[yes.value] = False
    else:
        values.setdefault(yes.value, None)
    return None


def _clean_from(values: Values, fields: list[Field]) -> Conflict | None:
    told = {field: values.pop(field.value) for field in fields}
    ticked = [field for field in fields if told[field]]
    if len(ticked) > 1:
        return ticked, "đánh dấu nước sạch từ cả hai loại công trình; mỗi hộ chỉ có một nguồn nước chính"
    if not ticked:
        open_ = None in told.values() or not (values.get("source_code") or values.get("hygienic"))
        values["clean"] = values.get("clean") or (None if open_ else False)
        return None
    place = _FROM[ticked[0]]
    if values.get("source_code") in _LESS_EXACT[place]:
        return [*ticked], "nước sạch từ loại công trình khác với nguồn nước đã ghi"
    values["clean"] = True
    values["source_code"] = values.get("source_code") or place
    return None


def _poverty(values: Values, fields: list[Field]) -> Conflict | None:
    given = {field: values.pop(field.value) for field in fields}
    ticked = {status for status in given.values() if status not in {None, Poverty.NONE}}
    denied = given.get(Field.NOT_POOR) is Poverty.NONE
    if len(ticked) > 1 or (ticked and denied):
        told = [f for f, status in given.items() if status in ticked or (denied and f is Field.NOT_POOR)]
        what = "vừa là hộ nghèo vừa là hộ " + ("cận nghèo" if len(ticked) > 1 else "không nghèo")
        return told, f"{what}; chỉ đánh dấu một cột"
    unknown = None in given.values() and not denied
    values["poverty"] = ticked.pop() if ticked else None if unknown else Poverty.NONE
    return None


def _unfilled(values: Values, sources: list[str], quality: list[Field], ticked: frozenset[Field]) -> None:
    """Leave the quality of a row nobody filled in open: it tells neither a source nor a quality."""
    told = [values[field.value] for field in quality if field in ticked or values[field.value] is None]
    if any(values[name] for name in sources) or any(told) or len(told) < len(quality):
        return
    for field in ticked.intersection(quality):
        values[field.value] = None


def _source(values: Values, ticks: list[Field]) -> Conflict | None:
    named = values.pop(Field.MAIN_SOURCE.value, None)
    written = ((values.pop(field.value), field) for field in ticks)
    codes: dict[str, Field] = {code: field for code, field in written if code}
    if named:
        codes.setdefault(named, Field.MAIN_SOURCE)
    for vague, against in _LESS_EXACT.items():
        if vague in codes and len(codes) > 1 and not against & codes.keys():
            del codes[vague]
    if len(codes) > 1:
        return list(codes.values()), "đánh dấu nhiều nguồn nước; mỗi hộ chỉ có một nguồn nước chính"
    values["source_code"] = next(iter(codes), None)
    return None
