"""The workbook command: the file it names holds every figure as a formula."""

from pathlib import Path

from openpyxl import load_workbook

from cli_running import new_file, refused, run


def test_the_workbook_is_written_into_a_folder_that_is_made(tmp_path: Path) -> None:
    path = new_file(tmp_path / "xã.nsnt", "Thôn 1;Thôn 2")
    code, out, err = run("workbook", path, "--out", tmp_path / "gửi" / "huyện")
    made = tmp_path / "gửi" / "huyện" / "so-lieu-va-cong-thuc-2024.xlsx"
    assert (code, err, out.strip()) == (0, "", f"Đã lưu {made}")
    sheet = load_workbook(made)["Theo thôn"]
    assert [sheet["B6"].value, sheet["B7"].value, sheet["B8"].value] == ["Thôn 1", "Thôn 2", "Toàn xã"]
    assert sheet["E6"].value.startswith("=IF(")


def test_a_year_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = new_file(tmp_path / "xã.nsnt", "Thôn 1")
    assert "1999" in refused(run("workbook", path, "--year", 1999, "--out", tmp_path / "ra"))
    assert not (tmp_path / "ra").exists()


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    path = new_file(tmp_path / "xã.nsnt", "Thôn 1")
    (tmp_path / "ra").write_text("một tệp")
    assert "Không lưu được tệp" in refused(run("workbook", path, "--out", tmp_path / "ra"))
