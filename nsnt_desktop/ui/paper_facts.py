"""The first step of a paper: which year, and what it will be made from."""

from PySide6.QtWidgets import QFormLayout, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.compute import year_assumptions, year_figures
from nsnt_desktop.models.words import DocumentKind, Severity, YearState
from nsnt_desktop.registry.closing import year_standing
from nsnt_desktop.registry.office import Office
from nsnt_desktop.registry.places import load_office
from nsnt_desktop.registry.years import find_year, list_years, previous_year
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.figure_lines import indicator_headings, indicator_lines
from nsnt_desktop.ui.figure_opening import open_cell
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.steps import Step
from nsnt_desktop.ui.widgets import badge, button, card, column, label, row, scrolled, set_badge


class _YearStep(Step):
    """A step that begins with the choice of the year, which is the year of the whole window."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.years = Choice([])
        self.years.setAccessibleName("Năm của văn bản")
        self.years.activated.connect(lambda _i: context.set_year(self.years.chosen()))

    def enter(self) -> None:
        self.refresh()

    def _show_years(self, years: list[int]) -> None:
        self.years.offer([(year, str(year)) for year in years])
        self.years.choose(self.context.year)


class ReportFigures(_YearStep):
    """The six indicators and what the checks found; errors are told, a draft is never forbidden."""

    title = "Số liệu"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.state = badge()
        self.told = label("", wrap=True)
        self.errors, self.warnings = button("", "link"), button("", "link")
        self.errors.clicked.connect(lambda: context.go("findings", Severity.ERROR))
        self.warnings.clicked.connect(lambda: context.go("findings", Severity.WARNING))
        self.table = PlainTable("Sáu chỉ số trong báo cáo", indicator_headings(None), wrap=True)
        self.table.setMinimumHeight(180)
        self.table.opened.connect(lambda key: open_cell(context, key))
        found = row(label("Năm"), self.years, self.state, self.errors, self.warnings, None, gap=10)
        layout = column(card(found, self.told, gap=4), card(self.table), gap=8)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            before = previous_year(session, year)
            figures = year_figures(session, year)
            last = year_figures(session, before) if before else None
            found = year_standing(session, year)
            assumptions = year_assumptions(session, year)
            years = [known.year for known in list_years(session)]
        self._show_years(years)
        headings = indicator_headings(last.year if last else None)
        self.table.show_lines(indicator_lines(figures, last, assumptions), headings)
        set_badge(self.state, year.state.label, "met" if year.state is YearState.OPEN else "accent")
        self.errors.setText(f"{vn.number(found.errors)} lỗi")
        self.warnings.setText(f"{vn.number(found.warnings)} cảnh báo")
        self.errors.setVisible(bool(found.errors))
        self.warnings.setVisible(bool(found.warnings))
        self.told.setText(_told(found.errors, found.warnings, figures.commune.counts.households))


def _told(errors: int, warnings: int, households: int) -> str:
    if not households:
        return "Năm này chưa có hộ nào. Báo cáo vẫn lập được nhưng các chỉ số sẽ để «—»."
    if errors:
        return (
            "Số liệu còn lỗi. Vẫn lập được bản dự thảo, báo cáo sẽ ghi rõ số lỗi; "
            "nên sửa hết trước khi trình ký."
        )
    if warnings:
        return "Không có lỗi. Các cảnh báo nên được xem trước khi trình ký; báo cáo ghi rõ số cảnh báo."
    return "Không có lỗi hay cảnh báo nào."


class PaperFacts(_YearStep):
    """What of the office stands in a paper other than the report; each fact is changed in the settings."""

    title = "Đơn vị"

    def __init__(self, context: Context, kind: DocumentKind) -> None:
        super().__init__(context)
        self.kind = kind
        self.facts = QFormLayout()
        self.facts.setHorizontalSpacing(16)
        self.facts.setVerticalSpacing(8)
        settings = button("Sửa trong Cài đặt", "link", "settings")
        settings.clicked.connect(lambda: context.go("settings"))
        content = QWidget()
        inside = column(
            card(row(label("Năm"), self.years, None, gap=10)),
            card(label(f"Trong {kind.label.lower()} sẽ ghi", "h2"), self.facts, row(settings, None), gap=10),
            None,
        )
        content.setLayout(inside)
        self.setLayout(column(scrolled(content)))

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            office = load_office(session)
            years = [known.year for known in list_years(session)]
        self._show_years(years)
        while self.facts.rowCount():
            self.facts.removeRow(0)
        bases = "\n".join(f"{basis.kind} số {basis.number}" for basis in office.plan_bases)
        of_plan = self.kind is DocumentKind.PLAN
        facts = (
            ("Đơn vị ban hành", f"UBND {office.unit} {office.commune}"),
            *((("Căn cứ", bases),) if of_plan else ()),
            ("Phụ trách", office.responsible),
            ("Báo cáo gửi", f"{office.superior} (qua {office.superior_via})"),
            ("Hạn báo cáo", f"{office.deadline_day:02d}/{office.deadline_month:02d} hằng năm"),
            *(_signing(office) if self.kind is not DocumentKind.MINUTES else ()),
            *((("Nơi nhận", "\n".join(office.plan_recipients)),) if of_plan else ()),
        )
        for name, value in facts:
            shown = label(value, wrap=True) if value.strip() else badge("chưa có", "warning")
            self.facts.addRow(label(name, "dim"), shown)


def _signing(office: Office) -> tuple[tuple[str, str], ...]:
    return (("Thẩm quyền ký", "\n".join(office.signing_lines)), ("Người ký", office.signer))
