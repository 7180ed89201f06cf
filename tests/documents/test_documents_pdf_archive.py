"""No validator for PDF/A runs on these machines without a network; these are its rules that our papers touch.

ISO 19005-2, level B: 6.1 file structure, 6.2 graphics and fonts, 6.5 actions, 6.6 metadata.
"""

import re
import struct
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from documents_support import OFFICE, a_document, plan
from report_support import report_input

from nsnt_desktop.documents.pdf import pdf_bytes
from nsnt_desktop.documents.report import report
from nsnt_desktop.documents.tree import Document

SYMBOLIC = 4


@pytest.fixture(scope="module", params=["plan", "report", "small"])
def paper(request: pytest.FixtureRequest) -> tuple[Document, bytes]:
    papers: dict[str, Callable[[], Document]] = {
        "plan": lambda: plan(OFFICE, 2024, number=5, issued_on=None),
        "report": lambda: report(report_input()),
        "small": a_document,
    }
    made = papers[request.param]()
    return made, pdf_bytes(made, bundled_fonts=True)


def objects(content: bytes) -> Iterator[pikepdf.Object]:
    with pikepdf.open(BytesIO(content)) as pdf:
        yield from pdf.objects


def dictionaries(content: bytes, kind: str) -> list[pikepdf.Object]:
    found = [o for o in objects(content) if isinstance(o, (pikepdf.Dictionary, pikepdf.Stream))]
    return [o for o in found if o.get("/Type") == kind]


def test_the_file_is_built_as_an_archive_asks(paper: tuple[Document, bytes]) -> None:
    _, content = paper
    assert re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", content)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert "/Encrypt" not in pdf.trailer
        assert len(pdf.trailer.ID) == 2
        assert not {"/AA", "/OpenAction", "/Names", "/AcroForm", "/OCProperties"} & set(pdf.Root.keys())
    assert content.count(b"endstream") == content.count(b"\nendstream")
    filters = {str(o.get("/Filter", "")) for o in objects(content) if isinstance(o, pikepdf.Stream)}
    assert not any("LZW" in name or "Crypt" in name for name in filters)


def test_metadata_and_properties_say_the_same(paper: tuple[Document, bytes]) -> None:
    document, content = paper
    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_metadata() as told:
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "B")
        assert told["dc:title"] == str(pdf.docinfo["/Title"]) == document.title
        assert told["dc:creator"] == [str(pdf.docinfo["/Author"])] == [document.author]
        assert told["dc:description"] == str(pdf.docinfo["/Subject"]) == document.subject
        assert told["xmp:CreatorTool"] == str(pdf.docinfo["/Creator"]) == "NSNT Desktop"
        assert told["pdf:Producer"] == str(pdf.docinfo["/Producer"])
        assert told["dc:language"] == {"vi-VN"}
        assert str(pdf.Root.Lang) == "vi-VN"
        day = str(pdf.docinfo["/CreationDate"])[2:10]
        assert told["xmp:CreateDate"][:10].replace("-", "") == day
        assert set(pdf.docinfo.keys()) == {
            *("/Title", "/Author", "/Subject", "/Creator", "/Producer"),
            *("/CreationDate", "/ModDate"),
        }


def test_colours_have_a_meaning(paper: tuple[Document, bytes]) -> None:
    _, content = paper
    with pikepdf.open(BytesIO(content)) as pdf:
        (intent,) = pdf.Root.OutputIntents
        profile = intent.DestOutputProfile
        assert (str(intent.S), int(profile.N)) == ("/GTS_PDFA1", 3)
        icc = profile.read_bytes()
    assert struct.unpack(">L", icc[:4]) == (len(icc),)
    assert (icc[12:16], icc[16:20], icc[36:40]) == (b"mntr", b"RGB ", b"acsp")
    assert icc[8] < 5
    # What an archive forbids or asks more of: soft masks, blending, spot colours, pictures smoothed anew.
    for found in dictionaries(content, "/ExtGState"):
        assert found.get("/SMask", "/None") == "/None"
        assert found.get("/BM", "/Normal") == "/Normal"
    spaces = re.findall(rb"/DeviceCMYK|/Separation|/DeviceN\b|/Interpolate true", content)
    assert spaces == []


def test_every_font_is_embedded_with_the_widths_it_is_set_by(paper: tuple[Document, bytes]) -> None:
    _, content = paper
    with pikepdf.open(BytesIO(content)) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
        assert fonts
        for font in fonts:
            assert font.Subtype == "/TrueType"
            assert "Tinos" in str(font.BaseFont)
            # Symbolic: no encoding, one table of characters, and it is the font's own.
            assert int(font.FontDescriptor.Flags) & SYMBOLIC
            assert "/Encoding" not in font
            tables = _tables(font.FontDescriptor.FontFile2.read_bytes())
            assert struct.unpack(">H", tables["cmap"][2:4]) == (1,)
            assert [float(w) for w in font.Widths] == pytest.approx(_widths(tables, len(font.Widths)), abs=1)


def test_equal_papers_give_equal_bytes() -> None:
    made = [pdf_bytes(a_document(), invariant=True, bundled_fonts=True) for _ in range(2)]
    assert made[0] == made[1]


def _tables(font: bytes) -> dict[str, bytes]:
    count = struct.unpack(">H", font[4:6])[0]
    entries = (struct.unpack(">4sLLL", font[12 + 16 * n : 28 + 16 * n]) for n in range(count))
    return {tag.decode(): font[start : start + length] for tag, _, start, length in entries}


def _widths(tables: dict[str, bytes], codes: int) -> list[float]:
    """Return the advance of each code as the embedded font has it, in thousandths of the size."""
    (units,) = struct.unpack(">H", tables["head"][18:20])
    (measured,) = struct.unpack(">H", tables["hhea"][34:36])
    start = struct.unpack(">L", tables["cmap"][8:12])[0]
    kind, _, _, first, count = struct.unpack(">5H", tables["cmap"][start : start + 10])
    assert kind == 6
    glyphs = struct.unpack(f">{count}H", tables["cmap"][start + 10 : start + 10 + 2 * count])
    advances = [struct.unpack(">H", tables["hmtx"][4 * g : 4 * g + 2])[0] for g in range(measured)]
    of_code = {first + at: advances[min(glyph, measured - 1)] for at, glyph in enumerate(glyphs)}
    return [1000 * of_code[code] / units for code in range(codes)]
