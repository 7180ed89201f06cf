"""The paper's typeface: Times New Roman where the PC has it, else the bundled Tinos of the same measures."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from nsnt_desktop.documents.layout import TextStyle
from nsnt_desktop.errors import KnownError
from nsnt_desktop.resource_files import resource

_BASE_LETTERS = ("aăâeêioôơuưy", "\u0300\u0309\u0303\u0301\u0323")
BUNDLED_FILES = ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf")
_WINDOWS_FILES = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
_LONG_FILES = tuple(f"Times New Roman{style}.ttf" for style in ("", " Bold", " Italic", " Bold Italic"))


@dataclass(frozen=True)
class Family:
    """Names of the four faces as reportlab knows them."""

    regular: str
    bold: str
    italic: str
    bold_italic: str

    def face(self, style: TextStyle) -> str:
        """Return the face a style is set in."""
        if style.bold:
            return self.bold_italic if style.italic else self.bold
        return self.italic if style.italic else self.regular


def vietnamese_letters() -> str:
    """Return the 134 letters of Vietnamese that are not plain ASCII, both cases."""
    vowels, tones = _BASE_LETTERS
    small = {unicodedata.normalize("NFC", v + t) for v in vowels for t in (*tones, "")} | {"đ"}
    letters = sorted(c for c in small if not c.isascii())
    return "".join(letters) + "".join(letters).upper()


def family(*, bundled: bool = False) -> Family:
    """Register the typeface with reportlab and return its names.

    bundled: pass over the system's fonts, so that every PC makes the same file. Raises KnownError
    when the bundled files are missing or broken.
    """
    if not bundled:
        for paths in _system_files():
            try:
                return _registered("Times", paths)
            except KnownError:  # an old or broken system font is no loss: Tinos stands in
                continue
    return _registered("Tinos", tuple(resource("fonts", name) for name in BUNDLED_FILES))


@lru_cache(50_000)  # a list of 10,000 households says the same few words in most of its cells
def text_width(text: str, style: TextStyle, faces: Family) -> float:
    """Return the width of a text in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 - loaded when first needed

    return float(stringWidth(text, faces.face(style), style.size))


def _system_files() -> Iterator[tuple[Path, ...]]:
    windows = os.environ.get("WINDIR", "")
    places = (
        (Path(windows) / "Fonts", _WINDOWS_FILES) if windows else None,
        (Path("/System/Library/Fonts/Supplemental"), _LONG_FILES),
        (Path("/usr/share/fonts/truetype/msttcorefonts"), _WINDOWS_FILES),
    )
    for place in places:
        if place is not None:
            paths = tuple(place[0] / name for name in place[1])
            if all(path.is_file() for path in paths):
                yield paths


@cache
def _registered(prefix: str, paths: tuple[Path, ...]) -> Family:
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFError, TTFont  # noqa: PLC0415

    names = [f"{prefix}-{path.stem.replace(' ', '')}" for path in paths]
    for name, path in zip(names, paths, strict=True):
        try:
            font = TTFont(name, str(path))
        except (TTFError, OSError, ValueError, LookupError) as fault:
            raise _broken(path) from fault
        if any(ord(letter) not in font.face.charToGlyph for letter in vietnamese_letters()):
            raise _broken(path)
        registerFont(font)
    registerFontFamily(names[0], *names)
    return Family(*names)


def _broken(path: Path) -> KnownError:
    return KnownError(
        f"Không đọc được tệp phông chữ «{path.name}» nên chưa tạo được văn bản. Số liệu không mất gì; "
        "hãy cài lại chương trình rồi thử lại."
    )
