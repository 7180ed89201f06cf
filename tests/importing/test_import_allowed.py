"""What those who correct a wrong cell are told may stand there."""

import pytest

from communes import CommuneOf
from nsnt_desktop.importing.rows.allowed import allowed, allowed_for
from nsnt_desktop.importing.words.fields import Field
from taking_in import list_of, preview


@pytest.mark.parametrize("field", list(Field))
def test_every_column_says_what_it_takes(field: Field) -> None:
    assert allowed(field)


def test_cells_that_contradict_each_other_are_told_together(commune_of: CommuneOf) -> None:
    heading = ("Họ và tên chủ hộ", "Giếng khoan", "Giếng đào", "Số nhân khẩu")
    file = list_of(("Lê Văn An", "x", "x", 4), ("Ngô Thị Bé", "x", "", 99), heading=heading, name="a.xlsx")
    both, persons = preview(commune_of([]), file).rejected
    layout = file.sheets[0][1]
    assert allowed_for(both, layout) == "x ở đúng một cột nguồn nước của mỗi hộ"
    assert allowed_for(persons, layout) == "số nguyên từ 1 đến 50, ví dụ 4"
