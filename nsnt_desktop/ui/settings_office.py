"""Settings of the office: names, levels, deadline, signers, recipients and legal bases of its papers."""

from datetime import date

from PySide6.QtWidgets import QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.errors import KnownError
from nsnt_desktop.models import LegalBasisRow
from nsnt_desktop.models.words import WITH_BASES, DocumentKind, Levels
from nsnt_desktop.registry.places import set_office_field
from nsnt_desktop.registry.reference_lists import (
    add_legal_basis,
    list_legal_bases,
    office_fields,
    remove_legal_basis,
    set_legal_basis_field,
)
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.fields import (
    ChoiceField,
    Field,
    FieldGrid,
    LineField,
    LinesField,
    NumberField,
    Save,
    choices_of,
)
from nsnt_desktop.ui.first_run_steps import UNITS
from nsnt_desktop.ui.typed import typed_day
from nsnt_desktop.ui.widgets import button, card, column, label, row

GROUPS = (
    ("Đơn vị", ("unit", "name", "code", "district", "province", "levels")),
    ("Báo cáo gửi lên", ("superior", "superior_full", "superior_via", "deadline_day", "deadline_month")),
    ("Người phụ trách và người ký", ("responsible", "signer", "signing_lines")),
    ("Nơi nhận", ("plan_recipients", "report_recipients")),
)
TITLES = {
    "unit": "Loại đơn vị",
    "name": "Tên (không kèm chữ «xã»)",
    "code": "Mã đơn vị",
    "district": "Huyện",
    "province": "Tỉnh",
    "levels": "Cấp chính quyền",
    "superior": "Cơ quan cấp trên, viết tắt trong văn bản",
    "superior_full": "Cơ quan cấp trên, viết đầy đủ (Kính gửi)",
    "superior_via": "Gửi qua",
    "deadline_day": "Hạn báo cáo: ngày",
    "deadline_month": "Hạn báo cáo: tháng",
    "responsible": "Người phụ trách (cách gọi trong văn bản)",
    "signer": "Họ và tên người ký",
    "signing_lines": "Các dòng trên chữ ký, mỗi dòng một dòng",
    "plan_recipients": "Nơi nhận của kế hoạch, mỗi nơi một dòng",
    "report_recipients": "Nơi nhận của báo cáo, mỗi nơi một dòng",
}
LINES = {"signing_lines": 3, "plan_recipients": 4, "report_recipients": 4}


class OfficeTab(QWidget):
    """The office as its papers need it."""

    title = "Đơn vị"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.fields: dict[str, Field] = {name: self._make(name) for _, names in GROUPS for name in names}
        cards = [
            card(
                label(title, "h2"),
                FieldGrid([self.fields[name] for name in names], wanted=270),
                gap=10,
            )
            for title, names in GROUPS
        ]
        note = label(
            "Đổi cấp chính quyền thì cơ quan cấp trên và nơi nhận trở về mẫu của cấp đó; có thể hoàn tác.",
            "dim",
            wrap=True,
        )
        inside = cards[0].layout()
        if inside is not None:
            inside.addWidget(note)
        layout = column(*cards, self._make_bases(), None, gap=12)
        layout.setContentsMargins(0, 12, 6, 0)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Show the office as it is now."""
        with self.context.data.reading() as session:
            values = office_fields(session)
            bases = list_legal_bases(session)
        for name, field in self.fields.items():
            field.show_value(values[name])
        self.bases.show_rows(bases)

    def _make(self, name: str) -> Field:
        context, title, save = self.context, TITLES[name], self._saver(name)
        if name == "unit":
            return ChoiceField(context, title, save, [(unit, unit) for unit in UNITS])
        if name == "levels":
            return ChoiceField(context, title, save, choices_of(Levels, blank=None))
        if name in LINES:
            return LinesField(context, title, save, lines=LINES[name])
        if name.startswith("deadline"):
            return NumberField(context, title, self._required(save))
        return LineField(context, title, save)

    def _saver(self, name: str) -> Save:
        return lambda value: set_office_field(self.context.data, name, value)

    @staticmethod
    def _required(save: Save) -> Save:
        def checked(value: int | None) -> int | None:
            if value is None:
                raise KnownError(f"Hạn báo cáo không được để trống. {NOTHING_LOST} Hãy nhập ngày và tháng.")
            return save(value)

        return checked

    def _make_bases(self) -> QWidget:
        self.bases = EditTable(self.context, "Căn cứ pháp lý", self._columns(), wrap=True, whole=True)
        self.add_basis = button("Thêm căn cứ", icon_name="plus")
        self.add_basis.clicked.connect(self._add)
        self.remove_basis = button("Xóa dòng đang chọn", icon_name="x")
        self.remove_basis.clicked.connect(self._remove)
        hint = label(
            "Bấm đúp vào một ô để sửa. Văn bản in: loại số … ngày … của cơ quan ban hành về nội dung.",
            "dim",
            wrap=True,
        )
        return card(
            row(label("Căn cứ pháp lý của văn bản", "h2"), None, self.remove_basis, self.add_basis),
            self.bases,
            hint,
        )

    def _columns(self) -> list[Column]:
        labels = [kind.label for kind in WITH_BASES]

        def save_document(basis: LegalBasisRow, text: str) -> int | None:
            kind = next(kind for kind in DocumentKind if kind.label == text)
            return set_legal_basis_field(self.context.data, basis.id, "document_kind", kind)

        def save_day(basis: LegalBasisRow, text: str) -> int | None:
            return set_legal_basis_field(
                self.context.data, basis.id, "issued_on", typed_day(text, self.context.year)
            )

        return [
            Column(
                heading="Dùng cho",
                width=90,
                text=lambda basis: basis.document_kind.label,
                choices=lambda _basis: labels,
                save=save_document,
            ),
            self._text("Loại văn bản", "kind", 100, 1),
            self._text("Số, ký hiệu", "number", 120, 1),
            Column(heading="Ngày", width=88, text=lambda basis: vn.day(basis.issued_on), save=save_day),
            self._text("Cơ quan ban hành", "issuer", 130, 2),
            self._text("Về việc", "subject", 180, 4),
        ]

    def _text(self, heading: str, field: str, width: int, stretch: int) -> Column:
        def save(basis: LegalBasisRow, text: str) -> int | None:
            return set_legal_basis_field(self.context.data, basis.id, field, text)

        return Column(
            heading=heading,
            text=lambda basis: getattr(basis, field) or vn.BLANK,
            width=width,
            stretch=stretch,
            save=save,
        )

    def _add(self) -> None:
        number = self.context.dialogs.text(self, "Thêm căn cứ", "Số, ký hiệu văn bản (ví dụ 05/QĐ-UBND):")
        if number is not None:
            with self.context.trying():
                today = date.today()  # noqa: DTZ011 - the office PC's own day
                done = add_legal_basis(self.context.data, DocumentKind.REPORT, number, today)
                self.context.did(done, f"Đã thêm căn cứ «{number}». Hãy sửa ngày, cơ quan và nội dung.")

    def _remove(self) -> None:
        basis = self.bases.current_row()
        if basis is None:
            self.context.did(None, "Hãy chọn dòng căn cứ cần xóa trước.")
            return
        with self.context.trying():
            done = remove_legal_basis(self.context.data, basis.id)
            self.context.did(done, f"Đã xóa căn cứ «{basis.number}».")
