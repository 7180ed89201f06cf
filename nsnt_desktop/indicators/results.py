"""What the indicators say: exact counts, the indicators made of them, and the figures of one year."""

from dataclasses import dataclass, field
from fractions import Fraction

from nsnt_desktop.format import round_half_up
from nsnt_desktop.models.words import SourceGroup, SustainabilityClass


@dataclass(frozen=True)
class Counts:
    """What was counted among the active households of one place and year; every field is a plain count."""

    households: int = 0
    updated: int = 0
    persons: int = 0
    persons_unknown: int = 0
    poor: int = 0
    near_poor: int = 0
    poverty_unknown: int = 0
    hygienic: int = 0
    hygienic_unknown: int = 0
    clean: int = 0
    clean_unknown: int = 0
    clean_central: int = 0
    poor_hygienic: int = 0
    poor_hygienic_unknown: int = 0
    poor_clean: int = 0
    poor_clean_unknown: int = 0
    poor_clean_central: int = 0
    source_unknown: int = 0
    clean_source_unknown: int = 0
    poor_clean_source_unknown: int = 0
    metered: int = 0
    """Households with clean water and both a known volume and known persons: the coverage of indicator 5."""
    litres: int = 0
    """Litres a month of those households."""
    litre_persons: int = 0
    """Persons of those households."""
    estimated: int = 0
    """Those of them whose volume is an estimate ("ước tính")."""
    shortage_unknown: int = 0
    shortage: int = 0
    """Households short of water in the dry season."""
    pollution: int = 0
    """Households with a pollution risk on record."""

    # Counts that follow from the others; closed years keep none of them.

    @property
    def persons_known(self) -> int:
        """Households whose persons are known."""
        return self.households - self.persons_unknown

    @property
    def not_hygienic(self) -> int:
        """Households said not to use hygienic water."""
        return self.households - self.hygienic - self.hygienic_unknown

    @property
    def not_clean(self) -> int:
        """Households said not to have clean water."""
        return self.households - self.clean - self.clean_unknown

    @property
    def unmetered(self) -> int:
        """Households with clean water whose volume or persons are not known."""
        return self.clean - self.metered

    @property
    def clean_own(self) -> int:
        """Households with clean water of a known source that is no centralised scheme."""
        return self.clean - self.clean_central - self.clean_source_unknown

    @property
    def poor_not_hygienic(self) -> int:
        """Poor households said not to use hygienic water."""
        return self.poor - self.poor_hygienic - self.poor_hygienic_unknown

    @property
    def poor_not_clean(self) -> int:
        """Poor households said not to have clean water."""
        return self.poor - self.poor_clean - self.poor_clean_unknown

    @property
    def poor_clean_own(self) -> int:
        """Poor households among `clean_own`."""
        return self.poor_clean - self.poor_clean_central - self.poor_clean_source_unknown


@dataclass(frozen=True)
class Indicator:
    """One indicator: its counts, and the exact value where there is one."""

    code: str
    name: str
    short_name: str
    unit: str
    numerator: int
    denominator: int
    unknown: int
    """Of the denominator, how many are not assessed yet."""

    @property
    def value(self) -> Fraction | None:
        """The exact value in the indicator's unit, or None: nothing to count, or nothing assessed."""
        if self.denominator == 0 or self.unknown >= self.denominator:
            return None
        scale = 100 if self.unit == "%" else 1
        return Fraction(self.numerator * scale, self.denominator)

    def rounded(self, decimals: int = 1) -> str | None:
        """Return the value rounded half up from the exact fraction, with a decimal point, or None."""
        return None if self.value is None else round_half_up(self.value, decimals)


@dataclass(frozen=True)
class SourceCounts:
    """The households of one main source (None: source not known yet)."""

    source_id: int | None
    label: str
    group: SourceGroup | None
    households: int
    persons: int
    hygienic: int
    clean: int
    persons_unknown: int = 0
    hygienic_unknown: int = 0
    clean_unknown: int = 0


@dataclass(frozen=True)
class PlaceFigures:
    """The figures of one place: the commune, or one village."""

    name: str
    counts: Counts
    indicators: tuple[Indicator, ...]
    sources: tuple[SourceCounts, ...] = ()
    village_id: int | None = None
    former_commune: str = ""

    def indicator(self, code: str) -> Indicator:
        """Return one indicator by its official number: "2a"."""
        return next(i for i in self.indicators if i.code == code)


@dataclass(frozen=True)
class YearFigures:
    """All figures of one survey year; screens, papers and the command line read this one result.

    Σ villages = commune holds for every count.
    """

    year: int
    commune: PlaceFigures
    villages: tuple[PlaceFigures, ...]
    classes: dict[SustainabilityClass | None, int] = field(default_factory=dict)
    """Schemes by class; None: not classified yet. All keys are present."""
