"""What is typed or pasted into a cell of the households' list."""

from typing import Any

import pytest
from sqlalchemy import select

from communes import CommuneOf
from nsnt_desktop.importing.typed_cells import CellReader, load_lists
from nsnt_desktop.importing.words.cells import Refused
from nsnt_desktop.models import MainSource, Village
from nsnt_desktop.models.words import Basis, HouseholdStatus, Poverty
from nsnt_desktop.registry.reference_lists import set_source_field
from nsnt_desktop.registry.schemes import add_scheme
from nsnt_desktop.registry.villages import village_labels
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


def reader_of(data: DataFile) -> CellReader:
    with data.reading() as session:
        return CellReader(load_lists(session, find_year(session)))


@pytest.fixture
def reader(commune_of: CommuneOf) -> CellReader:
    data = commune_of([{}])
    with data.reading() as session:
        year_id = find_year(session).id
    for name in ("Trạm bơm Cẩm Tân", "Tự chảy Do Thượng"):
        add_scheme(data, year_id, name)
    return reader_of(data)


def label(reader: CellReader, field: str, typed: str) -> str | None:
    at = reader.suggested(field, typed)
    return None if at is None else reader.options(field)[at].label


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("persons", "4", 4),
        ("persons", "4 khẩu", 4),
        ("persons", "", None),
        ("persons", "-", None),
        ("litres_per_month", "12,5", 12_500),
        ("litres_per_month", "1200", 1_200_000),
        ("hygienic", "x", True),
        ("hygienic", "có", True),
        ("hygienic", "CO", True),
        ("hygienic", "không", False),
        ("hygienic", "", None),
        ("hygienic", "Chưa xác định", None),
        ("clean", "Đạt", True),
        ("clean", "Đạt quy chuẩn", True),
        ("clean", "không đạt", False),
        ("has_meter", "1", True),
        ("dry_season_shortage", "0", False),
        ("poverty", "hn", Poverty.POOR),
        ("poverty", "x", Poverty.POOR),
        ("poverty", "Cận nghèo", Poverty.NEAR_POOR),
        ("poverty", "không", Poverty.NONE),
        ("poverty", "không rõ", None),
        ("basis", "xét nghiệm", Basis.TEST),
        ("basis", "Chưa có căn cứ", Basis.NONE),
        ("basis", "chưa biết", None),
        ("status", "đang ở", HouseholdStatus.ACTIVE),
        ("status", "Đã chuyển đi", HouseholdStatus.MOVED_AWAY),
        ("volume_estimated", "ước tính", True),
        ("volume_estimated", "", False),
        ("verified", "x", True),
        ("verified", "đã đối chiếu", True),
        ("verified", "không", False),
        ("phone", "0912 345.678", "0912345678"),
        ("phone", "", ""),
        ("note", "  hai   nhà ", "hai nhà"),
        ("treatment", "-", ""),
        ("head", "Trịnh Thị Mơ", "Trịnh Thị Mơ"),
        ("village_id", "Do Thượng", 2),
        ("village_id", "thon phac le", 1),
        ("main_source_id", "không rõ", None),
        ("second_source_id", "Không có", None),
        ("second_source_id", "không", None),
        ("scheme_id", "", None),
        ("scheme_id", "không", None),
        ("scheme_id", "trạm bơm cẩm tân", 1),
        ("scheme_id", "tu chay do thuong", 2),
    ],
)
def test_a_text_is_understood(reader: CellReader, field: str, typed: str, value: Any) -> None:
    assert reader.read(field, typed) == value
    assert type(reader.read(field, typed)) is type(value)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("giếng khoan", "drilled_well"),
        ("gk", "drilled_well"),
        ("Giếng khơi", "dug_well"),
        ("Nước mưa (bể, lu)", "rain"),
        ("nước máy", "central_tap"),
    ],
)
def test_a_source_is_known_by_many_names(
    reader: CellReader, commune_of: CommuneOf, typed: str, code: str
) -> None:
    with commune_of([{}]).reading() as session:
        wanted = session.scalars(select(MainSource.id).where(MainSource.code == code)).one()
    assert reader.read("main_source_id", typed) == wanted
    assert reader.read("second_source_id", typed) == wanted


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("persons", "ba", "số nguyên từ 1 đến 50"),
        ("persons", "51", "từ 1 đến 50"),
        ("litres_per_month", "nhiều", "ví dụ 12,5"),
        ("litres_per_month", "1.200", "không rõ dấu chấm"),
        ("hygienic", "đúng là", "hãy chọn «Có», «Không»"),
        ("poverty", "giàu lắm", "«Hộ nghèo», «Hộ cận nghèo»"),
        ("main_source_id", "giếng thần", "«Giếng khoan», «Giếng đào»"),
        ("main_source_id", "?", "không có trong danh sách"),
        ("basis", "nghe nói", "«Kết quả xét nghiệm»"),
        ("scheme_id", "Nhà máy trên trời", "«Trạm bơm Cẩm Tân»"),
        ("village_id", "Thôn Xa", "«Thôn Phác Lê»"),
        ("village_id", "", "hộ phải thuộc một thôn"),
        ("status", "", "không được để trống"),
        ("status", "Đã nhập hộ", "dùng «Việc với hộ»"),
        ("status", "đi đâu", "«Đang ở», «Đã chuyển đi»"),
        ("head", "", "thiếu tên chủ hộ"),
        ("head", "123", "phải là chữ"),
        ("verified", "có lẽ", "gõ x"),
        ("note", "=1+1", "công thức"),
    ],
)
def test_a_text_that_means_nothing_is_refused_with_what_is_allowed(
    reader: CellReader, field: str, typed: str, reason: str
) -> None:
    value = reader.read(field, typed)
    assert isinstance(value, Refused)
    assert reason in value.reason


