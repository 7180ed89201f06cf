import errno
from pathlib import Path
from typing import BinaryIO

import pytest
from documents_support import a_document

from nsnt_desktop.documents.gather import save_paper
from nsnt_desktop.errors import KnownError
from nsnt_desktop.storage.files import write_beside


def write(path: Path, content: bytes = b"new") -> None:
    write_beside(path, lambda file: file.write(content))


def test_a_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write(tmp_path / "Kế hoạch số 5.pdf")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("Kế hoạch số 5.pdf", b"new")]


def test_an_old_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"an old and longer file")
    write(path)
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (PermissionError(errno.EACCES, "Access denied"), "đang mở trong chương trình khác.*đóng tệp đó"),
        (OSError(errno.ENOSPC, "No space left"), "ổ đĩa đã đầy.*giải phóng"),
        (OSError(errno.EROFS, "Read-only"), "chỉ cho đọc.*nơi lưu khác"),
        (OSError(errno.EIO, "Input/output error"), "không đọc ghi được ổ đĩa.*nơi lưu khác"),
    ],
)
def test_a_refusal_keeps_the_old_file_and_is_told(
    fault: OSError, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise fault

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(KnownError, match=rf"«a\.pdf».*{sentence}"):
        write(path)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.pdf", b"old")]


def test_a_writer_that_fails_midway_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def fail(file: BinaryIO) -> None:
        file.write(b"half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_beside(path, fail)
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.pdf", b"old")]


def test_a_paper_cannot_be_saved_to_a_drive_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such drive")

    monkeypatch.setattr(Path, "mkdir", gone)
    with pytest.raises(KnownError, match="không tìm thấy thư mục"):
        save_paper(a_document(), tmp_path / "gone", "a")


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    tmp_path.joinpath("tệp").write_bytes(b"")
    with pytest.raises(KnownError, match="không tìm thấy thư mục"):
        write(tmp_path / "tệp" / "a.pdf")


def test_a_folder_of_that_name_is_told(tmp_path: Path) -> None:
    tmp_path.joinpath("a.pdf").mkdir()
    with pytest.raises(KnownError, match="Không lưu được"):
        write(tmp_path / "a.pdf")
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]
