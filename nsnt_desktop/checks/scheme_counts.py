"""What a scheme's record says of its connections, beside the households that cite the scheme."""

from sqlalchemy import bindparam, func, select

from nsnt_desktop.checks.records import R, records_of
from nsnt_desktop.models import SchemeRecord
from nsnt_desktop.models.words import HouseholdStatus

S = SchemeRecord
HERE = S.households_here
CITED = (
    select(R.scheme_id, func.count().label("households"))
    .where(records_of(bindparam("year_id")), R.status == HouseholdStatus.ACTIVE, R.scheme_id.is_not(None))
    .group_by(R.scheme_id)
    .subquery()
)
CITING = func.coalesce(CITED.c.households, 0)
"""How many active households of the year cite the scheme."""
