"""Where the files of `resources/` stand: inside the installed package, or at the top of a checkout."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_INSTALLED = Path(__file__).parent / "resources"
_CHECKOUT = Path(__file__).parent.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of one file or folder of resources."""
    root = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return root.joinpath(*parts)


@cache
def read_toml(*parts: str) -> dict[str, Any]:
    """Return one TOML file of resources; read once, so treat it as read-only."""
    return tomllib.loads(resource(*parts).read_text(encoding="utf-8"))
