from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from communes import content_digest, fill, year_id
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.models import (
    Assumption,
    Base,
    ChecklistAnswer,
    ChecklistQuestion,
    FindingNote,
    Household,
    HouseholdRecord,
    MainSource,
    NotDuplicate,
    SchemeAnswer,
    SchemeRecord,
    SustainabilityCriterion,
    Village,
    VillageDelivery,
    WaterScheme,
    WaterTest,
)
from nsnt_desktop.models.words import HouseholdStatus, SourceGroup
from nsnt_desktop.registry.commune_clashes import CODES
from nsnt_desktop.registry.commune_copy import Copy
from nsnt_desktop.registry.merge_commune import preview_joining
from nsnt_desktop.registry.schemes import add_scheme, set_scheme_field
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.villages import set_delivery, set_village_field
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from two_communes import OURS, THEIRS, close, counts, join, make_other, rows_of, scheme_names, totals


@pytest.fixture
def ours(data: DataFile) -> DataFile:
    fill(data, OURS)
    return data


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[DataFile]:
    data = make_other(tmp_path / "Cẩm Phú.nsnt", THEIRS)
    yield data
    data.close()


def test_a_village_of_one_name_and_former_commune_is_asked_about(ours: DataFile, theirs: DataFile) -> None:
    set_village_field(ours, rows_of(ours, Village)[0].id, "former_commune", "cẩm phú")
    (clash,) = preview_joining(ours, theirs.path).clashes
    assert "«Thôn Phác Lê»" in clash.text
    joined = join(ours, theirs.path)
    assert set(counts(ours)[2024]) == {
        ("Thôn Phác Lê", "cẩm phú"),
        ("Thôn Do Thượng", ""),
        ("Thôn Phác Lê (Cẩm Phú)", "Cẩm Phú"),
        ("Thôn Phú", "Cẩm Phú"),
    }
    take_back(ours, joined.action_id)
    set_delivery(ours, year_id(ours), rows_of(ours, Village)[0].id, "declared_persons", 4)
    set_delivery(theirs, year_id(theirs), rows_of(theirs, Village)[0].id, "declared_persons", 5)
    set_delivery(theirs, year_id(theirs), rows_of(theirs, Village)[0].id, "declared_poor", 1)
    before = content_digest(ours)
    joined = join(ours, theirs.path, **{"Thôn Phác Lê": "same"})
    assert joined.villages == 1
    assert counts(ours)[2024]["Thôn Phác Lê", "cẩm phú"].persons == 9
    (delivery,) = rows_of(ours, VillageDelivery)
    assert (delivery.declared_persons, delivery.declared_poor) == (9, None)
    take_back(ours, joined.action_id)
    assert content_digest(ours) == before


def test_one_village_of_both_is_one_in_a_closed_year_too(ours: DataFile, theirs: DataFile) -> None:
    set_village_field(ours, rows_of(ours, Village)[0].id, "former_commune", "Cẩm Phú")
    close(ours, 2023)
    close(theirs, 2023)
    join(ours, theirs.path, **{"Thôn Phác Lê": "same"})
    assert counts(ours)[2023]["Thôn Phác Lê", "Cẩm Phú"].persons == 9
    assert totals(ours)[2023].households == 4


def test_our_villages_get_their_former_commune_only_if_asked(ours: DataFile, theirs: DataFile) -> None:
    before = content_digest(ours)
    joined = join(ours, theirs.path, our_former=" Cẩm Tân ")
    assert {v.former_commune for v in rows_of(ours, Village)} == {"Cẩm Tân", "Cẩm Phú"}
    take_back(ours, joined.action_id)
    assert content_digest(ours) == before


def _with_scheme(data: DataFile, name: str, **fields: object) -> int:
    record_id = add_scheme(data, year_id(data), name).record_id
    for field, value in fields.items():
        set_scheme_field(data, record_id, field, value)
    return record_id


def test_a_scheme_of_both_is_one_or_two_as_the_officer_says(ours: DataFile, theirs: DataFile) -> None:
    _with_scheme(ours, "Nhà máy Cẩm Thủy", households_here=40, managing_body="UBND xã")
    _with_scheme(theirs, "NHA MAY  Cẩm Thủy", households_here=25, managing_body="Công ty")
    _with_scheme(theirs, "Hồ Phú")
    before = content_digest(ours)
    joined = join(ours, theirs.path)
    assert scheme_names(ours) == ["Nhà máy Cẩm Thủy", "NHA MAY Cẩm Thủy (Cẩm Phú)", "Hồ Phú"]
    take_back(ours, joined.action_id)
    joined = join(ours, theirs.path, **{"NHA MAY Cẩm Thủy": "same"})
    assert (scheme_names(ours), joined.schemes) == (["Nhà máy Cẩm Thủy", "Hồ Phú"], 1)
    record = rows_of(ours, SchemeRecord)[0]
    assert (record.households_here, record.managing_body) == (65, "UBND xã")
    take_back(ours, joined.action_id)
    assert content_digest(ours) == before


