"""The editor of a paper's wording: what is pasted from Word comes in as plain lines of Unicode."""

import re

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QPlainTextEdit

from nsnt_desktop.importing.letters.letters import Encoding, judge
from nsnt_desktop.importing.letters.old_fonts import from_tcvn3, from_vni
from nsnt_desktop.text import clean

_BULLET = re.compile("^[\u00b7\u2022\u25cf\u25aa\uf02d\uf0a7\uf0b7]\\s*")
"""What Word puts before the lines of a list, some of it in letters only its Symbol font has."""
_BREAK = re.compile("\r\n|[\n\r\v\f\u0085\u2028\u2029]")
_READERS = {Encoding.TCVN3: from_tcvn3, Encoding.VNI: from_vni}


def pasted_lines(text: str) -> tuple[str, Encoding | None]:
    """Return pasted text as lines of the wording, and the old font it was read from, if it was one.

    Tabs become spaces, bullets "- ", Word's breaks within a paragraph new lines; soft hyphens go. Old fonts
    are told first, by the line or else by the whole: there the soft hyphen is the letter ư.
    """
    whole = judge(text).sure
    old: Encoding | None = None
    lines: list[str] = []
    for line in _BREAK.split(text):
        encoding = judge(line).sure or whole
        reader = _READERS.get(encoding) if encoding else None
        if reader:
            old = encoding
        lines.append(clean(_BULLET.sub("- ", (reader(line) if reader else line).strip())))
    written = "\n".join(lines)
    # One word pasted into a sentence keeps the spaces around it.
    before, after = (" " if text[at : at + 1] in {" ", "\t"} else "" for at in (0, len(text) - 1))
    return (f"{before}{written}{after}" if written else before), old


class WordingEdit(QPlainTextEdit):
    """A plain editor that takes in what Word has."""

    read_from = Signal(object)
    """The old font that pasted text was in."""

    def wording(self) -> str:
        """Return the text as it stands, with its no-break spaces: toPlainText makes plain ones of them.

        A proposal would else read as if the officer had typed in it, and be kept with the figures of today.
        """
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def insertFromMimeData(self, source: QMimeData) -> None:
        written, old = pasted_lines(source.text())
        self.textCursor().insertText(written)
        self.ensureCursorVisible()
        if old is not None:
            self.read_from.emit(old)
