"""How like two names are, as village heads write them, and what else tells households apart."""

from typing import Any

import pytest
from compared import registered

from nsnt_desktop.importing.matching.likeness import likeness, name_likeness
from nsnt_desktop.importing.matching.person_names import names_in
from nsnt_desktop.importing.matching.weights import limit, points
from nsnt_desktop.importing.rows.parsed import ImportRow

HUNG = "Nguyễn Văn Hùng"


def like(written: str, known: str = HUNG) -> tuple[int, str]:
    return name_likeness(names_in(written)[0], names_in(known)[0])


@pytest.mark.parametrize(
    ("written", "kind", "why"),
    [
        ("NGUYỄN VĂN HÙNG", "same", "cùng họ tên"),
        ("Nguyen Van Hung", "unaccented", "cùng tên không dấu"),
        ("Nguyễn Văn Hưng", "accent", "khác dấu ở một chữ"),
        ("Nguyễn Van Hung", "accent", "thiếu dấu ở vài chữ"),
        ("Nguyển Vân Hùng", "accents", "khác dấu ở vài chữ"),
        ("Nguyễn Văn Hùgn", "typed_given", "khác một chữ cái"),
        ("Nguyễn Văn Hng", "typed_given", "khác một chữ cái"),
        ("Nguễn Văn Hùng", "typed", "khác một chữ cái"),
        ("NguyễnVăn Hùng", "typed", "khác một chữ cái"),
        ("Ng. Văn Hùng", "abbreviated", "tên viết tắt"),
        ("N V Hùng", "abbreviated", "tên viết tắt"),
        ("Nguyễn Hùng", "middle", "khác tên đệm"),
        ("Nguyễn Đức Văn Hùng", "middle", "khác tên đệm"),
        ("Văn Hùng", "no_family", "thiếu họ"),
        ("Hùng", "given_only", "chỉ ghi tên"),
        ("Nguyễn Văn Dũng", "other", "tên chủ hộ khác"),
        ("Nguyễn Thị Hùng", "other", "tên chủ hộ khác"),
        ("Lê Văn Hùng", "other", "tên chủ hộ khác"),
    ],
)
def test_what_two_names_have_in_common(written: str, kind: str, why: str) -> None:
    assert like(written) == (points("names")[kind], why)
    assert name_likeness(names_in(HUNG)[0], names_in(written)[0])[0] == points("names")[kind]


@pytest.mark.parametrize(("one", "other"), [("Lý Thị Mỹ", "Lí Thị Mĩ"), ("Bùi Quý", "Bùi Quí")])
def test_i_and_y_are_one_spelling(one: str, other: str) -> None:
    assert like(one, other) == (points("names")["spelling"], "chỉ khác cách viết i/y")


@pytest.mark.parametrize(
    ("one", "other"), [("Lê Thúy", "Lê Thúi"), ("Lê Huy", "Lê Hui"), ("Lê Tây", "Lê Tâi")]
)
def test_after_another_vowel_y_is_a_letter_of_its_own(one: str, other: str) -> None:
    assert like(one, other)[1] != "chỉ khác cách viết i/y"


@pytest.mark.parametrize(
    "written",
    ["Ông Nguyễn Văn Hùng", "hộ ông Nguyễn Văn Hùng", "Nguyễn Văn Hùng (đã mất)", "Nguyễn Văn Hùng - mất"],
)
def test_words_beside_a_name_are_no_part_of_it(written: str) -> None:
    assert like(written) == (points("names")["same"] + points("names")["beside"], "cùng họ tên")


@pytest.mark.parametrize("name", ["Ông Văn Bà", "Cù Thị Anh", "Bá Hùng", "Ân", "Mai Anh"])
def test_a_title_that_is_a_name_stays_one(name: str) -> None:
    (found,) = names_in(name)
    assert len(found.syllables) >= len(name.split()) - 1
    assert found.syllables


def test_a_person_named_besides_is_found_too() -> None:
    head, besides = names_in("Trịnh Thị Lan (vợ ông Nguyễn Văn Hùng)")
    assert (head.folded, besides.folded, besides.relative) == ("trinh thi lan", "nguyen van hung", True)
    found = likeness(row(head="Trịnh Thị Lan (vợ ông Nguyễn Văn Hùng)"), registered(7, HUNG))
    assert found.score == 88
    assert found.why == "tên người ghi kèm: cùng họ tên"


def test_the_letter_that_parts_namesakes_parts_them() -> None:
    assert like("Nguyễn Văn Hùng B", "Nguyễn Văn Hùng A")[0] < limit("ask")
    assert like("Nguyễn Văn Hùng (B)", "Nguyễn Văn Hùng B")[0] > 95
    assert like("Nguyễn Văn Hùng B")[0] == 85


@pytest.mark.parametrize("nothing", ["***", "123", "()", "ông"])
def test_what_is_no_name_is_like_no_other_name(nothing: str) -> None:
    assert likeness(row(head=nothing), registered(7, HUNG)).score < limit("ask")


def row(**values: Any) -> ImportRow:
    return ImportRow("S", 2, **{"head": HUNG, **values})


@pytest.mark.parametrize(
    ("listed", "kept", "score", "why"),
    [
        ({"birth_year": 1975}, {"birth_year": 1975}, 99, "cùng tên không dấu, cùng năm sinh"),
        ({"birth_year": 1975}, {"birth_year": 1976}, 92, "cùng tên không dấu"),
        ({"birth_year": 1975}, {"birth_year": 1950}, 52, "cùng tên không dấu, khác năm sinh (1975, 1950)"),
        ({"persons": 4}, {"persons": 4}, 98, "cùng tên không dấu, cùng số khẩu"),
        ({"persons": 4}, {"persons": 7}, 82, "cùng tên không dấu, khác số khẩu (4, 7)"),
        ({"phone": "0912 345 678"}, {"phone": "0912345678"}, 99, "cùng tên không dấu, cùng điện thoại"),
        ({"code": "7"}, {"code": "007"}, 99, "cùng tên không dấu, cùng mã hộ"),
        ({"code": "7"}, {"code": "8"}, 67, "cùng tên không dấu, khác mã hộ"),
        ({"persons": None}, {"persons": 7}, 92, "cùng tên không dấu"),
    ],
)
def test_what_else_is_told_counts(listed: dict[str, Any], kept: dict[str, Any], score: int, why: str) -> None:
    found = likeness(row(head="Nguyen Van Hung", **listed), registered(7, HUNG, **kept))
    assert (found.score, found.why) == (score, why)


def test_a_hundred_is_the_very_name_with_nothing_against_it() -> None:
    assert likeness(row(persons=4), registered(7, HUNG, persons=4)).score == 100
    assert likeness(row(phone="1", code="2"), registered(7, HUNG, phone="1", code="3")).score == 100 - 1
    assert likeness(row(phone="12345678"), registered(7, HUNG, phone="87654321")).score == 96
