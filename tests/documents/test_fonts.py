import hashlib
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from nsnt_desktop.documents import fonts
from nsnt_desktop.documents.fonts import BUNDLED_FILES, family, vietnamese_letters
from nsnt_desktop.errors import KnownError
from nsnt_desktop.resource_files import resource

DIGESTS = {
    "Tinos-Regular.ttf": "cf264a22292950ca1679b2ade07e9e6ecb26c649ab70975d0e113f979efa827a",
    "Tinos-Bold.ttf": "971d6af5fcb3a0c05535a92a635fb63a86ea5eb935639c9b864be33f3bfaba80",
    "Tinos-Italic.ttf": "0f949a3fa0e23cd0ca94a0c4784bd8f9efb99c20070b9f73b5fd592b49c092ad",
    "Tinos-BoldItalic.ttf": "0cd67b90617a03a69a815e758d0649d00f2be48a0cb570615e94e8e5a13aae2e",
    "NotoSans-Regular.ttf": "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d",
    "NotoSans-Bold.ttf": "e83493c945848ecd4a9ad0f6d19164541a0d3e23a9c952304a00a46e00272ac5",
}


@pytest.fixture(autouse=True)
def forget_registered() -> None:
    fonts._registered.cache_clear()


def test_there_are_134_letters() -> None:
    letters = vietnamese_letters()
    assert len(set(letters)) == len(letters) == 134
    assert {"ẵ", "Ỡ", "đ", "Đ", "ý"} <= set(letters)


@pytest.mark.parametrize("name", DIGESTS)
def test_a_bundled_font_is_the_one_we_chose_and_has_every_letter(name: str) -> None:
    path = resource("fonts", name)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == DIGESTS[name]
    glyphs = TTFont(f"test-{name}", str(path)).face.charToGlyph
    assert [letter for letter in vietnamese_letters() if ord(letter) not in glyphs] == []


def test_the_bundled_fonts_can_be_forced() -> None:
    assert family(bundled=True).bold_italic == "Tinos-Tinos-BoldItalic"


def test_a_system_font_is_taken_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make_windows(tmp_path, monkeypatch)
    assert family().bold == "Times-timesbd"
    assert family(bundled=True).bold == "Tinos-Tinos-Bold"


def test_a_broken_system_font_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = _make_windows(tmp_path, monkeypatch)
    folder.joinpath("timesi.ttf").write_bytes(b"not a font")
    assert family().regular == "Tinos-Tinos-Regular"


@pytest.mark.parametrize("content", [None, b"", b"not a font", b"\x00\x01\x00\x00" + b"\xff" * 400])
def test_a_missing_or_broken_bundled_font_is_told(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in BUNDLED_FILES:
        tmp_path.joinpath(name).write_bytes(resource("fonts", name).read_bytes())
    broken = tmp_path / "Tinos-Bold.ttf"
    broken.unlink()
    if content is not None:
        broken.write_bytes(content)
    monkeypatch.setattr(fonts, "resource", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(KnownError, match=r"«Tinos-Bold\.ttf».*không mất gì.*cài lại"):
        family(bundled=True)


def _make_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Fonts"
    folder.mkdir()
    names = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
    for name, source in zip(names, BUNDLED_FILES, strict=True):
        folder.joinpath(name).write_bytes(resource("fonts", source).read_bytes())
    monkeypatch.setenv("WINDIR", str(tmp_path))
    return folder
