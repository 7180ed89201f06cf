"""The editable lists when another commune comes in: ours are the rules, what we do not have is added."""

from functools import partial
from typing import Any

from sqlalchemy import func, select

from nsnt_desktop.models import ChecklistQuestion, MainSource, Regulation, SustainabilityCriterion
from nsnt_desktop.registry.commune_clashes import match_sources
from nsnt_desktop.registry.commune_copy import Columns, Copy
from nsnt_desktop.text import match_key

_OWN = "own"
"""What the codes of questions begin with that an office added itself."""


def copy_lists(copy: Copy) -> None:
    """Find each kind of source, regulation and question here; one we do not have is added."""
    found = match_sources(copy.ours, copy.theirs)
    copy.link(MainSource, {theirs: ours for theirs, ours in found.items() if ours is not None})
    copy.rows(MainSource, change=partial(_append, copy, MainSource))
    _link_regulations(copy)
    copy.rows(Regulation)
    for model in (SustainabilityCriterion, ChecklistQuestion):
        _link_questions(copy, model)
        copy.rows(model, change=partial(_add_questions, copy, model))


def _link_regulations(copy: Copy) -> None:
    known = {match_key(name): i for i, name in copy.ours.execute(select(Regulation.id, Regulation.name))}
    theirs = copy.theirs.execute(select(Regulation.id, Regulation.name))
    copy.link(Regulation, {i: known[match_key(name)] for i, name in theirs if match_key(name) in known})


def _link_questions(copy: Copy, model: Any) -> None:
    """Say that shipped questions of one code are one, and the office's own of one wording."""
    query = select(model.id, model.code, model.label)
    known = list(copy.ours.execute(query))
    by_code = {code: i for i, code, _ in known if not code.startswith(_OWN)}
    by_label = {match_key(label): i for i, _, label in known}
    found = {
        i: by_code.get(code) or by_label.get(match_key(label))
        for i, code, label in copy.theirs.execute(query)
    }
    copy.link(model, {theirs: ours for theirs, ours in found.items() if ours is not None})


def _add_questions(copy: Copy, model: Any, columns: Columns) -> None:
    # Ours are the rules: a question of theirs only keeps its answers.
    columns["active"] = [False] * len(columns["id"])
    if "measure" in columns:
        columns["measure"] = [None] * len(columns["id"])
    _append(copy, model, columns)


def _append(copy: Copy, model: Any, columns: Columns) -> None:
    """Put rows of theirs at the end of a list, under codes of their own."""
    taken = set(copy.ours.scalars(select(model.code)))
    for at, code in enumerate(columns["code"]):
        columns["code"][at] = _free_code(code, taken)
        taken.add(columns["code"][at])
    last = copy.ours.scalar(select(func.max(model.position))) or 0
    columns["position"] = list(range(last + 1, last + 1 + len(columns["id"])))


def _free_code(code: str, taken: set[str]) -> str:
    """Return a code nobody has: the same one, else the same word with the next free number."""
    stem, number = code.rstrip("0123456789"), 1
    while code in taken:
        number += 1
        code = f"{stem}{number}"
    return code
