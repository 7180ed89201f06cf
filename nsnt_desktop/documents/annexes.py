"""The annexes of a report: villages, sources, schemes, and the households not yet hygienic or clean."""

from itertools import groupby

from nsnt_desktop.documents.figure_words import count_in_table, counted, find, in_table, poor_unknown, share
from nsnt_desktop.documents.report_input import HouseholdRow, ReportInput, SchemeRow
from nsnt_desktop.documents.report_tables import class_label, place_name, total_label
from nsnt_desktop.documents.tree import Annex, Block, Column, Paragraph, Table
from nsnt_desktop.format import BLANK, number
from nsnt_desktop.indicators.results import PlaceFigures, SourceCounts
from nsnt_desktop.models.words import SOURCE_UNKNOWN_LABEL, UNKNOWN_LABEL, YES_NO_LABELS, Poverty

_OVERRIDDEN = "do cán bộ xếp loại"


def annexes(given: ReportInput, titles: dict[str, str], attached_to: str) -> tuple[Annex, ...]:
    """Return the annexes whose titles are given, by key, in order; wide ones lie on their side."""
    made: dict[str, tuple[Block, ...]] = {}
    for key in titles:
        match key:
            case "villages":
                made[key] = (_villages(given),)
            case "sources":
                made[key] = (_sources(given),)
            case "schemes":
                made[key] = (_schemes(given),)
            case _:
                made[key] = _households(given)
    return tuple(
        Annex(titles[key], attached_to, blocks, landscape=key in ("villages", "schemes"))
        for key, blocks in made.items()
    )


def consolidated(given: ReportInput) -> Table:
    """Return the commune in one line: each indicator with numerator, denominator and result."""
    office, commune = given.office, given.figures.commune
    columns = [Column(title, 1) for title in ("Tỉnh", "Huyện", "Xã", "Năm")]
    cells = [office.province, office.district, f"{office.unit} {office.commune}", str(given.year)]
    columns += [Column(title, 1, "right") for title in ("Số hộ", "Số khẩu", "Hộ nghèo")]
    cells += _village(commune, given)[:3]
    for found in commune.indicators:
        group = f"Chỉ số {found.code} ({found.unit})"
        columns += [Column(title, 1, "right", group) for title in ("Tử số", "Mẫu số", "Kết quả")]
        below = None if poor_unknown(found, commune.counts) else found.denominator
        cells += [count_in_table(found), number(below), in_table(found, given.decimals)]
    return Table(tuple(columns), (tuple(cells),))


_VILLAGE_GROUPS = (
    # heading, indicators whose count and share are shown, indicators whose share alone is shown
    ("Nước hợp vệ sinh", "1", ()),
    ("Nước sạch đạt quy chuẩn", "2", (("2a", "Tập trung (%)"), ("2b", "Hộ gia đình (%)"))),
    ("Hộ nghèo dùng nước hợp vệ sinh", "3", ()),
    ("Hộ nghèo dùng nước sạch", "4", ()),
)


def _villages(given: ReportInput) -> Table:
    columns = [
        Column("TT", 8, "center"),
        Column("Thôn", 36),
        Column("Số hộ", 14, "right"),
        Column("Số khẩu", 14, "right"),
        Column("Hộ nghèo", 13, "right"),
    ]
    for heading, _, parts in _VILLAGE_GROUPS:
        columns += [Column("Số hộ", 13, "right", heading), Column("%", 12, "right", heading)]
        columns += [Column(title, 15, "right", heading) for _, title in parts]
    columns += [
        Column("Lít/ người/ ngày đêm", 14, "right"),
        Column("Hợp vệ sinh", 13, "right", "Hộ chưa xác định"),
        Column("Sạch", 12, "right", "Hộ chưa xác định"),
    ]
    rows = tuple(
        (str(n), place_name(place.name, place.former_commune, given), *_village(place, given))
        for n, place in enumerate(given.figures.villages, 1)
    )
    total = ("", total_label(given), *_village(given.figures.commune, given))
    return Table(tuple(columns), rows, total)


def _village(place: PlaceFigures, given: ReportInput) -> list[str]:
    counts, decimals = place.counts, given.decimals
    persons, poor = counted([counts], "persons"), counted([counts], "poor", "poverty_unknown")
    cells = [number(counts.households), number(persons), number(poor)]
    for _, code, parts in _VILLAGE_GROUPS:
        found = find(place, code)
        cells += [count_in_table(found), in_table(found, decimals)]
        cells += [in_table(find(place, part), decimals) for part, _ in parts]
    cells.append(in_table(find(place, "5"), decimals))
    return [*cells, number(counts.hygienic_unknown), number(counts.clean_unknown)]


