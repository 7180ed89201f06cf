"""Papers that were issued: version, figures, files, recall; proposals the officer has accepted."""

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
    op.create_table(
        "document_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("proposed", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_seen_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_seen")),
    )
    op.create_index(op.f("ix_document_seen_document_id"), "document_seen", ["document_id"])
    op.create_table(
        "paper_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("plan", "report", name="documentkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
    )
    connection = op.get_bind()
    # A new file has no commune yet, and gets it with its other lists.
    if connection.scalar(sa.text("SELECT count(*) FROM commune")):
        insert = sa.text(
            "INSERT INTO assumption (key, label, value, unit, note, confirmed, position) VALUES "
            "(:key, :label, :value, :unit, :note, 0, "
            "(SELECT coalesce(max(position), 0) + 1 FROM assumption))"
        )
        connection.execute(insert, _ASSUMPTION)
