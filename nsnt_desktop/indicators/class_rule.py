"""The rule that makes a scheme's class of its answered criteria (assumption), and the rule in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from nsnt_desktop.models import SustainabilityCriterion
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, SustainabilityClass
from nsnt_desktop.storage.assumptions import Assumptions


@dataclass(frozen=True)
class CriterionAnswer:
    """One criterion answered: met, not met, or no figures yet (None), and why."""

    criterion_id: int
    label: str
    required: bool
    """Whether the two upper classes need it met."""
    met: bool | None
    reason: str
    by_officer: bool


@dataclass(frozen=True)
class RuleWords:
    """The rule as the officer reads it."""

    lines: tuple[str, ...]
    """One sentence for each class, the best first, then for "chưa phân loại"."""
    warnings: tuple[str, ...]
    """What is wrong with the rule: a class that no scheme can reach."""


def classify(
    working: bool | None, answers: Sequence[CriterionAnswer], assumptions: Assumptions
) -> SustainabilityClass | None:
    """Return the class the rule proposes, or None when too much is not known.

    A required criterion not met bars the two upper classes; the thresholds count the other criteria.
    """
    if not working:
        return SustainabilityClass.NOT_WORKING if working is False else None
    required = [answer.met for answer in answers if answer.required]
    others = [answer.met for answer in answers if not answer.required]
    if False in required:
        return SustainabilityClass.POORLY
    if others.count(None) > assumptions.class_unknown_max:
        return None
    by_count = _by_count(others.count(True), assumptions)
    # Nobody wrote down, for instance, who manages it: that is no "nobody does".
    return None if None in required and by_count is not SustainabilityClass.POORLY else by_count


def _by_count(met: int, assumptions: Assumptions) -> SustainabilityClass:
    # The best class first, as the rule in words reads, also where its number is set below the next one's.
    if met >= assumptions.sustainable_min_met:
        return SustainabilityClass.SUSTAINABLE
    enough = met >= assumptions.fairly_min_met
    return SustainabilityClass.FAIRLY if enough else SustainabilityClass.POORLY


def rule_reason(working: bool | None, answers: Sequence[CriterionAnswer]) -> str:
    """Return why the rule proposes what it does, as lists print it."""
    if working is False:
        return "công trình không hoạt động"
    if working is None:
        return "chưa ghi công trình còn hoạt động hay không"
    required = [answer for answer in answers if answer.required]
    others = [answer.met for answer in answers if not answer.required]
    parts = [f"{_MET[answer.met]} «{answer.label}»" for answer in required]
    parts.append(f"đạt {others.count(True)}/{len(others)} tiêu chí{' khác' if required else ''}")
    if None in others:
        parts.append(f"{others.count(None)} tiêu chí chưa có số liệu")
    return ", ".join(parts)


_MET = {True: "đạt", False: "không đạt", None: "chưa có số liệu về"}


def rule_words(criteria: Sequence[SustainabilityCriterion], assumptions: Assumptions) -> RuleWords:
    """Return the rule in words, made of the criteria in use and the thresholds."""
    asked = [criterion for criterion in criteria if criterion.active]
    required = [criterion.label for criterion in asked if criterion.required]
    others = len(asked) - len(required)
    high, low, unknown = (
        assumptions.sustainable_min_met,
        assumptions.fairly_min_met,
        assumptions.class_unknown_max,
    )
    needed = "".join(f"«{label}» và " for label in required)
    rest = "tiêu chí khác" if required else "tiêu chí"
    barred = f", hoặc không đạt {_either(required)}" if required else ""
    blank = f", hoặc chưa biết có đạt {_either(required)} không" if required else ""
    best, fair, poor, stopped = SustainabilityClass
    lines = (
        f"{best.label}: đạt {needed}ít nhất {high}/{others} {rest}.",
        f"{fair.label}: đạt {needed}ít nhất {low}/{others} {rest}.",
        f"{poor.label}: đạt ít hơn{barred}.",
        f"{stopped.label}: công trình ghi không còn hoạt động.",
        f"{UNCLASSIFIED_LABEL}: hơn {unknown} {rest} chưa có số liệu{blank}.",
    )
    return RuleWords(lines, tuple(_warnings(others, high, low, rest)))


def _either(labels: Sequence[str]) -> str:
    return " hoặc ".join(f"«{label}»" for label in labels)


def _warnings(others: int, high: int, low: int, rest: str) -> list[str]:
    best, fair, _, _ = (member.label.lower() for member in SustainabilityClass)
    told = []
    if high > others:
        told.append(
            f"Đang dùng {others} {rest} mà mức {best} cần đạt {high}: không công trình nào được xếp {best}. "
            "Hãy sửa số tiêu chí cần đạt, hoặc dùng thêm tiêu chí."
        )
    if low >= high:
        told.append(
            f"Mức {fair} cần đạt {low} tiêu chí, không ít hơn mức {best} ({high}): không công trình nào "
            f"được xếp {fair}. Hãy sửa một trong hai số."
        )
    return told
