"""Blocks of cells as text, and where a block goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsnt_desktop.ui.grid_block import lay_out, read_block, write_block

cells = st.text(st.sampled_from('ab "\t\n\rệ,;'), max_size=6)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), min_size=1)))
def test_what_is_copied_is_pasted_as_it_was(block: list[list[str]]) -> None:
    assert read_block(write_block(block)) == block


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("", []),
        ("4", [["4"]]),
        ("4\r\n", [["4"]]),
        ("4\n\n5\n", [["4"], [""], ["5"]]),
        ("a\tb\nc", [["a", "b"], ["c", ""]]),
        ("a\t\n", [["a", ""]]),
        ("\t", [["", ""]]),
        ("a\rb", [["a"], ["b"]]),
        ('"a\nb"\tc\n', [["a\nb", "c"]]),
        ('"a\tb"\n', [["a\tb"]]),
        ('"a ""b"" c"\n', [['a "b" c']]),
        ('"Anh"\n', [['"Anh"']]),  # Excel would not have quoted it
        ('"a\tb\n', [['"a', "b"]]),  # a quote that is never closed
        ('5" ống\tx\n', [['5" ống', "x"]]),
        ('""\n', [['""']]),
    ],
)
def test_a_text_is_read_as_excel_writes_it(text: str, block: list[list[str]]) -> None:
    assert read_block(text) == block


@pytest.mark.parametrize(
    ("block", "rows", "columns", "into", "left_over"),
    [
        ((1, 1), [3], [5], ([3], [5]), (0, 0)),
        ((1, 1), [3, 4], [5, 2], ([3, 4], [5, 2]), (0, 0)),
        ((2, 1), [0, 1, 2, 3], [5], ([0, 1, 2, 3], [5]), (0, 0)),
        ((2, 1), [0, 1, 2], [5], ([0, 1], [5]), (0, 0)),
        ((3, 2), [8], [7], ([8, 9], [7, 2]), (1, 0)),
        ((1, 4), [0], [7], ([0], [7, 2]), (0, 2)),
    ],
)
def test_where_a_block_goes(
    block: tuple[int, int],
    rows: list[int],
    columns: list[int],
    into: tuple[list[int], list[int]],
    left_over: tuple[int, int],
) -> None:
    target = lay_out(block, rows, columns, (10, [0, 5, 7, 2]))
    assert (list(target.rows), list(target.columns)) == into
    assert (target.rows_left_over, target.columns_left_over) == left_over
