"""Survey years: which there are, which one is meant, whether its figures may still change."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import Commune, SurveyYear
from nsnt_desktop.models.words import YearState
from nsnt_desktop.storage.faults import NOTHING_LOST


def list_years(session: Session) -> list[SurveyYear]:
    """Return the survey years, newest first."""
    return list(session.scalars(select(SurveyYear).order_by(SurveyYear.year.desc())))


def find_year(session: Session, year: int | None = None) -> SurveyYear:
    """Return one survey year, the newest if none is named; raise KnownError if there is none such."""
    years = list_years(session)
    found = next((y for y in years if year in {None, y.year}), None)
    if found is None:
        have = ", ".join(str(y.year) for y in years)
        raise KnownError(f"Chưa có số liệu năm {year}. {NOTHING_LOST} Các năm đang có: {have}.")
    return found


def previous_year(session: Session, year: SurveyYear) -> SurveyYear | None:
    """Return the survey year just before, if figures of it are kept."""
    return session.scalars(
        select(SurveyYear).where(SurveyYear.year < year.year).order_by(SurveyYear.year.desc()).limit(1)
    ).first()


def add_year(session: Session, year: int) -> SurveyYear:
    """Add a survey year whose deadline is the office's day and month, figures as of that day."""
    commune = session.scalars(select(Commune)).one()
    deadline = date(year, commune.deadline_month, commune.deadline_day)
    row = SurveyYear(year=year, as_of=deadline, deadline=deadline, state=YearState.OPEN)
    session.add(row)
    session.flush()
    return row


def check_open(session: Session, year_id: int) -> SurveyYear:
    """Return the survey year if its figures may still change; raise KnownError if it is closed."""
    year = session.get_one(SurveyYear, year_id)
    if year.state is YearState.CLOSED:
        raise KnownError(
            f"Số liệu năm {year.year} đã chốt nên không sửa được. {NOTHING_LOST} "
            f"Hãy chọn năm đang mở ở góc trên bên phải; nếu phải sửa năm {year.year}, hãy bấm ô «đã chốt» "
            f"cạnh đó, chọn «Mở lại năm {year.year}» và ghi lý do."
        )
    return year