def test_a_refusal_names_a_few_short_values_of_a_long_list(reader: CellReader) -> None:
    value = reader.read("main_source_id", "giếng thần")
    assert isinstance(value, Refused)
    assert "hoặc tên khác trong danh sách" in value.reason
    assert "Công trình" not in value.reason
    assert len(value.reason) < 150


@pytest.mark.parametrize(
    ("field", "typed", "chosen"),
    [
        ("main_source_id", "g", "Giếng khoan"),
        ("main_source_id", "gg", "Giếng đào"),
        ("main_source_id", "ggg", "Giếng khoan"),
        ("main_source_id", "gieng d", "Giếng đào"),
        ("main_source_id", "gđ", "Giếng đào"),
        ("main_source_id", "khoan", "Giếng khoan"),
        ("main_source_id", "zz", None),
        ("poverty", "h", "Hộ nghèo"),
        ("poverty", "hh", "Hộ cận nghèo"),
        ("poverty", "n", "Hộ nghèo"),
        ("poverty", "k", "Không nghèo"),
        ("poverty", "", "Chưa xác định"),
        ("hygienic", "c", "Có"),
        ("hygienic", "cc", "Chưa xác định"),
        ("hygienic", "x", "Có"),
        ("hygienic", "-", "Chưa xác định"),
        ("clean", "đ", "Đạt quy chuẩn"),
        ("clean", "d", "Đạt quy chuẩn"),
        ("village_id", "d", "Thôn Do Thượng"),
        ("village_id", "", None),
        ("scheme_id", "tr", "Trạm bơm Cẩm Tân"),
        ("persons", "4", None),
    ],
)
def test_letters_choose_from_a_closed_list(
    reader: CellReader, field: str, typed: str, chosen: str | None
) -> None:
    assert label(reader, field, typed) == chosen


def test_what_a_list_offers_reads_back_as_itself(reader: CellReader) -> None:
    fields = ("village_id", "status", "poverty", "main_source_id", "second_source_id", "scheme_id", "basis")
    offered = [(f, o) for f in (*fields, "clean", "hygienic", "has_meter") for o in reader.options(f)]
    assert len(offered) > 40
    assert all(reader.read(field, option.label) == option.value for field, option in offered)


def test_a_source_no_longer_in_use_is_refused_and_not_offered(data: DataFile) -> None:
    with data.reading() as session:
        old = session.scalars(select(MainSource).where(MainSource.code == "rain")).one()
    set_source_field(data, old.id, "active", False)
    reader = reader_of(data)
    assert old.label not in [option.label for option in reader.options("main_source_id")]
    for typed in (old.label, old.label.upper()):
        value = reader.read("main_source_id", typed)
        assert isinstance(value, Refused)
        assert "không còn dùng" in value.reason


def test_a_village_name_that_stands_twice_takes_its_former_commune(data: DataFile) -> None:
    named = [("Thôn 1", "Cẩm Long"), ("Thôn 1", "Cẩm Phú"), ("Thôn 2", "Cẩm Phú")]
    villages = [Village(id=i, name=name, former_commune=former) for i, (name, former) in enumerate(named, 1)]
    assert village_labels(villages) == ((1, "Thôn 1 – Cẩm Long"), (2, "Thôn 1 – Cẩm Phú"), (3, "Thôn 2"))
    with change(data, "Thêm thôn") as made:
        made.session.add(Village(name="Thôn Phác Lê", former_commune="Cẩm Phú", position=9))
    reader = reader_of(data)
    assert reader.read("village_id", "Thôn Phác Lê – Cẩm Phú") == 3
    assert reader.read("village_id", "phac le – cam phu") == 3
