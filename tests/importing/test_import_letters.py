"""Every letter of the old fonts, the syllables by which they are told, and text that was saved wrongly."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from old_letters import SMALL_LETTERS, TCVN3, VNI, names, tcvn3, vni

from nsnt_desktop.importing.letters.letters import Encoding, judge
from nsnt_desktop.importing.letters.mending import mended
from nsnt_desktop.importing.letters.old_fonts import from_tcvn3, from_vni
from nsnt_desktop.importing.letters.syllables import has_shape, is_syllable

CAPITALS = tuple(letter.upper() for letter in SMALL_LETTERS)
# What a Windows set to Vietnamese makes of the same bytes, where it has a letter there.
VIETNAMESE_WINDOWS = {
    old: code.decode("cp1258")
    for old in {c for text in (*TCVN3.values(), *VNI.values()) for c in text}
    if (code := old.encode("latin-1")).decode("cp1258", "ignore")
}


def test_the_tables_of_the_tests_are_whole() -> None:
    assert len(set(SMALL_LETTERS)) == 67
    assert len(set(TCVN3.values())) == len(TCVN3) == 74
    assert len(set(VNI.values())) == len(VNI) == 134


@pytest.mark.parametrize("letter", SMALL_LETTERS + CAPITALS)
def test_every_letter_of_vni(letter: str) -> None:
    assert from_vni(VNI[letter]) == letter
    assert from_vni(f"x{VNI[letter]}n{VNI[letter]}") == f"x{letter}n{letter}"


@pytest.mark.parametrize("letter", SMALL_LETTERS)
def test_every_small_letter_of_tcvn3_and_its_capital_in_a_font_of_capitals(letter: str) -> None:
    assert from_tcvn3(TCVN3[letter]) == letter
    assert from_tcvn3(TCVN3[letter], capitals=True) == letter.upper()


@pytest.mark.parametrize("letter", "ĂÂÊÔƠƯĐ")
def test_the_seven_capitals_of_tcvn3(letter: str) -> None:
    assert from_tcvn3(TCVN3[letter]) == letter


def test_a_mark_typed_small_behind_a_capital_of_vni_is_read() -> None:
    assert from_vni("NGUYEãN") == "NGUYỄN"


@pytest.mark.parametrize("letter", SMALL_LETTERS)
def test_a_vietnamese_windows_shows_other_letters_and_they_are_read_alike(letter: str) -> None:
    def seen(text: str) -> str:
        return "".join(VIETNAMESE_WINDOWS.get(c, c) for c in text)

    assert from_tcvn3(seen(TCVN3[letter])) == letter
    assert from_vni(seen(VNI[letter])) == letter


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("DANH S¸CH Hé GIA §×NH", "DANH SÁCH HỘ GIA ĐÌNH"),
        ("TR¦ëNG TH¤N Hµ", "TRƯỞNG THÔN HÀ"),
        ("UBND x· CÈm T©n", "UBND xã Cẩm Tân"),
        ("Hµ B¸ Êm", "Hà Bá Ấm"),
        ("NguyÔn Ngäc ¸nh", "Nguyễn Ngọc Ánh"),
        ("Hé ë nhê", "Hộ ở nhờ"),
        ("nguyÔn thÞ ¸nh", "nguyễn thị ánh"),
        ("Tæ 1", "Tổ 1"),
    ],
)
def test_capitals_that_tcvn3_could_not_write_come_back(typed: str, meant: str) -> None:
    assert from_tcvn3(typed) == meant


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "khuỷu",
        "quốc",
        "gìn",
        "giếng",
        "gì",
        "quýt",
        "huỳnh",
        "khuya",
        "nguyễn",
        "quách",
        "thuở",
        "xoèn",
        "soóc",
        "yếm",
        "ỷ",
        "quới",
        "ích",
        "uyên",
        "oanh",
        "ướt",
        "hươu",
        "cưỡi",
        "ngoèo",
        "hoà",
        "hòa",
        "khoẻ",
        "khỏe",
        "thuý",
        "thúy",
        "quý",
        "quí",
        "Đượm",
        "ẤM",
        "Lường",
        "giặt",
        "quẫn",
    ],
)
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "word",
    "côp Café Müller Huúnh NguyÔn nguôì kà ghó ngê abc huyềnn aâ thaï x đ".split(),  # noqa: SIM905
)
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_a_missing_tone_is_a_slip_and_no_other_alphabet() -> None:
    assert has_shape("Hôp")
    assert not is_syllable("Hôp")


@pytest.mark.parametrize(
    "text",
    [
        "Kh«ng",
        "NguyÔn V¨n An",
        "§inh ThÞ Hoa",
        "UBND x· CÈm T©n, ngµy 5/2/2024",
        "1;Bïi Hång TØnh;6;Kh«ng",
    ],
)
def test_tcvn3_is_told(text: str) -> None:
    assert judge(text).sure is Encoding.TCVN3


@pytest.mark.parametrize(
    "text", ["Nguyeãn Vaên An", "Leâ Thò Haø", "Coâng trình caáp nöôùc taäp trung", "TRÖÔÛNG THOÂN"]
)
def test_vni_is_told(text: str) -> None:
    assert judge(text).sure is Encoding.VNI


@pytest.mark.parametrize(
    "text",
    [
        "Café", "résumé", "Müller", "São Paulo", "Hawaï", "Thaï", "naïve", "El Niño", "garçon français", "ß",
        "5 m³", "25 m²/ngày", "30°C", "± 2", "1½", "2 × 3", "5 µm", "10 µg/l", "§ 5", "© 2024", "« Mai »",
        "«An»", "Hôp", "Tâm Đức", "Niê Y Krông", "Đắk Lắk", "H'Mông", "ôtô", "Quảng trường", "Hà", "Lê", "Cã",
        "0912 345 678", "Å",
    ],
)  # fmt: skip
def test_nothing_else_is_surely_an_old_font(text: str) -> None:
    assert judge(text).sure in {None, Encoding.UNICODE}


@given(st.text("abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæñßåøÀÉ '-", max_size=30))
def test_western_words_are_taken_for_an_old_font_only_as_vietnamese_syllables(text: str) -> None:
    told = judge(text).sure
    if told in {Encoding.TCVN3, Encoding.VNI}:
        read = from_tcvn3(text) if told is Encoding.TCVN3 else from_vni(text)
        words = [word for word in read.replace("-", " ").replace("'", " ").split() if not word.isascii()]
        assert sum(map(is_syllable, words)) * 4 >= len(words) * 3


@pytest.mark.parametrize(
    "name", [*(name for name in names(30) if not name.isascii()), "Hà", "XÃ ĐẮK NÔNG", "Đỗ Ước – Ý"]
)
@pytest.mark.parametrize(
    "windows", [{}, {c: bytes([c]).decode("cp1252", "ignore") for c in range(0x80, 0xA0)}]
)
def test_what_was_saved_under_the_wrong_letters_is_mended(name: str, windows: dict[int, str]) -> None:
    shown = name.encode().decode("latin-1").translate({c: w for c, w in windows.items() if w})
    assert mended(shown) == name


@pytest.mark.parametrize(
    "text", [*names(50), *map(tcvn3, names(50)), *map(vni, names(50)), "Ã", "Æ", "Ä°", "São"]
)
def test_nothing_else_is_mended(text: str) -> None:
    assert mended(text) is None
