"""Columns that say one thing together: two columns for poverty, several for the main source."""

from collections.abc import Callable
from typing import Any

from nsnt_desktop.importing.fields import Field
from nsnt_desktop.models.words import Poverty

Values = dict[str, Any]
Conflict = tuple[list[Field], str]
"""The fields that contradict each other, and why in Vietnamese."""

_POVERTY = [Field.POVERTY, Field.POOR, Field.NEAR_POOR]
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
    statuses = [field for field in _POVERTY if field in fields]
    ticks = [field for field in Field if field in fields and field.source_code]
    if statuses and statuses != [Field.POVERTY]:
        steps.append(lambda values: _poverty(values, statuses))
    sources = [target(field, fields) for field in (*ticks, Field.MAIN_SOURCE) if field in fields]
    quality: list[Field] = [field for field in (Field.HYGIENIC, Field.CLEAN) if field in fields]
    if sources and ticked.intersection(quality):
        steps.append(lambda values: _unfilled(values, sources, quality, ticked))
    if ticks:
        steps.append(lambda values: _source(values, ticks))
    return steps


def _poverty(values: Values, fields: list[Field]) -> Conflict | None:
    given = {field: values.pop(field.value) for field in fields}
    ticked = {status for status in given.values() if status not in {None, Poverty.NONE}}
    if len(ticked) > 1:
        return (
            [field for field, status in given.items() if status in ticked],
            "vừa là hộ nghèo vừa là hộ cận nghèo; chỉ đánh dấu một cột",
        )
    unknown = None in given.values()
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
    ticked = {field.source_code: field for field in ticks if values.pop(field.value)}
    codes = {code: field for code, field in ticked.items() if code}
    if named:
        codes.setdefault(named, Field.MAIN_SOURCE)
    for vague, against in _LESS_EXACT.items():
        if vague in codes and len(codes) > 1 and not against & codes.keys():
            del codes[vague]
    if len(codes) > 1:
        return list(codes.values()), "đánh dấu nhiều nguồn nước; mỗi hộ chỉ có một nguồn nước chính"
    values["source_code"] = next(iter(codes), None)
    return None
