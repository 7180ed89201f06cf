"""Rule 6: households that may stand in the list twice."""

import unicodedata

import pytest
from checks_support import editing, findings, found_in, sound

from communes import fill, village_ids
from nsnt_desktop.checks.finding import rule_words
from nsnt_desktop.models import NotDuplicate, Village
from nsnt_desktop.models.words import HouseholdStatus, Severity
from nsnt_desktop.storage.datafile import DataFile


@pytest.mark.parametrize(
    "other",
    ["Trịnh Văn Hòa", "trịnh  văn HOÀ", unicodedata.normalize("NFD", "Trịnh Văn Hoà"), "Trịnh Văn Hoà"],
)
def test_one_head_written_two_ways_in_one_village(data: DataFile, other: str) -> None:
    (found,) = found_in(data, "6", sound(head="Trịnh Văn Hoà"), sound(head=other), sound(head="Lê Thị An"))
    assert "cùng họ tên chủ hộ" in found.message
    assert "Trịnh Văn Hoà (H1)" in found.message
    assert len(found.record_ids) == 2
    assert found.record_id is None
    assert found.subject == "household:1,2"


def test_names_that_only_accents_part_are_told_as_alike(data: DataFile) -> None:
    rows = [sound(head="Trịnh Văn Hòa"), sound(head="Trịnh Văn Hoa"), sound(head="Trịnh Văn Hỏa")]
    (found,) = found_in(data, "6", *rows, sound(head="Trịnh Văn Hòa", village="Thôn Do Thượng"))
    assert found.severity is Severity.WARNING
    assert "giống tên nếu bỏ dấu" in found.message
    assert "cùng" not in found.message
    assert found.subject == "household:1,2,3"


def test_one_name_twice_and_a_third_alike_are_two_findings(data: DataFile) -> None:
    found = found_in(data, "6", *(sound(head=f"Trịnh Văn {name}") for name in ("Hùng", "Hùng", "Hưng")))
    assert [(f.subject, "bỏ dấu" in f.message) for f in found] == [
        ("household:1,2", False),
        ("household:1,2,3", True),
    ]


def test_alike_in_name_and_of_one_phone_are_told_in_one_sentence(data: DataFile) -> None:
    (found,) = found_in(
        data, "6", sound(head="Lê Văn Tú", phone="0951"), sound(head="Lê Văn Tư", phone="0951")
    )
    assert "giống tên nếu bỏ dấu" in found.message
    assert "cùng số điện thoại" in found.message


def test_another_letter_or_another_village_is_another_name(data: DataFile) -> None:
    rows = [sound(head="Trịnh Văn Hùng"), sound(head="Trịnh Văn Dũng")]
    assert found_in(data, "6", *rows, sound(head="Trịnh Văn Hưng", village="Thôn Do Thượng")) == []


def apart(data: DataFile, *pairs: tuple[int, int]) -> None:
    with editing(data) as session:
        session.add_all(NotDuplicate(first_id=first, second_id=second) for first, second in pairs)


def test_a_pair_said_not_to_be_one_is_no_longer_told(data: DataFile) -> None:
    fill(data, [sound(head="Lê Văn An", phone="0951"), sound(head="Lê Văn An", phone="0951")])
    assert len(findings(data, "6")) == 1
    apart(data, (1, 2))
    assert findings(data, "6") == []


def test_of_a_group_those_stay_of_whom_a_pair_was_not_marked(data: DataFile) -> None:
    fill(data, [sound(phone="0951") for _ in range(4)])
    apart(data, (1, 2), (1, 3))
    assert [f.subject for f in findings(data, "6")] == ["household:1,2,3,4"]  # 1 may still be 4
    apart(data, (1, 4))
    assert [f.subject for f in findings(data, "6")] == ["household:2,3,4"]
    apart(data, (2, 3), (2, 4), (3, 4))
    assert findings(data, "6") == []


def test_pairs_of_one_name_marked_leave_what_accents_part(data: DataFile) -> None:
    fill(data, [sound(head=f"Trịnh Văn {name}") for name in ("Hùng", "Hùng", "Hưng")])
    apart(data, (1, 2), (1, 3))
    assert [(f.subject, "bỏ dấu" in f.message) for f in findings(data, "6")] == [("household:2,3", True)]


def test_one_phone_anywhere_in_the_commune(data: DataFile) -> None:
    rows = [sound(phone="0951 234 567"), sound(phone="0951.234.567", village="Thôn Do Thượng")]
    (found,) = found_in(data, "6", *rows, sound(phone="0951234568"))
    assert "cùng số điện thoại" in found.message
    assert "Thôn Phác Lê; Thôn Do Thượng" in found.message


def test_one_code_anywhere_in_the_commune(data: DataFile) -> None:
    rows = [sound(code="pl-01"), sound(code="PL-01", village="Thôn Do Thượng")]
    (found,) = found_in(data, "6", *rows, sound(code="PL-1"))
    assert "cùng mã hộ" in found.message


