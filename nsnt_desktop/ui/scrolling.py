"""Scrolling what is around a widget, so that what was just said or added is seen."""

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget


def bring_into_view(part: QWidget) -> None:
    """Scroll what is around a widget so that it is seen, once the layout has given it its place."""

    def scroll() -> None:
        around = part.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        content = around.widget() if isinstance(around, QScrollArea) else None
        if not isinstance(around, QScrollArea) or content is None:
            return
        top = part.mapTo(content, QPoint(0, 0))
        around.ensureVisible(top.x(), top.y() + part.height(), 0, 24)
        around.ensureVisible(top.x(), top.y(), 0, 24)

    QTimer.singleShot(0, part, scroll)
    QTimer.singleShot(80, part, scroll)  # again when a page just shown has put its fields in their columns
