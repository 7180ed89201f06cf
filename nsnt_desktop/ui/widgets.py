"""The small parts that screens are put together from."""

from typing import TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.icons import icon
from nsnt_desktop.ui.theme import colours

GAP = 8
L = TypeVar("L", bound=QBoxLayout)


class Page(QWidget):
    """A screen: shows what the registry says of the year, again after each change."""

    title = ""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def refresh(self) -> None:
        """Show the data as it is now, keeping the place; called when shown and after each change."""

    def renew(self) -> None:
        """Read everything anew and put it in order (F5)."""
        self.refresh()

    def show_argument(self, argument: object) -> None:
        """Show what another screen asked for by `context.go`."""


def label(text: str = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """Return a label in one of the style sheet's roles: h1, h2, big, dim, accent, error, badge, up, down."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)  # names from workbooks are never markup
    return made


def badge(text: str = "", kind: str = "") -> QLabel:
    """Return a rounded label; kind: met, warning, error, accent or nothing."""
    made = label(text, "badge")
    made.setProperty("kind", kind)
    return made


def set_badge(widget: QLabel, text: str, kind: str = "") -> None:
    """Change the text and kind of a badge."""
    widget.setText(text)
    widget.setProperty("kind", kind)
    restyle(widget)


def restyle(widget: QWidget) -> None:
    """Make Qt look at the style sheet again after a property changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def button(text: str, role: str = "", icon_name: str = "") -> QPushButton:
    """Return a button; role: primary, link, chip (checkable) or nothing."""
    made = QPushButton(text)
    if role:
        made.setProperty(role, "true")
    made.setCheckable(role == "chip")
    if role != "primary":
        made.setAutoDefault(False)
    if icon_name:
        made.setProperty("icon_name", icon_name)
        recolour(made)
        made.setIconSize(QSize(16, 16))
    return made


def recolour(made: QPushButton) -> None:
    """Draw the icon of a button in the colours in force now."""
    name = made.property("icon_name")
    if name:
        made.setIcon(icon(str(name), colours().on_accent if made.property("primary") else None))


def row(*parts: QWidget | QLayout | None, gap: int = GAP) -> QHBoxLayout:
    """Return widgets side by side; None is a stretch."""
    return _fill(QHBoxLayout(), parts, gap)


def column(*parts: QWidget | QLayout | None, gap: int = GAP) -> QVBoxLayout:
    """Return widgets under each other; None is a stretch."""
    return _fill(QVBoxLayout(), parts, gap)


def card(*parts: QWidget | QLayout | None, gap: int = GAP, margin: int = 14) -> QFrame:
    """Return a white card with the parts under each other."""
    frame = QFrame()
    frame.setObjectName("card")
    layout = column(*parts, gap=gap)
    layout.setContentsMargins(margin, margin - 2, margin, margin - 2)
    frame.setLayout(layout)
    return frame


def scrolled(content: QWidget) -> QScrollArea:
    """Return the widget in a scroll area, so that nothing is cut on a small screen."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(content)
    return area


def empty_state(text: str, *buttons: QPushButton) -> QWidget:
    """Return what stands where nothing is yet: a sentence that says what to do, and its buttons."""
    holder = QWidget()
    words = label(text, "dim", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    holder.setLayout(column(None, words, row(None, *buttons, None), None, gap=12))
    return holder


class ElidedLabel(QLabel):
    """Words that give way on a narrow screen: a file name can be long."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show a text, in full under the mouse."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 24, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(120, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(
            self.fontMetrics().elidedText(
                self._whole, Qt.TextElideMode.ElideMiddle, max(self.width() - 16, 104)
            )
        )


def set_up_table(view: QTableView, *, row_height: int = 30) -> None:
    """Give a table the look of the house; fixed row heights, as measuring 100,000 rows is slow."""
    view.setShowGrid(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    vertical = view.verticalHeader()
    vertical.hide()
    vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    vertical.setDefaultSectionSize(row_height)
    horizontal = view.horizontalHeader()
    horizontal.setHighlightSections(False)
    horizontal.setStretchLastSection(True)


class ShareDelegate(QStyledItemDelegate):
    """Draws a share (0–100 in UserRole) as a bar with its percentage beside it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        share = index.data(Qt.ItemDataRole.UserRole)
        if share is None:
            return
        now = colours()
        area = QRectF(option.rect)
        bar = QRectF(area.left() + 8, area.center().y() - 3, max(area.width() - 62, 10), 6)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.line))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setBrush(QColor(now.met if share >= 100 else now.accent))
        painter.drawRoundedRect(
            QRectF(bar.left(), bar.top(), bar.width() * min(share, 100) / 100, bar.height()), 3, 3
        )
        painter.setPen(QColor(now.dim))
        text = QRectF(bar.right() + 8, area.top(), 50, area.height())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, f"{int(share)} %")
        painter.restore()


def _fill(layout: L, parts: tuple[QWidget | QLayout | None, ...], gap: int) -> L:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    for part in parts:
        if part is None:
            layout.addStretch()
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout
