"""The register: life of a household, checklist, merged villages, closed years, required criteria."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _make_tables()
    _add_columns()
    op.create_index("ix_household_sort_key", "household", ["sort_key"])
    for table, column in (("household", "split_from_id"), ("household_record", "merged_into_id")):
        op.create_index(
            f"ix_{table}_{column}", table, [column], sqlite_where=sa.text(f"{column} IS NOT NULL")
        )


def _make_tables() -> None:
    op.create_table(
        "checklist_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), server_default="", nullable=False),
        sa.Column("source_codes", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_question"),
        sa.UniqueConstraint("code", name="uq_checklist_question_code"),
    )
    op.create_table(
        "checklist_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["checklist_question.id"],
            name="fk_checklist_answer_question_id_checklist_question",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["household_record.id"], name="fk_checklist_answer_record_id_household_record"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_checklist_answer"),
        sa.UniqueConstraint("record_id", "question_id", name="uq_checklist_answer_record_id_question_id"),
    )
    op.create_table(
        "not_duplicate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["first_id"], ["household.id"], name="fk_not_duplicate_first_id_household"),
        sa.ForeignKeyConstraint(["second_id"], ["household.id"], name="fk_not_duplicate_second_id_household"),
        sa.PrimaryKeyConstraint("id", name="pk_not_duplicate"),
        sa.UniqueConstraint("first_id", "second_id", name="uq_not_duplicate_first_id_second_id"),
    )
    op.create_index("ix_not_duplicate_second_id", "not_duplicate", ["second_id"])


def _add_columns() -> None:
    text = "VARCHAR DEFAULT '' NOT NULL"
    columns = (
        ("household", "split_from_id", _refers("household", "split_from_id", "household")),
        ("household_record", "merged_into_id", _refers("household_record", "merged_into_id", "household")),
        ("household_record", "status_note", text),
        ("survey_year", "state_reason", text),
        ("survey_year", "closed_at", "DATETIME"),
        ("survey_year", "figures", text),
        ("sustainability_criterion", "required", "BOOLEAN DEFAULT 0 NOT NULL"),
        ("village", "merged_into_id", _refers("village", "merged_into_id", "village")),
    )
    for table, column, kind in columns:
        # As SQLite itself says it: alembic would rebuild each table to add a column that refers to another.
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def _refers(table: str, column: str, target: str) -> str:
    return f"INTEGER CONSTRAINT fk_{table}_{column}_{target} REFERENCES {target} (id)"
