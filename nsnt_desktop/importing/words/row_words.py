"""The words by which rows that are no households are told: totals, groups, signatures, notes."""

import re

from nsnt_desktop.importing.words.village_names import villages_in
from nsnt_desktop.importing.words.vocabulary import example_marks, poverty_words
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.text import clean, fold

SIGNATURES = (
    "trưởng thôn", "phó trưởng thôn", "trưởng bản", "trưởng khu", "trưởng xóm", "trưởng ấp", "trưởng làng",
    "trưởng ban", "trưởng buôn", "trưởng tiểu khu", "trưởng kdc", "tổ trưởng", "thôn trưởng", "người lập",
    "lập biểu", "lập bảng", "người tổng hợp", "người kê khai", "người điều tra", "người nhận", "người viết",
    "người ghi", "người báo cáo", "người thống kê", "(ký", "ký,", "ký tên", "ký và", "ký ghi", "(đã ký",
    "đã ký", "xác nhận", "tm.", "tm ", "t/m", "t.m", "kt.", "tl.", "chủ tịch", "phó chủ tịch", "cán bộ",
    "công chức", "ủy ban", "uỷ ban", "ubnd", "bí thư", "đại diện", "kế toán", "cộng tác viên", "nơi nhận",
)  # fmt: skip
NOTES = (
    "ghi chú:", "ghi chú ", "lưu ý", "chú ý", "chú thích", "(*)", "* ", "- ", "ấn định", "danh sách",
    "bảng tổng hợp", "biểu ", "mẫu ", "trang ", "cộng hòa xã hội", "cộng hoà xã hội", "độc lập", "đvt",
    "đơn vị tính", "kèm theo", "(kèm", "đơn vị:", "năm 2", "(danh sách", "tổng hợp",
)  # fmt: skip
_KINDS = (
    "tổ dân phố", "khu dân cư", "khu phố", "tiểu khu", "tổ", "nhóm", "cụm", "đội", "thôn", "xóm", "khu",
    "bản",
    "ấp", "làng", "buôn", "tdp", "kdc", "ngõ", "phố", "đường",
)  # fmt: skip
_VILLAGE_KINDS = tuple(
    kind for kind in _KINDS if kind not in {"tổ", "nhóm", "cụm", "đội", "ngõ", "phố", "đường"}
)
_INDEX = re.compile(r"(?:[IVX]{1,5}|[A-H]|\d{1,2})\s*[.)/:\-]\s*")
_NUMBERED_GROUP = re.compile(
    rf"(?:{'|'.join(_KINDS)})\s*:?\s*(?:số\s*)?(?:\d+[a-z]?|[ivx]+|[a-h])(?!\w)", re.IGNORECASE
)
_WHOLE_TOTALS = {"tong cong", "cong", "tong so", "tong"}
_TOTALS = (
    "luy ke", "mang sang", "chuyen sang", "chuyen trang", "toan thon", "toan xa", "toan to", "ca thon",
    "tieu cong",
    "trong do", "ty le", "ti le", "so ho", "so khau", "so nhan khau", "ho ngheo", "ho can ngheo",
    "ho su dung",
    "ho dung", "nhan khau", "nuoc hop ve sinh", "nuoc sach", "cong don",
)  # fmt: skip
_COUNTED = frozenset(
    "cong so ho khau nhan to thon trang toan lai chung cac xom ban khu nhom don luong nguoi ngheo dan xa ap"  # noqa: SIM905
    " lang tdp mang chuyen luy phan muc i ii iii iv a b c tieu cum doi buon kdc hgd theo tat nuoc can".split()
)
_TOTAL_STARTS = (
    "tổng", "cộng", "tong", "cong", "lũy kế", "luỹ kế", "mang sang", "chuyển", "toàn ", "cả thôn",
    "tiểu cộng",
    "trong đó", "tỷ lệ", "tỉ lệ", "số ", "hộ nghèo", "hộ cận", "hộ sử", "hộ dùng", "nhân khẩu", "nước",
    "hộ khác", "hộ còn", "hộ không", "hộ ngoài", "các hộ", "những hộ",
)  # fmt: skip
_GROUP_STARTS = (*(f"{kind} " for kind in _KINDS), *(f"{kind}:" for kind in _KINDS), "đội")
_INDEXED = tuple(
    f"{index}{mark}"
    for index in ("i", "ii", "iii", "iv", "v", "vi", "vii", "a", "b", "c", "d")
    for mark in ".)/:-"
)
_MARKS = "0123456789(["
_SUSPICIOUS = (*_TOTAL_STARTS, *SIGNATURES, *NOTES, *_GROUP_STARTS, *_INDEXED, *_MARKS)
_BEGINNINGS = frozenset(start[:2] for start in _SUSPICIOUS if len(start) > 1)
DATE_LINE = re.compile(r"ngày\b.*\btháng\b.*\bnăm\b")
_NAME = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*\.?")
_ASIDE = re.compile(r"\([^()]*\)")
_LONGEST_NAME = 6
_COUNT = re.compile(r"\s*[:(\-–]?\s*\d+\s*(?:hộ)?\s*\)?\s*:?$|\s*:$", re.IGNORECASE)
_EXAMPLE = re.compile(r"\(?([^:()]{2,20})(?:\)|:)\s*\S|.*\S\s*\(([^()]{2,20})\)$")


