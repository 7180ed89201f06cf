"""The form of one household: every field saved as it is left, earlier years under it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from nsnt_desktop.errors import KnownError
from nsnt_desktop.importing.cells import Refused, litres
from nsnt_desktop.models.words import CLEAN_LABELS, UNKNOWN_LABEL, Basis, HouseholdStatus, Poverty
from nsnt_desktop.registry.household_lists import HouseholdRow, household_history, household_rows
from nsnt_desktop.registry.households import set_household_field
from nsnt_desktop.registry.places import list_villages
from nsnt_desktop.registry.reference_lists import list_all_sources
from nsnt_desktop.registry.schemes import list_schemes
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import (
    YES_NO_UNKNOWN,
    ChoiceField,
    Field,
    FieldGrid,
    LineField,
    LinesField,
    NumberField,
    TickField,
    choices_of,
)
from nsnt_desktop.ui.household_model import cubic_metres, shown
from nsnt_desktop.ui.widgets import badge, column, empty_state, label, row, scrolled, set_badge


class CubicMetresField(LineField):
    """m³ a month typed as "12,5", kept as litres."""

    def __init__(self, context: Context, title: str, save: Callable[[Any], int | None]) -> None:
        super().__init__(context, title, save)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)

    def typed(self) -> int | None:
        value = litres(self.line.text())
        if isinstance(value, Refused):
            raise KnownError(f"{value.reason[:1].upper()}{value.reason[1:]}. {NOTHING_LOST}")
        return value

    def shown(self, value: Any) -> str:
        return cubic_metres(value)


class HouseholdForm(QFrame):
    """Shows and edits one household in the year shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("card")
        self.context = context
        self.record_id: int | None = None
        self.fields: dict[str, Field] = {}
        self.name = label("", "h2", wrap=True)
        self.state = badge()
        self._history = column(gap=4)
        self._make_fields()
        content = QWidget()
        inside = column(
            self._group("Hộ", "head", "village_id", "code", "phone", "address"),
            self._group("Nhân khẩu", "persons", "poverty", "status"),
            # Names of sources and schemes are long: one below the other.
            self._group("Nguồn nước", "main_source_id", "second_source_id", "scheme_id", wanted=260),
            self._group("Lượng nước", "has_meter", "litres_per_month"),
            self._group("Đánh giá", "hygienic", "clean", "basis", "treatment"),
            self._group("Cảnh báo và ghi chú", "dry_season_shortage", "pollution_risk", "note", "verified"),
            label("Các năm", "h2"),
            self._history,
            None,
            gap=14,
        )
        inside.setContentsMargins(0, 0, 10, 0)
        content.setLayout(inside)
        shown_form = QWidget()
        self._content, self._area = content, scrolled(content)
        shown_form.setLayout(column(row(self.name, None, self.state), self._area))
        self._stack = QStackedWidget()
        self._stack.addWidget(empty_state("Chọn một hộ trong danh sách để xem và sửa."))
        self._stack.addWidget(shown_form)
        layout = column(self._stack)
        layout.setContentsMargins(14, 12, 4, 12)
        self.setLayout(layout)

    def _make_fields(self) -> None:
        lines = {"head": "Họ tên chủ hộ", "code": "Mã hộ", "phone": "Điện thoại", "address": "Địa chỉ"}
        lines |= {"treatment": "Thiết bị xử lý nước", "pollution_risk": "Nguy cơ ô nhiễm"}
        for name, title in lines.items():
            self.fields[name] = LineField(self.context, title, self._saver(name))
        self.fields["persons"] = NumberField(self.context, "Số khẩu", self._saver("persons"), example="4")
        title = "Nước sạch dùng, m³/tháng"
        self.fields["litres_per_month"] = CubicMetresField(
            self.context, title, self._saver("litres_per_month")
        )
        self.fields["note"] = LinesField(self.context, "Ghi chú", self._saver("note"), lines=2)
        self.fields["verified"] = TickField(self.context, "Đã đối chiếu", self._saver("verified"))
        clean = [(answer, CLEAN_LABELS[answer]) for answer in (None, True, False)]
        choices: dict[str, tuple[str, Any]] = {
            "village_id": ("Thôn", []),
            "poverty": ("Hộ nghèo, cận nghèo", choices_of(Poverty)),
            "status": ("Tình trạng", choices_of(HouseholdStatus, None)),
            "main_source_id": ("Nguồn nước chính", []),
            "second_source_id": ("Nguồn nước phụ", []),
            "scheme_id": ("Công trình cấp nước tập trung", []),
            "has_meter": ("Có đồng hồ nước", YES_NO_UNKNOWN),
            "hygienic": ("Nước hợp vệ sinh", YES_NO_UNKNOWN),
            "clean": ("Nước sạch", clean),
            "basis": ("Căn cứ", choices_of(Basis)),
            "dry_season_shortage": ("Mùa khô thiếu nước", YES_NO_UNKNOWN),
        }
        for name, (title, offered) in choices.items():
            self.fields[name] = ChoiceField(self.context, title, self._saver(name), offered)

    def _saver(self, name: str) -> Callable[[Any], int | None]:
        def save(value: Any) -> int | None:
            if self.record_id is None:
                return None
            return set_household_field(self.context.data, self.record_id, name, value)

        return save

    def _group(self, title: str, *names: str, wanted: int = 140) -> QWidget:
        holder = QWidget()
        grid = FieldGrid([self.fields[n] for n in names], wanted=wanted)
        holder.setLayout(column(label(title, "accent"), grid, gap=6))
        return holder

    def show_record(self, record_id: int | None) -> None:
        """Show another household; what was being typed in the last one is saved first."""
        if record_id != self.record_id:
            for field in self.fields.values():
                field.release()
        self.record_id = record_id
        self.refresh()

    def refresh(self) -> None:
        """Show the household as it is now; a value being typed stays."""
        found: list[HouseholdRow] = []
        if self.record_id is not None:
            with self.context.data.reading() as session:
                year = find_year(session, self.context.year)
                found = household_rows(session, [self.record_id])
                villages = [(v.id, v.name) for v in list_villages(session, year)]
                every_source = list_all_sources(session)
                schemes = {s.scheme.id: s.scheme.name for s in list_schemes(session, year)}
                history = household_history(session, found[0].household_id) if found else []
        if not found:
            self.record_id = None
            self._stack.setCurrentIndex(0)
            return
        household = found[0]
        # What it has is offered even where it may no longer be chosen: an empty box would say "unknown".
        own = {household.main_source_id, household.second_source_id}
        sources = [(s.id, s.label) for s in every_source if s.active or s.id in own]
        if household.scheme_id is not None:
            schemes.setdefault(household.scheme_id, household.scheme)
        blank = [(None, UNKNOWN_LABEL)]
        self._offer("village_id", villages)
        self._offer("main_source_id", blank + sources)
        self._offer("second_source_id", [(None, "Không có"), *sources])
        self._offer("scheme_id", [(None, "Không nối công trình nào"), *schemes.items()])
        self._fill(household, history)
        self._stack.setCurrentIndex(1)

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if isinstance(field, ChoiceField):
            field.box.offer(choices)

    def _fill(self, household: HouseholdRow, history: list[tuple[int, HouseholdRow]]) -> None:
        self.name.setText(household.head)
        updated = household.updated_at is not None
        set_badge(self.state, "đã cập nhật" if updated else "chưa cập nhật", "met" if updated else "warning")
        for name, field in self.fields.items():
            field.show_value(getattr(household, name))
        while self._history.count():
            item = self._history.takeAt(0)
            if item and (gone := item.widget()):
                gone.hide()
                gone.deleteLater()
        for year, past in history:
            self._history.addWidget(label(_year_line(year, past), wrap=True))

    def focus_field(self, name: str | None) -> None:
        """Put the cursor in a field, as a finding of the checks asks."""
        if name not in self.fields:
            return
        field = self.fields[name]

        def focus() -> None:
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            layout = self._content.layout()
            if layout is not None:
                layout.activate()
            self._area.ensureWidgetVisible(field, 0, 40)

        focus()
        # Again when the page has been laid out, or a dialog that just closed has given the focus back.
        QTimer.singleShot(0, self, focus)


def _year_line(year: int, past: HouseholdRow) -> str:
    persons = "chưa rõ số khẩu" if past.persons is None else f"{shown(past, 'persons')} khẩu"
    return (
        f"{year}: {persons} · {shown(past, 'poverty')} · {shown(past, 'main_source')} · "
        f"HVS {shown(past, 'hygienic')} · Sạch {shown(past, 'clean')}"
    )
