"""The sample commune: the same each time, of the size it says, with the planted faults and no others."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, func, select

from nsnt_desktop.checks import Finding, check_year, rule_titles, summary
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.compute import compute_year, year_figures
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.models import Action, Activity, Commune, Criterion, Household, OfficialDocument, Village
from nsnt_desktop.models.words import Severity, SourceGroup, YearState
from nsnt_desktop.registry.places import load_office
from nsnt_desktop.registry.years import find_year, list_years
from nsnt_desktop.resource_files import read_toml
from nsnt_desktop.sample import make_sample
from nsnt_desktop.storage.datafile import DataFile, open_data_file
from nsnt_desktop.text import match_key

TODAY = date(2024, 11, 1)
FAULTS = [
    (fault["rule"], fault.get("village") or fault["scheme"])
    for kind in read_toml("sample", "faults.toml").values()
    for fault in kind
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DataFile]:
    path = tmp_path_factory.mktemp("sample") / "minh hoạ.nsnt"
    make_sample(path)
    data = open_data_file(path, write=False)
    yield data
    data.close()


def _figures(sample: DataFile, year: int) -> YearFigures:
    with sample.reading() as session:
        return compute_year(session, find_year(session, year))


def _findings(sample: DataFile, year: int) -> tuple[Finding, ...]:
    with sample.reading() as session:
        return check_year(session, find_year(session, year), TODAY)


def _everything(path: Path) -> dict[str, list[Any]]:
    data, tables = open_data_file(path, write=False), MetaData()
    with data.reading() as session:
        tables.reflect(session.connection())
        rows = {t.name: [tuple(row) for row in session.execute(select(t))] for t in tables.sorted_tables}
    data.close()
    return rows


def test_one_seed_gives_one_commune_down_to_the_audit_trail(tmp_path: Path) -> None:
    for name in ("a", "b"):
        make_sample(tmp_path / name)
    first, second = (_everything(tmp_path / name) for name in ("a", "b"))
    # Within one flush SQLAlchemy hands out changed rows in no fixed order, so the trail is compared as a set.
    trails = [{tuple(line)[1:] for line in rows.pop("audit_line")} for rows in (first, second)]
    assert trails[0] == trails[1]
    assert first == second


def test_another_seed_gives_other_people_but_the_same_figures(sample: DataFile, tmp_path: Path) -> None:
    make_sample(tmp_path / "other", seed=7)
    other = open_data_file(tmp_path / "other", write=False)
    with sample.reading() as here, other.reading() as there:
        heads = [set(session.scalars(select(Household.head))) for session in (here, there)]
    assert len(heads[0] & heads[1]) < 400
    ours, theirs = _figures(sample, 2024).commune, _figures(other, 2024).commune
    for code in ("1", "2", "2a", "2b", "3", "4", "6"):
        assert ours.indicator(code) == theirs.indicator(code)
    assert _rules_by_severity(_findings(other, 2024)) == _rules_by_severity(_findings(sample, 2024))
    other.close()


def _rules_by_severity(findings: tuple[Finding, ...]) -> Counter[tuple[str, str]]:
    return Counter((finding.severity, finding.rule) for finding in findings)


def test_the_totals_of_domain_8(sample: DataFile) -> None:
    figures = _figures(sample, 2024)
    counts = figures.commune.counts
    assert (counts.households, counts.persons, counts.poor, counts.near_poor) == (1552, 5990, 47, 93)
    assert [village.counts.households for village in figures.villages] == [
        172, 160, 140, 181, 190, 168, 177, 183, 181,
    ]  # fmt: skip
    assert [village.name for village in figures.villages] == ["Phác Lê", *(f"Thôn {i}" for i in range(1, 9))]


def test_the_indicators_stand_where_domain_8_puts_them(sample: DataFile) -> None:
    commune = _figures(sample, 2024).commune
    values = {code: commune.indicator(code).rounded() for code in ("1", "2", "2a", "2b", "3", "4", "6")}
    assert values == {
        "1": "96.4", "2": "57.8", "2a": "23.1", "2b": "34.7", "3": "93.6", "4": "31.9", "6": "25.0",
    }  # fmt: skip
    litres = commune.indicator("5").value
    assert litres is not None
    assert 60 <= litres <= 66
    assert 300 <= commune.counts.metered < commune.counts.clean
    assert commune.counts.shortage
    assert commune.counts.pollution


def test_the_sources_stand_where_domain_8_puts_them(sample: DataFile) -> None:
    sources = _figures(sample, 2024).commune.sources
    shares: Counter[str] = Counter()
    for source in sources:
        name = "central" if source.group is SourceGroup.CENTRAL else source.label
        shares[name] += source.households
    expected = {
        "central": 24,
        "Giếng khoan": 46,
        "Giếng đào": 22,
        "Nước mưa (bể, lu)": 3,
        "Máng lần/tự chảy": 3,
    }
    for name, share in expected.items():
        assert abs(100 * shares[name] / 1552 - share) < 0.6, name


def test_the_years_before_are_closed_sound_and_a_little_lower(sample: DataFile) -> None:
    with sample.reading() as session:
        assert [(y.year, y.state) for y in list_years(session)] == [
            (2024, YearState.OPEN),
            (2023, YearState.CLOSED),
            (2022, YearState.CLOSED),
        ]
    for code in ("1", "2", "2b", "4"):
        values = [_figures(sample, year).commune.indicator(code).value for year in (2022, 2023, 2024)]
        assert values == sorted(values, key=lambda value: value or 0), code
    for year in (2022, 2023):
        assert {f.rule for f in _findings(sample, year)} == {"18"}
        assert _figures(sample, year).commune.counts.households != 1552


def test_every_rule_has_its_planted_fault() -> None:
    # No village of so small a commune changes otherwise than the others; sums close by construction.
    assert {rule for rule, _ in FAULTS} == set(rule_titles()) - {"19", "20"}


@pytest.mark.parametrize(("rule", "place"), FAULTS)
def test_every_planted_fault_is_found_and_named(sample: DataFile, rule: str, place: str) -> None:
    schemes = {row["key"]: row["name"] for row in read_toml("sample", "schemes.toml")["scheme"]}
    found = [f for f in _findings(sample, 2024) if f.rule == rule and schemes.get(place, place) in f.message]
    assert found, (rule, place)


def test_nothing_is_found_that_was_not_planted(sample: DataFile) -> None:
    schemes = {row["name"]: row["key"] for row in read_toml("sample", "schemes.toml")["scheme"]}
    with sample.reading() as session:
        villages = dict(session.execute(select(Village.id, Village.name)).all())
    for finding in _findings(sample, 2024):
        scheme = next((key for name, key in schemes.items() if f"«{name}»" in finding.message), "")
        place = villages[finding.village_id] if finding.village_id else scheme
        assert (finding.rule, place) in FAULTS, finding.message


def test_as_many_households_as_planted_are_found(sample: DataFile) -> None:
    found = _findings(sample, 2024)
    unknown = [f for f in found if f.rule == "9"]
    assert sum(len(f.record_ids) for f in unknown) == 12
    counted = summary(found)
    assert (counted.errors, counted.warnings, counted.passed_over) == (9, 16, 1)
    doubles = [f for f in found if f.rule == "6"]
    assert "Nguyễn Văn Hoà" in doubles[0].message
    assert "Nguyễn Văn Hòa" in doubles[0].message
    assert [bool(f.passed_over) for f in doubles] == [False, True]
    assert all(f.severity is Severity.WARNING for f in doubles)


@pytest.mark.parametrize("year", [2022, 2023])
def test_the_earlier_years_were_closed_in_time_with_their_figures(sample: DataFile, year: int) -> None:
    with sample.reading() as session:
        row = find_year(session, year)
        assert row.figures
        assert row.closed_at is not None
        assert row.closed_at.date() < row.deadline
        assert year_figures(session, row) == compute_year(session, row)
    assert summary(_findings(sample, year)).errors == 0


def test_the_plans_particulars_and_the_unconfirmed_thresholds(sample: DataFile) -> None:
    with sample.reading() as session:
        office = load_office(session)
        plan = session.scalars(select(OfficialDocument)).one()
        entered = session.scalars(select(Criterion).where(Criterion.value != "")).all()
        assert session.scalars(select(Commune.is_sample)).one()
        assert session.scalar(select(func.count()).select_from(Activity)) == 4
    assert [basis.number for basis in office.plan_bases] == ["1893/QĐ-BNN-TL", "188/KH-UBND"]
    assert office.signer == "Trịnh Minh Chung"
    assert office.signing_lines[-1] == "PHÓ CHỦ TỊCH"
    assert (plan.issued_on, plan.number) == (date(2024, 10, 22), None)
    assert {(c.code, c.indicator, c.value, c.confirmed) for c in entered} == {
        ("17.1", "2a", "15", False),
        ("18.1", "2a", "55", False),
    }


def test_names_are_invented_and_no_two_alike_but_the_planted_double(sample: DataFile) -> None:
    with sample.reading() as session:
        heads = Counter(match_key(head) for head in session.scalars(select(Household.head)))
        phones = set(session.scalars(select(Household.phone)))
        stamps = set(session.scalars(select(Action.done_at)))
    assert [key for key, count in heads.items() if count > 1] == [match_key("Nguyễn Văn Hoà")]
    assert match_key("Trịnh Minh Chung") not in heads
    assert all(phone.startswith("095") and len(phone) == 10 for phone in phones - {""})
    assert len(stamps) == 1


def test_a_file_that_stands_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.nsnt"
    path.write_text("của tôi")
    with pytest.raises(KnownError):
        make_sample(path)
    assert path.read_text() == "của tôi"


def test_a_sample_that_fails_half_way_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("nsnt_desktop.sample.make.store_deliveries", fail)
    with pytest.raises(RuntimeError):
        make_sample(tmp_path / "a.nsnt")
    assert not (tmp_path / "a.nsnt").exists()
    monkeypatch.undo()
    make_sample(tmp_path / "a.nsnt")
