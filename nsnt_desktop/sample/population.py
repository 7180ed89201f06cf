"""The households of the sample commune in 2024, before any fault: exact quotas, drawn at random."""

from collections.abc import Iterator
from random import Random
from typing import Any

from nsnt_desktop.models.words import Basis, Poverty
from nsnt_desktop.sample.home import Facts, Home, Suits, draw

YEAR = 2024
_SIZES = (1, 2, 3, 4, 5, 6, 7)
_WEIGHTS = (5, 13, 21, 29, 19, 10, 3)
_RISKS = (
    "gần chuồng trại chăn nuôi",
    "gần nhà tiêu",
    "gần nơi dùng phân bón, thuốc bảo vệ thực vật",
    "gần bãi rác",
)
_TREATMENTS = ("Bể lọc cát", "Máy lọc nước")
_GOOD_SCHEMES = ("phac_le", "khe_ngang")


def settle(rng: Random, plan: dict[str, Any], heads: Iterator[str], phones: Iterator[str]) -> list[Home]:
    """Return the households of 2024, village by village, with heads, phones and facts."""
    sources = [code for code, quota in plan["sources"].items() for _ in range(quota["households"])]
    rng.shuffle(sources)
    homes = []
    for village in plan["village"]:
        schemes = [key for key, count in village.get("connections", {}).items() for _ in range(count)]
        schemes += [""] * (village["households"] - len(schemes))
        rng.shuffle(schemes)
        for number, scheme in enumerate(schemes, 1):
            facts = Facts(
                persons=some_persons(rng),
                source="central_tap" if scheme else sources.pop(),
                scheme=scheme or None,
            )
            code = f"{village['code']}-{number:03d}"
            homes.append(Home(village["name"], code, next(heads), next(phones), {YEAR: facts}))
    _poverty(rng, homes, plan)
    _clean(rng, homes, plan)
    _hygienic(rng, homes, plan)
    _meters(rng, homes, plan)
    _extras(rng, homes)
    return homes


def some_persons(rng: Random) -> int:
    """Return how many live in a household; 3,86 on average."""
    return rng.choices(_SIZES, _WEIGHTS)[0]


def own(facts: Facts) -> bool:
    """Whether the main source is the household's own (no scheme)."""
    return not facts.central


def _poverty(rng: Random, homes: list[Home], plan: dict[str, Any]) -> None:
    quota = plan["poor_homes"]
    poor = draw(rng, homes, quota["central_clean"], YEAR, lambda _h, f: f.scheme in _GOOD_SCHEMES)
    poor += draw(rng, homes, plan["poor"] - quota["central_clean"], YEAR, lambda _h, f: own(f))
    for home in poor:
        home.change(YEAR, poverty=Poverty.POOR)
    for home in draw(rng, homes, plan["near_poor"], YEAR, lambda _h, f: f.poverty is Poverty.NONE):
        home.change(YEAR, poverty=Poverty.NEAR_POOR)


def _clean(rng: Random, homes: list[Home], plan: dict[str, Any]) -> None:
    connected = [home for home in homes if home.years[YEAR].scheme in _GOOD_SCHEMES]
    not_clean = draw(
        rng,
        connected,
        plan["other_homes"]["tap_not_clean"],
        YEAR,
        lambda _h, f: f.poverty is not Poverty.POOR,
    )
    clean = [home for home in connected if home not in not_clean]
    clean += draw(rng, homes, 4, YEAR, lambda _h, f: f.scheme == "dong_chua")
    poor = draw(
        rng,
        homes,
        plan["poor_homes"]["own_clean"],
        YEAR,
        lambda _h, f: f.source == "drilled_well" and f.poverty is Poverty.POOR,
    )
    for source, quota in plan["sources"].items():
        count = quota["clean"] - (len(poor) if source == "drilled_well" else 0)
        clean += draw(rng, homes, count, YEAR, _not_poor_with(source))
    for home in [*clean, *poor]:
        home.change(YEAR, clean=True, basis=clean_basis(rng, home.years[YEAR]))


def _not_poor_with(source: str) -> Suits:
    return lambda _home, facts: facts.source == source and facts.poverty is not Poverty.POOR


def clean_basis(rng: Random, facts: Facts) -> Basis:
    """Return what a household's clean water rests on."""
    if facts.scheme == "phac_le" and rng.random() < 0.2:
        return Basis.SUPPLIER
    if facts.central or rng.random() < 0.12:
        return Basis.TEST
    return Basis.OFFICIAL_LIST


def _hygienic(rng: Random, homes: list[Home], plan: dict[str, Any]) -> None:
    unclean = [home for home in homes if own(home.years[YEAR]) and not home.years[YEAR].clean]
    quotas = {True: plan["poor_homes"]["not_hygienic"], False: plan["other_homes"]["not_hygienic"]}
    for poor, count in quotas.items():
        for home in draw(rng, unclean, count, YEAR, _open_source(poor=poor)):
            home.change(YEAR, hygienic=False)


def _open_source(*, poor: bool) -> Suits:
    def suits(_home: Home, facts: Facts) -> bool:
        return (facts.poverty is Poverty.POOR) is poor and facts.source != "drilled_well"

    return suits


def _meters(rng: Random, homes: list[Home], plan: dict[str, Any]) -> None:
    quota = plan["other_homes"]
    for home in draw(rng, homes, quota["public_tap"], YEAR, lambda _h, f: f.scheme == "khe_ngang"):
        home.change(YEAR, source="central_public")
    for home in draw(rng, homes, 3, YEAR, lambda _h, f: f.scheme == "ho_treo"):
        home.change(YEAR, source="central_public")
    for home in homes:
        if home.years[YEAR].source == "central_tap":
            home.change(YEAR, has_meter=True, litres=volume(rng, home.years[YEAR], plan["litres"]["2024"]))
    metered = [home for home in homes if home.years[YEAR].has_meter]
    for home in draw(rng, metered, quota["volume_unknown"], YEAR, lambda _h, _f: True):
        home.change(YEAR, litres=None)
    for home in draw(rng, metered, quota["volume_estimated"], YEAR, lambda _h, f: f.litres is not None):
        home.change(YEAR, estimated=True)


def volume(rng: Random, facts: Facts, litres_a_day: int) -> int:
    """Return litres a month of a metered household, read off to half a cubic metre."""
    a_day = min(110.0, max(32.0, rng.gauss(litres_a_day, 11)))
    return max(1, round((facts.persons or 0) * 30 * a_day / 500)) * 500


def _extras(rng: Random, homes: list[Home]) -> None:
    short = {"dug_well": 0.16, "gravity_pipe": 0.3, "rain": 0.25, "surface": 0.25, "drilled_well": 0.02}
    for home in homes:
        facts = home.years[YEAR]
        treated = own(facts) and rng.random() < 0.3
        home.change(
            YEAR,
            shortage=rng.random() < short.get(facts.source or "", 0.0),
            pollution=rng.choice(_RISKS) if own(facts) and rng.random() < 0.06 else "",
            treatment=rng.choice(_TREATMENTS) if treated else "",
        )
