"""The editors of a household's form, by the name of the field each saves."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.words.cells import Refused, litres
from nsnt_desktop.models.words import CLEAN_LABELS, Basis, Poverty
from nsnt_desktop.registry.household_labels import FIELD_LABELS
from nsnt_desktop.resource_files import read_toml
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import (
    YES_NO_UNKNOWN,
    ChoiceField,
    Field,
    LineField,
    LinesField,
    NumberField,
    Save,
    TickField,
    YearField,
    choices_of,
)
from nsnt_desktop.ui.icons import icon

SEPARATOR = "; "
_PRESS = QEvent.Type.KeyPress


class CubicMetresField(LineField):
    """m³ a month typed as "12,5", kept as litres."""

    def __init__(self, context: Context, title: str, save: Save) -> None:
        super().__init__(context, title, save)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)

    def typed(self) -> int | None:
        value = litres(self.line.text())
        if isinstance(value, Refused):
            raise KnownError(f"{value.reason[:1].upper()}{value.reason[1:]}. {NOTHING_LOST}")
        return value

    def shown(self, value: Any) -> str:
        return vn.cubic_metres(value)


class KindsField(LineField):
    """A line in which kinds from a list stand one after the other; other words may be typed as well."""

    def __init__(self, context: Context, title: str, save: Save, kinds: list[str]) -> None:
        super().__init__(context, title, save)
        self.kinds = kinds
        self.menu = QMenu(self.line)
        self.offer = QAction(icon("plus"), "Chọn trong danh sách (phím ↓)", self.line)
        self.offer.triggered.connect(self.open_menu)
        self.line.addAction(self.offer, QLineEdit.ActionPosition.TrailingPosition)

    def open_menu(self) -> None:
        """Offer the kinds, those that stand in the line ticked."""
        self.fill_menu()
        self.menu.popup(self.line.mapToGlobal(self.line.rect().bottomLeft()))

    def fill_menu(self) -> None:
        """Make the menu's entries for what the line holds now."""
        self.menu.clear()
        for kind in self.kinds:
            entry = self.menu.addAction(kind)
            entry.setCheckable(True)
            entry.setChecked(kind in self.parts())
            entry.triggered.connect(lambda _on=False, k=kind: self.turn(k))

    def parts(self) -> list[str]:
        """Return the kinds that stand in the line."""
        return [part.strip() for part in self.line.text().split(";") if part.strip()]

    def turn(self, kind: str) -> None:
        """Add a kind, or take it away, and save."""
        parts = self.parts()
        left = [part for part in parts if part != kind] if kind in parts else [*parts, kind]
        self.line.setText(SEPARATOR.join(left))
        self._touch()
        self.keep()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow down opens the list, as in a box of choices."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == _PRESS else None
        if watched is self.line and pressed == Qt.Key.Key_Down:
            self.open_menu()
            return True
        return super().eventFilter(watched, event)


class NamedTick(TickField):
    """A tick with its words beside it."""

    def __init__(self, context: Context, title: str, save: Save) -> None:
        super().__init__(context, title, save)
        self.box.setText(title)
        for words in self.findChildren(QLabel):
            if words is not self.fault:
                words.hide()


def household_fields(context: Context, saver: Callable[[str], Save]) -> dict[str, Field]:
    """Return the editors in the order they are told of; villages, sources and schemes are offered later."""
    unlike: dict[str, Callable[[str, Save], Field]] = {
        "birth_year": lambda title, save: YearField(context, title, save),
        "persons": lambda title, save: NumberField(context, title, save, example="4"),
        "litres_per_month": lambda title, save: CubicMetresField(context, title, save),
        "pollution_risk": lambda title, save: KindsField(context, title, save, pollution_kinds()),
        "note": lambda title, save: LinesField(context, title, save, lines=2),
        "volume_estimated": lambda title, save: TickField(context, title, save),
        "verified": lambda title, save: NamedTick(context, title, save),
    }
    fields: dict[str, Field] = {}
    for name in (*_LINES, *unlike, *_CHOICES):
        title, save = FIELD_LABELS[name], saver(name)
        if name in unlike:
            fields[name] = unlike[name](title, save)
        elif name in _CHOICES:
            fields[name] = ChoiceField(context, title, save, _CHOICES[name])
        else:
            fields[name] = LineField(context, title, save)
    return fields


def pollution_kinds() -> list[str]:
    """Return the kinds of pollution risk that are offered."""
    kinds: list[str] = read_toml("reference", "pollution_kinds.toml")["kinds"]
    return kinds


_LINES = ("head", "code", "phone", "address", "treatment")
_CHOICES: dict[str, list[Any]] = {
    "village_id": [],
    "poverty": choices_of(Poverty),
    "status": [],
    "main_source_id": [],
    "second_source_id": [],
    "scheme_id": [],
    "has_meter": YES_NO_UNKNOWN,
    "hygienic": YES_NO_UNKNOWN,
    "clean": [(answer, CLEAN_LABELS[answer]) for answer in (None, True, False)],
    "basis": choices_of(Basis),
    "dry_season_shortage": YES_NO_UNKNOWN,
}
