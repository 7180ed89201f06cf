"""Which village and which scheme a list means, and what is asked where it cannot be told."""

import pytest
from compared import ASKED, NEW, SKIPPED, by_place, listed, one, outcomes, register, registered

from nsnt_desktop.importing.matching.comparing import compare
from nsnt_desktop.importing.matching.questions import MAKE_NEW, SKIP, Answers, AskKind
from nsnt_desktop.registry.apply_batch import BatchRow


def village_of(
    name: str | None, villages: dict[int, tuple[str, str]], former: str | None = None, answer: str = ""
) -> BatchRow:
    known = register(villages=villages)
    sheet = listed({"village": name, "former_commune": former})
    asks = compare([sheet], known, Answers()).asks
    chosen_ = {ask.key: answer for ask in asks} if answer else {}
    return one(sheet, known, Answers(chosen=chosen_))


@pytest.mark.parametrize(
    ("written", "villages", "meant"),
    [
        ("THÔN PHÁC LÊ", {1: ("Thôn Phác Lê", "")}, 1),
        ("Phác Lê", {1: ("Thôn Phác Lê", "")}, 1),
        ("Thôn Phac Le", {1: ("Thôn Phác Lê", "")}, 1),
        ("Thôn Đông", {1: ("Thôn Đông", ""), 2: ("Thôn Đồng", "")}, 1),
        ("đồng", {1: ("Thôn Đông", ""), 2: ("Thôn Đồng", "")}, 2),
        ("Thôn Dong", {1: ("Thôn Đông", ""), 2: ("Thôn Đồng", "")}, None),
        ("Thôn Đồng", {1: ("Thôn Đông", "")}, None),
        ("Bản 1", {1: ("Thôn 1", ""), 2: ("Bản 1", "")}, 2),
        ("1", {1: ("Thôn 1", ""), 2: ("Bản 1", "")}, None),
        ("Thôn 11", {1: ("Thôn 1", "")}, None),
        (None, {1: ("Thôn 1", "")}, None),
    ],
)
def test_which_village_a_name_means(
    written: str | None, villages: dict[int, tuple[str, str]], meant: int | None
) -> None:
    row = village_of(written, villages)
    assert (row.outcome, row.village) == ((NEW, meant) if meant else (ASKED, None))


MERGED = {1: ("Thôn 1", "Cẩm Long"), 2: ("Thôn 1", "Cẩm Phú"), 3: ("Thôn 2", "Cẩm Phú")}


@pytest.mark.parametrize(
    ("name", "former", "meant"),
    [
        ("Thôn 1", "Cẩm Phú", 2),
        ("Thôn 1", "cam long", 1),
        ("Thôn 1", None, None),
        ("Thôn 1", "Cẩm Tân", None),
        ("Thôn 2", None, 3),
        ("Thôn 2", "Cẩm Long", None),
    ],
)
def test_the_former_commune_decides_between_villages_of_one_name(
    name: str, former: str | None, meant: int | None
) -> None:
    row = village_of(name, MERGED, former)
    assert (row.outcome, row.village) == ((NEW, meant) if meant else (ASKED, None))


def test_an_unknown_village_can_be_mapped_made_or_left_out() -> None:
    assert village_of("Thôn 66", MERGED, answer="3").village == 3
    made = village_of("Thôn 2", MERGED, "Cẩm Long", answer=MAKE_NEW)
    assert (made.outcome, made.village, made.former_commune) == (NEW, "Thôn 2", "Cẩm Long")
    assert village_of("Thôn 66", MERGED, answer=SKIP).outcome is SKIPPED


@pytest.mark.parametrize(
    ("name", "former", "offered"),
    [("Thôn 66", None, True), ("Thôn 2", "Cẩm Long", True), ("Thôn 1", None, False), (None, None, False)],
)
def test_a_village_is_offered_anew_only_where_none_bears_the_name(
    name: str | None, former: str | None, offered: bool
) -> None:
    sheet = listed({"village": name, "former_commune": former})
    (ask,) = compare([sheet], register(villages=MERGED), Answers()).asks
    assert (MAKE_NEW in dict(ask.options)) is offered


def test_one_new_village_is_asked_once_and_made_once_however_it_is_typed() -> None:
    sheet = listed({"head": "An", "village": "Thôn Mới"}, {"head": "Bình", "village": "THÔN MỚI"})
    found = compare([sheet], register(), Answers())
    (ask,) = found.asks
    assert ask.rows == (("S", 2), ("S", 3))
    made = compare([sheet], register(), Answers(chosen={ask.key: MAKE_NEW}))
    assert {row.village for row in made.rows} == {"Thôn Mới"}


def test_an_unknown_scheme_waits_and_can_be_mapped_made_or_left_blank() -> None:
    known = register(registered(7, "An"), schemes={5: "Nhà máy Cẩm Tân"})
    assert one(listed({"scheme": "NHÀ MÁY CẨM TÂN"}), known).scheme == 5
    sheet = listed({"head": "An", "scheme": "Bến Xuân"}, {"head": "Bình", "scheme": "BẾN XUÂN"})
    found = compare([sheet], known, Answers())
    assert outcomes(found) == [ASKED, ASKED]
    assert not found.missing  # An waits, but is on the list
    (ask,) = found.asks
    assert (ask.kind, len(ask.rows)) == (AskKind.SCHEME, 2)
    for answer, schemes in (("5", [5, 5]), (MAKE_NEW, ["Bến Xuân"] * 2), (SKIP, [None, None])):
        answered = compare([sheet], known, Answers(chosen={ask.key: answer}))
        assert [r.scheme for r in by_place(answered)] == schemes
