"""Names of places without the word for what they are: "Cẩm Tân" of "Xã Cẩm Tân"; papers add it."""

from nsnt_desktop.text import clean

_KINDS = {"name": ("xã", "phường", "đặc khu"), "district": ("huyện",), "province": ("tỉnh",)}
_OWN_KINDS = ("thị xã", "thành phố", "quận", "huyện", "tỉnh")


def split_kind(field: str, value: str) -> tuple[str, str]:
    """Return (word, name) of a place as it was typed; the word is empty where there is none to take off.

    Fields: name, district, province of the commune. "Thị xã", "thành phố" and "quận" stay with the name.
    """
    name = clean(value)
    for kind in _KINDS.get(field, ()):
        if name.lower().startswith(kind + " "):
            return kind, name[len(kind) + 1 :]
    return "", name


def with_kind(kind: str, name: str) -> str:
    """Return a place as a paper names it: "huyện Cẩm Thủy", but "thị xã Bỉm Sơn" as it is."""
    own = next((k for k in _OWN_KINDS if name.lower().startswith(k + " ")), None)
    return f"{own}{name[len(own) :]}" if own else f"{kind} {name}".strip()
