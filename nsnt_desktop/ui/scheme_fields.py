"""The fields of a water scheme, and what stands under each: last year's value, what does not sit well."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from PySide6.QtWidgets import QBoxLayout

from nsnt_desktop import format as vn
from nsnt_desktop.models.words import YES_NO_LABELS, LabelledEnum, ManagementModel, SchemeKind
from nsnt_desktop.registry.schemes import SchemeRow
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.field_notes import tell_findings
from nsnt_desktop.ui.fields import (
    YES_NO_UNKNOWN,
    ChoiceField,
    Field,
    LineField,
    NumberField,
    Save,
    YearField,
    choices_of,
)
from nsnt_desktop.ui.widgets import badge, label

LINES = {
    "name": "Tên công trình",
    "code": "Mã công trình",
    "source": "Nguồn nước khai thác",
    "treatment": "Công nghệ xử lý",
    "other_communes": "Dùng chung với xã",
    "managing_body": "Tổ chức quản lý khai thác",
    "note": "Ghi chú",
}
HINTS = {"other_communes": "để trống nếu chỉ cấp cho xã này"}
NUMBERS = {
    "design_capacity": "Công suất thiết kế (m³/ngày đêm)",
    "actual_capacity": "Công suất thực tế (m³/ngày đêm)",
    "design_connections": "Số đấu nối thiết kế (hộ)",
    "actual_connections": "Số đấu nối thực tế, mọi xã (hộ)",
    "households_here": "Trong đó hộ của xã này (hộ)",
    "persons": "Số người của xã này được cấp nước (người)",
    "price": "Giá nước (đồng/m³)",
    "yearly_income": "Tổng thu trong năm (đồng)",
    "yearly_cost": "Tổng chi trong năm (đồng)",
    "loss_percent": "Tỷ lệ thất thoát (%)",
    "hours_per_day": "Số giờ cấp nước trong ngày (giờ)",
    "days_interrupted": "Số ngày gián đoạn trong năm (ngày)",
}
YEARS = {"year_built": "Năm xây dựng", "in_use_since": "Năm đưa vào sử dụng"}
CHOICES: dict[str, tuple[str, Sequence[tuple[Any, str]]]] = {
    "kind": ("Loại hình cấp nước", choices_of(SchemeKind)),
    "working": ("Công trình còn hoạt động", YES_NO_UNKNOWN),
    "management_model": ("Mô hình quản lý", choices_of(ManagementModel)),
    "trained_operator": ("Người vận hành được đào tạo", YES_NO_UNKNOWN),
}
IDENTITY = ("name", "code", "kind", "source", "treatment", "year_built", "in_use_since", "other_communes")
"""Fields of the lasting scheme, in the order of the form; no year has one of its own."""
RECORD = ("working", "managing_body", "management_model", "trained_operator", *NUMBERS, "note")
"""Fields of the year's record, in the order of the form."""


def make_fields(context: Context, saver: Callable[[str], Save]) -> dict[str, Field]:
    """Return the editors of a scheme and its record by field, in the order of the form."""
    return {name: _make(context, name, saver(name)) for name in (*IDENTITY, *RECORD)}


def _make(context: Context, name: str, save: Save) -> Field:
    if name in CHOICES:
        title, choices = CHOICES[name]
        return ChoiceField(context, title, save, choices)
    if name in YEARS:
        return YearField(context, YEARS[name], save)
    if name in NUMBERS:
        return NumberField(context, NUMBERS[name], save)
    return LineField(context, LINES[name], save, hint=HINTS.get(name, ""))


class FieldTold:
    """Lines under an editor: its value of last year, what does not sit well, what the checks find."""

    def __init__(self, field: Field) -> None:
        self.before = label("", "dim", wrap=True)
        if isinstance(field, NumberField):
            self.before.setAlignment(field.line.alignment())  # figures stand under each other
        self.note = badge("", "warning")
        self.note.setWordWrap(True)
        self.findings = label("", "warning", wrap=True)
        layout = field.layout()
        assert isinstance(layout, QBoxLayout)  # noqa: S101 - for mypy: a field's parts stand under each other
        below = layout.indexOf(field.editor) + 1
        for line in (self.before, self.findings, self.note):
            layout.insertWidget(below, line)
        self.tell("", "")
        tell_findings(self.findings, ())

    def tell(self, before: str, note: str) -> None:
        """Show both lines; an empty one takes no room."""
        for line, text in ((self.before, before), (self.note, note)):
            line.setText(text)
            line.setVisible(bool(text))


def before_words(shown: SchemeRow, name: str) -> str:
    """Return "Năm 2023: 190"; empty where the scheme has no record of the year before."""
    if shown.before is None:
        return ""
    return f"Năm {shown.before.year}: {_value_words(getattr(shown.before.record, name))}"


def _value_words(value: str | bool | int | Enum | None) -> str:
    if value is None or value == "":
        return vn.BLANK
    if isinstance(value, LabelledEnum):
        return value.label
    if isinstance(value, bool):
        return YES_NO_LABELS[value]
    return vn.number(value) if isinstance(value, int) else str(value)
