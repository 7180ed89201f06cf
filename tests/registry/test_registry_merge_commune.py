import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from communes import VILLAGES, Row, content_digest, count, file_digest, fill, year_id
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.indicators.counting import add_counts
from nsnt_desktop.models import (
    Commune,
    Household,
    HouseholdRecord,
    MainSource,
    SurveyYear,
    Village,
)
from nsnt_desktop.models.words import HouseholdStatus, Poverty
from nsnt_desktop.registry.closing import reopen_year
from nsnt_desktop.registry.join_commune import join_commune
from nsnt_desktop.registry.merge_commune import JoinAnswers, preview_joining
from nsnt_desktop.registry.new_commune import NewCommune
from nsnt_desktop.registry.new_year import open_next_year
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.villages import set_village_field
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.backup import list_backups
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile, open_data_file
from two_communes import (
    CAM_PHU,
    OURS,
    THEIRS,
    By,
    close,
    counts,
    join,
    make_other,
    rows_of,
    totals,
)


@pytest.fixture
def ours(data: DataFile) -> DataFile:
    fill(data, OURS)
    return data


@pytest.fixture
def theirs(tmp_path: Path) -> Iterator[DataFile]:
    data = make_other(tmp_path / "Cẩm Phú.nsnt", THEIRS)
    yield data
    data.close()


def test_a_preview_writes_nothing_and_says_what_is_there(ours: DataFile, theirs: DataFile) -> None:
    digests = content_digest(ours), file_digest(theirs.path)
    joining = preview_joining(ours, theirs.path)
    assert (joining.commune, joining.here, joining.unnamed) == ("Cẩm Phú", "Cẩm Tân", 2)
    assert [(y.year, y.households_here, y.households_there) for y in joining.years] == [
        (2024, 2, 2),
        (2023, 2, 2),
    ]
    assert [(v.name, v.former_commune, v.households) for v in joining.villages] == [
        ("Thôn Phác Lê", "Cẩm Phú", 1),
        ("Thôn Phú", "Cẩm Phú", 1),
    ]
    assert (joining.clashes, joining.doubles, joining.refusals, joining.sources) == ((), (), (), ())
    assert (content_digest(ours), file_digest(theirs.path)) == digests


def test_every_count_of_every_village_stays_and_undo_leads_back(ours: DataFile, theirs: DataFile) -> None:
    before, mine, other = content_digest(ours), counts(ours), counts(theirs)
    sums = {year: add_counts([totals(ours)[year], totals(theirs)[year]]) for year in (2023, 2024)}
    joined = join(ours, theirs.path)
    assert (joined.villages, joined.households, joined.schemes, joined.years) == (2, 4, 0, ())
    after = counts(ours)
    for year in (2023, 2024):
        expected = mine[year] | {(name, "Cẩm Phú"): found for (name, _), found in other[year].items()}
        assert after[year] == expected
    assert totals(ours) == sums
    undone = take_back(ours, joined.action_id)
    assert (undone.kept, content_digest(ours)) == (0, before)
    take_back(ours, undone.action_id or 0)
    assert counts(ours) == after


@pytest.mark.parametrize(("here", "there"), [(True, True), (True, False), (False, True), (False, False)])
def test_years_closed_on_both_sides_are_joined_and_undone(
    ours: DataFile, theirs: DataFile, here: bool, there: bool
) -> None:
    close(ours, 2023, frozen=here)
    close(theirs, 2023, frozen=there)
    before, mine, other = content_digest(ours), counts(ours), counts(theirs)
    joined = join(ours, theirs.path)
    assert counts(ours)[2023] == mine[2023] | {
        (name, "Cẩm Phú"): found for (name, _), found in other[2023].items()
    }
    with ours.reading() as session:
        figures = year_figures(session, find_year(session, 2023))
        ids = {village.id: village.name for village in session.scalars(select(Village))}
    assert {ids[v.village_id or 0] for v in figures.villages} == {v.name for v in figures.villages}
    assert figures.commune.counts == add_counts([v.counts for v in figures.villages])
    assert figures.commune.name == "Cẩm Tân"
    assert sum(source.households for source in figures.commune.sources) == 4
    assert figures.commune.indicator("1").denominator == 4
    undone = take_back(ours, joined.action_id)
    assert (undone.kept, content_digest(ours)) == (0, before)
    take_back(ours, undone.action_id or 0)
    assert counts(ours)[2023].keys() == {*mine[2023], ("Thôn Phác Lê", "Cẩm Phú"), ("Thôn Phú", "Cẩm Phú")}


def test_what_was_closed_stands_though_records_or_settings_changed_since(
    ours: DataFile, theirs: DataFile
) -> None:
    close(ours, 2023)
    close(theirs, 2023)
    other = counts(theirs)[2023]
    with change(theirs, "Sửa lén") as made:  # what no screen can do
        for record in made.session.scalars(select(HouseholdRecord)):
            record.persons = 9
    join(ours, theirs.path)
    assert counts(ours)[2023]["Thôn Phú", "Cẩm Phú"] == other["Thôn Phú", ""]
    assert counts(ours)[2024]["Thôn Phú", "Cẩm Phú"].persons == 9


