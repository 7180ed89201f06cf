"""Settings behind the verdicts: thresholds of nông thôn mới, and the numbers no published text gives."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.criteria import OPERATORS, indicator_unit
from nsnt_desktop.indicators.criteria_words import NO_THRESHOLD, UNCONFIRMED
from nsnt_desktop.models import Assumption, Criterion
from nsnt_desktop.registry.reference_lists import (
    CRITERION_INDICATORS,
    add_criterion,
    list_assumptions,
    list_criteria,
    remove_criterion,
    set_assumption_field,
    set_criterion_field,
)
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.typed import typed_day
from nsnt_desktop.ui.widgets import button, column, label, row

CONFIRMED = "đã kiểm chứng"
NO_INDICATOR = "—"


def confirmation(tick: Callable[[object, bool], int | None]) -> Column:
    """Return the column in which the officer says that a value was checked against its document."""
    return Column(
        heading="Đối chiếu",
        width=172,
        text=lambda line: CONFIRMED if line.confirmed else UNCONFIRMED if line.value else NO_THRESHOLD,
        ticked=lambda line: line.confirmed,
        tick=tick,
        colour=lambda line: "met" if line.confirmed else "warning" if line.value else "dim",
        tip=lambda _line: "Đánh dấu khi đã đối chiếu với văn bản",
    )


class CriteriaTab(QWidget):
    """The criteria of nông thôn mới; without a value there is no verdict."""

    title = "Ngưỡng nông thôn mới"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.table = EditTable(context, self.title, self._columns(), wrap=True)
        self.add = button("Thêm tiêu chí", icon_name="plus")
        self.add.clicked.connect(self._add)
        self.remove = button("Xóa dòng đang chọn", icon_name="x")
        self.remove.clicked.connect(self._remove)
        told = label(
            "Nhập ngưỡng theo văn bản của tỉnh hoặc trung ương. Chưa nhập ngưỡng thì chương trình không "
            "kết luận đạt hay chưa đạt. Sửa chỉ số, dấu, ngưỡng hay văn bản thì phải đối chiếu lại.",
            "dim",
            wrap=True,
        )
        top = row(told, self.remove, self.add, gap=8)
        top.setStretch(0, 1)
        layout = column(top, self.table, gap=10)
        layout.setContentsMargins(0, 12, 0, 0)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Show the criteria as they are now."""
        with self.context.data.reading() as session:
            criteria = list_criteria(session)
        self.table.show_rows(criteria)

    def _columns(self) -> list[Column]:
        return [
            self._text("Bộ tiêu chí", "criteria_set", 112, 2),
            self._text("Giai đoạn", "period", 84, 0),
            self._text("Số hiệu", "code", 60, 0),
            self._text("Nội dung", "name", 138, 4),
            Column(
                heading="Chỉ số",
                width=54,
                text=lambda c: c.indicator or NO_INDICATOR,
                choices=lambda _c: [NO_INDICATOR, *CRITERION_INDICATORS],
                save=lambda c, text: self._save(c, "indicator", "" if text in {NO_INDICATOR, ""} else text),
            ),
            self._text("Nhóm, vùng", "zone", 96, 1),
            Column(
                heading="Dấu",
                width=46,
                text=lambda c: c.operator or vn.BLANK,
                choices=lambda _c: OPERATORS,
                save=lambda c, text: self._save(c, "operator", text),
            ),
            Column(
                heading="Ngưỡng",
                width=66,
                right=True,
                text=lambda c: c.value.replace(".", ",") or vn.BLANK,
                save=lambda c, text: self._save(c, "value", text),
            ),
            Column(
                heading="Đơn vị",
                width=74,
                text=lambda c: indicator_unit(c.indicator).replace("/", "/ ") or vn.BLANK,
                colour=lambda _c: "dim",
                tip=lambda _c: "Theo chỉ số đã chọn",
            ),
            self._text("Văn bản", "legal_document", 94, 2),
            Column(
                heading="Phấn đấu đến",
                width=96,
                text=lambda c: vn.day(c.reach_by),
                save=lambda c, text: self._save(c, "reach_by", typed_day(text, self.context.year)),
                tip=lambda _c: "Ngày xã phấn đấu đạt tiêu chí, ví dụ 31/12/2025",
            ),
            confirmation(self._confirm),
        ]

    def _text(self, heading: str, field: str, width: int, stretch: int) -> Column:
        return Column(
            heading=heading,
            text=lambda c: getattr(c, field) or vn.BLANK,
            width=width,
            stretch=stretch,
            save=lambda c, text: self._save(c, field, text),
        )

    def _save(self, criterion: Criterion, field: str, value: object) -> int | None:
        return set_criterion_field(self.context.data, criterion.id, field, value)

    def _confirm(self, criterion: object, value: bool) -> int | None:
        assert isinstance(criterion, Criterion)  # noqa: S101 - for mypy: the table's rows are criteria
        return self._save(criterion, "confirmed", value)

    def _add(self) -> None:
        code = self.context.dialogs.text(self, "Thêm tiêu chí", "Số hiệu tiêu chí (ví dụ 17.1):")
        if code is not None:
            with self.context.trying():
                done = add_criterion(self.context.data, code)
                self.context.did(done, f"Đã thêm tiêu chí {code}. Hãy nhập nội dung, chỉ số và ngưỡng.")

    def _remove(self) -> None:
        criterion = self.table.current_row()
        if criterion is None:
            self.context.did(None, "Hãy chọn dòng tiêu chí cần xóa trước.")
            return
        with self.context.trying():
            done = remove_criterion(self.context.data, criterion.id)
            self.context.did(done, f"Đã xóa tiêu chí {criterion.code}.")


class AssumptionsTab(QWidget):
    """The numbers the program assumes until the officer confirms them."""

    title = "Thông số"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.table = EditTable(context, self.title, self._columns(), wrap=True)
        told = label(
            "Các con số này chưa có trong văn bản đã công bố nên để cán bộ quyết định. Chỉ số, kiểm tra và "
            "xếp loại công trình dùng ngay giá trị mới. Năm đã chốt giữ nguyên.",
            "dim",
            wrap=True,
        )
        layout = column(told, self.table, gap=10)
        layout.setContentsMargins(0, 12, 0, 0)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Show the assumptions as they are now."""
        with self.context.data.reading() as session:
            assumptions = list_assumptions(session)
        self.table.show_rows(assumptions)

    def _columns(self) -> list[Column]:
        return [
            Column(heading="Thông số", width=210, stretch=3, text=lambda a: a.label),
            Column(
                heading="Giá trị",
                width=104,
                right=True,
                text=lambda a: a.value,
                choices=lambda a: ["có", "không"] if a.unit == "có/không" else [],
                save=lambda a, text: set_assumption_field(self.context.data, a.id, "value", text),
            ),
            Column(heading="Đơn vị", width=124, text=lambda a: a.unit, colour=lambda _a: "dim"),
            Column(
                heading="Giải thích", width=170, stretch=3, text=lambda a: a.note, colour=lambda _a: "dim"
            ),
            confirmation(self._confirm),
        ]

    def _confirm(self, assumption: object, value: bool) -> int | None:
        assert isinstance(assumption, Assumption)  # noqa: S101 - for mypy: the table's rows are assumptions
        return set_assumption_field(self.context.data, assumption.id, "confirmed", value)
