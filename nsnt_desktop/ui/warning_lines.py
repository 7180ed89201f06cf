"""The warnings of a year as lines of tables; a number of households opens them."""

from collections.abc import Sequence
from dataclasses import dataclass

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.dry_season import DryPlace, DrySeason, Shortage
from nsnt_desktop.indicators.pollution import Pollution, RiskPlace
from nsnt_desktop.indicators.unproven_schemes import Unproven, UnprovenScheme, Without
from nsnt_desktop.indicators.water_validity import OwnTests, SchemeTest, Validity
from nsnt_desktop.indicators.water_warnings import WaterWarnings
from nsnt_desktop.ui.plain_table import Heading, Line

ALL = "Toàn xã"
BY_SOURCE, BY_VILLAGE, BY_KIND = "Theo nguồn nước chính", "Theo thôn", "Theo loại nguy cơ"
OF_SCHEMES, OF_HOUSEHOLDS = "Công trình cấp nước tập trung", "Xét nghiệm riêng của hộ"
_KIND = "kind"
_TONES = {
    Validity.FAILED: "error",
    Validity.MISSING: "warning",
    Validity.EXPIRED: "error",
    Validity.EXPIRING: "warning",
    Validity.VALID: "met",
}


@dataclass(frozen=True)
class Named:
    """The households behind one number: their records, of which year, and what the list is called."""

    title: str
    year: int
    records: tuple[int, ...]


@dataclass(frozen=True)
class SchemeNamed:
    """A scheme that a line opens."""

    scheme_id: int


def dry_headings(year: int) -> tuple[Heading, ...]:
    """Return the columns of the dry season."""
    return (
        Heading("Nơi, nguồn nước"),
        Heading("Số hộ", 70, right=True),
        Heading("Thiếu nước", 96, right=True),
        Heading("Tỷ lệ", 80, right=True, tip="Trong số hộ đã ghi có thiếu nước mùa khô hay không"),
        Heading("Chưa ghi", 80, right=True),
        Heading(f"Năm {year - 1}", 120, right=True),
        Heading("Hai năm liền", 104, right=True),
    )


def dry_lines(dry: DrySeason, year: int, decimals: int) -> list[Line]:
    """Return the commune, every main source and every village."""

    def line(kind: str, place: DryPlace) -> Line:
        return _dry_line(kind, place, year, decimals)

    return [
        line("", dry.whole),
        *_section(BY_SOURCE, 7, [line("source", place) for place in dry.sources]),
        *_section(BY_VILLAGE, 7, [line("village", place) for place in dry.villages]),
    ]


def _dry_line(kind: str, place: DryPlace, year: int, decimals: int) -> Line:
    now, before = place.now, place.before
    unsure = before is None or len(place.once_unknown) == len(now.short) > 0
    cells = (
        place.label or ALL,
        vn.number(now.households),
        _count(now),
        vn.percent(now.share, decimals),
        vn.number(len(now.unknown)),
        _before(before, decimals),
        vn.BLANK if unsure or now.share is None else vn.number(len(place.twice)),
    )
    numbers = {
        2: (now.short, year, "Thiếu nước mùa khô"),
        4: (now.unknown, year, "Chưa ghi thiếu nước mùa khô"),
        5: (before.short if before else (), year - 1, f"Thiếu nước mùa khô năm {year - 1}"),
        6: (place.twice, year, "Thiếu nước hai năm liền"),
    }
    opens = {at: _named(*told, place.label) for at, told in numbers.items() if told[0]}
    return Line(cells, (kind, place.label), {2: "warning"} if now.short else {}, bold=not kind, opens=opens)


def _count(told: Shortage) -> str:
    return vn.BLANK if told.share is None else vn.number(len(told.short))


def _before(told: Shortage | None, decimals: int) -> str:
    if told is None or told.share is None:
        return vn.BLANK
    return f"{_count(told)} ({vn.percent(told.share, decimals)})"


POLLUTION_HEADINGS = (
    Heading("Loại, nơi, nguồn nước"),
    Heading("Số hộ", 90, right=True),
    Heading("Có nguy cơ", 110, right=True),
    Heading("Để trống", 110, right=True, tip="Để trống không có nghĩa là không có nguy cơ"),
)


def pollution_lines(found: Pollution, year: int) -> list[Line]:
    """Return the commune, every kind of risk, every main source and every village."""

    def line(kind: str, place: RiskPlace) -> Line:
        return _risk_line(kind, place, year)

    kinds = [line(_KIND, RiskPlace(kind.label, 0, kind.records)) for kind in found.kinds]
    return [
        line("", found.whole),
        *_section(BY_KIND, 4, kinds),
        *_section(BY_SOURCE, 4, [line("source", place) for place in found.sources]),
        *_section(BY_VILLAGE, 4, [line("village", place) for place in found.villages]),
    ]


