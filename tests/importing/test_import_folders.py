from pathlib import Path

import pytest

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.files.folders import MAX_FILES, files_in


def made(top: Path, *names: str) -> Path:
    for name in names:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).touch()
    return top


def test_lists_are_found_in_natural_order_and_nothing_else(tmp_path: Path) -> None:
    top = made(
        tmp_path,
        "Thôn 10.xlsx",
        "Thôn 2.XLS",
        "~$Thôn 2.xls",
        ".ẩn.xlsx",
        "ảnh.jpg",
        "a/b/c/sâu.ods",
        "a/b/c/d/x.csv",
    )
    found = [str(path.relative_to(top)) for path in files_in([top])]
    assert found == ["a/b/c/sâu.ods", "Thôn 2.XLS", "Thôn 10.xlsx"]


def test_a_file_chosen_by_name_stays_and_stands_once(tmp_path: Path) -> None:
    top = made(tmp_path, "a.pdf", "b.xlsx")
    assert files_in([top / "a.pdf", top, top / "b.xlsx"]) == [top / "a.pdf", top / "b.xlsx"]


def test_nothing_and_too_much_are_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="Không có tệp danh sách"):
        files_in([tmp_path])
    made(tmp_path, *(f"{n}.csv" for n in range(MAX_FILES + 1)))
    with pytest.raises(KnownError, match="hơn 500 tệp"):
        files_in([tmp_path])
