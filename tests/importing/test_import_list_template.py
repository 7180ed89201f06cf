"""Our own list goes out to a village and comes back without a question."""

from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from communes import CommuneOf
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.intake import Preview, preview_list, read_list
from nsnt_desktop.importing.list_template import save_village_lists
from nsnt_desktop.importing.questions import nearest_first
from nsnt_desktop.models import MainSource
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.register import load_register
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.sample import make_sample
from nsnt_desktop.storage.datafile import DataFile, open_data_file


def preview(data: DataFile, path: Path) -> Preview:
    with data.reading() as session:
        return preview_list(read_list(path), load_register(session, find_year(session)))


def test_every_list_of_the_sample_comes_back_as_the_same(tmp_path: Path) -> None:
    make_sample(tmp_path / "mau.nsnt")
    data = open_data_file(tmp_path / "mau.nsnt")
    lists = save_village_lists(data, 2024, tmp_path)
    assert len(lists) == 9
    rows = same = 0
    for path in lists:
        found = preview(data, path)
        assert not found.asks, path
        assert [(e.excel_row, e.reason) for e in found.rejected if "khẩu" not in e.reason] == []
        rows += len(found.batch.rows)
        same += found.count(Outcome.SAME)
    data.close()
    # The sample's planted fault, a household of 0 persons, cannot come back: 0 is no number of persons.
    assert (rows, same) == (1552, 1551)


def test_every_source_and_answer_comes_back(commune_of: CommuneOf, data: DataFile, tmp_path: Path) -> None:
    with data.reading() as session:
        codes = session.scalars(select(MainSource.code)).all()
    answers = [True, False, None]
    statuses = [*Poverty, None]
    commune_of(
        [
            {
                "head": f"Lê Văn {'ABCDEGHIKLMN'[i]}",
                "source": code,
                "hygienic": answers[i % 3],
                "clean": answers[(i + 1) % 3],
                "poverty": statuses[i % 4],
                "litres_per_month": [12_345, None][i % 2],
                "note": "- nhà cuối xóm",
                "phone": "0912 345 678",
                "code": f"00{i}",
            }
            for i, code in enumerate(codes)
        ]
    )
    path = save_village_lists(data, 2024, tmp_path)[0]
    found = preview(data, path)
    assert [e.reason for e in found.rejected] == []
    assert {o: found.count(o) for o in Outcome if found.count(o)} == {Outcome.SAME: len(codes)}


def test_text_is_never_a_formula_and_headings_are_there(
    commune_of: CommuneOf, data: DataFile, tmp_path: Path
) -> None:
    commune_of([{"head": "Lê Văn A", "note": '=HYPERLINK("http://x")'}])
    sheet = openpyxl.load_workbook(save_village_lists(data, 2024, tmp_path)[0])["Danh sách"]
    assert [c.value for c in sheet[3]][:3] == ["TT", "Mã hộ", "Chủ hộ"]
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert len(sheet.data_validations.dataValidation) == 4  # no scheme yet, so nothing to choose from


def test_a_folder_that_is_not_there_is_told(data: DataFile, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="không tìm thấy thư mục"):
        save_village_lists(data, 2024, tmp_path / "không có")


def test_the_most_alike_is_offered_first() -> None:
    options = [("1", "Thôn 1"), ("2", "Phác Lê"), ("3", "Do Thượng")]
    assert nearest_first("thon phac le", options)[0] == ("2", "Phác Lê")