def test_blanks_are_no_doubles(data: DataFile) -> None:
    assert found_in(data, "6", sound(code="", phone=""), sound(code="", phone=""), sound(phone=" ")) == []


def test_two_reasons_for_one_pair_make_one_finding(data: DataFile) -> None:
    twins = [sound(head="Lê Văn An", phone="0951"), sound(head="Lê Văn An", phone="0951")]
    (found,) = found_in(data, "6", *twins)
    assert "cùng họ tên chủ hộ, số điện thoại" in found.message


def test_three_alike_and_a_pair_among_them_are_two_findings(data: DataFile) -> None:
    rows = [sound(head="Lê Văn An", phone="0951"), sound(head="Lê Văn An", phone="0951"), sound(phone="0951")]
    assert [f.subject for f in found_in(data, "6", *rows)] == ["household:1,2", "household:1,2,3"]


def test_a_long_group_names_three_and_counts_the_rest(data: DataFile) -> None:
    (found,) = found_in(data, "6", *(sound(phone="0951") for _ in range(12)))
    assert "và 9 hộ khác" in found.message
    assert len(found.record_ids) == 12


def test_last_year_and_households_gone_are_no_doubles(data: DataFile) -> None:
    gone = sound(head="Lê Văn An", status=HouseholdStatus.MERGED)
    fill(data, [sound(head="Lê Văn An"), gone, sound(head="Lê Văn An", year=2023)])
    assert findings(data, "6") == []


def test_more_doubles_than_sqlite_takes_at_once(data: DataFile) -> None:
    fill(data, [sound(phone="0951") for _ in range(10_050)])
    (found,) = findings(data, "6")
    assert len(found.record_ids) == 10_050


def test_codes_are_alike_whatever_their_case_and_vietnamese_letters(data: DataFile) -> None:
    (found,) = found_in(data, "6", sound(code="hđ1"), sound(code="HĐ1"), sound(code="HD1"))
    assert found.subject == "household:1,2"


def test_a_group_stands_by_the_offices_order_of_villages_then_by_name(data: DataFile) -> None:
    rows = [
        sound(phone="0951", head="Trịnh Văn Út", village="Thôn Do Thượng"),
        sound(phone="0951", head="Trịnh Văn An", village="Thôn Do Thượng"),
        sound(phone="0951", head="Lê Thị Bình"),
    ]
    first, second = village_ids(data)
    (found,) = found_in(data, "6", *rows)
    assert (found.record_ids, found.village_id) == ((3, 2, 1), first)
    assert "Lê Thị Bình (H3), Trịnh Văn An (H2), Trịnh Văn Út (H1)" in found.message
    with editing(data) as session:
        session.get_one(Village, first).position, session.get_one(Village, second).position = 2, 1
    (found,) = findings(data, "6")
    assert (found.record_ids, found.village_id) == ((2, 1, 3), second)
    with editing(data) as session:
        session.get_one(Village, first).position = 1
    (found,) = findings(data, "6")
    assert found.record_ids == (3, 2, 1)


def test_groups_stand_by_their_first_household(data: DataFile) -> None:
    rows = [
        sound(phone=phone, head=head)
        for phone, head in (
            ("0952", "Lê Văn Út"),
            ("0951", "Lê Văn An"),
            ("0952", "Lê Văn Bình"),
            ("0951", "Lê Văn Yên"),
        )
    ]
    assert [f.subject for f in found_in(data, "6", *rows)] == ["household:2,4", "household:1,3"]


def test_a_household_without_a_code_is_named_without_brackets(data: DataFile) -> None:
    (found,) = found_in(
        data, "6", sound(head="Lê Văn An", code=""), sound(head="Lê Văn An", code="B2", phone="")
    )
    assert "Lê Văn An, Lê Văn An (B2)" in found.message
    assert "()" not in found.message


def test_two_things_alike_are_told_after_a_comma(data: DataFile) -> None:
    (found,) = found_in(
        data, "6", sound(head="Lê Văn Tú", phone="0951"), sound(head="Lê Văn Tư", phone="0951")
    )
    words = rule_words("6", "same")
    assert f"{words['same'].format(what=words['same_phone'])}, {words['alike_head']}" in found.message


def test_a_pair_may_be_said_apart_in_either_order(data: DataFile) -> None:
    fill(data, [sound(head="Lê Văn An"), sound(head="Lê Văn An")])
    apart(data, (2, 1))
    assert findings(data, "6") == []


def test_a_pair_said_apart_is_apart_whichever_is_looked_at_first(data: DataFile) -> None:
    same, others = sound(head="Lê Văn An"), [sound(head=f"Hà Thị {name}") for name in "ABCDEG"]
    fill(data, [same, *others, same])  # ids 1 and 8: a set takes 8 out first
    assert [f.subject for f in findings(data, "6")] == ["household:1,8"]
    apart(data, (1, 8))
    assert findings(data, "6") == []
