import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic import op
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, select, text

from communes import CAM_TAN, action_count, audit_lines, content_digest, count, year_id
from nsnt_desktop.documents.issuing import issue_year_paper
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import (
    Action,
    AuditLine,
    Base,
    Criterion,
    FindingNote,
    Household,
    HouseholdRecord,
    ImportBatch,
    ImportRowOutcome,
    SurveyYear,
    Village,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import DocumentKind, SchemeKind
from nsnt_desktop.registry.new_commune import create_commune
from nsnt_desktop.registry.papers import load_paper
from nsnt_desktop.registry.reference_lists import list_assumptions
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.storage import datafile
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.audit import bulk_insert
from nsnt_desktop.storage.backup import list_backups
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile, create_data_file, make_engine, open_data_file
from nsnt_desktop.storage.identity import SCHEMA


def _shape(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    with engine.connect() as connection:
        run = connection.exec_driver_sql
        tables = run("SELECT name FROM sqlite_master WHERE type='table' AND name != 'alembic_version'").all()
        return {name: sorted(map(tuple, run(f"PRAGMA table_info('{name}')"))) for (name,) in tables}


def test_the_migrations_make_what_the_models_say(data: DataFile, tmp_path: Path) -> None:
    with data.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == SCHEMA
    fresh = make_engine(tmp_path / "models.db")
    Base.metadata.create_all(fresh)
    assert _shape(data.engine) == _shape(fresh)  # nullability and defaults, which alembic does not compare
    fresh.dispose()


def test_a_migration_that_fails_half_way_leaves_no_file(
    data_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Any] = []
    create_table = op.create_table

    def fail_at_the_fifth(*args: Any, **kwargs: Any) -> Any:
        made.append(args[0])
        if len(made) == 5:
            raise RuntimeError("power cut")
        return create_table(*args, **kwargs)

    monkeypatch.setattr(op, "create_table", fail_at_the_fifth)
    with pytest.raises(RuntimeError, match="power cut"):
        create_data_file(data_path)
    assert len(made) == 5
    assert [p.name for p in data_path.parent.iterdir() if not p.name.endswith(".lock")] == []
    monkeypatch.undo()
    create_data_file(data_path).close()


@contextmanager
def _newer_program(tmp_path: Path, upgrade: str) -> Iterator[str]:
    """This program with one migration more."""
    folder = tmp_path / "migrations 100%"
    shutil.copytree(Path(datafile.__file__).parent / "migrations", folder / "migrations")
    revision = f"{int(SCHEMA) + 1:04d}"
    (folder / "migrations" / "versions" / f"{revision}_next.py").write_text(
        f"from alembic import op\nrevision = {revision!r}\ndown_revision = {SCHEMA!r}\n\ndef upgrade():\n"
        f"    op.execute('CREATE TABLE added (id INTEGER)')\n    {upgrade}\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(datafile, "__file__", str(folder / "datafile.py"))
        patch.setattr(datafile, "SCHEMA", revision)
        patch.setattr("nsnt_desktop.storage.backup.SCHEMA", revision)
        yield revision


def test_an_older_file_is_backed_up_and_brought_up_to_date(closed_file: Path, tmp_path: Path) -> None:
    with _newer_program(tmp_path, "pass") as revision:
        with pytest.raises(KnownError, match="phiên bản cũ"):
            open_data_file(closed_file, write=False)
        data = open_data_file(closed_file)
        with data.reading() as session:
            assert session.execute(text("SELECT version_num FROM alembic_version")).scalar() == revision
            assert session.execute(text("SELECT count(*) FROM added")).scalar() == 0
        assert count(data, Village) == 2
        data.close()
        (backup,) = list_backups(closed_file)
    with closing(sqlite3.connect(backup.path)) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (SCHEMA,)


def test_a_file_of_the_first_schema_opens_with_all_it_held(tmp_path: Path) -> None:
    """A file that the program of 23/11/2026 made: two years, three households, one edit to take back."""
    path = tmp_path / "cam-tan.nsnt"
    shutil.copy(Path(__file__).parent / "data" / "schema-0001.nsnt", path)
    data = open_data_file(path)
    with data.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        heads = session.scalars(select(Household.head).order_by(Household.id)).all()
        assert heads == ["Nguyễn Văn Hùng", "Trịnh Thị Khoẻ", "Lê Văn Được"]
        edited = session.scalars(select(Action.id).where(Action.what.startswith("Sửa hộ"))).one()
    fresh = create_data_file(tmp_path / "fresh.nsnt")
    assert _shape(data.engine) == _shape(fresh.engine)
    fresh.close()
    assert count(data, HouseholdRecord) == 6
    assert take_back(data, edited).restored == 1
    data.close()


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(closed_file: Path, tmp_path: Path) -> None:
    before = closed_file.read_bytes()
    with (
        _newer_program(tmp_path, "raise RuntimeError('power cut')"),
        pytest.raises(RuntimeError, match="power cut"),
    ):
        open_data_file(closed_file)
    assert closed_file.read_bytes() == before
    open_data_file(closed_file).close()  # and the lock is free


def _latest(data: DataFile) -> Action:
    with data.reading() as session:
        return session.scalars(select(Action).order_by(Action.id.desc()).limit(1)).one()


def test_every_change_writes_its_lines_old_and_new(data: DataFile) -> None:
    with change(data, "Thêm công trình") as made:
        scheme = WaterScheme(name="Công trình Bến Én", kind=SchemeKind.GRAVITY, year_built=2010)
        made.session.add(scheme)
        made.session.flush()
        scheme_id = scheme.id
        test = WaterTest(scheme_id=scheme_id, tested_on=date(2024, 3, 1), passed=None)
        made.session.add(test)
    first = _latest(data)
    assert first.what == "Thêm công trình"
    lines = audit_lines(data, first.id)
    assert [line[:3] for line in lines] == [("water_scheme", "", None), ("water_test", "", None)]
    whole = json.loads(lines[0][3] or "")
    assert whole["name"] == "Công trình Bến Én"
    assert whole["kind"] == "gravity"
    assert whole["id"] == scheme_id
    assert json.loads(lines[1][3] or "")["tested_on"] == "2024-03-01"

    with change(data, "Sửa") as made:
        row = made.session.get_one(WaterScheme, scheme_id)
        row.kind, row.year_built, row.name = SchemeKind.PUMPED, None, row.name
        made.session.delete(made.session.scalars(select(WaterTest)).one())
    lines = audit_lines(data, _latest(data).id)
    assert ("water_scheme", "kind", '"gravity"', '"pumped"') in lines
    assert ("water_scheme", "year_built", "2010", "null") in lines
    (gone,) = [line for line in lines if line[0] == "water_test"]
    assert gone[1] == ""
    assert gone[3] is None
    assert json.loads(gone[2] or "")["passed"] is None
    assert len(lines) == 3  # the name did not change


def test_a_bulk_insert_is_audited_row_by_row(data: DataFile) -> None:
    with change(data, "Nhập") as made:
        ids = bulk_insert(
            made.session,
            SurveyYear,
            [{"year": y, "as_of": date(y, 11, 15), "deadline": date(y, 11, 15)} for y in (2021, 2022)],
        )
        assert bulk_insert(made.session, SurveyYear, []) == []
    lines = audit_lines(data, _latest(data).id)
    assert [line[:3] for line in lines] == [("survey_year", "", None)] * 2
    assert all(line[3] for line in lines)  # there is a row now
    with data.reading() as session:
        years = session.scalars(
            select(SurveyYear).where(SurveyYear.id.in_(ids)).order_by(SurveyYear.id)
        ).all()
        assert [(y.year, y.as_of, y.state.value) for y in years] == [
            (2021, date(2021, 11, 15), "open"),
            (2022, date(2022, 11, 15), "open"),
        ]


def test_naming_a_change_is_no_change(data: DataFile) -> None:
    before, lines = action_count(data), count(data, AuditLine)
    heard: list[frozenset[str]] = []
    data.listeners.append(heard.append)
    with change(data, "Không có gì") as made:
        village = made.session.scalars(select(Village).limit(1)).one()
        village.name = str(village.name)
        made.what = "Đặt tên khác"
    assert action_count(data) == before
    assert count(data, AuditLine) == lines
    assert heard == []


def test_a_change_renamed_keeps_its_last_name_without_a_line(data: DataFile) -> None:
    with change(data, "Sửa") as made:
        made.session.scalars(select(Village).limit(1)).one().phone = "0912"
        made.session.flush()
        made.what = "Sửa thôn"
    latest = _latest(data)
    assert latest.what == "Sửa thôn"
    assert audit_lines(data, latest.id) == [("village", "phone", '""', '"0912"')]


def test_listeners_hear_after_the_commit(data: DataFile) -> None:
    heard: list[tuple[frozenset[str], int]] = []
    data.listeners.append(lambda tables: heard.append((tables, count(data, Village))))
    with change(data, "Thêm thôn") as made:
        made.session.add(Village(name="Thôn mới", position=3))
        made.session.flush()
        assert heard == []
    assert heard == [(frozenset({"village"}), 3)]


def _change_much_then_fail(data: DataFile) -> None:
    with change(data, "Hỏng") as made:
        made.session.scalars(select(Village).limit(1)).one().name = "Đã đổi"
        bulk_insert(made.session, Household, [{"code": "H1", "head": "A", "search": "a", "sort_key": "a"}])
        made.session.flush()
        raise KeyError("bug")


def test_an_exception_takes_everything_back(data: DataFile) -> None:
    before, actions, lines = content_digest(data), action_count(data), count(data, AuditLine)
    heard: list[frozenset[str]] = []
    data.listeners.append(heard.append)
    with pytest.raises(KeyError):
        _change_much_then_fail(data)
    assert (content_digest(data), action_count(data), count(data, AuditLine)) == (before, actions, lines)
    assert heard == []
    with change(data, "Rồi lại được") as made:  # the door is not jammed
        made.session.get_one(SurveyYear, year_id(data)).as_of = date(2024, 10, 1)
    assert len(heard) == 1


def test_foreign_keys_hold(data: DataFile) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), change(data, "Mồ côi") as made:
        made.session.add(WaterTest(scheme_id=999, tested_on=date(2024, 1, 1)))


def test_a_file_of_the_second_schema_opens_with_its_lists_and_undoes_one(tmp_path: Path) -> None:
    """A file that the program of 23/11/2026 made: a list of four rows taken in, one edit, one who left."""
    path = tmp_path / "cam-tan.nsnt"
    shutil.copy(Path(__file__).parent / "data" / "schema-0002.nsnt", path)
    data = open_data_file(path)
    with data.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        batch = session.scalars(select(ImportBatch)).one()
        assert (batch.new, batch.rejected) == (3, 1)
        rows = session.scalars(select(ImportRowOutcome).order_by(ImportRowOutcome.excel_row)).all()
        assert [(row.outcome, row.matched_by) for row in rows] == [("new", "")] * 3 + [("rejected", "")]
        assert session.scalars(select(Household.birth_year).distinct()).all() == [None]
    fresh = create_data_file(tmp_path / "fresh.nsnt")
    assert _shape(data.engine) == _shape(fresh.engine)
    fresh.close()
    assert take_back(data, batch.action_id).restored
    data.close()


def test_a_file_of_the_third_schema_opens_with_its_criteria_and_notes(tmp_path: Path) -> None:
    """A file that the program of 23/11/2026 made: a threshold confirmed, a warning passed over."""
    path = tmp_path / "cam-tan.nsnt"
    shutil.copy(Path(__file__).parent / "data" / "schema-0003.nsnt", path)
    data = open_data_file(path)
    with data.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        kept = session.scalars(select(Criterion).where(Criterion.value != "")).one()
        assert (kept.value, kept.confirmed, kept.reach_by) == ("55", True, None)
        assert session.scalars(select(FindingNote.reason)).all() == ["Nhà nhiều thế hệ"]
        assumed = load_assumptions(session)
        assert (assumed.outlier_mads, assumed.outlier_villages_min) == (3, 5)
    fresh = create_commune(tmp_path / "fresh.nsnt", CAM_TAN)
    with data.reading() as session, fresh.reading() as new:
        rows = [
            [(a.key, a.label, a.value, a.unit, a.note) for a in list_assumptions(s)] for s in (session, new)
        ]
        assert rows[0] == rows[1]
    assert _shape(data.engine) == _shape(fresh.engine)
    fresh.close()
    data.close()


def test_a_file_of_the_fourth_schema_opens_with_its_draft_and_issues_it(tmp_path: Path) -> None:
    """A file that the program of 24/11/2026 made: a plan with number, day and one section rewritten."""
    path = tmp_path / "cam-tan.nsnt"
    shutil.copy(Path(__file__).parent / "data" / "schema-0004.nsnt", path)
    data = open_data_file(path)
    with data.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        paper = load_paper(session, year_id(data), DocumentKind.PLAN)
    assert (paper.number, paper.issued_on) == (5, date(2025, 2, 5))
    assert paper.texts == {"funding": "Không có kinh phí riêng."}
    fresh = create_data_file(tmp_path / "fresh.nsnt")
    assert _shape(data.engine) == _shape(fresh.engine)
    fresh.close()
    issued = issue_year_paper(data, 2024, DocumentKind.PLAN, date(2025, 2, 5))
    assert (issued.number, issued.version) == (5, 1)
    data.close()
