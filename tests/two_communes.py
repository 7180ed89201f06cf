"""A second commune beside the one a test has open, and what is compared before and after they are joined."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from communes import VILLAGES, Row, fill, year_id
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.indicators.results import Counts
from nsnt_desktop.models import SurveyYear, WaterScheme, now
from nsnt_desktop.models.words import Poverty, YearState
from nsnt_desktop.registry.closing import shut_year
from nsnt_desktop.registry.commune_clashes import Clash
from nsnt_desktop.registry.join_commune import Joined, join_commune
from nsnt_desktop.registry.merge_commune import JoinAnswers, preview_joining
from nsnt_desktop.registry.new_commune import NewCommune, create_commune
from nsnt_desktop.registry.years import list_years
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile

CAM_PHU = NewCommune("Cẩm Phú", 2024, ("Thôn Phác Lê", "Thôn Phú"), district="Cẩm Thủy", province="Thanh Hóa")

OURS = [
    {
        "year": year,
        "head": head,
        "village": village,
        "persons": persons,
        "hygienic": True,
        "clean": year > 2023,
    }
    for year in (2023, 2024)
    for head, village, persons in (("Lê An", VILLAGES[0], 4), ("Lê Bình", VILLAGES[1], 3))
]
THEIRS = [
    {
        "year": year,
        "head": head,
        "village": village,
        "code": f"P{persons}",
        "persons": persons,
        "poverty": Poverty.POOR,
        "source": "dug_well",
        "hygienic": None,
    }
    for year in (2023, 2024)
    for head, village, persons in (("Trần An", "Thôn Phác Lê", 5), ("Trần Phú", "Thôn Phú", 2))
]

By = dict[tuple[str, str], Counts]


def make_other(path: Path, rows: Sequence[Row] = (), new: NewCommune = CAM_PHU) -> DataFile:
    """Make the other commune's file with these households (as `fill` takes them), open for writing."""
    data = create_commune(path, new)
    if rows:
        fill(data, rows)
    return data


def close(data: DataFile, *years: int, frozen: bool = True) -> None:
    """Close years, with their figures kept or as it was done before they were."""
    with change(data, "Chốt") as made:
        for number in years:
            year = made.session.get_one(SurveyYear, year_id(data, number))
            if frozen:
                shut_year(made.session, year, now())
            else:
                year.state = YearState.CLOSED


def join(data: DataFile, path: Path, our_former: str = "", **choices: str) -> Joined:
    """Join a file; choices by the name of what clashes."""
    joining = preview_joining(data, path)
    by_name = {
        clash.text.partition("«")[2].partition("»")[0] or clash.kind: clash.key for clash in joining.clashes
    }
    answers = JoinAnswers({by_name[name]: answer for name, answer in choices.items()}, our_former)
    return join_commune(data, joining, answers)


def _name(clash: Clash) -> str:
    return clash.text.partition("«")[2].partition("»")[0] or clash.kind


def counts(data: DataFile) -> dict[int, By]:
    """Return every count of every village in every year, as screens show them."""
    with data.reading() as session:
        return {
            year.year: {
                (village.name, village.former_commune): village.counts
                for village in year_figures(session, year).villages
            }
            for year in list_years(session)
        }


def totals(data: DataFile) -> dict[int, Counts]:
    """Return the counts of the whole commune in every year."""
    with data.reading() as session:
        return {year.year: year_figures(session, year).commune.counts for year in list_years(session)}


def rows_of(data: DataFile, model: Any) -> list[Any]:
    """Return every row of a table, oldest first."""
    with data.reading() as session:
        return list(session.scalars(select(model).order_by(model.id)))


def scheme_names(data: DataFile) -> list[str]:
    """Return the names of the schemes."""
    return [scheme.name for scheme in rows_of(data, WaterScheme)]
