"""Which village a title, a sheet name or a file name speaks of."""

import re
from pathlib import PurePath

from nsnt_desktop.text import clean, village_key

_KINDS = "thôn|bản|khu phố|tổ dân phố|xóm|làng|ấp"
_NAMED = re.compile(rf"(?<!\w)(?P<kind>{_KINDS})(?!\w)\s*:?\s*(?=(?P<name>[^,;:()–|/]+))", re.IGNORECASE)
_NO_VILLAGE_BEFORE = ("trưởng", "văn", "biên", "cán bộ", "các", "toàn", "từng", "theo")
_STOPS = {
    "xã", "phường", "huyện", "tỉnh", "thị", "năm", "tháng", "đợt", "quý", "sử", "dùng", "có", "và", "-", "—",
    "nước", "hộ", "theo", "sheet", "danh", "kỳ", "cập",
}  # fmt: skip
_LONGEST = 5


def villages_in(text: str) -> list[str]:
    """Return the villages a text names, as "Thôn Phác Lê", each once."""
    text = clean(text)
    found: dict[str, str] = {}
    for match in _NAMED.finditer(text):
        before = text[: match.start()].lower().rstrip()
        name = _name(match["name"], shouting=text.isupper())
        if name and not before.endswith(_NO_VILLAGE_BEFORE):
            kind = match["kind"].lower()
            found.setdefault(village_key(name), f"{kind[0].upper()}{kind[1:]} {name}")
    return list(found.values())


def _name(text: str, *, shouting: bool) -> str:
    taken: list[str] = []
    for word in text.split():
        proper = word[0].isupper() or word[0].isdigit()
        if word.lower() in _STOPS or not proper or len(taken) == _LONGEST:
            break
        taken.append(word.capitalize() if shouting and not _is_roman(word) else word)
        if word[0].isdigit():
            break
    return " ".join(taken)


def _is_roman(word: str) -> bool:
    return bool(re.fullmatch(r"[IVX]+", word))


def find_village(titles: list[str], sheet_name: str, file_name: str) -> tuple[str | None, str]:
    """Return the one village of a sheet and why in Vietnamese; None when none or several are named."""
    stem = re.sub(r"[_\-.]+", " ", PurePath(file_name).stem)
    stem = re.sub(r"(?i)\bthon\b", "thôn", stem)
    places = [(text, "tiêu đề bảng") for text in titles] + [(sheet_name, "tên trang tính"), (stem, "tên tệp")]
    for text, place in places:
        villages = villages_in(text)
        if len(villages) == 1:
            return villages[0], f"Thôn lấy từ {place}: «{clean(text)}»."
        if villages:
            return None, f"Có nhiều thôn trong {place} «{clean(text)}»: cần chọn thôn."
    return None, "Không thấy tên thôn trong tiêu đề bảng, tên trang tính và tên tệp: cần chọn thôn."
