"""Which village a title, a sheet name or a file name speaks of."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePath

from nsnt_desktop.text import clean, fold, village_key

_KINDS = "thôn|bản|khu phố|tổ dân phố|khu dân cư|tiểu khu|xóm|làng|ấp|buôn|tdp|kdc"
_NAMED = re.compile(
    rf"(?<!\w)(?P<kind>{_KINDS})(?P<mark>\s*:?\s*)(?=(?P<name>[^,;:()–|/\"“”«»]+))(?:(?<=\W)|(?=\d))",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<!\w)(thon|xom|ap|lang|khu pho|to dan pho|khu dan cu|tieu khu|buon|ban)(?=\s*\d|\s|$)", re.IGNORECASE
)
_ACCENTS = {
    "thon": "thôn",
    "xom": "xóm", "ap": "ấp", "lang": "làng", "khu pho": "khu phố", "to dan pho": "tổ dân phố",
    "khu dan cu": "khu dân cư", "tieu khu": "tiểu khu", "buon": "buôn", "ban": "bản",
}  # fmt: skip
_NO_VILLAGE_BEFORE = (
    "trưởng", "văn", "biên", "cán bộ", "các", "toàn", "từng", "theo", "hai", "ba", "mọi", "mỗi", "số",
    "kế toán",
    "cấp", "bí thư", "ban", "những", "địa",
)  # fmt: skip
_STOPS = {
    "xã", "phường", "huyện", "tỉnh", "thị",
    "năm", "tháng", "đợt", "quý", "sử", "dùng", "có", "và", "-", "—", "–",
    "nước", "hộ", "theo", "sheet", "danh", "kỳ", "cập", "trưởng", "ngày", "gồm", "của", "được", "đã", "chưa",
    "stt", "khác",
}  # fmt: skip
_STOPS_OF_FILE = {
    "nam", "xa", "phuong", "huyen", "tinh", "ho", "nuoc", "final", "copy", "moi", "mới", "sua", "lan", "dot",
    "quy",
    "v1", "v2", "in", "file", "an", "ban", "vni",
}  # fmt: skip
"""In small letters, among the words of a file's name; "Nam Sơn" and "An Bình" are villages."""
_NO_NAME = {
    "bản": {
        "kê",
        "tổng",
        "thống",
        "đăng",
        "cam",
        "sao",
        "chính",
        "báo",
        "vẽ",
        "tin",
        "mẫu",
        "biểu",
        "xuất",
        "đồ",
        "in",
    },
    "làng": {"nghề", "văn"},
}
"""What follows the word where it means no village: "bản tổng hợp", "làng nghề"."""
_LONGEST = 5
_LONGEST_OF_FILE = 3
_YEAR = re.compile(r"(?:19|20)\d\d")
_QUOTES = re.compile(r"[\"“”«»]")
_NUMBER = re.compile(r"\d+[a-zđ]?", re.IGNORECASE)
_GENERAL = re.compile(
    r"(?:sheet|trang|danh|bang|bieu|tong|list|data|ds|nam|mau|nuoc|ho|so|du lieu|file|ban|page|table|book)\b"
)
_AND_NUMBER = re.compile(
    r"\s*(?:,|;|&|\+|-|–|và|đến)\s*(?:số\s*)?(\d{1,2}[a-zđ]?)(?![\w/.]|\s*(?:hộ|khẩu|người|nhân))",
    re.IGNORECASE,
)
_AND_NAME = re.compile(r"\s*(?:&|\+|và)\s+(?=[^\W\d])", re.IGNORECASE)
_FEW_ROWS = 4
_DOWN = 0.4
"""The share of blank cells from which on a column names a village once for the rows below."""


def villages_in(text: str) -> list[str]:
    """Return the villages a text names, as "Thôn Phác Lê", each once."""
    return _villages(clean(_QUOTES.sub(" ", text)), loose=False)


def _villages(text: str, *, loose: bool) -> list[str]:
    found: dict[str, str] = {}
    for match in _NAMED.finditer(text):
        before = text[: match.start()].lower().rstrip()
        # After a colon, and in the names of files, nobody minds capitals.
        small = loose or ":" in match["mark"]
        name = _name(
            match["name"], shouting=text.isupper(), small=small, most=_LONGEST_OF_FILE if loose else _LONGEST
        )
        none = name.partition(" ")[0].lower() in _NO_NAME.get(match["kind"].lower(), ())
        further = _further_names(text[match.end() :], name, shouting=text.isupper()) if name else []
        # "các thôn" names none, "các thôn 1, 2" names two.
        several = further and _NUMBER.fullmatch(name)
        if name and not none and (several or not before.endswith(_NO_VILLAGE_BEFORE)):
            kind = _written_kind(match["kind"])
            for one in (name, *further):
                found.setdefault(village_key(f"{kind} {one}"), f"{kind} {one}")
    return list(found.values())


