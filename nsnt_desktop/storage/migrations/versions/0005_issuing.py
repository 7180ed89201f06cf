"""Papers that were issued: which version, when, with which figures, and why one was called back."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_ASSUMPTION = {
    "key": "sample_households",
    "label": "Số hộ mỗi thôn được chọn để kiểm tra, giám sát",
    "value": "5",
    "unit": "hộ",
    "note": "In trong danh sách kèm biên bản; chương trình chọn ngẫu nhiên.",
}
"""A number no published text gave us, as first shipped."""


def upgrade() -> None:
    op.execute("ALTER TABLE document ADD COLUMN version INTEGER NOT NULL DEFAULT '0'")
    op.execute("ALTER TABLE document ADD COLUMN made_at DATETIME")
    op.execute("ALTER TABLE document ADD COLUMN figures VARCHAR NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE document ADD COLUMN note VARCHAR NOT NULL DEFAULT ''")
    op.create_index(op.f("ix_document_file_document_id"), "document_file", ["document_id"])
    connection = op.get_bind()
    # A new file has no commune yet, and gets it with its other lists.
    if connection.scalar(sa.text("SELECT count(*) FROM commune")):
        insert = sa.text(
            "INSERT INTO assumption (key, label, value, unit, note, confirmed, position) VALUES "
            "(:key, :label, :value, :unit, :note, 0, "
            "(SELECT coalesce(max(position), 0) + 1 FROM assumption))"
        )
        connection.execute(insert, _ASSUMPTION)
