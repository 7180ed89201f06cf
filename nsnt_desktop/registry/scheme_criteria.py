"""The criteria a scheme's class rests on, as the officer edits them: a table of rules."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import SchemeAnswer, SustainabilityCriterion
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean, match_key

FIELDS = frozenset({"label", "measure", "active", "required"})
RULE_NUMBERS = (
    "sustainable_min_met",
    "fairly_min_met",
    "class_unknown_max",
    "capacity_share",
    "days_interrupted_max",
)
"""The assumptions the rule and the measures rest on."""
_OWN = "own-"
"""What the code of a criterion the officer added begins with; a number follows."""


def list_sustainability_criteria(session: Session) -> list[SustainabilityCriterion]:
    """Return every criterion in order, those out of use as well."""
    order = (SustainabilityCriterion.position, SustainabilityCriterion.id)
    return list(session.scalars(select(SustainabilityCriterion).order_by(*order)))


def add_sustainability_criterion(data: DataFile, label: str) -> int:
    """Add a criterion the officer answers himself, at the end; return the action.

    Raises KnownError: no wording, or there is a criterion of this wording.
    """
    with change(data, f"Thêm tiêu chí bền vững «{clean(label)}»") as made:
        there = list_sustainability_criteria(made.session)
        _check_label(clean(label), there)
        taken = [int(c.code.removeprefix(_OWN)) for c in there if c.code.startswith(_OWN)]
        row = SustainabilityCriterion(
            code=f"{_OWN}{max(taken, default=0) + 1}",
            label=clean(label),
            position=max((c.position for c in there), default=0) + 1,
        )
        made.session.add(row)
        return made.action_id


def set_sustainability_field(data: DataFile, row_id: int, field: str, value: Any) -> int | None:
    """Save the wording of a criterion, its measure, whether it is asked or required; None: nothing changed.

    Closed years keep the class they were closed with. Raises KnownError: no wording or one there is
    already, a measure that another criterion is proposed from.
    """
    if field not in FIELDS:
        raise ValueError(f"no such field of a criterion: {field}")
    if field == "label":
        value = clean(value)
    with change(data, "Sửa tiêu chí bền vững") as made:
        there = list_sustainability_criteria(made.session)
        row = next(c for c in there if c.id == row_id)
        if getattr(row, field) == value:
            return None
        others = [c for c in there if c.id != row_id]
        if field == "label":
            _check_label(value, others)
        elif field == "measure" and value is not None:
            _check_measure(value, others)
        setattr(row, field, value)
        made.what = f"Sửa tiêu chí bền vững «{row.label}»"
        return made.action_id


def move_sustainability_criterion(data: DataFile, row_id: int, step: int) -> int | None:
    """Move a criterion up (-1) or down (1) by one place; None where it stands at that end already."""
    with change(data, "Đổi thứ tự tiêu chí bền vững") as made:
        there = list_sustainability_criteria(made.session)
        at = next(place for place, c in enumerate(there) if c.id == row_id)
        if not 0 <= at + step < len(there):
            return None
        there[at], there[at + step] = there[at + step], there[at]
        for position, row in enumerate(there, 1):
            row.position = position
        return made.action_id


def remove_sustainability_criterion(data: DataFile, row_id: int) -> int:
    """Remove a criterion that no scheme was answered on; it can be undone.

    Raises KnownError: an officer answered it in some year, so only its use can be ended.
    """
    with change(data, "Xóa tiêu chí bền vững") as made:
        row = made.session.get_one(SustainabilityCriterion, row_id)
        answers = select(SchemeAnswer).where(SchemeAnswer.criterion_id == row_id)
        found = made.session.scalars(answers).all()
        if any(answer.met is not None for answer in found):
            raise KnownError(
                f"Tiêu chí «{row.label}» đã được cán bộ đánh giá ở công trình nên không xóa được. "
                f"{NOTHING_LOST} Hãy bỏ đánh dấu «Đang dùng»."
            )
        for answer in found:  # taken back since: nothing is lost with it
            made.session.delete(answer)
        made.session.flush()
        made.session.delete(row)
        made.what = f"Xóa tiêu chí bền vững «{row.label}»"
        return made.action_id


def _check_label(label: str, others: Sequence[SustainabilityCriterion]) -> None:
    if not label:
        raise KnownError(f"Chưa ghi nội dung tiêu chí. {NOTHING_LOST} Hãy nhập nội dung tiêu chí.")
    if any(match_key(other.label) == match_key(label) for other in others):
        raise KnownError(f"Đã có tiêu chí «{label}». {NOTHING_LOST} Hãy đặt nội dung khác.")


def _check_measure(measure: Any, others: Sequence[SustainabilityCriterion]) -> None:
    same = next((other for other in others if other.measure is measure), None)
    if same is not None:
        raise KnownError(
            f"Tiêu chí «{same.label}» đã đề xuất theo số liệu này, tính hai lần thì sai. {NOTHING_LOST} "
            "Hãy chọn cách đề xuất khác."
        )
