"""Unicode that a program took for the letters of Windows and saved so: "Nguyá»…n" for "Nguyễn"."""

import re

_BYTES = str.maketrans(
    {bytes([byte]).decode(code): chr(byte) for code in ("cp1258", "cp1252") for byte in range(0x80, 0x100)
     if bytes([byte]).decode(code, "ignore")}
)  # fmt: skip
"""Each letter of Windows as the byte it stands for; the Western one where both have it."""
_LEAD = re.compile(r"[ÃÄÅÆÌáâĂ][^\x00-\x7fÀ-ÿ]")
_VIETNAMESE = re.compile(
    "[\\x00-\\x7f\u00a0-\u00bf\u2010-\u2026À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯư\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9]+"
)


def mended(text: str) -> str | None:
    """Return the text as it was before it was taken for Windows letters; None: it was not."""
    if text.isascii() or not _LEAD.search(text):
        return None
    try:
        read = text.translate(_BYTES).encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return read if _VIETNAMESE.fullmatch(read) else None
