"""A table of plain strings that keeps its place, opens a line with Enter, and is copied with Ctrl+C."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from nsnt_desktop.documents.table_workbook import Column, ShownTable
from nsnt_desktop.ui.table_export import KEY, TableExport
from nsnt_desktop.ui.theme import colours
from nsnt_desktop.ui.widgets import set_up_table

_ROLE = Qt.ItemDataRole
_LONG = 20
"""Signs a narrow column may cut: a longer text is shown in full under the mouse."""
_MEASURED = 2000
_PADDING = 20
"""Points left and right of a cell's text, together, with a little to spare."""
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Heading:
    """One column: its title, its width in points (0: what is left over), which side its text keeps to."""

    title: str
    width: int = 0
    right: bool = False
    tip: str = ""


@dataclass(frozen=True)
class Line:
    """One line: its cells (a line break begins a dim second line), and what it stands for.

    tones: column → "error", "warning", "met", "dim", "accent". key: what `opened` tells; the selection is
    kept by it. opens: column → what `opened` tells instead where that cell was opened; such a cell is
    underlined.
    """

    cells: tuple[str, ...]
    key: Hashable = None
    tones: dict[int, str] = field(default_factory=dict)
    bold: bool = False
    tip: str = ""
    opens: Mapping[int, Hashable] = field(default_factory=dict)


