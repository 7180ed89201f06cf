"""Settings of a scheme's class: the criteria as a table of rules, the thresholds, the rule in words."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from nsnt_desktop.indicators.class_rule import rule_words
from nsnt_desktop.indicators.scheme_measures import measure_label
from nsnt_desktop.models import Assumption, SustainabilityCriterion
from nsnt_desktop.models.words import SchemeMeasure
from nsnt_desktop.registry.reference_lists import list_assumptions, set_assumption_field
from nsnt_desktop.registry.scheme_criteria import (
    RULE_NUMBERS,
    add_sustainability_criterion,
    list_sustainability_criteria,
    move_sustainability_criterion,
    remove_sustainability_criterion,
    set_sustainability_field,
)
from nsnt_desktop.storage.assumptions import Assumptions, load_assumptions
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.edit_view import EditTable
from nsnt_desktop.ui.settings_rules import confirmation
from nsnt_desktop.ui.widgets import badge, button, card, column, label, row

MEASURES: tuple[SchemeMeasure | None, ...] = (*SchemeMeasure, None)


class SustainabilityTab(QWidget):
    """How the class of a scheme is proposed."""

    title = "Xếp loại công trình"

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._assumptions: Assumptions | None = None
        self.criteria = EditTable(
            context, "Tiêu chí bền vững", self._criterion_columns(), wrap=True, whole=True
        )
        self.numbers = EditTable(context, "Số của quy tắc", self._number_columns(), wrap=True, whole=True)
        self.rule = label("", wrap=True)
        self.warning = badge("", "warning")
        self.warning.setWordWrap(True)
        self.add = button("Thêm tiêu chí", icon_name="plus")
        self.add.clicked.connect(self._add)
        self.remove = button("Xóa dòng đang chọn", icon_name="x")
        self.remove.clicked.connect(self._remove)
        self.up, self.down = button("Lên"), button("Xuống")
        for moved, step, where in ((self.up, -1, "lên"), (self.down, 1, "xuống")):
            moved.setToolTip(f"Chuyển tiêu chí đang chọn {where} một dòng")
            moved.clicked.connect(lambda _checked=False, by=step: self._move(by))
        told = label(
            "Chưa có văn bản nào công bố cách chấm nên để cán bộ quyết định. Tiêu chí bắt buộc không đạt thì "
            "công trình chỉ xếp kém bền vững. Năm đã chốt giữ nguyên xếp loại lúc chốt.",
            "dim",
            wrap=True,
        )
        heading = label("Tiêu chí xếp loại bền vững của công trình", "h2")
        layout = column(
            card(
                heading,
                told,
                self.criteria,
                row(self.add, self.remove, None, self.up, self.down),
            ),
            card(label("Quy tắc đang dùng", "h2"), self.rule, self.warning, self.numbers),
            None,
            gap=12,
        )
        layout.setContentsMargins(0, 12, 6, 0)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Show the rule as it is now."""
        with self.context.data.reading() as session:
            criteria = list_sustainability_criteria(session)
            numbers = [a for a in list_assumptions(session) if a.key in RULE_NUMBERS]
            self._assumptions = load_assumptions(session)
        self.criteria.show_rows(criteria)
        self.numbers.show_rows(numbers)
        words = rule_words(criteria, self._assumptions)
        self.rule.setText("\n".join(words.lines))
        self.warning.setText("\n".join(words.warnings))
        self.warning.setVisible(bool(words.warnings))

    def _criterion_columns(self) -> list[Column]:
        return [
            Column(
                heading="Tiêu chí",
                width=220,
                stretch=3,
                text=lambda c: c.label,
                save=lambda c, text: self._save(c, "label", text),
                colour=lambda c: "" if c.active else "dim",
            ),
            Column(
                heading="Đề xuất theo",
                width=230,
                stretch=2,
                text=lambda c: self._label(c.measure),
                choices=lambda _c: [self._label(measure) for measure in MEASURES],
                save=lambda c, text: self._save(c, "measure", self._measure_of(text)),
                colour=lambda c: "" if c.active else "dim",
            ),
            self._ticked("Bắt buộc", "required", "bắt buộc", "không bắt buộc"),
            self._ticked("Đang dùng", "active", "đang dùng", "không dùng"),
        ]

    def _ticked(self, heading: str, field: str, yes: str, no: str) -> Column:
        return Column(
            heading=heading,
            width=152,
            text=lambda c: yes if getattr(c, field) else no,
            ticked=lambda c: getattr(c, field),
            tick=lambda c, value: self._save(c, field, value),
            colour=lambda c: "" if getattr(c, field) else "dim",
        )

    def _number_columns(self) -> list[Column]:
        return [
            Column(heading="Thông số", width=240, stretch=3, text=lambda a: a.label),
            Column(
                heading="Giá trị",
                width=90,
                right=True,
                text=lambda a: a.value,
                save=lambda a, text: set_assumption_field(self.context.data, a.id, "value", text),
            ),
            Column(heading="Đơn vị", width=90, text=lambda a: a.unit, colour=lambda _a: "dim"),
            confirmation(self._confirm),
        ]

    def _label(self, measure: SchemeMeasure | None) -> str:
        return measure_label(measure, self._assumptions) if self._assumptions else ""

    def _measure_of(self, text: str) -> SchemeMeasure | None:
        return next(measure for measure in MEASURES if self._label(measure) == text)

    def _save(self, criterion: SustainabilityCriterion, field: str, value: object) -> int | None:
        return set_sustainability_field(self.context.data, criterion.id, field, value)

    def _confirm(self, assumption: object, value: bool) -> int | None:
        assert isinstance(assumption, Assumption)  # noqa: S101 - for mypy: the table's rows are assumptions
        return set_assumption_field(self.context.data, assumption.id, "confirmed", value)

    def _add(self) -> None:
        words = self.context.dialogs.text(self, "Thêm tiêu chí", "Nội dung tiêu chí bền vững:")
        if words is not None:
            with self.context.trying():
                done = add_sustainability_criterion(self.context.data, words)
                self.context.did(
                    done, f"Đã thêm tiêu chí «{words}». Hãy chọn cách đề xuất và sửa số tiêu chí cần đạt."
                )

    def _remove(self) -> None:
        self._with_chosen(
            lambda c: self.context.did(
                remove_sustainability_criterion(self.context.data, c.id), f"Đã xóa tiêu chí «{c.label}»."
            )
        )

    def _move(self, step: int) -> None:
        self._with_chosen(
            lambda c: self.context.did(move_sustainability_criterion(self.context.data, c.id, step))
        )

    def _with_chosen(self, work: Callable[[SustainabilityCriterion], None]) -> None:
        criterion = self.criteria.current_row()
        if criterion is None:
            self.context.did(None, "Hãy chọn dòng tiêu chí trước.")
            return
        with self.context.trying():
            work(criterion)
