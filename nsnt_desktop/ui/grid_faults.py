"""The line under the list of households: why a cell could not be saved, and the way to the next such cell."""

from PySide6.QtWidgets import QWidget

from nsnt_desktop.ui.grid_columns import AT, COLUMNS
from nsnt_desktop.ui.household_grid import HouseholdGrid
from nsnt_desktop.ui.widgets import button, label, row


class FaultLine(QWidget):
    """The sentence of the marked cell one stands on, else of the newest one."""

    def __init__(self, grid: HouseholdGrid) -> None:
        super().__init__()
        self._grid, self._model = grid, grid.households
        self.text = label("", "error", wrap=True)
        self.next_button = button("Ô đỏ tiếp", "link")
        self.next_button.setToolTip("Tới ô chưa lưu được tiếp theo trong danh sách")
        self.next_button.clicked.connect(self.go_to_next)
        self.forget_button = button("Bỏ hết", "link")
        self.forget_button.setToolTip("Bỏ mọi dấu đỏ; các ô trở về số liệu đã lưu")
        self.forget_button.clicked.connect(self._forget)
        layout = row(self.text, self.next_button, self.forget_button)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.hide()
        self._model.marked.connect(self.tell)

    def tell(self) -> None:
        """Say it, or hide where no mark is left."""
        index = self._grid.currentIndex()
        place = None
        if index.isValid():
            place = (self._model.record_id(index.row()), COLUMNS[index.column()].key)
        told = self._model.marks.told(place)
        self.text.setText(told)
        self.next_button.setText(f"Ô đỏ tiếp ({len(self._model.marks.places())})")
        self.setVisible(bool(told))

    def go_to_next(self) -> None:
        """Go to the next marked cell down the list, from the last on to the first; say if it shows none."""
        shown = set(self._grid.columns_shown())
        cells = [
            (at, AT[key])
            for record_id, key in self._model.marks.places()
            if (at := self._model.row_of(record_id)) is not None and AT[key] in shown
        ]
        if not cells:
            told = "Các ô chưa lưu được không nằm trong danh sách đang xem. Hãy bỏ bớt bộ lọc, hiện lại cột."
            self._model.context.noticed.emit(told, True)
            return
        index = self._grid.currentIndex()
        after = [cell for cell in cells if cell > (index.row(), index.column())]
        self._grid.go_to(*min(after or cells))
        self._grid.setFocus()

    def _forget(self) -> None:
        self._model.forget_marks(self._model.marks.places())
        self._grid.setFocus()  # this line hides, and would take the focus with it
