"""The editable numbers the rules use, read from the data file with their types."""

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Assumption


@dataclass(frozen=True)
class Assumptions:
    """Each field is one row of the assumption table; units and notes stand in resources/reference."""

    decimals: int
    days_per_month: int
    litres_all_persons: bool
    litres_min: int
    litres_max: int
    persons_max: int
    test_valid_months: int
    village_change_points: int
    deadline_near_days: int
    sustainable_min_met: int
    fairly_min_met: int
    class_unknown_max: int
    capacity_share: int
    days_interrupted_max: int
    outlier_mads: int
    outlier_villages_min: int
    sample_households: int


def load_assumptions(session: Session) -> Assumptions:
    """Return the assumptions of this data file; raise KnownError naming a value that cannot be read."""
    rows = {row.key: row for row in session.scalars(select(Assumption))}
    values: dict[str, Any] = {f.name: parse_assumption(rows[f.name]) for f in fields(Assumptions)}
    return Assumptions(**values)


def parse_assumption(row: Assumption) -> int | bool:
    """Return the typed value of one row; raise KnownError with what is allowed."""
    value = row.value.strip()
    if row.unit == "có/không":
        if value in {"có", "không"}:
            return value == "có"
        allowed = "«có» hoặc «không»"
    else:
        low = 1 if row.key in {"days_per_month", "decimals"} else 0
        high = 2 if row.key == "decimals" else 100_000
        if value.isascii() and value.isdigit() and low <= int(value) <= high:
            return int(value)
        allowed = f"số nguyên từ {low}" + (f" đến {high}" if row.key == "decimals" else "")
    raise KnownError(
        f"Thông số «{row.label}» đang ghi «{value}», không hợp lệ. Số liệu vẫn nguyên vẹn. "
        f"Hãy vào Cài đặt và nhập {allowed}."
    )
