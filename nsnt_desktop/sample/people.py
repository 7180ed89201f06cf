"""Invented people: names put together from syllables, phone numbers of a prefix nobody has."""

from collections.abc import Iterator
from random import Random

from nsnt_desktop.resource_files import read_toml
from nsnt_desktop.text import match_key


def invented_heads(rng: Random, taken: list[str]) -> Iterator[str]:
    """Yield names for ever, no two alike, none of those taken."""
    words = read_toml("sample", "names.toml")
    used = {match_key(name) for name in taken}
    kinds, weights = words["heads"], [kind["weight"] for kind in words["heads"]]
    while True:
        kind = rng.choices(kinds, weights)[0]
        name = f"{rng.choice(words['family'])} {rng.choice(kind['middle'])} {rng.choice(kind['given'])}"
        if match_key(name) not in used:
            used.add(match_key(name))
            yield name


def invented_phones(rng: Random) -> Iterator[str]:
    """Yield a phone number for three households of five, no two alike, and an empty one for the others."""
    prefix = read_toml("sample", "names.toml")["phone_prefix"]
    used = {""}
    while True:
        number = f"{prefix}{rng.randrange(10_000_000):07d}" if rng.random() < 0.6 else ""
        if number == "" or number not in used:
            used.add(number)
            yield number
