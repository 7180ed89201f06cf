"""What the checks say: one finding, the words it is told in, and how findings are counted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from nsnt_desktop.models.words import Severity
from nsnt_desktop.resource_files import read_toml

HEADS_NAMED = 3
"""Heads of households a sentence names before it says "và 9 hộ khác"."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found wrong or strange in the figures of a year."""

    rule: str
    """Its code: "1" … "20" (resources/checks/rules.toml)."""
    severity: Severity
    scope: str
    """What it is about: "household", "village", "scheme" or "commune"."""
    subject: str
    """Scope and lasting ids, as FindingNote keeps them: "household:12"; of doubles "household:12,35"."""
    record_id: int | None
    """The household record of the year it leads to; None: no single one."""
    village_id: int | None
    field: str | None
    """The field to put the cursor in: of the household, the scheme's record or the village it leads to."""
    message: str
    """A whole Vietnamese sentence: who, what, what to do."""
    record_ids: tuple[int, ...] = ()
    """Every household record it concerns, as HouseholdFilter.only takes them."""
    passed_over: str = ""
    """The officer's reason for passing a warning over; empty: it is open."""
    passed_over_by: str = ""
    """Who passed it over."""

    @property
    def subject_ids(self) -> tuple[int, ...]:
        """The lasting ids of what it is about."""
        return tuple(int(number) for number in self.subject.partition(":")[2].split(","))


@dataclass(frozen=True)
class Summary:
    """How many findings are open, and how many were passed over."""

    errors: int
    warnings: int
    passed_over: int
    by_village: dict[int | None, dict[Severity, int]]
    """Open findings by village; None: those of schemes."""


def rule_titles() -> dict[str, str]:
    """Return the title of every rule by its code, in the order of the rules."""
    return {rule["code"]: rule["title"] for rule in read_toml("checks", "rules.toml")["rule"]}


def summary(findings: Iterable[Finding]) -> Summary:
    """Count findings by village and severity; those passed over are counted apart."""
    found = list(findings)
    open_ones = Counter((f.village_id, f.severity) for f in found if not f.passed_over)
    by_village: dict[int | None, dict[Severity, int]] = {}
    for (village_id, severity), count in open_ones.items():
        by_village.setdefault(village_id, dict.fromkeys(Severity, 0))[severity] = count
    total = {severity: sum(counts[severity] for counts in by_village.values()) for severity in Severity}
    return Summary(
        errors=total[Severity.ERROR],
        warnings=total[Severity.WARNING],
        passed_over=sum(bool(f.passed_over) for f in found),
        by_village=by_village,
    )


@cache
def rule_words(code: str, case: str) -> dict[str, Any]:
    """Return the words of one case of a rule (read-only): severity, field, message, parts of sentences."""
    words: dict[str, Any] = _rule(code)["case"][case]
    return {**words, "severity": Severity.of(words["severity"])}


@cache
def rule_scope(code: str) -> str:
    """Return what a rule is told of: "household", "village", "scheme" or "commune"."""
    return str(_rule(code)["scope"])


def beside(finding: Finding) -> str | None:
    """Return where the form of a scheme tells a finding: its field, or the part the rule names."""
    place: str | None = _rule(finding.rule).get("beside", finding.field)
    return place


@cache
def opens_households(code: str) -> bool:
    """Return whether a rule about a village is looked into at the village's households."""
    return _rule(code).get("opens") == "households"


def found(
    code: str,
    case: str,
    subject: str,
    *,
    records: Sequence[int] = (),
    village_id: int | None = None,
    field: str | None = None,
    alone: bool = False,
    **values: object,
) -> Finding:
    """Return a finding of one case of a rule, its sentence filled in.

    With alone, a rule about many households speaks of the one household that was asked about. The field
    is that of the case, if none is given.
    """
    words = rule_words(code, case)
    return Finding(
        rule=code,
        severity=words["severity"],
        scope=subject.partition(":")[0],
        subject=subject,
        record_id=records[0] if len(records) == 1 else None,
        village_id=village_id,
        field=field or words.get("field"),
        message=words["alone" if alone else "message"].format(**values),
        record_ids=tuple(records),
    )


def household_label(head: str, village: str) -> str:
    """Return a household as sentences name it: "Hộ Trịnh Văn Khoẻ (Thôn 1)"."""
    return common_words()["household"].format(head=head, village=village)


def this_household() -> str:
    """Return how the one household asked about is named: where it is shown, its name stands already."""
    return common_words()["this_household"]


def village_label(name: str, former_commune: str) -> str:
    """Return a village as sentences name it; with the former commune where there is one: names repeat."""
    return f"{name}, {former_commune}" if former_commune else name


def heads_label(heads: Sequence[str]) -> str:
    """Return the first few heads by name and the rest by number."""
    shown = ", ".join(heads[:HEADS_NAMED])
    rest = len(heads) - HEADS_NAMED
    return common_words()["others"].format(shown=shown, count=rest) if rest > 0 else shown


@cache
def common_words() -> dict[str, str]:
    """Return the words that sentences of several rules share (read-only)."""
    words: dict[str, str] = read_toml("checks", "rules.toml")["words"]
    return words


def _rule(code: str) -> dict[str, Any]:
    rules: list[dict[str, Any]] = read_toml("checks", "rules.toml")["rule"]
    return next(rule for rule in rules if rule["code"] == code)
