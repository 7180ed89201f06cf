"""The workbook of figures recalculated by LibreOffice: each formula says what the program says."""

import io
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from second_reader import Sheets, recalculated
from sqlalchemy import select

from communes import VILLAGES, CommuneOf, Row
from generated_communes import draw
from nsnt_desktop import format as vn
from nsnt_desktop.documents.figure_workbook import figure_workbook, save_figure_workbook
from nsnt_desktop.documents.figure_workbook_formulas import COUNTS, DIFFERS, MATCH, RATIOS, rounded
from nsnt_desktop.documents.figure_workbook_groups import SHEETS as GROUPED
from nsnt_desktop.documents.figure_workbook_input import BookInput, book_input
from nsnt_desktop.errors import KnownError
from nsnt_desktop.indicators.results import Indicator, PlaceFigures
from nsnt_desktop.models import Criterion, MainSource, SurveyYear
from nsnt_desktop.models.words import Poverty, SourceGroup
from nsnt_desktop.registry.closing import shut_year
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.sample import make_sample
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile, open_data_file
from nsnt_desktop.workbooks import Page, Sheet, book_bytes, new_book

FIRST = 5
"""The rows above the first line."""
HALVES = [
    (1, 8),
    (1, 16),
    (481, 160),
    (3, 16),
    (5, 16),
    (1, 2000),
    (3, 2000),
    (199, 200),
    (1999, 2000),
    (1, 3),
]
HALVES += [(2, 3), (0, 7), (7, 7), (1, 800), (5, 800), (1001, 20000), (123456789, 400000), (99999, 100000)]


def _input(data: DataFile, year: int | None = None) -> BookInput:
    with data.reading() as session:
        return book_input(session, find_year(session, year))


def _shown(value: Any, decimals: int) -> str:
    """Return a number of a cell as Excel prints it in its format, without the unit."""
    return vn.BLANK if value == vn.BLANK else vn.number(Fraction(str(value)), decimals)


def _printed(indicator: Indicator, decimals: int) -> str:
    return vn.number(indicator.value, decimals)


def _agrees(sheets: Sheets, book: BookInput) -> None:
    _six_agree(sheets["Sáu chỉ số"][FIRST:], book)
    places = [group.figures for group in book.village_groups.values()]
    _places_agree(sheets["Theo thôn"][FIRST:], places, book)
    _places_agree(sheets["Theo xã cũ"][FIRST:], [g.figures for g in book.former_groups.values()], book)
    for line, group in zip(sheets["Theo nguồn nước"][FIRST:], book.source_groups.values(), strict=False):
        counted = group.figures
        assert counted is not None
        assert (line[1], line[5], line[6], line[7], line[8]) == (
            counted.label,
            counted.households,
            counted.persons,
            counted.hygienic,
            counted.clean,
        )
        share = Fraction(100 * counted.households, book.figures.commune.counts.households)
        assert f"{_shown(line[4], book.assumptions.decimals)} %".replace(" ", "\u00a0") == vn.percent(
            share, book.assumptions.decimals
        )
    for line, verdict in zip(sheets["Tiêu chí"][FIRST:], book.criteria, strict=True):
        assert line[6] == {True: "đạt", False: "chưa đạt", None: vn.BLANK}[verdict.met]
        missing = verdict.missing_households or verdict.missing_schemes
        assert line[7] == ("" if missing is None else missing)
    assert sheets["Cách kiểm tra"][3][0].endswith("đều khớp với chương trình.")
    assert all(line[8] == MATCH for line in sheets["Sáu chỉ số"][FIRST : FIRST + 10])
    assert all(DIFFERS not in line for rows in sheets.values() for line in rows)


def _six_agree(lines: list[list[Any]], book: BookInput) -> None:
    for line, indicator in zip(lines, book.figures.commune.indicators, strict=False):
        counts = (indicator.code, indicator.numerator, indicator.denominator, indicator.unknown)
        assert (line[0], line[4], line[5], line[6]) == counts
        assert _shown(line[7], book.assumptions.decimals) == _printed(indicator, book.assumptions.decimals)
    assert [line[4] for line in lines[-5:]] == [*book.figures.classes.values()]


def _places_agree(lines: list[list[Any]], places: list[PlaceFigures | None], book: BookInput) -> None:
    whole = [*places, book.figures.commune]
    for line, place in zip(lines, whole, strict=False):
        assert place is not None
        results = [_shown(cell, book.assumptions.decimals) for cell in line[4 : 4 + len(RATIOS)]]
        assert results == [_printed(place.indicator(code), book.assumptions.decimals) for code in RATIOS]
        assert line[4 + len(RATIOS) :] == [getattr(place.counts, name) for name in COUNTS]
        assert line[3] == MATCH
    assert lines[len(whole)] in ([], [""] * len(lines[0]))  # nothing below but what the program says


def test_generated_communes_agree(data: DataFile, tmp_path: Path) -> None:
    """Blanks of every kind, nobody poor, nothing known, no scheme, everybody gone, a single household."""
    draw(data, seed=5)
    with change(data, "Ngưỡng thử") as made:
        for at, sign in enumerate(("≥", ">", "≤", "<", "=", "≥", ">", "=")):
            code = ("1", "2", "2b", "3", "5", "6", "6", "1")[at]
            value = ("50", "33.3333", "12.5", "40", "62.5", "50", "50", "50")[at]
            made.session.add(
                Criterion(code=f"T{at}", indicator=code, operator=sign, value=value, position=90 + at)
            )
    with data.reading() as session:
        years = [*session.scalars(select(SurveyYear.year).order_by(SurveyYear.year))]
    books = {str(year): _input(data, year) for year in years[:16]}
    assert min(len(book.households) for book in books.values()) == 0
    assert any(not book.schemes for book in books.values())
    assert any(not book.figures.commune.counts.poor and book.households for book in books.values())
    found = recalculated(tmp_path, {name: figure_workbook(book) for name, book in books.items()})
    for name, book in books.items():
        _agrees(found[name], book)