def test_a_joining_is_not_taken_back_before_one_that_came_after(
    ours: DataFile, theirs: DataFile, tmp_path: Path
) -> None:
    third = make_other(tmp_path / "Cẩm Long.nsnt", OURS, NewCommune("Cẩm Long", 2024, VILLAGES))
    with change(third, "Đổi") as made:
        for household in made.session.scalars(select(Household)):
            household.head = f"Bùi {household.head}"
    for data in (ours, theirs, third):
        close(data, 2023)
    first = join(ours, theirs.path)
    second = join(ours, third.path)
    third.close()
    before = content_digest(ours)
    with pytest.raises(KnownError, match="2023 đã chốt"):
        take_back(ours, first.action_id)
    assert content_digest(ours) == before
    take_back(ours, second.action_id)
    take_back(ours, first.action_id)
    assert set(counts(ours)[2023]) == {(VILLAGES[0], ""), (VILLAGES[1], "")}


def test_a_joining_is_not_taken_back_once_its_year_was_closed_anew(ours: DataFile, theirs: DataFile) -> None:
    close(ours, 2023)
    close(theirs, 2023)
    joined = join(ours, theirs.path)
    reopen_year(ours, year_id(ours, 2023), "Sửa số khẩu")
    close(ours, 2023)
    before = content_digest(ours)
    with pytest.raises(KnownError, match="2023 đã chốt"):
        take_back(ours, joined.action_id)
    assert content_digest(ours) == before


def test_years_only_they_have_come_in_as_they_were(ours: DataFile, tmp_path: Path) -> None:
    fill(ours, [row for row in OURS if row["year"] == 2024])
    with change(ours, "Bỏ năm 2023") as made:
        made.session.delete(made.session.get_one(SurveyYear, year_id(ours, 2023)))
    theirs = make_other(tmp_path / "cp.nsnt", THEIRS)
    close(theirs, 2023)
    other = counts(theirs)
    before = content_digest(ours)
    joined = join(ours, theirs.path)
    theirs.close()
    assert joined.years == (2023,)
    assert counts(ours)[2023] == {(name, "Cẩm Phú"): found for (name, _), found in other[2023].items()}
    with ours.reading() as session:
        assert year_figures(session, find_year(session, 2023)).commune.name == "Cẩm Tân"
        assert {v.active_from for v in session.scalars(select(Village)) if not v.former_commune} == {2024}
    undone = take_back(ours, joined.action_id)
    assert content_digest(ours) == before
    take_back(ours, undone.action_id or 0)
    assert set(counts(ours)) == {2023, 2024}


def test_years_only_we_have_do_not_show_their_villages(ours: DataFile, tmp_path: Path) -> None:
    theirs = make_other(tmp_path / "cp.nsnt", [row for row in THEIRS if row["year"] == 2024])
    mine = counts(ours)[2023]
    join(ours, theirs.path)
    theirs.close()
    assert counts(ours)[2023] == mine


# What is refused


def refusals(data: DataFile, path: Path) -> tuple[str, ...]:
    joining = preview_joining(data, path)
    before = content_digest(data)
    with pytest.raises(KnownError, match="Chưa nhận được dữ liệu"):
        join_commune(data, joining, JoinAnswers())
    assert content_digest(data) == before
    assert all("Hãy" in sentence for sentence in joining.refusals)
    return joining.refusals


def test_a_year_open_on_one_side_only_is_refused_by_name(ours: DataFile, theirs: DataFile) -> None:
    close(ours, 2023)
    (sentence,) = refusals(ours, theirs.path)
    assert "Năm 2023 ở đây đã chốt" in sentence
    close(theirs, 2023, 2024)
    (sentence,) = refusals(ours, theirs.path)
    assert "Năm 2024 ở đây còn mở" in sentence


def test_the_newest_years_must_be_the_same(ours: DataFile, theirs: DataFile) -> None:
    open_next_year(theirs)
    (sentence,) = refusals(ours, theirs.path)
    assert "Hãy mở năm 2025 trong tệp của xã này" in sentence
    open_next_year(ours)
    open_next_year(ours)
    (sentence,) = refusals(ours, theirs.path)
    assert "Hãy mở năm 2026 trong tệp của xã kia" in sentence


def test_the_same_file_twice_and_a_copy_of_our_own_are_recognised(
    ours: DataFile, theirs: DataFile, tmp_path: Path
) -> None:
    join(ours, theirs.path)
    assert any("đã có ở đây" in sentence for sentence in refusals(ours, theirs.path))
    copy = tmp_path / "chép.nsnt"
    shutil.copyfile(ours.path, copy)
    assert any("đã có ở đây" in sentence for sentence in refusals(ours, copy))