def test_a_scheme_that_serves_others_is_proposed_as_one(ours: DataFile, theirs: DataFile) -> None:
    _with_scheme(ours, "Nhà máy", other_communes="Cẩm Phú", households_here=40)
    _with_scheme(theirs, "Nhà máy")
    close(ours, 2024)
    close(theirs, 2024)
    join(ours, theirs.path)
    assert scheme_names(ours) == ["Nhà máy"]
    assert rows_of(ours, SchemeRecord)[0].households_here == 40  # theirs is not known: ours stays
    with ours.reading() as session:
        assert year_figures(session, find_year(session, 2024)).commune.indicator("6").denominator == 1


def test_codes_of_both_get_a_mark_or_stay(ours: DataFile, theirs: DataFile) -> None:
    with change(theirs, "Mã") as made:
        for household in made.session.scalars(select(Household)):
            household.code = {"Trần An": "h1", "Trần Phú": ""}[household.head]
    (clash,) = preview_joining(ours, theirs.path).clashes
    assert clash.key == CODES
    joined = join(ours, theirs.path)
    found = {h.code for h in rows_of(ours, Household) if h.head == "Trần An"}
    assert found == {"CP-h1"}
    assert all("cp h1" in h.search for h in rows_of(ours, Household) if h.head == "Trần An")
    assert {h.code for h in rows_of(ours, Household) if h.head == "Trần Phú"} == {""}
    take_back(ours, joined.action_id)
    join(ours, theirs.path, **{"Mã hộ": "keep"})
    assert {h.code for h in rows_of(ours, Household) if h.head == "Trần An"} == {"h1"}


def test_a_household_that_may_stand_in_both_is_told(ours: DataFile, theirs: DataFile) -> None:
    with change(theirs, "Tên") as made:
        made.session.scalars(select(Household)).first().head = "lê  an"  # type: ignore[union-attr]
        made.session.scalars(select(Household)).first().phone = "0912 345 678"  # type: ignore[union-attr]
    with change(ours, "Điện thoại") as made:
        for household in made.session.scalars(select(Household).where(Household.head == "Lê An")):
            household.phone = "0912.345.678"
    (double,) = preview_joining(ours, theirs.path).doubles
    assert "Thôn Phác Lê" in double


def test_sources_and_questions_we_do_not_have_are_added(ours: DataFile, theirs: DataFile) -> None:
    with change(theirs, "Danh mục") as made:
        session = made.session
        session.add(MainSource(code="spring", label="Mó nước", group=SourceGroup.HOUSEHOLD, position=20))
        session.scalars(select(MainSource).where(MainSource.code == "rain")).one().label = "Bể mưa"
        session.scalars(select(Assumption).where(Assumption.key == "days_per_month")).one().value = "31"
        session.flush()
        spring = session.scalars(select(MainSource.id).where(MainSource.code == "spring")).one()
        record = session.scalars(select(HouseholdRecord)).first()
        assert record is not None
        record.main_source_id = record.second_source_id = spring
        question = ChecklistQuestion(code="own_1", label="Có nắp", source_codes="", position=99)
        criterion = SustainabilityCriterion(code="own-1", label="Có hồ sơ", position=99)
        session.add_all((question, criterion))
        session.flush()
        session.add(ChecklistAnswer(record_id=record.id, question_id=question.id, met=False))
    with change(ours, "Danh mục") as made:
        made.session.add(SustainabilityCriterion(code="own-1", label="Có nhật ký", position=98))
    joining = preview_joining(ours, theirs.path)
    assert joining.sources == ("Mó nước",)
    assert len(joining.settings) == 1
    assert joining.settings[0].endswith("ở đây 30, ở tệp kia 31")
    before = content_digest(ours)
    joined = join(ours, theirs.path)
    labels = {source.id: source.label for source in rows_of(ours, MainSource)}
    assert list(labels.values()).count("Mó nước") == 1
    assert "Bể mưa" not in labels.values()
    record = next(r for r in rows_of(ours, HouseholdRecord) if r.second_source_id)
    assert labels[record.main_source_id] == labels[record.second_source_id] == "Mó nước"
    added = next(q for q in rows_of(ours, ChecklistQuestion) if q.label == "Có nắp")
    assert not added.active
    assert [(a.record_id, a.question_id) for a in rows_of(ours, ChecklistAnswer)] == [(record.id, added.id)]
    own = {c.label: (c.code, c.active) for c in rows_of(ours, SustainabilityCriterion) if c.code[:3] == "own"}
    assert own == {"Có nhật ký": ("own-1", True), "Có hồ sơ": ("own-2", False)}
    take_back(ours, joined.action_id)
    assert content_digest(ours) == before


