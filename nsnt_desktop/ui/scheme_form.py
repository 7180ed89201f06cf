"""The form of one water scheme: what it is, its figures of the year, its tests, how sustainable it is."""

from PySide6.QtWidgets import QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.models import Regulation
from nsnt_desktop.models.words import UNCLASSIFIED_LABEL, ManagementModel, SchemeKind
from nsnt_desktop.registry.schemes import SchemeRow, set_scheme_field
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import (
    YES_NO_UNKNOWN,
    ChoiceField,
    Field,
    FieldGrid,
    LineField,
    NumberField,
    Save,
    YearField,
    choices_of,
)
from nsnt_desktop.ui.scheme_class import ClassCard, class_tone
from nsnt_desktop.ui.scheme_tests import TestsCard
from nsnt_desktop.ui.widgets import badge, card, column, label, row, set_badge

TEXTS = {
    "name": "Tên công trình",
    "code": "Mã công trình",
    "source": "Nguồn nước khai thác",
    "treatment": "Công nghệ xử lý",
    "other_communes": "Cấp cho cả các xã khác",
    "managing_body": "Tổ chức quản lý khai thác",
    "note": "Ghi chú",
}
NUMBERS = {
    "design_capacity": "Công suất thiết kế (m³/ngày đêm)",
    "actual_capacity": "Công suất thực tế (m³/ngày đêm)",
    "design_connections": "Số đấu nối thiết kế (hộ)",
    "actual_connections": "Số đấu nối thực tế, mọi xã (hộ)",
    "households_here": "Trong đó hộ của xã này (hộ)",
    "persons": "Số người được cấp nước (người)",
    "price": "Giá nước (đồng/m³)",
    "yearly_income": "Tổng thu trong năm (đồng)",
    "yearly_cost": "Tổng chi trong năm (đồng)",
    "loss_percent": "Tỷ lệ thất thoát (%)",
    "hours_per_day": "Số giờ cấp nước trong ngày (giờ)",
    "days_interrupted": "Số ngày gián đoạn trong năm (ngày)",
}
YEARS = {"year_built": "Năm xây dựng", "in_use_since": "Năm đưa vào sử dụng"}
IDENTITY = (
    "name",
    "code",
    "kind",
    "source",
    "treatment",
    "year_built",
    "in_use_since",
    "other_communes",
)


class SchemeForm(QWidget):
    """All that is kept of one scheme in one year, each field saved as it is left."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.row: SchemeRow | None = None
        self.fields = self._make_fields()
        self.heading = label("", "h2", wrap=True)
        self.state = badge()
        self.year_title = label("", "h2")
        self.compared = badge()
        identity = [self.fields[name] for name in IDENTITY]
        record = [field for name, field in self.fields.items() if name not in IDENTITY]
        self.tests = TestsCard(context)
        self.classes = ClassCard(context)
        layout = column(
            card(row(self.heading, None, self.state), FieldGrid(identity), gap=10),
            card(row(self.year_title, None, self.compared), FieldGrid(record), gap=10),
            self.tests,
            self.classes,
            None,
            gap=12,
        )
        layout.setContentsMargins(0, 0, 6, 0)
        self.setLayout(layout)

    def show_scheme(self, shown: SchemeRow, regulations: list[Regulation]) -> None:
        """Show a scheme; when it is another one, what was typed for the one before is saved first."""
        if self.row is not None and self.row.record.id != shown.record.id:
            self.release()
        self.row = shown
        self.heading.setText(shown.scheme.name)
        final = shown.verdict.final
        set_badge(self.state, final.label if final else UNCLASSIFIED_LABEL, class_tone(shown))
        self.year_title.setText(f"Số liệu năm {self.context.year}")
        for name, field in self.fields.items():
            field.show_value(getattr(shown.scheme if name in IDENTITY else shown.record, name))
        self._compare(shown)
        self.tests.show_tests(shown, regulations)
        self.classes.show_class(shown)

    def release(self) -> None:
        """Save what is being typed and forget what cannot be saved."""
        for field in (*self.fields.values(), *self.classes.fields()):
            field.release()

    def _compare(self, shown: SchemeRow) -> None:
        here, found = shown.record.households_here, shown.registered_households
        text = f"Công trình báo {vn.number(here)} hộ · danh sách hộ có {vn.number(found)} hộ"
        same = here == found
        set_badge(self.compared, text, "" if here is None else "met" if same else "warning")
        self.compared.setToolTip(
            "Số hộ của xã này do công trình báo, và số hộ trong danh sách ghi đang dùng công trình này"
        )

    def _make_fields(self) -> dict[str, Field]:
        made: dict[str, Field] = {}
        context = self.context
        for name in ("name", "code"):
            made[name] = LineField(context, TEXTS[name], self._saver(name))
        made["kind"] = ChoiceField(context, "Loại hình cấp nước", self._saver("kind"), choices_of(SchemeKind))
        for name in ("source", "treatment"):
            made[name] = LineField(context, TEXTS[name], self._saver(name))
        for name, title in YEARS.items():
            made[name] = YearField(context, title, self._saver(name))
        made["other_communes"] = LineField(context, TEXTS["other_communes"], self._saver("other_communes"))
        made["working"] = ChoiceField(
            context, "Công trình còn hoạt động", self._saver("working"), YES_NO_UNKNOWN
        )
        made["managing_body"] = LineField(context, TEXTS["managing_body"], self._saver("managing_body"))
        made["management_model"] = ChoiceField(
            context, "Mô hình quản lý", self._saver("management_model"), choices_of(ManagementModel)
        )
        made["trained_operator"] = ChoiceField(
            context, "Người vận hành được đào tạo", self._saver("trained_operator"), YES_NO_UNKNOWN
        )
        for name, title in NUMBERS.items():
            made[name] = NumberField(context, title, self._saver(name))
        made["note"] = LineField(context, TEXTS["note"], self._saver("note"))
        return made

    def _saver(self, field: str) -> Save:
        def save(value: object) -> int | None:
            return set_scheme_field(self.context.data, self.row.record.id, field, value) if self.row else None

        return save
