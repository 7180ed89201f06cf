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


@dataclass(frozen=True)
class Finding:
    """One thing found wrong or strange in the figures of a year."""

    rule: str
    """Its code: "1" … "17" (resources/checks/rules.toml)."""
    severity: Severity
    scope: str
    """What it is about: "household", "village" or "scheme"."""
    subject: str
    """Scope and lasting ids, as FindingNote keeps them: "household:12"; of doubles "household:12,35"."""
    record_id: int | None
    """The household record of the year it leads to; None: no single one."""
    village_id: int | None
    field: str | None
    """The field of HouseholdRow to put the cursor in."""
    message: str
    """A whole Vietnamese sentence: who, what, what to do."""
    record_ids: tuple[int, ...] = ()
    """Every household record it concerns, as HouseholdFilter.only takes them."""
    passed_over: str = ""
    """The officer's reason for passing a warning over; empty: it is open."""

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
    rule = next(r for r in read_toml("checks", "rules.toml")["rule"] if r["code"] == code)
    words: dict[str, Any] = rule["case"][case]
    return {**words, "severity": Severity.of(words["severity"])}


def found(
    code: str,
    case: str,
    subject: str,
    *,
    records: Sequence[int] = (),
    village_id: int | None = None,
    alone: bool = False,
    **values: object,
) -> Finding:
    """Return a finding of one case of a rule, its sentence filled in.

    With alone, a rule about many households speaks of the one household that was asked about.
    """
    words = rule_words(code, case)
    return Finding(
        rule=code,
        severity=words["severity"],
        scope=subject.partition(":")[0],
        subject=subject,
        record_id=records[0] if len(records) == 1 else None,
        village_id=village_id,
        field=words.get("field"),
        message=words["alone" if alone else "message"].format(**values),
        record_ids=tuple(records),
    )


def household_label(head: str, village: str, former_commune: str) -> str:
    """Return a household as sentences name it: "Hộ Trịnh Văn Khoẻ (Thôn 1)"."""
    return _word("household").format(head=head, village=village_label(village, former_commune))


def this_household() -> str:
    """Return how the one household asked about is named: where it is shown, its name stands already."""
    return _word("this_household")


def village_label(name: str, former_commune: str) -> str:
    """Return a village as sentences name it; with the former commune where there is one: names repeat."""
    return f"{name}, {former_commune}" if former_commune else name


def heads_label(heads: Sequence[str]) -> str:
    """Return the first few heads by name and the rest by number."""
    shown = ", ".join(heads[:HEADS_NAMED])
    rest = len(heads) - HEADS_NAMED
    return _word("others").format(shown=shown, count=rest) if rest > 0 else shown


def _word(key: str) -> str:
    word: str = read_toml("checks", "rules.toml")["words"][key]
    return word
