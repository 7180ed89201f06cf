"""Papers that were issued: which version, when, with which figures, and why one was called back."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("ALTER TABLE document ADD COLUMN version INTEGER NOT NULL DEFAULT '0'")
    op.execute("ALTER TABLE document ADD COLUMN made_at DATETIME")
    op.execute("ALTER TABLE document ADD COLUMN figures VARCHAR NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE document ADD COLUMN note VARCHAR NOT NULL DEFAULT ''")
    op.create_index(op.f("ix_document_file_document_id"), "document_file", ["document_id"])