def _sources(given: ReportInput) -> Table:
    columns = (
        Column("TT", 10, "center"),
        Column("Nguồn nước chính", 53),
        Column("Số hộ", 16, "right"),
        Column("% số hộ", 15, "right"),
        Column("Số khẩu", 16, "right"),
        Column("Số hộ", 14, "right", "Nước hợp vệ sinh"),
        Column("%", 14, "right", "Nước hợp vệ sinh"),
        Column("Số hộ", 14, "right", "Nước sạch"),
        Column("%", 14, "right", "Nước sạch"),
    )
    commune = given.figures.commune
    rows = []
    for place, (group, members) in enumerate(groupby(commune.sources, key=lambda s: s.group), 1):
        found = list(members)
        name = group.label if group else SOURCE_UNKNOWN_LABEL
        rows.append(_source(str(place), name, found, given))
        if group is not None:
            rows += [_source(f"{place}.{n}", s.label, [s], given) for n, s in enumerate(found, 1)]
    return Table(columns, tuple(rows), _source("", total_label(given), list(commune.sources), given))


def _source(place: str, name: str, sources: list[SourceCounts], given: ReportInput) -> tuple[str, ...]:
    households = sum(source.households for source in sources)
    of_all = share(households, given.figures.commune.counts.households)
    cells = [number(households), number(of_all, given.decimals), number(counted(sources, "persons"))]
    for kind in ("hygienic", "clean"):
        count = counted(sources, kind)
        of_these = None if count is None else share(count, households)
        cells += [number(count), number(of_these, given.decimals)]
    return (place, name, *cells)


def _schemes(given: ReportInput) -> Table:
    columns = (
        Column("TT", 8, "center"),
        Column("Tên công trình", 44),
        Column("Loại hình", 24),
        Column("Năm sử dụng", 16, "center"),
        Column("Thiết kế", 17, "right", "Công suất (m³/ngày đêm)"),
        Column("Thực tế", 17, "right", "Công suất (m³/ngày đêm)"),
        Column("Số hộ của xã", 16, "right"),
        Column("Tổ chức quản lý", 32),
        Column("Xét nghiệm gần nhất", 30),
        Column("Xếp loại", 26),
        Column("Lý do", 38),
    )
    return Table(columns, tuple(_scheme(n, scheme) for n, scheme in enumerate(given.schemes, 1)))


def _scheme(place: int, scheme: SchemeRow) -> tuple[str, ...]:
    label = class_label(scheme.final)
    shared = f" (dùng chung với {scheme.other_communes})" if scheme.other_communes else ""
    return (
        str(place),
        f"{scheme.name}{shared}",
        scheme.kind or BLANK,
        BLANK if scheme.in_use_since is None else str(scheme.in_use_since),
        number(scheme.design_capacity),
        number(scheme.actual_capacity),
        number(scheme.households_here),
        scheme.managing_body or BLANK,
        scheme.latest_test or BLANK,
        f"{label} ({_OVERRIDDEN})" if scheme.overridden else label,
        scheme.reason or BLANK,
    )


_HOUSEHOLD_COLUMNS = (
    Column("TT", 9, "center"),
    Column("Mã hộ", 20),
    Column("Chủ hộ", 40),
    Column("Số khẩu", 12, "right"),
    Column("Diện hộ", 27),
    Column("Nguồn nước chính", 44),
    Column("Hợp vệ sinh", 14, "center"),
    Column("Nước sạch", 14, "center"),
)


def _households(given: ReportInput) -> tuple[Block, ...]:
    """Return one table a village: many small tables are drawn much faster than one long one."""
    found = [village for village in given.households_not_met or () if village.households]
    if not found:
        return (Paragraph("Không có hộ nào thuộc danh sách này."),)
    return tuple(
        Table(
            _HOUSEHOLD_COLUMNS,
            tuple(_household(n, household) for n, household in enumerate(village.households, 1)),
            caption=f"{place_name(village.village, village.former_commune, given)}: "
            f"{number(len(village.households))} hộ",
        )
        for village in found
    )


def _household(place: int, household: HouseholdRow) -> tuple[str, ...]:
    return (
        str(place),
        household.code,
        household.head,
        number(household.persons),
        _poverty(household.poverty),
        household.source or UNKNOWN_LABEL,
        YES_NO_LABELS[household.hygienic],
        YES_NO_LABELS[household.clean],
    )


def _poverty(poverty: Poverty | None) -> str:
    return UNKNOWN_LABEL if poverty is None else poverty.label
