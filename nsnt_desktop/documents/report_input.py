"""All a report is made from, gathered once from the data file; nothing in documents asks the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from nsnt_desktop.indicators.criteria_words import NO_THRESHOLD
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.indicators.water_warnings import WaterWarnings
from nsnt_desktop.models.words import Poverty, SustainabilityClass
from nsnt_desktop.registry.office import Office


@dataclass(frozen=True)
class CriterionRow:
    """One criterion of nông thôn mới held against its indicator."""

    criteria_set: str
    code: str
    name: str
    indicator: str
    """Code of the indicator that feeds it ("2a"), empty: none."""
    threshold: str = ""
    """As printed: "≥ 55 %"; empty: the officer entered none, so no verdict is given."""
    verdict: str = NO_THRESHOLD
    """As screens say it too: "chưa đạt, còn thiếu 34 hộ"."""
    limit: Fraction | None = None
    """The threshold itself, in the indicator's unit."""


@dataclass(frozen=True)
class SchemeRow:
    """One centralised scheme in the year; capacities in m³ a day."""

    name: str
    kind: str = ""
    in_use_since: int | None = None
    design_capacity: int | None = None
    actual_capacity: int | None = None
    households_here: int | None = None
    managing_body: str = ""
    latest_test: str = ""
    final: SustainabilityClass | None = None
    overridden: bool = False
    reason: str = ""
    other_communes: str = ""
    """The communes it is shared with; empty: none."""


@dataclass(frozen=True)
class HouseholdRow:
    """One household that is not hygienic, not clean, or not assessed."""

    code: str
    head: str
    persons: int | None
    poverty: Poverty | None
    source: str
    hygienic: bool | None
    clean: bool | None


@dataclass(frozen=True)
class VillageHouseholds:
    """The households of one village that stand in annex 4."""

    village: str
    households: tuple[HouseholdRow, ...]
    former_commune: str = ""


@dataclass(frozen=True)
class WorkDone:
    """One finished piece of work of the plan (training, collection)."""

    title: str
    done_on: date


@dataclass(frozen=True)
class Supervision:
    """The supervision visits of the year, added up."""

    villages: int
    households: int | None
    differences: int | None
    """None: nobody wrote down how many."""


@dataclass(frozen=True)
class ReportInput:
    """What the report of one year is made from."""

    office: Office
    figures: YearFigures
    as_of: date
    water: WaterWarnings
    """What section II warns of."""
    previous: YearFigures | None = None
    history: tuple[YearFigures, ...] = ()
    """The last years up to this one, oldest first, for the lines over the years."""
    plan_number: int | None = None
    plan_issued_on: date | None = None
    work: tuple[WorkDone, ...] = ()
    supervision: Supervision | None = None
    criteria: tuple[CriterionRow, ...] = ()
    schemes: tuple[SchemeRow, ...] = ()
    difficulties: tuple[str, ...] = ()
    """Unsettled difficulties the villages reported, in their words."""
    open_errors: int = 0
    open_warnings: int = 0
    households_not_met: tuple[VillageHouseholds, ...] | None = None
    """None leaves annex 4 out."""
    texts: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    """The office's own words, with {fields}, of sections that tell no figures (`aim_keys`)."""
    """Sections the officer edited, by key; the others keep the proposed text."""
    number: int | None = None
    issued_on: date | None = None
    decimals: int = 1
    litres_all_persons: bool = False
    """Whether indicator 5 divides by all persons, not by those of the households with a volume."""
    moved: Mapping[int, str] = field(default_factory=dict)
    """The officer's reason why a village's figures moved far since last year, by village id."""

    @property
    def year(self) -> int:
        return self.figures.year
