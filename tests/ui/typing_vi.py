"""Typing as an officer does: QTest aborts the process on a letter that is not ASCII."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Type each letter as the keyboard driver sends it."""
    widget.setFocus()
    for letter in text:
        key = Qt.Key.Key_unknown if ord(letter) > 127 else Qt.Key(ord(letter.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))


def compose_text(widget: QWidget, text: str) -> None:
    """Enter a word through an input method: composed first, then committed."""
    QApplication.sendEvent(widget, QInputMethodEvent(text[:-1], []))
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def press(widget: QWidget, key: Qt.Key) -> None:
    """Press one key that is no letter."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))
