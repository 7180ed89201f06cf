"""One list sent in many ways gives the same figures: rows in another order, accents apart, old fonts."""

import csv
import io
import unicodedata
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from old_letters import names, tcvn3, vni

from communes import VILLAGES
from nsnt_desktop.importing.list_file import read_list
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.registry.undo import take_back
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from taking_in import take_in

HEADING = ["Họ và tên chủ hộ", "Thôn", "Số nhân khẩu", "Loại hộ", "Nguồn nước chính"]
HEADING += ["Nước hợp vệ sinh", "Nước sạch"]
POVERTY = ["Không nghèo", "Hộ nghèo", "Hộ cận nghèo"]
SOURCES = ["Nước mưa", "Giếng khoan", "Giếng đào", "Công trình cấp nước tập trung (vòi/đồng hồ tại hộ)"]
ROWS = [
    [
        name,
        VILLAGES[n % 2],
        str(n % 7 + 1),
        POVERTY[n % 3],
        SOURCES[n % 4],
        ("Có", "Không", "Có", "")[n % 4],
        ("Có", "", "Không")[n % 3],
    ]
    for n, name in enumerate(names(60))
]
TONES = set("\u0300\u0301\u0303\u0309\u0323")


def _plain(text: str) -> bytes:
    return text.encode()


def _tones_apart(text: str) -> str:
    """Return text as windows-1258 writes it: the letter with its hat, then its tone."""

    def apart(letter: str) -> str:
        marks = unicodedata.normalize("NFD", letter)
        body = "".join(mark for mark in marks if mark not in TONES)
        return unicodedata.normalize("NFC", body) + "".join(mark for mark in marks if mark in TONES)

    return "".join(map(apart, text))


WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "accents apart": lambda text: unicodedata.normalize("NFD", text).encode(),
    "accents apart, utf-16": lambda text: unicodedata.normalize("NFD", text).encode("utf-16"),
    "windows-1258": lambda text: _tones_apart(text).encode("cp1258"),
    "tcvn3": lambda text: tcvn3(text).encode("latin-1"),
    "vni": lambda text: vni(text).encode("latin-1"),
    "capitals": lambda text: text.upper().encode(),
    "line ends of old": lambda text: text.replace("\r\n", "\n").encode(),
}


def _saved(rows: list[list[str]], delimiter: str = ";") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([HEADING, *rows])
    return stream.getvalue()


def _taken(data: DataFile, folder: Path, content: bytes) -> YearFigures:
    """Return the figures of a commune that took in this list alone."""
    path = folder / "danh-sach.csv"
    path.write_bytes(content)
    taken = take_in(data, read_list(path, ""))
    with data.reading() as session:
        figures = year_figures(session, find_year(session, 2024))
    take_back(data, taken.action_id)
    return figures


@pytest.fixture
def as_sent(data: DataFile, tmp_path: Path) -> YearFigures:
    figures = _taken(data, tmp_path, _plain(_saved(ROWS)))
    counts = figures.commune.counts
    assert (counts.households, counts.poor, counts.near_poor, counts.persons_unknown) == (60, 20, 20, 0)
    assert (counts.hygienic, counts.hygienic_unknown) == (30, 15)
    assert (counts.clean, counts.clean_unknown, counts.clean_central) == (20, 20, 5)
    assert [village.counts.households for village in figures.villages] == [30, 30]
    return figures


@pytest.mark.parametrize("way", WAYS)
def test_the_letters_of_a_file_change_no_figure(
    data: DataFile, tmp_path: Path, as_sent: YearFigures, way: str
) -> None:
    assert _taken(data, tmp_path, WAYS[way](_saved(ROWS))) == as_sent


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_the_order_of_rows_changes_no_figure(
    data: DataFile, tmp_path: Path, as_sent: YearFigures, seed: int, delimiter: str
) -> None:
    rows = list(ROWS)
    Random(seed).shuffle(rows)  # noqa: S311 - the same order on every run
    assert _taken(data, tmp_path, _plain(_saved(rows, delimiter))) == as_sent


def test_the_same_list_twice_changes_no_figure(data: DataFile, tmp_path: Path, as_sent: YearFigures) -> None:
    path = tmp_path / "danh-sach.csv"
    path.write_bytes(_plain(_saved(ROWS)))
    take_in(data, read_list(path, ""))
    take_in(data, read_list(path, ""))
    with data.reading() as session:
        assert year_figures(session, find_year(session, 2024)) == as_sent
