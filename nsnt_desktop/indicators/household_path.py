"""Why one household counts or not in each household indicator: the path to its verdict."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.indicators.compute import year_assumptions, year_central
from nsnt_desktop.indicators.conditions import COUNTED, condition
from nsnt_desktop.indicators.definitions import Part, household_definitions
from nsnt_desktop.indicators.household_water import main_source, water_reasons
from nsnt_desktop.indicators.hygienic import lower_first
from nsnt_desktop.models import HouseholdRecord, SurveyYear
from nsnt_desktop.models.words import HouseholdStatus, Poverty

_OF_THE_POOR = frozenset({"3", "4", "4a", "4b"})
_BY_SUPPLY = frozenset({"2a", "2b", "4a", "4b"})
_CLEAN = frozenset({"2", "4", *_BY_SUPPLY})


@dataclass(frozen=True)
class Step:
    """One household in one indicator."""

    code: str
    name: str
    counted: bool
    """Whether it stands in the denominator."""
    in_numerator: bool | None
    """Whether it is met; None: not known yet, or not counted."""
    why: str
    """One sentence or more, with what the verdict rests on."""


@dataclass(frozen=True)
class _Facts:
    """What the sentences about one household are made from."""

    record: HouseholdRecord
    source: str
    central: bool
    hygienic: str
    clean: str
    all_persons: bool


def household_path(session: Session, record_id: int) -> tuple[Step, ...]:
    """Return the household indicators in their order, and why this household counts in each or does not.

    It asks the very conditions that the numbers are counted and opened by.
    """
    record = session.get_one(HouseholdRecord, record_id)
    year = session.get_one(SurveyYear, record.year_id)
    assumptions, central = year_assumptions(session, year), year_central(session, year)
    asked = [condition(name, central) for name in COUNTED]
    row = session.execute(select(*asked).where(HouseholdRecord.id == record_id)).one()
    active = record.status is HouseholdStatus.ACTIVE
    true = {name for name, met in zip(COUNTED, row, strict=True) if met and active}
    source, reasons = main_source(session, record), water_reasons(session, record)
    facts = _Facts(
        record,
        source.label if source else "",
        record.main_source_id in central,
        reasons.hygienic,
        reasons.clean,
        assumptions.litres_all_persons,
    )
    return tuple(
        Step(
            definition.code,
            definition.name,
            counted=(counted := not true.isdisjoint(definition.parts[Part.DENOMINATOR])),
            in_numerator=_met(true, definition.parts, counted=counted),
            why=_why(definition.code, facts),
        )
        for definition in household_definitions(assumptions)
    )


def _met(true: set[str], parts: dict[Part, tuple[str, ...]], *, counted: bool) -> bool | None:
    if not true.isdisjoint(parts[Part.NUMERATOR]):
        return True
    if not counted or not true.isdisjoint(parts[Part.UNKNOWN]):
        return None
    return False


def _why(code: str, facts: _Facts) -> str:
    record = facts.record
    if record.status is not HouseholdStatus.ACTIVE:
        return f"Không tính: hộ {lower_first(record.status.label)}."
    if code == "5":
        return _litres(facts)
    words = [_poverty(record.poverty)] if code in _OF_THE_POOR else []
    if code not in _OF_THE_POOR or record.poverty is Poverty.POOR:
        words.append(facts.clean if code in _CLEAN else facts.hygienic)
        if code in _BY_SUPPLY and record.clean:
            words.append(_supply(code, facts))
    return " ".join(words)


def _poverty(poverty: Poverty | None) -> str:
    if poverty is None:
        return "Không tính: chưa xác định hộ nghèo hay không."
    told = "Hộ nghèo." if poverty is Poverty.POOR else f"Không tính: {lower_first(poverty.label)}"
    return told if poverty is Poverty.POOR else f"{told}, chỉ số này chỉ tính hộ nghèo."


def _supply(code: str, facts: _Facts) -> str:
    if facts.record.main_source_id is None:
        told = "Chưa ghi nguồn nước chính nên chưa rõ có từ công trình tập trung hay không"
        return f"{told}; tạm tính vào phần này." if code[-1] == "b" else f"{told}."
    kind = "là" if facts.central else "không phải"
    return f"Nguồn chính «{lower_first(facts.source)}» {kind} công trình tập trung."


def _litres(facts: _Facts) -> str:
    record = facts.record
    everybody = " Số khẩu vẫn tính vào mẫu số." if facts.all_persons and record.persons is not None else ""
    if not record.clean:
        return f"Không có lượng nước sạch: {lower_first(facts.clean)}{everybody}"
    missing = [
        words
        for words, known in (
            ("lượng nước m³/tháng", record.litres_per_month is not None),
            ("số khẩu", (record.persons or 0) > 0),
        )
        if not known
    ]
    if missing:
        return f"Nước sạch nhưng thiếu {' và '.join(missing)}.{everybody}"
    estimated = ", lượng nước ước tính" if record.volume_estimated else ""
    return f"Nước sạch, đã ghi lượng nước và số khẩu{estimated}."