def is_suspicious(lowered: str) -> bool:
    """Return whether what stands where a name belongs, in lower case, may be something else."""
    # Digits and brackets sort before the letters.
    return (lowered[:2] in _BEGINNINGS or lowered < "a") and lowered.startswith(_SUSPICIOUS)


def is_example(text: str) -> bool:
    """Return whether a name is only an example for those who fill the list in: "VD: Nguyễn Văn A"."""
    found = _EXAMPLE.match(clean(text))
    return found is not None and fold(found[1] or found[2]) in example_marks()


def poverty_named(text: str) -> Poverty | None:
    """Return the status of the households under a group row: "I. Hộ nghèo: 12 hộ", "Các hộ còn lại"."""
    label = _COUNT.sub("", group_label(text))
    # "Không" and "Khác" alone head no group, nor does one letter.
    return poverty_words().find(label) if " " in label else None


def is_total(text: str) -> bool:
    """Return whether a row begins as totals do: "Tổng cộng", "Cộng tổ 1: 23 hộ", "Tổng: 45"."""
    folded = fold(text)
    if folded in _WHOLE_TOTALS or folded.startswith(_TOTALS):
        return True
    first, _, rest = folded.partition(" ")
    if first not in {"tong", "cong"} or text[:2].lower() == "tố":
        return False
    after = rest.partition(" ")[0]
    return after in _COUNTED or after.isdigit() or text[len(first) :].lstrip().startswith(":")


def group_label(text: str) -> str:
    """Return a group's name without its index: "I. Thôn 3" → "Thôn 3"."""
    return _INDEX.sub("", clean(text), count=1)


def is_numbered_group(text: str) -> bool:
    """Return whether a text names a group by number, as no person is named: "Tổ 1", "Thôn 3 (45 hộ)"."""
    return bool(_NUMBERED_GROUP.match(group_label(text)))


def is_group(text: str) -> bool:
    """Return whether a text begins like the name of a group: "Xóm Trên", "Tổ Liên Minh"."""
    label = group_label(text).lower()
    return label.startswith(_GROUP_STARTS) or label != clean(text).lower()


def village_named(text: str) -> str | None:
    """Return the village a group row is named after: "Thôn Phác Lê"."""
    label = group_label(text)
    found = villages_in(label) if label.lower().startswith(_VILLAGE_KINDS) else []
    return found[0] if len(found) == 1 else None


def could_be_of_family(text: str) -> bool:
    """Return whether a numbered row that begins like a total names a person: "Tong Cong Minh"."""
    words = text.split()
    return fold(text) not in _WHOLE_TOTALS and could_be_a_name(text) and all(w[0].isupper() for w in words)


def could_be_a_name(text: str) -> bool:
    """Return whether a lone text could be somebody's name: a few words, no digits, no sentence."""
    words = _ASIDE.sub(" ", text).split()
    return (
        bool(words)
        and len(words) <= _LONGEST_NAME
        and all(map(_NAME.fullmatch, words))
        and text[:1].isupper()
    )
