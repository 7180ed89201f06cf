"""The register: life of a household, checklist, merged villages, closed years, required criteria."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_CHECKLIST = (
    ("well_latrine", "Giếng cách nhà tiêu từ 10 m trở lên", "drilled_well dug_well"),
    ("well_pen", "Giếng cách chuồng gia súc từ 10 m trở lên", "drilled_well dug_well"),
    ("well_pollution", "Giếng cách nguồn ô nhiễm khác từ 10 m trở lên", "drilled_well dug_well"),
    ("well_apron", "Sân giếng bằng bê tông hoặc lát gạch, đá, không nứt", "drilled_well dug_well"),
    ("dug_wall", "Thành giếng cao từ 0,6 m trở lên", "dug_well"),
    ("dug_lining", "Vách giếng xây sâu từ 3 m trở lên", "dug_well"),
    ("rain_roof", "Hứng từ mái ngói, mái tôn hoặc trần bê tông", "rain"),
    ("rain_flush", "Xả bỏ nước mưa đầu trước khi hứng", "rain"),
    ("rain_tank", "Bể, lu chứa sạch, có nắp đậy", "rain"),
    ("surface_waste", "Nước không bị ô nhiễm chất thải của người, động vật", "gravity_pipe surface"),
    ("surface_chemicals", "Nước không bị ô nhiễm hóa chất", "gravity_pipe surface"),
    ("surface_pesticides", "Nước không bị ô nhiễm thuốc bảo vệ thực vật", "gravity_pipe surface"),
)
"""Questions of the hygienic checklist as first shipped: code, label, sources they are asked of."""


def upgrade() -> None:
    _make_tables()
    _add_columns()
    _fill_criteria()
    op.create_index("ix_household_sort_key", "household", ["sort_key"])
    for table, column in (("household", "split_from_id"), ("household_record", "merged_into_id")):
        op.create_index(
            f"ix_{table}_{column}", table, [column], sqlite_where=sa.text(f"{column} IS NOT NULL")
        )
    _fill_checklist()


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
        ("sustainability_criterion", "measure", "VARCHAR(20)"),
        ("village", "merged_into_id", _refers("village", "merged_into_id", "village")),
    )
    for table, column, kind in columns:
        # As SQLite itself says it: alembic would rebuild each table to add a column that refers to another.
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")


def _fill_criteria() -> None:
    """Say what each criterion was proposed from until now, and make the managing body one of them.

    A new file has no commune yet, and gets them all with its other lists.
    """
    measured = "'covers_cost', 'water_meets', 'regular_supply', 'capacity_used', 'trained_operator'"
    op.execute(f"UPDATE sustainability_criterion SET measure = code WHERE code IN ({measured})")
    op.execute(
        "UPDATE assumption SET note = 'Không kể tiêu chí bắt buộc.' "
        "WHERE key IN ('sustainable_min_met', 'fairly_min_met')"
    )
    op.execute(
        "INSERT INTO sustainability_criterion (code, label, position, active, required, measure) "
        "SELECT 'managed', 'Có tổ chức quản lý khai thác', "
        "(SELECT coalesce(max(position), 0) + 1 FROM sustainability_criterion), 1, 1, 'managed' FROM commune"
    )


def _refers(table: str, column: str, target: str) -> str:
    return f"INTEGER CONSTRAINT fk_{table}_{column}_{target} REFERENCES {target} (id)"


def _fill_checklist() -> None:
    """Give a commune that is kept already the questions; a new file gets them with its other lists."""
    connection = op.get_bind()
    if not connection.scalar(sa.text("SELECT count(*) FROM commune")):
        return
    insert = sa.text(
        "INSERT INTO checklist_question (code, label, source_codes, position, active) "
        "VALUES (:code, :label, :sources, :position, 1)"
    )
    for position, (code, label, sources) in enumerate(_CHECKLIST, 1):
        given = {"code": code, "label": label, "sources": sources, "position": position}
        connection.execute(insert, given)
