"""Figures one can stand behind: the day a criterion is to be reached by, and when a village stands apart."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ASSUMPTIONS = (
    (
        "outlier_mads",
        "Coi một thôn là khác hẳn các thôn khác khi lệch quá mức này so với thôn ở giữa",
        "3",
        "lần",
        "So với trung vị, tính bằng độ lệch tuyệt đối trung vị (MAD) × 1,4826.",
    ),
    (
        "outlier_villages_min",
        "So các thôn với nhau khi có ít nhất",
        "5",
        "thôn",
        "Ít thôn hơn thì không biết thế nào là bình thường.",
    ),
)
"""Numbers no published text gave us, as first shipped: key, label, value, unit, note."""


def upgrade() -> None:
    op.execute("ALTER TABLE criterion ADD COLUMN reach_by DATE")
    connection = op.get_bind()
    # A new file has no commune yet, and gets them with its other lists.
    if not connection.scalar(sa.text("SELECT count(*) FROM commune")):
        return
    insert = sa.text(
        "INSERT INTO assumption (key, label, value, unit, note, confirmed, position) VALUES "
        "(:key, :label, :value, :unit, :note, 0, "
        "(SELECT coalesce(max(position), 0) + 1 FROM assumption))"
    )
    for key, label, value, unit, note in _ASSUMPTIONS:
        connection.execute(insert, {"key": key, "label": label, "value": value, "unit": unit, "note": note})
