"""What the office assumes of lists: resources/importing/matching.toml, table by table."""

from functools import cache

from nsnt_desktop.resource_files import read_toml


def points(name: str) -> dict[str, int]:
    """Return a table of points; read once, so treat it as read-only."""
    found: dict[str, int] = read_toml("importing", "matching.toml")[name]
    return found


@cache
def limit(name: str) -> int:
    """Return one of the limits."""
    return points("limits")[name]


@cache
def words(name: str) -> frozenset[str]:
    """Return one of the lists of words that stand beside names."""
    return frozenset(read_toml("importing", "matching.toml")["words"][name])
