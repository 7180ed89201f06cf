"""Taking in another commune's data file: what it holds and what clashes, seen before anything is written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.memory import no_cycle_search
from nsnt_desktop.models.words import YearState
from nsnt_desktop.registry.commune_clashes import (
    Clash,
    added_sources,
    differing_settings,
    find_clashes,
    possible_doubles,
)
from nsnt_desktop.registry.commune_reading import Side, read_side
from nsnt_desktop.storage.datafile import DataFile, open_data_file
from nsnt_desktop.storage.faults import NOTHING_LOST


@dataclass(frozen=True)
class YearSeen:
    """One survey year in the two files; a state of None: the year is not there."""

    year: int
    here: YearState | None
    there: YearState | None
    households_here: int
    households_there: int


@dataclass(frozen=True)
class VillageSeen:
    """One village of the other commune, as it will be called here."""

    name: str
    former_commune: str
    households: int
    """In the newest year."""


@dataclass(frozen=True)
class Joining:
    """What taking in the other commune would do; nothing is written yet."""

    path: Path = field(compare=False)
    commune: str
    here: str
    """The name of this commune now."""
    unnamed: int
    """Villages of this commune that carry no former commune yet."""
    years: tuple[YearSeen, ...]
    """Newest first."""
    villages: tuple[VillageSeen, ...]
    schemes: tuple[str, ...]
    households: int
    """Of all years, each once."""
    clashes: tuple[Clash, ...]
    doubles: tuple[str, ...]
    """Households that may stand in both files, one sentence each; they come in as they are."""
    sources: tuple[str, ...]
    """Kinds of main sources that will be added to the list here."""
    settings: tuple[str, ...]
    """Settings that differ; those of this commune stand."""
    refusals: tuple[str, ...]
    """Why it cannot be taken in as it is, each a whole sentence; empty: it can."""


@dataclass(frozen=True)
class JoinAnswers:
    """What the officer said to the clashes; a clash without an answer takes its proposal."""

    choices: Mapping[str, str] = field(default_factory=dict)
    """By the clash's key, the code of an option."""
    our_former: str = ""
    """Former commune to be written on this commune's own villages that carry none; empty: they stay so."""


def preview_joining(data: DataFile, path: Path) -> Joining:
    """Return what taking in another commune's file would do, what clashes first.

    Raises KnownError: the same file, not ours, of an older or newer program, damaged.
    """
    with reading_other(data, path) as theirs, data.reading() as ours:
        return look(ours, theirs, path)


@contextmanager
def reading_other(data: DataFile, path: Path) -> Iterator[Session]:
    """Open the other commune's file for reading; another window may have it open."""
    if path.exists() and path.samefile(data.path):
        raise KnownError(
            f"«{path.name}» chính là tệp đang mở. {NOTHING_LOST} Hãy chọn tệp dữ liệu của xã khác."
        )
    other = open_data_file(path, write=False)
    try:
        with other.reading() as session:
            yield session
    finally:
        other.close()


@no_cycle_search()
def look(ours: Session, theirs: Session, path: Path) -> Joining:
    """Compare the two files."""
    here, there = read_side(ours), read_side(theirs)
    return Joining(
        path=path,
        commune=there.commune,
        here=here.commune,
        unnamed=sum(not village.former for village in here.villages.values()),
        years=_years(here, there),
        villages=tuple(
            VillageSeen(v.name, v.former or there.commune, v.households) for v in there.villages.values()
        ),
        schemes=tuple(there.schemes.values()),
        households=len(there.households),
        clashes=find_clashes(here, there),
        doubles=possible_doubles(here, there),
        sources=added_sources(ours, theirs),
        settings=differing_settings(ours, theirs),
        refusals=tuple(_refusals(here, there)),
    )


def _years(here: Side, there: Side) -> tuple[YearSeen, ...]:
    return tuple(
        YearSeen(
            year,
            here.years.get(year),
            there.years.get(year),
            here.counted.get(year, 0),
            there.counted.get(year, 0),
        )
        for year in sorted({*here.years, *there.years}, reverse=True)
    )


def _refusals(here: Side, there: Side) -> Iterator[str]:
    """Say why the files cannot become one, and what to do about it."""
    if there.is_sample and not here.is_sample:
        yield "Tệp kia là dữ liệu minh họa. Hãy chọn tệp dữ liệu thật của xã."
    if not there.villages:
        yield "Tệp kia chưa có thôn nào. Hãy chọn tệp đã có danh sách thôn và hộ."
    if _is_here_already(here, there):
        yield (
            f"Phần lớn các hộ của xã {there.commune} đã có ở đây: tệp này đã được nhận, hoặc là một bản chép "
            "của tệp đang mở. Hãy chọn tệp khác."
        )
    newest_here, newest_there = max(here.years), max(there.years)
    if newest_here != newest_there:
        behind, year = ("kia", newest_here) if newest_there < newest_here else ("này", newest_there)
        yield (
            f"Năm mới nhất ở đây là {newest_here}, ở tệp kia là {newest_there}. "
            f"Hãy mở năm {year} trong tệp của xã {behind} trước, để các hộ đều có mặt trong năm đó."
        )
    for year in sorted({*here.years} & {*there.years}):
        if here.years[year] is not there.years[year]:
            yield _state_differs(year, here.years[year])


def _state_differs(year: int, here: YearState) -> str:
    if here is YearState.CLOSED:
        return (
            f"Năm {year} ở đây đã chốt, ở tệp kia còn mở. Hãy mở tệp kia và chốt năm {year}, "
            f"hoặc mở lại năm {year} ở đây và ghi lý do."
        )
    return (
        f"Năm {year} ở đây còn mở, ở tệp kia đã chốt. Hãy chốt năm {year} ở đây trước, "
        f"hoặc mở tệp kia, mở lại năm {year} và ghi lý do."
    )


def _is_here_already(here: Side, there: Side) -> bool:
    """Whether half of their households stand here under the same former commune and the same name."""
    known = here.heads_by_former()
    same = 0
    for former, heads in there.heads_by_former().items():
        same += (heads & known[former]).total() if former in known else 0
    return bool(there.households) and 2 * same >= len(there.households)


def left_out() -> str:
    """Say what stays behind in the other file."""
    return (
        "Không mang sang: thông tin đơn vị và cài đặt, kế hoạch và báo cáo, việc theo kế hoạch, "
        "lịch sử nhập và nhật ký thay đổi. Tệp kia giữ nguyên, nên vẫn xem lại được."
    )


def joined_words(joining: Joining) -> str:
    """Return in counts what comes in: "3 thôn, 512 hộ, 2 công trình"."""
    return (
        f"{vn.number(len(joining.villages))} thôn, {vn.number(joining.households)} hộ, "
        f"{vn.number(len(joining.schemes))} công trình"
    )