def test_sample_closed_changed_and_hostile_texts(tmp_path: Path, commune_of: CommuneOf) -> None:
    path = tmp_path / "minh-hoa.nsnt"
    make_sample(path)
    sample = open_data_file(path)
    books = {"sample": _input(sample), "earlier": _input(sample, 2023)}
    closed = _closed(commune_of)
    books["closed"] = _input(closed, 2024)
    with change(closed, "Đổi nhóm nguồn sau khi chốt") as made:
        source = made.session.scalars(select(MainSource).where(MainSource.code == "central_tap")).one()
        source.group = SourceGroup.OTHER
    books["changed"] = _input(closed, 2024)
    sample.close()
    found = recalculated(tmp_path, {name: figure_workbook(book) for name, book in books.items()})
    for name in ("sample", "earlier", "closed"):
        _agrees(found[name], books[name])
    assert len(found["sample"]["Hộ"]) == FIRST + 1552
    assert found["sample"]["Sáu chỉ số"][0][0] == "UBND xã Cẩm Tân – năm 2024 (dữ liệu minh họa)"
    assert ["007", "=1+1", "Thôn Do Thượng"] in [line[:3] for line in found["closed"]["Hộ"]]
    assert "đã chốt ngày" in found["closed"]["Cách kiểm tra"][2][0]
    told = {line[0]: line[8] for line in found["changed"]["Sáu chỉ số"][FIRST : FIRST + 10]}
    assert [code for code, said in told.items() if said == DIFFERS] == ["2a", "2b"]
    assert found["changed"]["Cách kiểm tra"][3][0].startswith("Kết quả: ")
    assert "dòng khác với chương trình" in found["changed"]["Cách kiểm tra"][3][0]


def _closed(commune_of: CommuneOf) -> DataFile:
    tap: Row = {
        "source": "central_tap",
        "clean": True,
        "hygienic": True,
        "poverty": Poverty.NONE,
        "persons": 3,
    }
    rows: list[Row] = [
        {**tap, "head": "=1+1", "code": "007", "village": VILLAGES[1], "litres_per_month": 333},
        {**tap, "head": "+84 912", "village": VILLAGES[1], "litres_per_month": 12_001},
        {**tap, "source": "drilled_well", "clean": False, "pollution_risk": "=cmd|'/c calc'!A1"},
    ]
    data = commune_of(rows)
    with change(data, "Chốt") as made:
        shut_year(made.session, find_year(made.session, 2024), datetime(2024, 11, 20))  # noqa: DTZ001 - the PC's
    return data


def test_values_are_rounded_half_up_from_whole_numbers(tmp_path: Path) -> None:
    book = new_book({"SO_LE": "'Thử'!$A$1"})
    sheet = Sheet(book, "Thử", Page([10, 10, 10]))
    sheet.write([1])
    for top, bottom in HALVES:
        row = sheet.row_count + 1
        sheet.write(
            [
                top,
                bottom,
                rounded(f"A{row}", f"B{row}", "0", scale=100),
                rounded(f"A{row}", f"B{row}", "0", scale=1),
            ]
        )
    lines = recalculated(tmp_path, {"halves": book_bytes(book)})["halves"]["Thử"][1:]
    for (top, bottom), line in zip(HALVES, lines, strict=True):
        for scale, cell in ((100, line[2]), (1, line[3])):
            assert _shown(cell, 1) == vn.number(Fraction(scale * top, bottom), 1), (top, bottom, scale)


def test_the_file_holds_formulas_and_no_results(commune_of: CommuneOf) -> None:
    book = _input(commune_of([{"head": "=HYPERLINK(A1)", "code": "\x07H\x01"}]))
    content = figure_workbook(book)
    kept = load_workbook(io.BytesIO(content))
    assert kept.sheetnames == [
        "Cách kiểm tra",
        "Sáu chỉ số",
        *GROUPED,
        "Tiêu chí",
        "Hộ",
        "Công trình",
        "Thông số",
    ]
    assert kept["Sáu chỉ số"]["E6"].data_type == "f"
    assert kept.calculation.fullCalcOnLoad
    assert (kept["Hộ"]["B6"].value, kept["Hộ"]["B6"].data_type) == ("=HYPERLINK(A1)", "s")
    assert kept["Hộ"]["A6"].value == "H"
    assert kept["Hộ"].freeze_panes == "C6"
    values = load_workbook(io.BytesIO(content), data_only=True)
    assert values["Sáu chỉ số"]["H6"].value is None


def test_no_household_leaves_the_memory_but_into_the_file(
    data: DataFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    target = tmp_path / "số liệu.xlsx"
    save_figure_workbook(data, 2024, target)
    assert target.stat().st_size > 5000
    with pytest.raises(KnownError, match="Không lưu được"):
        save_figure_workbook(data, 2024, tmp_path / "không có" / "x.xlsx")
    with pytest.raises(KnownError, match="Chưa có số liệu năm 1999"):
        save_figure_workbook(data, 1999, target)
