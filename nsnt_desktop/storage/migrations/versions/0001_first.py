"""The tables of the first version."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("PRAGMA application_id = 0x4E534E54")  # "NSNT": a file of ours
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.Column("what", sa.String(), server_default="", nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["undoes_id"], ["action.id"], name=op.f("fk_action_undoes_id_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    op.create_table(
        "assumption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), server_default="", nullable=False),
        sa.Column("value", sa.String(), server_default="", nullable=False),
        sa.Column("unit", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assumption")),
        sa.UniqueConstraint("key", name=op.f("uq_assumption_key")),
    )
    op.create_table(
        "commune",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("code", sa.String(), server_default="", nullable=False),
        sa.Column("unit", sa.String(), server_default="", nullable=False),
        sa.Column("district", sa.String(), server_default="", nullable=False),
        sa.Column("province", sa.String(), server_default="", nullable=False),
        sa.Column(
            "levels", sa.Enum("three", "two", name="levels", native_enum=False, length=20), nullable=False
        ),
        sa.Column("superior", sa.String(), server_default="", nullable=False),
        sa.Column("superior_full", sa.String(), server_default="", nullable=False),
        sa.Column("superior_via", sa.String(), server_default="", nullable=False),
        sa.Column("responsible", sa.String(), server_default="", nullable=False),
        sa.Column("signing_lines", sa.String(), server_default="", nullable=False),
        sa.Column("signer", sa.String(), server_default="", nullable=False),
        sa.Column("plan_recipients", sa.String(), server_default="", nullable=False),
        sa.Column("report_recipients", sa.String(), server_default="", nullable=False),
        sa.Column("deadline_day", sa.Integer(), nullable=False),
        sa.Column("deadline_month", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commune")),
    )
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("criteria_set", sa.String(), server_default="", nullable=False),
        sa.Column("period", sa.String(), server_default="", nullable=False),
        sa.Column("code", sa.String(), server_default="", nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("indicator", sa.String(), server_default="", nullable=False),
        sa.Column("zone", sa.String(), server_default="", nullable=False),
        sa.Column("operator", sa.String(), server_default="", nullable=False),
        sa.Column("value", sa.String(), server_default="", nullable=False),
        sa.Column("unit", sa.String(), server_default="", nullable=False),
        sa.Column("legal_document", sa.String(), server_default="", nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
    )
    op.create_table(
        "household",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), server_default="", nullable=False),
        sa.Column("head", sa.String(), server_default="", nullable=False),
        sa.Column("address", sa.String(), server_default="", nullable=False),
        sa.Column("phone", sa.String(), server_default="", nullable=False),
        sa.Column("search", sa.String(), server_default="", nullable=False),
        sa.Column("sort_key", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
    )
    op.create_table(
        "legal_basis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "document_kind",
            sa.Enum("plan", "report", name="documentkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), server_default="", nullable=False),
        sa.Column("number", sa.String(), server_default="", nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issuer", sa.String(), server_default="", nullable=False),
        sa.Column("subject", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_basis")),
    )
    op.create_table(
        "main_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), server_default="", nullable=False),
        sa.Column(
            "group",
            sa.Enum("central", "household", "other", name="sourcegroup", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_main_source")),
        sa.UniqueConstraint("code", name=op.f("uq_main_source_code")),
    )
    op.create_table(
        "regulation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("applies_from", sa.Date(), nullable=True),
        sa.Column("applies_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulation")),
        sa.UniqueConstraint("name", name=op.f("uq_regulation_name")),
    )
    op.create_table(
        "survey_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column(
            "state", sa.Enum("open", "closed", name="yearstate", native_enum=False, length=20), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_year")),
        sa.UniqueConstraint("year", name=op.f("uq_survey_year_year")),
    )
    op.create_table(
        "sustainability_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sustainability_criterion")),
        sa.UniqueConstraint("code", name=op.f("uq_sustainability_criterion_code")),
    )
    op.create_table(
        "village",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), server_default="", nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("former_commune", sa.String(), server_default="", nullable=False),
        sa.Column("village_head", sa.String(), server_default="", nullable=False),
        sa.Column("phone", sa.String(), server_default="", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active_from", sa.Integer(), nullable=True),
        sa.Column("active_to", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village")),
        sa.UniqueConstraint("name", "former_commune", name=op.f("uq_village_name_former_commune")),
    )
    op.create_table(
        "water_scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), server_default="", nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "gravity",
                "pumped",
                "hanging_lake",
                "plant_network",
                name="schemekind",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("source", sa.String(), server_default="", nullable=False),
        sa.Column("treatment", sa.String(), server_default="", nullable=False),
        sa.Column("year_built", sa.Integer(), nullable=True),
        sa.Column("in_use_since", sa.Integer(), nullable=True),
        sa.Column("other_communes", sa.String(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_water_scheme")),
        sa.UniqueConstraint("name", name=op.f("uq_water_scheme_name")),
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "training",
                "collection",
                "supervision",
                "reporting",
                name="activitykind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(), server_default="", nullable=False),
        sa.Column("responsible", sa.String(), server_default="", nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["year_id"], ["survey_year.id"], name=op.f("fk_activity_year_id_survey_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    op.create_table(
        "audit_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("table", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), server_default="", nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_audit_line_action_id_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_line")),
    )
    op.create_index(op.f("ix_audit_line_action_id"), "audit_line", ["action_id"], unique=False)
    op.create_index("ix_audit_line_row", "audit_line", ["table", "row_id"], unique=False)
    op.create_table(
        "difficulty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_difficulty_village_id_village")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["survey_year.id"], name=op.f("fk_difficulty_year_id_survey_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difficulty")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("plan", "report", name="documentkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("draft", "issued", name="documentstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["survey_year.id"], name=op.f("fk_document_year_id_survey_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_table(
        "finding_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("by", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["year_id"], ["survey_year.id"], name=op.f("fk_finding_note_year_id_survey_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_note")),
        sa.UniqueConstraint("year_id", "rule", "subject", name=op.f("uq_finding_note_year_id_rule_subject")),
    )
    op.create_table(
        "household_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "moved_away",
                "merged",
                "ended",
                name="householdstatus",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column(
            "poverty",
            sa.Enum("poor", "near_poor", "none", name="poverty", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("main_source_id", sa.Integer(), nullable=True),
        sa.Column("second_source_id", sa.Integer(), nullable=True),
        sa.Column("scheme_id", sa.Integer(), nullable=True),
        sa.Column("hygienic", sa.Boolean(), nullable=True),
        sa.Column("clean", sa.Boolean(), nullable=True),
        sa.Column(
            "basis",
            sa.Enum(
                "test",
                "supplier",
                "official_list",
                "other",
                "none",
                name="basis",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("has_meter", sa.Boolean(), nullable=True),
        sa.Column("litres_per_month", sa.Integer(), nullable=True),
        sa.Column("volume_estimated", sa.Boolean(), nullable=False),
        sa.Column("treatment", sa.String(), server_default="", nullable=False),
        sa.Column("dry_season_shortage", sa.Boolean(), nullable=True),
        sa.Column("pollution_risk", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_record_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["main_source_id"],
            ["main_source.id"],
            name=op.f("fk_household_record_main_source_id_main_source"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["water_scheme.id"], name=op.f("fk_household_record_scheme_id_water_scheme")
        ),
        sa.ForeignKeyConstraint(
            ["second_source_id"],
            ["main_source.id"],
            name=op.f("fk_household_record_second_source_id_main_source"),
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_household_record_village_id_village")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["survey_year.id"], name=op.f("fk_household_record_year_id_survey_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_record")),
        sa.UniqueConstraint("household_id", "year_id", name=op.f("uq_household_record_household_id_year_id")),
    )
    op.create_index("ix_household_record_place", "household_record", ["year_id", "village_id"], unique=False)
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), server_default="", nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("mapping", sa.String(), server_default="", nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_import_batch_action_id_action")),
        sa.ForeignKeyConstraint(
            ["year_id"], ["survey_year.id"], name=op.f("fk_import_batch_year_id_survey_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index(op.f("ix_import_batch_sha256"), "import_batch", ["sha256"], unique=False)
    op.create_table(
        "scheme_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=True),
        sa.Column("design_capacity", sa.Integer(), nullable=True),
        sa.Column("actual_capacity", sa.Integer(), nullable=True),
        sa.Column("design_connections", sa.Integer(), nullable=True),
        sa.Column("actual_connections", sa.Integer(), nullable=True),
        sa.Column("households_here", sa.Integer(), nullable=True),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("price", sa.Integer(), nullable=True),
        sa.Column("yearly_income", sa.Integer(), nullable=True),
        sa.Column("yearly_cost", sa.Integer(), nullable=True),
        sa.Column("loss_percent", sa.Integer(), nullable=True),
        sa.Column("hours_per_day", sa.Integer(), nullable=True),
        sa.Column("days_interrupted", sa.Integer(), nullable=True),
        sa.Column("managing_body", sa.String(), server_default="", nullable=False),
        sa.Column(
            "management_model",
            sa.Enum(
                "community",
                "commune",
                "cooperative",
                "public_unit",
                "company",
                "private",
                name="managementmodel",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("trained_operator", sa.Boolean(), nullable=True),
        sa.Column(
            "class_override",
            sa.Enum(
                "sustainable",
                "fairly",
                "poorly",
                "not_working",
                name="sustainabilityclass",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("class_reason", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["water_scheme.id"], name=op.f("fk_scheme_record_scheme_id_water_scheme")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["survey_year.id"], name=op.f("fk_scheme_record_year_id_survey_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_record")),
        sa.UniqueConstraint("year_id", "scheme_id", name=op.f("uq_scheme_record_year_id_scheme_id")),
    )
    op.create_table(
        "supervision_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("households_checked", sa.Integer(), nullable=True),
        sa.Column("differences", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_supervision_visit_village_id_village")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["survey_year.id"], name=op.f("fk_supervision_visit_year_id_survey_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_visit")),
    )
    op.create_table(
        "village_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("village_id", sa.Integer(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("declared_households", sa.Integer(), nullable=True),
        sa.Column("declared_persons", sa.Integer(), nullable=True),
        sa.Column("declared_poor", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_village_delivery_village_id_village")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["survey_year.id"], name=op.f("fk_village_delivery_year_id_survey_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_delivery")),
        sa.UniqueConstraint("year_id", "village_id", name=op.f("uq_village_delivery_year_id_village_id")),
    )
    op.create_table(
        "water_test",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=True),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("tested_on", sa.Date(), nullable=False),
        sa.Column("laboratory", sa.String(), server_default="", nullable=False),
        sa.Column("regulation_id", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_water_test_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["regulation_id"], ["regulation.id"], name=op.f("fk_water_test_regulation_id_regulation")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["water_scheme.id"], name=op.f("fk_water_test_scheme_id_water_scheme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_water_test")),
    )
    op.create_index(op.f("ix_water_test_household_id"), "water_test", ["household_id"], unique=False)
    op.create_index(op.f("ix_water_test_scheme_id"), "water_test", ["scheme_id"], unique=False)
    op.create_table(
        "document_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("sha256", sa.String(), server_default="", nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_file_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
    )
    op.create_table(
        "document_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_text_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_text")),
    )
    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(), server_default="", nullable=False),
        sa.Column("excel_row", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), server_default="", nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id_import_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
    )
    op.create_index(op.f("ix_import_row_batch_id"), "import_row", ["batch_id"], unique=False)
    op.create_table(
        "scheme_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_record_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["criterion_id"],
            ["sustainability_criterion.id"],
            name=op.f("fk_scheme_answer_criterion_id_sustainability_criterion"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_record_id"],
            ["scheme_record.id"],
            name=op.f("fk_scheme_answer_scheme_record_id_scheme_record"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_answer")),
        sa.UniqueConstraint(
            "scheme_record_id", "criterion_id", name=op.f("uq_scheme_answer_scheme_record_id_criterion_id")
        ),
    )
