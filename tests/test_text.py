import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsnt_desktop.text import clean, fold, match_key, natural_key, person_sort_key, sort_key, village_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]  # ngang huyền hỏi ngã sắc nặng


@st.composite
def syllables(draw: st.DrawFn) -> str:
    letters = draw(st.lists(st.sampled_from(LETTERS + LETTERS.upper()), min_size=1, max_size=6))
    at = draw(st.integers(0, len(letters) - 1))
    if letters[at].lower() in VOWELS:
        letters[at] += draw(st.sampled_from(TONES))
    return unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), "".join(letters))


names = st.lists(syllables(), min_size=1, max_size=5).map(" ".join)
anything = st.text(max_size=40)


@given(anything)
def test_clean_text_is_clean_already(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    assert not re.search(r"[\x00-\x1f\x7f]|\s\s", once)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Trịnh \t Văn\u00a0Khoẻ \n", "Trịnh Văn Khoẻ"),
        ("Trịnh\x0bVăn", "Trịnh Văn"),  # a soft line break of Word and Excel parts words
        ("Trịnh\u2028Văn", "Trịnh Văn"),
        ("a\u200b\u0301", "á"),  # what held the accent apart is gone, so the letter is one again
        ("Hộ\u00ad\ufeff\x00 nghèo\u202e", "Hộ nghèo"),
        ("Tie\u0302\u0301ng", "Tiếng"),
        ("", ""),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(anything)
def test_fold_is_idempotent_and_blind_to_nfc_nfd(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(names)
def test_a_folded_name_is_plain_ascii(name: str) -> None:
    assert re.fullmatch(r"[a-z]+( [a-z]+)*", fold(name))
    assert fold(name.upper()) == fold(name)


def test_fold_examples() -> None:
    assert fold("  TRỊNH  Đức-Khoẻ ") == "trinh duc khoe"
    assert fold("Đồng Ý") == "dong y"
    assert fold("CT.01/A") == "ct 01 a"


@given(names)
def test_match_key_ignores_case_normal_form_and_spaces(name: str) -> None:
    key = match_key(name)
    assert match_key(name.upper()) == key
    assert match_key(unicodedata.normalize("NFC", name)) == key
    assert match_key(unicodedata.normalize("NFD", name)) == key
    assert match_key("  " + name.replace(" ", " \t ") + " ") == key


@given(names, names)
def test_match_key_keeps_accents_apart(one: str, other: str) -> None:
    same = match_key(one) == match_key(other)
    if same:
        assert fold(one) == fold(other)
        assert sorted(unicodedata.normalize("NFD", one.lower())) == sorted(
            unicodedata.normalize("NFD", other.lower())
        )


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("Khoẻ", "khỏe"), ("THUỶ", "Thủy"), ("Nguyễn", "Nguye\u0302\u0303n"), ("loá", "lóa")],
)
def test_old_and_new_tone_placement_match(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Hòa", "Hoa"), ("Hòa", "Hóa"), ("Đạo", "Dạo"), ("Tô2", "Tổ"), ("Lan", "Lân")]
)
def test_different_names_do_not_match(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


@given(st.permutations(list(LETTERS)))
def test_the_vietnamese_alphabet_is_the_order(letters: list[str]) -> None:
    assert "".join(sorted(letters, key=sort_key)) == LETTERS


@given(st.permutations(["ma", "mà", "mả", "mã", "má", "mạ"]))
def test_tones_follow_the_dictionary(words: list[str]) -> None:
    assert sorted(words, key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_the_tone_decides_only_between_equal_letters() -> None:
    assert sorted(["mạ a", "ma b", "mà a"], key=sort_key) == ["mà a", "mạ a", "ma b"]
    assert sort_key("hoà") == sort_key("HÒA")


@given(names)
def test_sort_key_is_blind_to_normal_form_and_case(name: str) -> None:
    assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(
        unicodedata.normalize("NFC", name).upper()
    )


def test_a_digit_in_a_word_is_no_tone() -> None:
    assert sorted(["Tổ10", "Tổ2", "Tổ1"], key=natural_key) == ["Tổ1", "Tổ2", "Tổ10"]
    assert sort_key("Tô2") != sort_key("Tổ")


def test_people_stand_by_given_name() -> None:
    people = ["Trịnh Văn Đức", "Lê Thị An", "Bùi Văn An", "Phạm Dung", "Lê Văn Ân", "Cao Thị Ánh"]
    assert sorted(people, key=person_sort_key) == [
        "Lê Thị An",
        "Bùi Văn An",
        "Cao Thị Ánh",
        "Lê Văn Ân",
        "Phạm Dung",
        "Trịnh Văn Đức",
    ]


@given(st.lists(st.integers(0, 999_999), min_size=2, max_size=6))
def test_numbers_in_names_count_as_numbers(numbers: list[int]) -> None:
    villages = [f"Thôn {n}" for n in numbers]
    assert sorted(villages, key=natural_key) == [f"Thôn {n}" for n in sorted(numbers)]


@pytest.mark.parametrize(
    "name", ["Thôn Phác Lê", "THÔN PHÁC LÊ", "Phác Lê", "phac le", "Làng  Phác-Lê", "Tổ dân phố Phác Lê"]
)
def test_one_village_however_it_is_written(name: str) -> None:
    assert village_key(name) == "phac le"


def test_village_key_keeps_a_bare_kind_and_parts_numbers() -> None:
    assert village_key("Thôn") == "thon"
    assert village_key("Khu phố 3") == "3" != village_key("Khu phố 13")
    assert village_key("Bản Thạch") != village_key("Thạch Bản")
    assert village_key("Thôn số 3") == village_key("KDC số 3") == village_key("Khu dân cư 3") == "3"
    assert village_key("Thôn Phú Số 3") == "phu so 3"