def test_what_hangs_on_households_villages_and_schemes_comes_along(ours: DataFile, theirs: DataFile) -> None:
    _with_scheme(ours, "Hồ Tân")
    scheme_record = _with_scheme(theirs, "Hồ Phú")
    with change(theirs, "Mọi thứ") as made:
        session = made.session
        old, new, *_ = session.scalars(select(Household)).all()
        records = {r.household_id: r for r in session.scalars(select(HouseholdRecord))}
        village = session.scalars(select(Village)).all()[1]
        scheme = session.scalars(select(WaterScheme)).one()
        year = year_id(theirs)
        criterion = session.scalars(select(SustainabilityCriterion)).first()
        assert criterion is not None
        new.split_from_id = old.id
        village.merged_into_id = village.id - 1
        records[old.id].status, records[old.id].merged_into_id = HouseholdStatus.MERGED, new.id
        records[new.id].note, records[new.id].verified = "ghi chú", True
        session.add_all(
            (
                NotDuplicate(first_id=old.id, second_id=new.id),
                WaterTest(scheme_id=scheme.id, tested_on=date(2024, 3, 1), passed=True),
                WaterTest(household_id=new.id, tested_on=date(2024, 3, 2), passed=False),
                SchemeAnswer(scheme_record_id=scheme_record, criterion_id=criterion.id, met=True),
                FindingNote(
                    year_id=year_id(theirs), rule="6", subject=f"household:{old.id},{new.id}", reason="a"
                ),
                FindingNote(year_id=year, rule="15", subject=f"village:{village.id}", reason="b"),
                FindingNote(year_id=year, rule="12", subject=f"scheme:{scheme.id}", reason="c"),
                FindingNote(year_id=year, rule="7", subject="household:9999", reason="d"),
            )
        )
        names = old.head, new.head
    before = content_digest(ours)
    joined = join(ours, theirs.path)
    households = {h.id: h for h in rows_of(ours, Household)}
    split = next(h for h in households.values() if h.split_from_id)
    assert (households[split.split_from_id].head, split.head) == names
    merged = next(r for r in rows_of(ours, HouseholdRecord) if r.merged_into_id)
    assert merged.merged_into_id == split.id
    assert merged.status is HouseholdStatus.MERGED
    villages = {v.id: v for v in rows_of(ours, Village)}
    gone = next(v for v in villages.values() if v.merged_into_id)
    assert villages[gone.merged_into_id].former_commune == "Cẩm Phú"
    (pair,) = rows_of(ours, NotDuplicate)
    assert (pair.first_id, pair.second_id) == (split.split_from_id, split.id)
    scheme = next(s for s in rows_of(ours, WaterScheme) if s.name == "Hồ Phú")
    assert {(t.scheme_id, t.household_id) for t in rows_of(ours, WaterTest)} == {
        (scheme.id, None),
        (None, split.id),
    }
    (answer,) = rows_of(ours, SchemeAnswer)
    record = next(r for r in rows_of(ours, SchemeRecord) if r.id == answer.scheme_record_id)
    assert record.scheme_id == scheme.id
    assert {note.reason: note.subject for note in rows_of(ours, FindingNote)} == {
        "a": f"household:{split.split_from_id},{split.id}",
        "b": f"village:{gone.id}",
        "c": f"scheme:{scheme.id}",
    }
    undone = take_back(ours, joined.action_id)
    assert (undone.kept, content_digest(ours)) == (0, before)


LEFT_THERE = {
    "action",
    "activity",
    "assumption",
    "audit_line",
    "commune",
    "criterion",
    "document",
    "document_file",
    "document_seen",
    "document_text",
    "import_batch",
    "import_layout",
    "import_row",
    "import_word",
    "legal_basis",
    "paper_template",
}
"""Tables of the other commune that stay in its file, as the preview says."""


def test_every_table_comes_along_or_stays_on_purpose(
    ours: DataFile, theirs: DataFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: set[str] = set()
    copy_rows = Copy.rows

    def note(copy: Copy, model: type[Base], **how: Any) -> int:
        copied.add(model.__tablename__)
        return copy_rows(copy, model, **how)

    monkeypatch.setattr(Copy, "rows", note)
    join(ours, theirs.path)
    assert copied | LEFT_THERE == set(Base.metadata.tables)
    assert not copied & LEFT_THERE
