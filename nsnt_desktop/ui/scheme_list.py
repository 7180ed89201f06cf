"""How one scheme is drawn in the list: its name, its class as a badge, the households that use it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from nsnt_desktop import format as vn
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL
from nsnt_desktop.registry.schemes import SchemeRow
from nsnt_desktop.ui.edit_table import RowsModel
from nsnt_desktop.ui.scheme_class import class_tone
from nsnt_desktop.ui.theme import colours

FOOT = 22
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class SchemeDelegate(QStyledItemDelegate):
    """Draws a scheme: its whole name, then its class and households under it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view, model = option.widget, index.model()
        if not isinstance(view, QTableView) or not isinstance(model, RowsModel):
            return super().sizeHint(option, index)
        bold = QFont(option.font)
        bold.setBold(True)
        room = QRect(0, 0, view.columnWidth(index.column()) - 24, 200)
        name = model.rows[index.row()].scheme.name
        height = QFontMetrics(bold).boundingRect(room, int(Qt.TextFlag.TextWordWrap), name).height()
        return QSize(120, height + FOOT + 20)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, RowsModel):
            return
        shown: SchemeRow = model.rows[index.row()]
        now = colours()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, QColor(now.soft))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), QColor(now.accent))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(now.page))
        inside = area.adjusted(12, 8, -10, -8)
        font = QFont(option.font)
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(QColor(now.text))
        lines = int(_TOP) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(inside.adjusted(0, 0, 0, -FOOT), lines, shown.scheme.name)
        self._draw_foot(painter, option, inside, shown)
        painter.restore()

    @staticmethod
    def _draw_foot(painter: QPainter, option: QStyleOptionViewItem, inside: QRectF, shown: SchemeRow) -> None:
        now, tone = colours(), class_tone(shown)
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() - 1)
        painter.setFont(small)
        text = shown.verdict.final.label if shown.verdict.final else UNCLASSIFIED_LABEL
        backs = {"accent": now.soft, "": now.page}
        back = backs.get(tone) or getattr(now, f"{tone}_soft")
        width = QFontMetricsF(small).horizontalAdvance(text) + 16
        pill = QRectF(inside.left(), inside.bottom() - 19, width, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(back))
        painter.drawRoundedRect(pill, 8, 8)
        painter.setPen(QColor(getattr(now, tone or "dim")))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.setPen(QColor(now.dim))
        rest = QRectF(pill.right() + 8, pill.top(), inside.right() - pill.right() - 8, 20)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(rest, right, f"{vn.number(shown.registered_households)} hộ")