def _further_names(text: str, name: str, *, shouting: bool) -> list[str]:
    """Return the villages that follow under one word: "Thôn 1, 2 và 3", "Thôn Phác Lê và Do Thượng"."""
    first = re.match(r"\s*" + r"\s+".join([r"[^\s,;&+]+"] * len(name.split())), text)
    rest = text[first.end() :] if first else ""
    if not _NUMBER.fullmatch(name):
        also = _AND_NAME.match(rest)
        further = _name(rest[also.end() :], shouting=shouting, small=False, most=_LONGEST) if also else ""
        return [further] if further else []
    names = []
    while also := _AND_NUMBER.match(rest):
        names.append(also[1])
        rest = rest[also.end() :]
    return names


def _written_kind(kind: str) -> str:
    lowered = kind.lower()
    if lowered in {"tdp", "kdc"}:
        return lowered.upper()
    return f"{lowered[0].upper()}{lowered[1:]}"


def _name(text: str, *, shouting: bool, small: bool, most: int) -> str:
    taken: list[str] = []
    for word in text.split():
        numbered = bool(_NUMBER.fullmatch(word))
        if not taken and word.lower() == "số" and re.match(r"\s*số\s+\d", text, re.IGNORECASE):
            taken.append("số")
            continue
        proper = numbered or (word[0].isupper() and word[0].isalpha()) or (small and word[0].isalpha())
        if (
            word.lower() in _STOPS
            or (small and word in _STOPS_OF_FILE)
            or _YEAR.fullmatch(word)
            or not proper
            or len(taken) == most
        ):
            break
        taken.append(word.capitalize() if shouting and not _is_roman(word) and not numbered else word)
        if numbered:
            break
    return " ".join(taken)


def _is_roman(word: str) -> bool:
    return bool(re.fullmatch(r"[IVX]+", word))


def find_village(titles: list[str], sheet_name: str, file_name: str) -> tuple[str | None, str]:
    """Return the one village of a sheet and why in Vietnamese; None when none or several are named."""
    stem = re.sub(r"[_\-.]+", " ", PurePath(file_name).stem)
    places = [(text, "tiêu đề bảng", _of_title(text)) for text in titles]
    places.append((sheet_name, "tên trang tính", _of_sheet(sheet_name)))
    places.append((stem, "tên tệp", _villages(_with_accents(clean(stem)), loose=True)))
    for text, place, villages in places:
        if len(villages) == 1:
            why = f"Thôn lấy từ {place}: «{clean(text)}»."
            return villages[0], why + _otherwise(villages[0], places[-2:])
        if villages:
            return None, f"Có nhiều thôn trong {place} «{clean(text)}»: cần chọn thôn."
    return None, "Không thấy tên thôn trong tiêu đề bảng, tên trang tính và tên tệp: cần chọn thôn."


def _of_title(text: str) -> list[str]:
    """Return the villages of a title; in one typed all in small letters the name needs no capitals."""
    found = villages_in(_with_accents(text))
    if found or not text[1:].islower():
        return found
    return [v.title() for v in _villages(_with_accents(clean(_QUOTES.sub(" ", text))), loose=True)]


def _otherwise(village: str, places: list[tuple[str, str, list[str]]]) -> str:
    """Return a warning where the name of the sheet or file speaks of another village."""
    for text, place, named in places:
        if len(named) == 1 and village_key(named[0]) != village_key(village):
            return f" Nhưng {place} «{clean(text)}» ghi thôn khác: hãy kiểm tra."
    return ""


def _with_accents(text: str) -> str:
    """Return a text typed without accents with those of the words for a village: "thon 3" → "thôn 3"."""
    if not clean(text).isascii():
        return text
    return _BARE.sub(lambda m: _accented(m[1], text[m.end() :]), text)


def _accented(word: str, after: str) -> str:
    # "Ban" and "lang" are many things: only a number after them makes a village of them.
    sure = word.lower() not in {"ban", "lang", "ap"} or bool(re.match(r"\s*\d", after))
    accented = _ACCENTS[" ".join(word.lower().split())] if sure else word
    return accented.upper() if word.isupper() and sure else accented


def _of_sheet(name: str) -> list[str]:
    """Return the villages a sheet is named after, also by their bare name: "Phác Lê"."""
    found = _villages(_with_accents(clean(name)), loose=True)
    words = clean(name).split()
    bare = (
        1 < len(words) <= _LONGEST_OF_FILE
        and all(word.isalpha() and word[0].isupper() for word in words)
        and not _GENERAL.match(fold(name))
    )
    return found or ([clean(name)] if bare else [])


def villages_down(cells: Sequence[object]) -> bool:
    """Return whether a column names a village once and leaves the rows below blank."""
    first = next((at for at, cell in enumerate(cells) if cell != ""), None)
    if first is None:
        return False
    below = cells[first:]
    named = [cell for cell in below if cell != ""]
    once = all(before != after for before, after in pairwise(named))
    return once and len(below) >= _FEW_ROWS and len(below) - len(named) >= _DOWN * len(below)
