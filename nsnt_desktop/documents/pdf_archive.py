"""Making a PDF fit for the archive: PDF/A-2b (ISO 19005-2, level B), which e-signing and storage ask for."""

from functools import cache
from io import BytesIO
from struct import pack

from nsnt_desktop.documents.tree import Document, printable

_DATE_IN_PROFILE = slice(24, 36)
"""Six 16-bit numbers in the header of a colour profile: when it was made."""


def archived(content: bytes, document: Document) -> bytes:
    """Return the PDF with what an archive asks for: metadata that name it, and what its colours mean.

    Fonts must be embedded already. Equal contents give equal bytes.
    """
    import pikepdf  # noqa: PLC0415 - loaded when first needed

    with pikepdf.open(BytesIO(content)) as pdf:
        # Metadata has no word for it; what stands in both places must say the same.
        del pdf.docinfo["/Trapped"]
        with pdf.open_metadata(set_pikepdf_as_editor=False) as told:
            told.load_from_docinfo(pdf.docinfo)
            told["pdfaid:part"], told["pdfaid:conformance"] = "2", "B"
            told["dc:language"] = {document.language}
            told["dc:title"] = printable(document.title)
        profile = pdf.make_stream(_srgb(), N=3, Alternate=pikepdf.Name.DeviceRGB)
        intent = pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFA1,
            OutputConditionIdentifier=pikepdf.String("sRGB"),
            Info=pikepdf.String("sRGB IEC61966-2.1"),
            DestOutputProfile=profile,
        )
        pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])
        out = BytesIO()
        # Streams end on a line of their own, as the standard asks (preserve_pdfa is pikepdf's default).
        pdf.save(out, deterministic_id=True, preserve_pdfa=True, min_version="1.7")
        return out.getvalue()


@cache
def _srgb() -> bytes:
    """Return the colour profile of sRGB, as Little CMS makes it, with a fixed date."""
    from PIL import ImageCms  # noqa: PLC0415

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[_DATE_IN_PROFILE] = pack(">6H", 2026, 1, 1, 0, 0, 0)
    return bytes(made)
