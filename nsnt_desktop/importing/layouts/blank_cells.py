"""What a blank cell of each column says: no in a column of ticks, not known in a column of words."""

from collections.abc import Callable
from dataclasses import replace

from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.layouts.layout import Column, Layout
from nsnt_desktop.importing.words.cells import TICKABLE, is_tick, show
from nsnt_desktop.importing.words.choices import Blank
from nsnt_desktop.importing.words.fields import DENIALS, Field
from nsnt_desktop.importing.words.vocabulary import answer_words, blanks
from nsnt_desktop.registry.collection_sheet import COLUMNS

_OUR_HEADINGS = frozenset(column.heading for column in COLUMNS)
_SLIPS = 9
"""Ticks for each cell that is none, in what is a column of ticks all the same."""
_ANSWERS = {Field.HYGIENIC, Field.CLEAN, Field.HAS_METER, Field.DRY_SEASON_SHORTAGE}
_WORDED = {"có", "đúng"}
_ANSWERED = {"no", "unknown"}
Rows = list[list[Cell]]


def with_blanks(layout: Layout, body: Rows, households: Callable[[], Rows]) -> Layout:
    """Return the layout with what a blank says in each column.

    `body`: all rows under the heading; `households` tells which of them are households, and takes longer.
    """
    # Our own sheet says "Có" and "Không" in full: there a blank is never a no, even where all else is "Có".
    # Copied without its hidden columns it is known by its headings.
    if Field.HOUSEHOLD_KEY in layout.fields or {c.title for c in layout.columns} >= _OUR_HEADINGS:
        return layout
    asked = [column for column in layout.columns if column.field in TICKABLE]
    kinds = {column.index: _kind(column, body, households) for column in asked}
    # "Có" beside a column of có/không is an answer; among ticks it is one of them.
    answers = [column for column in asked if column.field in _ANSWERS]
    if any(kinds[column.index] is False for column in answers):
        kinds |= {c.index: False for c in answers if kinds[c.index] and _is_worded(body, c.index)}
    # An empty column follows its neighbours: "no" among columns of ticks, "not known" in a list of words.
    ticks_used = True in kinds.values()
    ticked = {index for index, kind in kinds.items() if kind or (kind is None and ticks_used)}
    filled = {column.field for column in asked if kinds[column.index] is not None}
    present = frozenset(column.field for column in asked)
    columns = [
        replace(column, blank=Blank.NO)
        if column.index in ticked and not _is_denied(column.field, present, filled)
        else column
        for column in layout.columns
    ]
    return replace(layout, columns=tuple(columns))


def _is_denied(field: Field, present: frozenset[Field], filled: set[Field]) -> bool:
    """Return whether a column of its own says no: «Có | Không», where a blank in both says nothing."""
    if field in {Field.POOR, Field.NEAR_POOR}:
        return Field.NOT_POOR in filled  # no village is without households that are not poor
    return field in DENIALS.values() or DENIALS.get(field) in present


def _kind(column: Column, body: Rows, households: Callable[[], Rows]) -> bool | None:
    """Return True for a column of ticks, False for one of words, None for an empty one."""
    found = _others(body, column.index)
    if not found:
        return None if found is None else True
    if any(
        answer_words().find(text) in _ANSWERED for text in found - _own_titles(column) if not text.isdigit()
    ):
        return False
    # Totals, signatures and repeated titles stand in the column too; a slip among many ticks is a slip.
    rows = households()
    found = _others(rows, column.index)
    if not found:
        return None if found is None else True
    strays = sum(1 for row in rows if show(row[column.index]) in found)
    return strays * _SLIPS <= sum(1 for row in rows if is_tick(row[column.index]))


def _own_titles(column: Column) -> set[str]:
    """Return the titles of a column, which stand in it again on every printed page: "Không" among them."""
    return {column.title, column.title.rpartition(": ")[2]}


def _is_worded(rows: Rows, index: int) -> bool:
    shown = {show(cell).lower() for cell in {row[index] for row in rows}}
    return not shown.isdisjoint(_WORDED) and not any(is_tick(text) for text in shown - _WORDED)


def _others(rows: Rows, index: int) -> set[str] | None:
    """Return what a column holds beside ticks, None where it holds nothing at all."""
    shown = {show(cell) for cell in {row[index] for row in rows}} - {""} - blanks()
    return {text for text in shown if not is_tick(text)} if shown else None
