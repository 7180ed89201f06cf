"""The groups of a commune as lines: value over counts, or how many are not met, unknown, or what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.counting import add_counts
from nsnt_desktop.indicators.cuts import Cut, CutFigures, Where
from nsnt_desktop.indicators.definitions import Part, household_indicators
from nsnt_desktop.indicators.results import PlaceFigures, YearFigures
from nsnt_desktop.models.words import LabelledEnum, SourceGroup
from nsnt_desktop.storage.assumptions import Assumptions
from nsnt_desktop.ui.figure_lines import (
    change_since,
    change_tone,
    change_words,
    counted_in,
    not_met_words,
    share,
    shown_value,
)
from nsnt_desktop.ui.figure_opening import EVERYBODY, Opening, Those, count_opening, part_opening
from nsnt_desktop.ui.plain_table import Heading, Line

CODES = ("1", "2", "2a", "2b", "3", "4", "5")
_POOR = frozenset({"3", "4"})
WHOLE = "Toàn xã"
PERSONS_AT, _FIRST = 2, 3
"""The columns of the persons and of the first indicator."""


class Shown(LabelledEnum):
    """What the cell of an indicator tells."""

    VALUE = "value", "Kết quả, số hộ đạt"
    NOT_MET = "not_met", "Số hộ không đạt"
    UNKNOWN = "unknown", "Số hộ chưa xác định"
    CHANGE = "change", "Thay đổi so với năm trước"


@dataclass(frozen=True)
class Group:
    """One line of the table: a group, a sum of groups, or the commune."""

    place: PlaceFigures
    wheres: tuple[Where, ...]
    bold: bool = False
    indented: bool = False

    @property
    def those(self) -> Those:
        """Its households, as their list is called."""
        if self.wheres == EVERYBODY.wheres:
            return EVERYBODY
        former = (
            f", {self.place.former_commune} (cũ)" if self.is_village and self.place.former_commune else ""
        )
        return Those(self.place.name + former, self.wheres)

    @property
    def is_village(self) -> bool:
        """Whether it is one village: their names repeat across former communes."""
        return self.place.village_id is not None


def groups_of(
    cut: Cut, figures: YearFigures, found: Sequence[CutFigures], assumptions: Assumptions
) -> list[Group]:
    """Return the groups of a cut in order, sources under the sum of their kind, and the commune last."""
    groups = [Group(one.place, (one.where,)) for one in found]
    if cut is Cut.SOURCE:
        groups = _with_sums(groups, figures, assumptions)
    return [*groups, Group(replace(figures.commune, name=WHOLE), EVERYBODY.wheres, bold=True)]


def cut_headings(cut: Cut, names: dict[str, str]) -> tuple[Heading, ...]:
    """Return the headings; names: code → what the indicator is called in full."""
    return (
        Heading(cut.label),
        Heading("Số hộ", 68, right=True, tip="Số hộ đang ở, và là bao nhiêu phần của xã"),
        Heading("Nhân khẩu", 96, right=True),
        *(Heading(code, 86, right=True, tip=names.get(code, "")) for code in CODES),
    )


@dataclass(frozen=True)
class Asked:
    """What the table shows: of which cut and year, what a cell tells, and the year's editable numbers."""

    cut: Cut
    shown: Shown
    year: int
    assumptions: Assumptions


def cut_lines(asked: Asked, groups: Sequence[Group], earlier: Sequence[Group]) -> list[Line]:
    """Return one line a group; each number opens its households. earlier: the groups of the year before."""
    before = {_known_by(group): group.place for group in earlier}
    whole = groups[-1].place.counts.households
    return [_line(_Cells(asked, group, before.get(_known_by(group))), whole) for group in groups]


