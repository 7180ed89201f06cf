"""Fields of many households read at once and written at once: what an edit, a paste and an import share."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.models import Household, HouseholdRecord, search_keys
from nsnt_desktop.registry.household_lists import IDS_GIVEN
from nsnt_desktop.registry.register import IDENTITY
from nsnt_desktop.storage.audit import update_rows

RECORD_FIELDS = frozenset(
    {
        "village_id",
        "status",
        "persons",
        "poverty",
        "main_source_id",
        "second_source_id",
        "scheme_id",
        "hygienic",
        "clean",
        "basis",
        "has_meter",
        "litres_per_month",
        "volume_estimated",
        "treatment",
        "dry_season_shortage",
        "pollution_risk",
        "note",
        "verified",
    }
)
_KEPT = ("household_id", "year_id", "updated_at", "merged_into_id", "status_note")
Changes = dict[int, dict[str, tuple[Any, Any]]]
"""By record and field: the old value and the new one."""


_ROWS = (
    select(
        *(getattr(HouseholdRecord, name) for name in ("id", *sorted(RECORD_FIELDS), *_KEPT)),
        *(getattr(Household, name) for name in (*IDENTITY, "search", "sort_key")),
    )
    .join(Household, Household.id == HouseholdRecord.household_id)
    .where(HouseholdRecord.id.in_(IDS_GIVEN))
)
"""Built once: to build it costs as much as to run it for one household."""


def read_rows(session: Session, record_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Return records with their households by record id: every field that can be edited, and the keys."""
    found = session.execute(_ROWS, {"ids": json.dumps(sorted(record_ids))})
    return {row["id"]: dict(row) for row in found.mappings()}


def write_changes(
    session: Session, rows: dict[int, dict[str, Any]], changes: Changes, moment: datetime
) -> None:
    """Write changed fields of records read just now, and stamp the records as updated.

    A record without a changed field is stamped only if it was not updated yet; the mark "đã đối chiếu" falls
    off where a field changed.
    """
    households: Changes = {}
    for record_id, changed in changes.items():
        row = rows[record_id]
        touched = bool(changed)
        own = {field: changed.pop(field) for field in IDENTITY if field in changed}
        if own:
            words = {
                field: own[field][1] if field in own else row[field] for field in ("head", "code", "phone")
            }
            own |= {key: (row[key], new) for key, new in search_keys(**words).items() if row[key] != new}
            households[row["household_id"]] = own
        if row["updated_at"] != moment if touched else row["updated_at"] is None:
            changed["updated_at"] = (row["updated_at"], moment)
        if touched and row["verified"] and "verified" not in changed:
            changed["verified"] = (True, False)
        if "status" in changed:  # what it was merged into and why it had gone hold no longer
            if row["merged_into_id"] is not None:
                changed["merged_into_id"] = (row["merged_into_id"], None)
            if row["status_note"]:
                changed["status_note"] = (row["status_note"], "")
    update_rows(session, HouseholdRecord, changes)
    update_rows(session, Household, households)
