import pytest
from documents_support import a_document

from nsnt_desktop.documents.arrange import annex_label, arranged, recipient_lines, roman
from nsnt_desktop.documents.tree import (
    BasisParagraph,
    Block,
    Bullet,
    Chart,
    Column,
    Heading,
    Item,
    Paragraph,
    Table,
    printable,
)


def texts(*blocks: Block, closes: bool = False) -> list[str]:
    return [block.text for block in arranged(blocks, closes=closes) if not isinstance(block, Table | Chart)]


def test_each_level_counts_within_the_one_above() -> None:
    blocks: list[Block] = [
        *(Heading("một", 1), Heading("a", 2), Heading("x", 3), Heading("y", 3), Item("câu"), Heading("z", 3)),
        *(Heading("hai", 1), Item("câu"), Heading("b", 2)),
    ]
    assert texts(*blocks) == [
        *("I. MỘT", "1. a", "a) x", "b) y", "2. câu", "a) z"),
        *("II. HAI", "1. câu", "2. b"),
    ]


def test_points_follow_the_vietnamese_alphabet() -> None:
    points = texts(*(Heading("…", 3) for _ in range(8)))
    assert [p[0] for p in points] == list("abcdđegh")


def test_roman_figures() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 29)] == ["I", "IV", "IX", "XIV", "XXIX"]


def test_each_basis_ends_with_a_semicolon_and_the_last_with_a_stop() -> None:
    bases = texts(BasisParagraph("một;"), BasisParagraph("hai."), BasisParagraph("ba"), Paragraph("bốn"))
    assert bases == ["một;", "hai;", "ba.", "bốn"]


@pytest.mark.parametrize("end", ["", ".", "./.", ";", " ."])
def test_the_body_closes_once(end: str) -> None:
    assert texts(Paragraph("đầu."), Bullet(f"cuối{end}"), closes=True) == ["đầu.", "- cuối./."]


def test_an_annex_does_not_close() -> None:
    assert texts(Paragraph("cuối."), closes=False) == ["cuối."]


def test_recipients_are_dashed_and_ended_however_they_were_typed() -> None:
    assert recipient_lines(("- UBND huyện;", "Các thôn.", "", "Lưu: VT, NN")) == (
        "- UBND huyện;",
        "- Các thôn;",
        "- Lưu: VT, NN.",
    )


def test_one_annex_has_no_number() -> None:
    assert (annex_label(1, 1), annex_label(2, 3)) == ("Phụ lục", "Phụ lục II")


def test_a_body_that_cannot_close_is_refused() -> None:
    with pytest.raises(ValueError, match="end with a sentence"):
        a_document(Heading("Một mình"))


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="needs 2 cells"):
        Table((Column("a", 1), Column("b", 1)), (("1",),))


def test_printable_text_is_nfc_on_one_line_and_keeps_no_break_spaces() -> None:
    assert printable("Thu\u0309y\x00\nđi\u00a0%\ud800\uffff") == "Thủy đi\u00a0%"
