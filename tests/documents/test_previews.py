from io import BytesIO
from pathlib import Path

import pytest
from documents_support import a_document
from PIL import Image

from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.previews import page_count, page_image, page_images
from nsnt_desktop.documents.tree import Annex, Paragraph
from nsnt_desktop.errors import KnownError

PAPER = a_document(annexes=(Annex("Phụ", "Kèm theo", (Paragraph("Văn."),), landscape=True),))


def test_pages_become_pictures_of_the_right_size() -> None:
    images = list(page_images(pdf_bytes(PAPER), dpi=72))
    assert [(image.width, image.height) for image in images] == [(596, 842), (842, 596)]
    assert all(len(image.rgb) == image.width * image.height * 3 for image in images)


def test_there_is_black_text_on_white_paper() -> None:
    image = page_image(pdf_bytes(PAPER), 0, dpi=70)
    assert image.rgb[:3] == b"\xff\xff\xff"
    dark = sum(image.rgb[place] < 100 for place in range(0, len(image.rgb), 3))
    assert 500 < dark < image.width * image.height / 10


def test_a_picture_is_a_png_of_the_same_pixels() -> None:
    image = page_image(pdf_bytes(PAPER), 0, dpi=50)
    png = Image.open(BytesIO(image.png()))
    assert (png.format, png.size, png.tobytes()) == ("PNG", (image.width, image.height), image.rgb)


def test_a_file_can_be_shown_page_by_page(tmp_path: Path) -> None:
    path = tmp_path / "Kế hoạch.pdf"
    path.write_bytes(pdf_bytes(PAPER))
    assert page_count(path) == 2
    (image,) = page_images(path, dpi=72, pages=[1])
    assert (image.width, image.height) == (842, 596)


@pytest.mark.parametrize("content", [b"", b"not a pdf"])
def test_what_is_no_pdf_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "hỏng.pdf"
    path.write_bytes(content)
    with pytest.raises(KnownError, match=r"«hỏng\.pdf»"):
        page_count(path)
    with pytest.raises(KnownError, match="bản xem trước"):
        page_count(content)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"«gone\.pdf»"):
        page_image(tmp_path / "gone.pdf", 0)