def test_the_sample_and_an_empty_commune_are_refused(ours: DataFile, tmp_path: Path) -> None:
    empty = make_other(tmp_path / "x.nsnt", (), replace(CAM_PHU, villages=(), is_sample=True))
    empty.close()
    sample, blank = refusals(ours, empty.path)
    assert "minh họa" in sample
    assert "chưa có thôn" in blank


def test_a_file_that_is_none_of_ours_or_our_own_is_refused(ours: DataFile, tmp_path: Path) -> None:
    foreign = tmp_path / "x.nsnt"
    foreign.write_text("không phải")
    old = tmp_path / "cũ.nsnt"
    shutil.copyfile(Path(__file__).parents[1] / "storage" / "data" / "schema-0001.nsnt", old)
    for path, words in (
        (foreign, "không phải tệp dữ liệu"),
        (tmp_path / "mất.nsnt", "Không tìm thấy"),
        (ours.path, "chính là tệp đang mở"),
        (old, "phiên bản cũ"),
    ):
        with pytest.raises(KnownError, match=words):
            preview_joining(ours, path)


def test_a_file_that_changed_since_the_preview_is_refused(ours: DataFile, theirs: DataFile) -> None:
    joining = preview_joining(ours, theirs.path)
    set_village_field(theirs, rows_of(theirs, Village)[1].id, "name", "Thôn Khác")
    before = content_digest(ours)
    with pytest.raises(KnownError, match="đã thay đổi từ lúc xem trước"):
        join_commune(ours, joining, JoinAnswers())
    assert content_digest(ours) == before


def test_a_backup_of_before_is_kept(ours: DataFile, theirs: DataFile) -> None:
    joined = join(ours, theirs.path)
    assert [backup.path for backup in list_backups(ours.path)] == [joined.backup]


# Any two communes

answers = st.sampled_from([None, True, False])
people = st.lists(
    st.tuples(
        st.sampled_from(["Lê An", "Bùi Ơn", "Hà Khoẻ", "Hà Khỏe"]),
        st.integers(0, 1),
        st.sampled_from([2022, 2023, 2024]),
        st.sampled_from([None, 1, 4]),
        st.sampled_from([None, *Poverty]),
        answers,
        answers,
        st.sampled_from(["", "H1", "H2"]),
        st.sampled_from([None, "dug_well", "central_tap", "rain"]),
        st.sampled_from([*HouseholdStatus]),
    ),
    min_size=1,
    max_size=8,
)


def _rows(drawn: list[tuple[object, ...]], villages: tuple[str, ...], sources: list[str]) -> list[Row]:
    return [
        {
            "head": head,
            "village": villages[place],  # type: ignore[call-overload]
            "year": year,
            "persons": persons,
            "poverty": poverty,
            "hygienic": hygienic,
            "clean": clean,
            "code": code,
            "source": source if source in sources else None,
            "status": status,
        }
        for head, place, year, persons, poverty, hygienic, clean, code, source, status in drawn
    ]


def _settled(places: By) -> By:
    """Leave out places without households: they may show in a year that only the other commune had."""
    return {place: found for place, found in places.items() if found.households}


@given(people, people, st.booleans())
@settings(max_examples=15)
def test_any_two_communes_keep_every_count(
    cam_tan: Path,
    tmp_path_factory: pytest.TempPathFactory,
    mine: list[tuple[object, ...]],
    other: list[tuple[object, ...]],
    frozen: bool,
) -> None:
    folder = tmp_path_factory.mktemp("hai-xa")
    paths = folder / "a.nsnt", folder / "b.nsnt"
    sides = []
    for path, drawn, name in zip(paths, (mine, other), ("Cẩm Tân", "Cẩm Phú"), strict=True):
        shutil.copyfile(cam_tan, path)
        side = open_data_file(path)
        with change(side, "Tên") as made:
            made.session.scalars(select(Commune)).one().name = name
        codes = [source.code for source in rows_of(side, MainSource)]
        fill(side, _rows(drawn, VILLAGES, codes))
        sides.append(side)
    ours, theirs = sides
    shared = {y.year for y in rows_of(ours, SurveyYear)} & {y.year for y in rows_of(theirs, SurveyYear)}
    for side in sides:
        close(side, *sorted(shared - {2024}), frozen=frozen)
    before, left, right = content_digest(ours), counts(ours), counts(theirs)
    sums = totals(ours), totals(theirs)
    joined = join(ours, theirs.path)
    for year, found in counts(ours).items():
        renamed = {(name, "Cẩm Phú"): place for (name, _), place in right.get(year, {}).items()}
        assert _settled(found) == _settled(left.get(year, {}) | renamed)
        assert totals(ours)[year] == add_counts([s[year] for s in sums if year in s])
    assert count(ours, Household) == len(mine) + len(other)
    take_back(ours, joined.action_id)
    assert content_digest(ours) == before
    for side in sides:
        side.close()
