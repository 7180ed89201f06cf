"""The tables in the body of a report: indicators, sources, villages, classes of schemes, criteria."""

from nsnt_desktop.documents.figure_words import (
    before,
    breakable,
    change_in_table,
    count_in_table,
    counted,
    find,
    in_cell,
    in_table,
    poor_unknown,
    share,
)
from nsnt_desktop.documents.report_input import CriterionRow, ReportInput
from nsnt_desktop.documents.tree import Column, Table
from nsnt_desktop.format import BLANK, number
from nsnt_desktop.indicators.results import PlaceFigures
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, SustainabilityClass

ALL = "Toàn {unit}"


def body_tables(given: ReportInput) -> dict[str, Table]:
    """Return the table of each section that has one, by the key of the section."""
    tables = {
        "indicators": _indicators(given),
        "sources": _sources(given),
        "villages": _villages(given),
    }
    if sum(given.figures.classes.values()):
        tables["schemes"] = _classes(given)
    if given.criteria:
        tables["criteria"] = _criteria(given)
    return tables


def total_label(given: ReportInput) -> str:
    """Return the words in front of a total row: "Toàn xã"."""
    return ALL.format(unit=given.office.unit)


def _indicators(given: ReportInput) -> Table:
    last = given.previous.year if given.previous else given.year - 1
    columns = (
        Column("TT", 9, "center"),
        Column("Chỉ số", 52),
        Column("Đơn vị", 22, "center"),
        Column("Tử số", 20, "right"),
        Column("Mẫu số", 20, "right"),
        Column(f"Năm {given.year}", 16, "right"),
        Column(f"Năm {last}", 16, "right"),
        Column("Tăng (+), giảm (-)", 18, "right"),
    )
    counts = given.figures.commune.counts
    rows = []
    for indicator in given.figures.commune.indicators:
        then = before(given.previous, indicator.code)
        rows.append(
            (
                indicator.code,
                indicator.name,
                breakable(indicator.unit),
                count_in_table(indicator),
                number(None if poor_unknown(indicator, counts) else indicator.denominator),
                in_table(indicator, given.decimals),
                number(then, given.decimals),
                change_in_table(indicator.value, then, given.decimals),
            )
        )
    persons = "toàn bộ nhân khẩu" if given.litres_all_persons else "số người của các hộ có số liệu"
    note = (
        f"Tử số, mẫu số của chỉ số 5: lít nước trong tháng, {persons} nhân số ngày; "
        f"tính trên {number(counts.metered)}/{number(counts.clean)} hộ có số liệu. "
        f"Dấu “{BLANK}”: chưa đánh giá hoặc không có đối tượng để đánh giá."
    )
    return Table(columns, tuple(rows), note=note)


def _sources(given: ReportInput) -> Table:
    columns = (
        Column("TT", 8, "center"),
        Column("Nguồn nước chính", 60),
        Column("Số hộ", 18, "right"),
        Column("Tỷ lệ (%)", 18, "right"),
        Column("Số khẩu", 18, "right"),
        Column("Hộ dùng nước hợp vệ sinh", 22, "right"),
        Column("Hộ dùng nước sạch", 20, "right"),
    )
    commune = given.figures.commune
    whole = commune.counts.households
    rows = tuple(
        (
            str(place),
            source.label,
            number(source.households),
            number(share(source.households, whole), given.decimals),
            *(number(counted([source], name)) for name in ("persons", "hygienic", "clean")),
        )
        for place, source in enumerate(commune.sources, 1)
    )
    total = (
        *("", total_label(given), number(whole), number(share(whole, whole), given.decimals)),
        number(counted([commune.counts], "persons")),
        *(count_in_table(find(commune, code)) for code in ("1", "2")),
    )
    return Table(columns, rows, total)


def _villages(given: ReportInput) -> Table:
    hygienic, clean = "Nước hợp vệ sinh", "Nước sạch đạt quy chuẩn"
    columns = (
        Column("TT", 8, "center"),
        Column("Thôn", 50),
        Column("Số hộ", 18, "right"),
        Column("Hộ nghèo", 18, "right"),
        Column("Số hộ", 18, "right", hygienic),
        Column("%", 17, "right", hygienic),
        Column("Số hộ", 18, "right", clean),
        Column("%", 17, "right", clean),
    )
    rows = tuple(_village(str(n), place, given) for n, place in enumerate(given.figures.villages, 1))
    return Table(columns, rows, _village("", given.figures.commune, given, total_label(given)))


def _village(place_number: str, place: PlaceFigures, given: ReportInput, name: str = "") -> tuple[str, ...]:
    results = [find(place, code) for code in ("1", "2")]
    return (
        place_number,
        name or place_name(place.name, place.former_commune, given),
        number(place.counts.households),
        number(counted([place.counts], "poor", "poverty_unknown")),
        *(cell for i in results for cell in (count_in_table(i), in_table(i, given.decimals))),
    )


def place_name(village: str, former_commune: str, given: ReportInput) -> str:
    """Return a village's name, with its former commune where the commune was made of several."""
    former = {place.former_commune for place in given.figures.villages}
    return f"{village} ({former_commune})" if len(former) > 1 and former_commune else village


def class_label(value: SustainabilityClass | None) -> str:
    """Return the official name of a class, "Chưa phân loại" where there is none yet."""
    return UNCLASSIFIED_LABEL if value is None else value.label


def _classes(given: ReportInput) -> Table:
    columns = (
        Column("TT", 8, "center"),
        Column("Xếp loại", 80),
        Column("Số công trình", 40, "right"),
        Column("Tỷ lệ (%)", 37, "right"),
    )
    classes = given.figures.classes
    whole = sum(classes.values())
    # While none is classified no class has a share: 0 of nothing assessed is no zero.
    assessed = whole if whole > classes.get(None, 0) else 0
    shown = [*SustainabilityClass, *([None] if classes.get(None) else [])]
    counted = [(key, classes.get(key, 0)) for key in shown]
    rows = tuple(
        (str(n), class_label(key), number(count), number(share(count, assessed), given.decimals))
        for n, (key, count) in enumerate(counted, 1)
    )
    total = ("", "Tổng số", number(whole), number(share(assessed, assessed), given.decimals))
    return Table(columns, rows, total)


def _criteria(given: ReportInput) -> Table:
    columns = (
        Column("Bộ tiêu chí", 32),
        Column("Chỉ tiêu", 16, "center"),
        Column("Nội dung", 52),
        Column("Ngưỡng", 20, "center"),
        Column("Kết quả", 20, "right"),
        Column("Đánh giá", 35),
    )
    rows = tuple(
        (row.criteria_set, row.code, row.name, row.threshold or BLANK, _result(row, given), row.verdict)
        for row in given.criteria
    )
    return Table(columns, rows)


def _result(row: CriterionRow, given: ReportInput) -> str:
    found = find(given.figures.commune, row.indicator)
    return BLANK if found is None else in_cell(found.value, found.unit, given.decimals)