def _risk_line(kind: str, place: RiskPlace, year: int) -> Line:
    records, label = place.records, place.label
    opens = {2: _named(records, year, "Nguy cơ ô nhiễm", label)} if records else {}
    # Nothing written down is no zero; and of a kind there is no knowing who might have it.
    count = vn.number(len(records)) if records else vn.BLANK
    whole = () if kind == _KIND else (place.households, place.households - len(records))
    households, blank = map(vn.number, whole) if whole else ("", "")
    return Line((label or ALL, households, count, blank), (kind, label), bold=not kind, opens=opens)


TEST_HEADINGS = (
    Heading("Của công trình, của hộ"),
    Heading("Kết quả", 220),
    Heading("Ngày xét nghiệm", 124, right=True),
    Heading("Hết giá trị", 110, right=True),
    Heading("Còn lại", 90, right=True),
)


def tested_lines(warnings: WaterWarnings) -> list[Line]:
    """Return every scheme with how its tests stand, then the households with tests of their own."""
    return [
        *_section(OF_SCHEMES, 5, [_scheme_line(scheme) for scheme in warnings.schemes]),
        *_section(OF_HOUSEHOLDS, 5, [_own_line(tests, warnings.year) for tests in warnings.own]),
    ]


def _scheme_line(scheme: SchemeTest) -> Line:
    told = scheme.standing
    days = "" if told.days_left is None else f"{vn.number(told.days_left)} ngày"
    ends = vn.day(told.holds_to)
    cells = (scheme.name, told.validity.label, vn.day(told.tested_on), ends, days or vn.BLANK)
    return Line(cells, SchemeNamed(scheme.scheme_id), {1: _TONES[told.validity]})


def _own_line(tests: OwnTests, year: int) -> Line:
    clean = f", {vn.number(len(tests.clean))} hộ đang tính nước sạch" if tests.clean else ""
    name = f"{vn.number(len(tests.records))} hộ{clean}"
    first = f"từ {vn.day(tests.first_end)}" if tests.first_end else vn.BLANK
    opened = _named(tests.records, year, f"Xét nghiệm riêng: {tests.validity.label}", "")
    cells = (name, tests.validity.label, vn.BLANK, first, vn.BLANK)
    return Line(cells, ("own", tests.validity), {1: _TONES[tests.validity]}, opens={0: opened})


UNPROVEN_HEADINGS = (
    Heading("Công trình"),
    Heading("Vì sao", 290),
    Heading("Hộ tính nước sạch", 130, right=True),
    Heading("Chỉ số 2", 100, right=True, tip="Nếu không tính các hộ này là dùng nước sạch"),
    Heading("Chỉ số 2a", 100, right=True, tip="Nếu không tính các hộ này là dùng nước sạch"),
)


def unproven_lines(unproven: Unproven, year: int, decimals: int) -> list[Line]:
    """Return the indicators as they are, every scheme with what they would be without it, and without all."""
    if not unproven.schemes:
        return []
    now = Line(("Đang tính", "", "", *(vn.percent(one.now.value, decimals) for one in unproven.without)))
    schemes = [_unproven_line(scheme, year, decimals) for scheme in unproven.schemes]
    told = _named(unproven.records, year, "Nước sạch thiếu xét nghiệm", "")
    total = Line(
        ("Không tính tất cả", "", vn.number(len(unproven.records)), *_then(unproven.without, decimals)),
        "total",
        bold=True,
        opens={2: told},
    )
    return [now, *schemes, total]


def _unproven_line(scheme: UnprovenScheme, year: int, decimals: int) -> Line:
    count = vn.number(len(scheme.records))
    opened = _named(scheme.records, year, "Nước sạch thiếu xét nghiệm", scheme.name)
    why = scheme.why[:1].upper() + scheme.why[1:]
    cells = (scheme.name, why, count, *_then(scheme.without, decimals))
    return Line(cells, SchemeNamed(scheme.scheme_id), {1: "warning"}, opens={2: opened})


def _then(without: Sequence[Without], decimals: int) -> tuple[str, ...]:
    return tuple(vn.percent(one.then.value, decimals) for one in without)


def _named(records: tuple[int, ...], year: int, what: str, place: str) -> Named:
    where = f", {place}" if place else ""
    return Named(f"{what}{where}: {vn.number(len(records))} hộ", year, records)


def _section(title: str, columns: int, lines: Sequence[Line]) -> list[Line]:
    """Return lines under a title of their own; nothing where there are none."""
    return [Line((title, *[""] * (columns - 1)), None, {0: "dim"}), *lines] if lines else []