@dataclass(frozen=True)
class _Cells:
    """What the cells of one line are made from."""

    asked: Asked
    group: Group
    before: PlaceFigures | None

    @property
    def place(self) -> PlaceFigures:
        return self.group.place

    def applies(self, code: str) -> bool:
        """Whether an indicator says anything here: only poor households have the indicators of the poor."""
        return not (self.asked.cut is Cut.POVERTY and code in _POOR and not self.place.counts.poor)

    def text(self, code: str) -> str:
        if not self.applies(code):
            return vn.BLANK
        match self.asked.shown:
            case Shown.VALUE:
                value = shown_value(self.place.indicator(code), self.asked.assumptions.decimals)
                return f"{value}\n{self._counted(code)}"
            case Shown.CHANGE:
                return self._change_text(code)
            case Shown.NOT_MET:
                return not_met_words(self.place, code, self.asked.assumptions)
        return vn.number(counted_in(self.place, code, Part.UNKNOWN, self.asked.assumptions))

    def tone(self, code: str) -> str:
        if self.asked.shown is Shown.CHANGE and self.applies(code):
            return change_tone(0, self._change(code)).get(0, "")
        unknown = self.asked.shown is Shown.UNKNOWN and counted_in(
            self.place, code, Part.UNKNOWN, self.asked.assumptions
        )
        return "warning" if unknown else ""

    def opens(self, code: str) -> Opening | None:
        if self.asked.shown is Shown.CHANGE or not self.applies(code):
            return None
        number = counted_in(self.place, code, self._part, self.asked.assumptions)
        return part_opening(self.asked.year, code, self._part, number, self.group.those) if number else None

    @property
    def _part(self) -> Part:
        return {Shown.NOT_MET: Part.NOT_MET, Shown.UNKNOWN: Part.UNKNOWN}.get(
            self.asked.shown, Part.NUMERATOR
        )

    def _counted(self, code: str) -> str:
        if code == "5":
            return f"{vn.number(self.place.counts.metered)} hộ"
        now = self.place.indicator(code)
        return f"{vn.number(now.numerator)}/{vn.number(now.denominator)}"

    def _change(self, code: str) -> Fraction | None:
        before = self.before.indicator(code) if self.before else None
        return change_since(self.place.indicator(code), before)

    def _change_text(self, code: str) -> str:
        change = self._change(code)
        if change is None or self.before is None:
            return vn.BLANK
        was, now = (
            vn.number(p.indicator(code).value, self.asked.assumptions.decimals)
            for p in (self.before, self.place)
        )
        return f"{change_words(change, self.asked.assumptions.decimals)}\n{was}→{now}"


def _line(cells: _Cells, whole: int) -> Line:
    place, counts = cells.place, cells.place.counts
    name = ("     " if cells.group.indented else "") + place.name
    part = share(counts.households, whole, cells.asked.assumptions.decimals)
    texts = (
        name + (f"\n{place.former_commune} (cũ)" if place.former_commune and cells.group.is_village else ""),
        f"{vn.number(counts.households)}\n{part}",
        _persons(place),
        *(cells.text(code) for code in CODES),
    )
    opened = {at: key for at, code in enumerate(CODES, _FIRST) if (key := cells.opens(code))}
    title = "" if cells.group.those.title else "Mọi hộ"
    households = count_opening(cells.asked.year, "households", title, counts.households, cells.group.those)
    if counts.households:
        opened[1] = households
    tones = {at: tone for at, code in enumerate(CODES, _FIRST) if (tone := cells.tone(code))}
    return Line(texts, households, tones, bold=cells.group.bold, opens=opened)


def _persons(place: PlaceFigures) -> str:
    counts = place.counts
    if counts.households and counts.persons_unknown == counts.households:
        return f"{vn.BLANK}\nchưa ghi"
    missing = f"\n{vn.number(counts.persons_unknown)} hộ chưa rõ" if counts.persons_unknown else ""
    return vn.number(counts.persons) + missing


def _known_by(group: Group) -> object:
    """Return what a group is recognised by in another year: a sum by its name, for its sources may differ."""
    return group.place.name if group.bold else group.wheres


def _with_sums(groups: Sequence[Group], figures: YearFigures, assumptions: Assumptions) -> list[Group]:
    """Put each group of sources under its sum; the sources nobody has told stand last."""
    kinds = {source.source_id: source.group for source in figures.commune.sources}
    lines: list[Group] = []
    for kind in (*SourceGroup, None):
        inside = [one for one in groups if kinds.get(_source_id(one)) is kind]
        if inside and kind is not None:
            lines.append(_sum(kind, inside, assumptions))
        lines += [replace(one, indented=kind is not None) for one in inside]
    return lines


def _source_id(group: Group) -> int | None:
    source = group.wheres[0].source
    return source if isinstance(source, int) else None


def _sum(kind: SourceGroup, inside: Sequence[Group], assumptions: Assumptions) -> Group:
    counts = add_counts([one.place.counts for one in inside])
    place = PlaceFigures(kind.label, counts, household_indicators(counts, assumptions))
    return Group(place, tuple(one.wheres[0] for one in inside), bold=True)
