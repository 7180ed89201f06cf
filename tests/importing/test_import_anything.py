"""Any cells at all: a list is read or refused, and no row of it gets lost."""

from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from importing_lists import sheet

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.layouts.recognising import recognise
from nsnt_desktop.importing.rows.rows import parse_rows

CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.sampled_from(
        ["", "", "x", "Có", "Không", "Tổng cộng", "Tổ 1", "Lê Thị Ấm", "Thôn 1", "4 khẩu", "=A1", "-", "\xad"]
    ),
    st.text(max_size=8),
    st.floats(),
    st.integers(-5, 10**12),
    st.dates(),
    st.just(time(7, 30)),
    st.just(timedelta(hours=30)),
    st.datetimes(),
)
TITLES = [
    "STT",
    "Họ và tên chủ hộ",
    "Số khẩu",
    "Hộ nghèo",
    "Hộ cận nghèo",
    "Loại hộ",
    "Nước sạch",
    "Nguồn nước",
]
TITLES += ["Giếng khoan", "CNNL", "CNTT", "m3/tháng", "SĐT", "Căn cứ", "Thôn", "Ghi chú", "", "Lạ"]


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_no_row_is_lost_whatever_stands_in_it(data: st.DataObject) -> None:
    titles = data.draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=8, unique=True))
    row = st.lists(CELLS, min_size=len(titles), max_size=len(titles))
    made = sheet([titles, *data.draw(st.lists(row, max_size=8))])
    try:
        layout = recognise(made)
    except KnownError:
        assert (
            "Họ và tên chủ hộ" not in titles
            or len([title for title in titles if title not in {"", "Lạ"}]) < 2
        )
        return
    found = parse_rows(made, layout)
    places = [kept.excel_row for kept in found.rows] + [left.excel_row for left in found.skipped]
    places += [*found.rejected_rows, *found.waiting_rows]
    assert sorted(places) == list(range(layout.first_data_row, len(made.cells) + 1))
    assert all(row.head for row in found.rows)
    assert all(error.reason and error.column for error in found.rejected)


def test_dates_where_numbers_belong_are_refused_with_what_is_seen() -> None:
    found = parse_rows(made := sheet([["Chủ hộ", "Số khẩu"], ["Lê A", date(2026, 4, 5)]]), recognise(made))
    assert [(error.column, error.value) for error in found.rejected] == [("B", "05/04/2026")]
