"""Village heads' lists: what was learnt from earlier ones, how each row was matched, year of birth."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "import_layout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("choices", sa.String(), server_default="", nullable=False),
        sa.Column("file_name", sa.String(), server_default="", nullable=False),
        sa.Column("learnt_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_layout"),
        sa.UniqueConstraint("fingerprint", name="uq_import_layout_fingerprint"),
    )
    op.create_table(
        "import_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("word", sa.String(), server_default="", nullable=False),
        sa.Column("meaning", sa.String(), server_default="", nullable=False),
        sa.Column("shown", sa.String(), server_default="", nullable=False),
        sa.Column("learnt_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_import_word"),
        sa.UniqueConstraint("kind", "word", name="uq_import_word_kind_word"),
    )
    op.add_column("household", sa.Column("birth_year", sa.Integer(), nullable=True))
    op.add_column("import_row", sa.Column("matched_by", sa.String(), server_default="", nullable=False))