class PlainModel(QAbstractTableModel):
    """Shows lines of strings."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        super().__init__()
        self.headings = tuple(headings)
        self.lines: Sequence[Line] = []

    def keys(self) -> list[Hashable]:
        """Return the key of every line, from top to bottom."""
        return [line.key for line in self.lines]

    def show(self, lines: Sequence[Line], headings: Sequence[Heading]) -> None:
        """Show these lines under these headings (as many as before)."""
        self.beginResetModel()
        self.lines, self.headings = list(lines), tuple(headings)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        heading = self.headings[section]
        match role:
            case _ROLE.DisplayRole:
                return heading.title
            case _ROLE.ToolTipRole:
                return heading.tip or None
            case _ROLE.TextAlignmentRole:
                return _alignment(right=heading.right)
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        line, at = self.lines[index.row()], index.column()
        match role:
            case _ROLE.DisplayRole:
                return line.cells[at]
            case _ROLE.ToolTipRole:
                return line.tip or (line.cells[at] if len(line.cells[at]) > _LONG else None)
            case _ROLE.TextAlignmentRole:
                return _alignment(right=self.headings[at].right)
            case _ROLE.ForegroundRole if at in line.tones:
                return QColor(getattr(colours(), line.tones[at]))
            case _ROLE.FontRole if line.bold or at in line.opens:
                font = QFont()
                font.setBold(line.bold)
                font.setUnderline(at in line.opens)
                return font
        return None


def _alignment(*, right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


class TwoLineDelegate(QStyledItemDelegate):
    """Draws a cell of two lines with the second one small and dim."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        first, _, second = str(index.data()).partition("\n")
        if not second:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        view = option.widget
        option.text = ""
        view.style().drawControl(view.style().ControlElement.CE_ItemViewItem, option, painter, view)
        area: QRect = option.rect.adjusted(9, 3, -9, -3)
        side = int(index.data(_ROLE.TextAlignmentRole)) & int(Qt.AlignmentFlag.AlignHorizontal_Mask)
        painter.save()
        painter.setFont(option.font)
        tone = index.data(_ROLE.ForegroundRole)
        painter.setPen(tone if isinstance(tone, QColor) else QColor(colours().text))
        metrics = painter.fontMetrics()
        half = area.height() // 2
        top = QRect(area.left(), area.top(), area.width(), half)
        elided = metrics.elidedText(first, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(top, side | int(Qt.AlignmentFlag.AlignVCenter), elided)
        small = QFont(option.font)
        small.setBold(False)
        small.setPointSizeF(8.5)
        painter.setFont(small)
        painter.setPen(QColor(colours().dim))
        bottom = QRect(area.left(), area.top() + half, area.width(), area.height() - half)
        elided = painter.fontMetrics().elidedText(second, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(bottom, side | int(Qt.AlignmentFlag.AlignVCenter), elided)
        painter.restore()


class WrapDelegate(QStyledItemDelegate):
    """Measures a wrapped cell with the padding of the style sheet, which Qt forgets: no line is cut."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        self.initStyleOption(option, index)
        width = max(self._table.columnWidth(index.column()) - _PADDING, 40)
        room = QRect(0, 0, width, 10_000)
        text = str(index.data())
        height = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()
        return QSize(width, max(height + 12, self._table.verticalHeader().defaultSectionSize()))


class PlainTable(QTableView):
    """A table of strings; `opened` tells the key of the line that was double-clicked or entered."""

    opened = Signal(object)

    def __init__(
        self,
        name: str,
        headings: Sequence[Heading],
        *,
        row_height: int = 30,
        wrap: bool = False,
        two_lines: bool | None = None,
        model: PlainModel | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.lines = PlainModel(headings) if model is None else model
        set_up_table(self, row_height=row_height)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setModel(self.lines)
        self.exporting = TableExport(self)
        self._wraps = wrap
        self.setWordWrap(wrap)
        if row_height > 30 if two_lines is None else two_lines:
            self._delegate = TwoLineDelegate(self)
            self.setItemDelegate(self._delegate)
        elif wrap:
            self._wrapping = WrapDelegate(self)
            self.setItemDelegate(self._wrapping)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(36)
        for at, heading in enumerate(headings):
            mode = QHeaderView.ResizeMode.Interactive if heading.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(at, mode)
            if heading.width:
                header.resizeSection(at, heading.width)
        # A scroll bar that comes or goes makes the columns narrower or wider after the rows were measured.
        self._refit = QTimer(self, singleShot=True, interval=0)
        self._refit.timeout.connect(self._fit_rows)
        if wrap:
            header.sectionResized.connect(lambda *_: self._refit.start())
        self.doubleClicked.connect(self._open_later)

    def show_lines(self, lines: Sequence[Line], headings: Sequence[Heading] | None = None) -> None:
        """Show lines; what was selected stays selected and in view."""
        chosen = self._chosen()
        current = self.currentIndex()
        at = (current.row(), max(current.column(), 0))
        named = self._numbered() if current.isValid() else []
        one_chosen = named[at[0]] if 0 <= at[0] < len(named) and named[at[0]][0] is not None else None
        scroll = (self.verticalScrollBar().value(), self.horizontalScrollBar().value())
        self.lines.show(lines, headings or self.lines.headings)
        self._fit_rows()
        named = self._numbered() if chosen or one_chosen else []
        if one_chosen in named:
            row = named.index(one_chosen)
            self.selectionModel().setCurrentIndex(
                self.lines.index(row, at[1]), self.selectionModel().SelectionFlag.NoUpdate
            )
        for row, one in enumerate(named if chosen else ()):
            if one in chosen and not self.selectionModel().isRowSelected(row):
                flags = self.selectionModel().SelectionFlag
                self.selectionModel().select(self.lines.index(row, 0), flags.Select | flags.Rows)
        self.verticalScrollBar().setValue(scroll[0])
        self.horizontalScrollBar().setValue(scroll[1])

    def _numbered(self) -> list[tuple[Hashable, int]]:
        """Name each line by its key and how many lines above share it: several may open the same place."""
        seen: Counter[Hashable] = Counter()
        named = []
        for key in self.lines.keys():  # noqa: SIM118 - a method of ours, no mapping
            named.append((key, seen[key]))
            seen[key] += 1
        return named

    def _chosen(self) -> set[tuple[Hashable, int]]:
        rows = {index.row() for index in self.selectionModel().selectedRows()}
        named = self._numbered() if rows else []
        return {named[row] for row in rows if row < len(named) and named[row][0] is not None}

    def row_of(self, key: Hashable) -> int | None:
        """Return the row of a line."""
        keys = self.lines.keys()
        return keys.index(key) if key in keys else None

    def selected(self) -> list[Line]:
        """Return the selected lines, from top to bottom."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.lines.lines[row] for row in rows if row < len(self.lines.lines)]

    def copy(self, lines: Sequence[Line] | None = None) -> None:
        """Put the table (or some of its lines) on the clipboard, so that Excel takes it as cells."""
        heads = [heading.title for heading in self.lines.headings]
        rows = [heads, *(line.cells for line in (self.lines.lines if lines is None else lines))]
        text = "\n".join("\t".join(cell.replace("\n", " · ").strip() for cell in cells) for cells in rows)
        QGuiApplication.clipboard().setText(text)

    def export(self) -> None:
        """Save the whole table as an Excel file; the officer is asked where."""
        shown = self.as_shown()
        self.exporting.table(shown.title, lambda: shown)

    def as_shown(self) -> ShownTable:
        """Return the table as it stands, as it is saved to Excel."""
        columns = tuple(Column(heading.title, heading.right) for heading in self.lines.headings)
        lines = self.lines.lines
        bold = frozenset(at for at, line in enumerate(lines) if line.bold)
        return ShownTable(self.accessibleName(), columns, [line.cells for line in lines], bold)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """Return what can be done with the table as a whole."""
        made = QMenu(self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.addAction("Chép bảng", self._copy_chosen).setShortcut(QKeySequence.StandardKey.Copy)
        self.exporting.offer(made, self.export)
        return made

    def _copy_chosen(self) -> None:
        chosen = self.selected()
        self.copy(chosen if len(chosen) > 1 else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy with Ctrl+C (the whole table, or the lines where several are selected), open with Enter."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy_chosen()
        elif QKeySequence(event.keyCombination()) == QKeySequence(KEY):
            self.export()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_rows()

    def sizeHint(self) -> QSize:
        return QSize(400, 200)

    def _fit_rows(self) -> None:
        # Measuring many rows is slow: a long table keeps its fixed heights.
        if self._wraps and self.isVisible() and len(self.lines.lines) <= _MEASURED:
            self.resizeRowsToContents()

    def _open_later(self, index: QModelIndex) -> None:
        # Not within the click: hidden half-way through, Qt would go on selecting when the table is back.
        row, at = index.row(), index.column()
        QTimer.singleShot(0, self, lambda: self._open(self.lines.index(row, at)))

    def _open(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        line = self.lines.lines[index.row()]
        key = line.opens.get(index.column(), line.key)
        if key is not None:
            self.opened.emit(key)
