"""Pages of a PDF as pictures, for the live preview and for printing; no window toolkit in here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock

from nsnt_desktop.errors import KnownError

# PDFium is not thread-safe: one document is open at a time, whichever worker asks.
_PDFIUM = Lock()


@dataclass(frozen=True)
class PageImage:
    """One page as rows of RGB bytes, three a pixel, without padding between rows."""

    width: int
    height: int
    rgb: bytes

    def png(self) -> bytes:
        """Return the page as a PNG file."""
        from PIL import Image  # noqa: PLC0415 - loaded when first needed

        out = BytesIO()
        Image.frombytes("RGB", (self.width, self.height), self.rgb).save(out, "PNG")
        return out.getvalue()


def page_count(pdf: bytes | Path) -> int:
    """Return how many pages a PDF has. Raises KnownError when it cannot be read."""
    with _PDFIUM:
        document = _opened(pdf)
        try:
            return len(document)
        finally:
            document.close()


def page_images(
    pdf: bytes | Path, *, dpi: float = 96, pages: Sequence[int] | None = None
) -> Iterator[PageImage]:
    """Yield pages as pictures, one by one; pages counts from 0, None means all.

    Raises KnownError when the file cannot be read.
    """
    for index in range(page_count(pdf)) if pages is None else pages:
        yield page_image(pdf, index, dpi=dpi)


def page_image(pdf: bytes | Path, index: int, *, dpi: float = 96) -> PageImage:
    """Return one page as a picture; index counts from 0. Raises KnownError when it cannot be read."""
    with _PDFIUM:
        document = _opened(pdf)
        try:
            bitmap = document[index].render(scale=dpi / 72, rev_byteorder=True)
            width, height = bitmap.width, bitmap.height
            padded = bytes(bitmap.buffer)
            rows = (padded[y * bitmap.stride : y * bitmap.stride + width * 3] for y in range(height))
            return PageImage(width, height, b"".join(rows))
        finally:
            document.close()


def place_of(pdf: bytes, words: str) -> tuple[int, float] | None:
    """Return where words first stand: the page, from 0, and how far down it, 0 to 1; None if nowhere.

    Only words on one line are found. Raises KnownError when the file cannot be read.
    """
    if not words:
        return None
    with _PDFIUM:
        document = _opened(pdf)
        try:
            for number, page in enumerate(document):
                text = page.get_textpage()
                if found := text.search(words).get_next():
                    top = text.get_charbox(found[0])[3]
                    return number, 1 - top / page.get_height()
            return None
        finally:
            document.close()


def _opened(pdf: bytes | Path):  # type: ignore[no-untyped-def]  # noqa: ANN202 - pypdfium2 ships no types
    import pypdfium2  # noqa: PLC0415 - loaded when first needed

    try:
        return pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError) as fault:
        name = pdf.name if isinstance(pdf, Path) else "bản xem trước"
        raise KnownError(
            f"Không đọc được tệp PDF «{name}». Dữ liệu không mất gì; hãy tạo lại văn bản rồi thử lại."
        ) from fault
