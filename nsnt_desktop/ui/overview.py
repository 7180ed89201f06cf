"""Tổng quan: the six indicators, how far the villages are, and what to do next."""

from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHeaderView, QPushButton, QTableView, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.charts.year_lines import year_lines
from nsnt_desktop.checks import check_year, summary
from nsnt_desktop.indicators.compute import year_criteria, year_figures
from nsnt_desktop.indicators.criteria import Verdict
from nsnt_desktop.indicators.criteria_words import missing_words, threshold_words
from nsnt_desktop.indicators.results import Indicator, PlaceFigures, YearFigures
from nsnt_desktop.indicators.water_warnings import expiring_tests
from nsnt_desktop.models.words import Severity, YearState
from nsnt_desktop.registry.villages import VillageRow, list_villages
from nsnt_desktop.registry.years import find_year, list_years
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.ui.chart_view import ChartView
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.figure_lines import change_since, change_words, shown_value
from nsnt_desktop.ui.theme import colours
from nsnt_desktop.ui.widgets import (
    Page,
    ShareDelegate,
    badge,
    button,
    card,
    column,
    label,
    restyle,
    row,
    scrolled,
    set_badge,
    set_up_table,
)
from nsnt_desktop.ui.years import CLOSE, OPEN_NEXT
from nsnt_desktop.ui.years import PLACE as YEAR

_ROLE = Qt.ItemDataRole
YEARS_SHOWN = 5
WIDE = 1160
"""Below this width the six cards stand in two rows and the chart under the villages."""


@dataclass(frozen=True)
class VillageProgress:
    """One line of the progress table."""

    village_id: int
    name: str
    households: int
    share: int
    errors: int
    warnings: int
    delivered: str


class IndicatorCard(QFrame):
    """One indicator: value, change since last year, counts, and what is not assessed."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        self.setObjectName("card")
        self.title, self.value, self.counts = label("", "dim"), label("", "big"), label("", "dim", wrap=True)
        self.change, self.state = label("", "dim"), badge()
        layout = column(
            self.title,
            row(self.value, self.change, None, gap=6),
            self.counts,
            None,
            row(self.state, None),
            gap=4,
        )
        layout.setContentsMargins(12, 10, 12, 10)
        self.setLayout(layout)

    def show_figures(
        self, place: PlaceFigures, before: PlaceFigures | None, verdicts: list[Verdict], decimals: int
    ) -> None:
        """Show the indicator of a place, its change since the year before, and the criterion it feeds."""
        now = place.indicator(self.code)
        self.title.setText(f"{self.code} · {now.short_name}")
        self.title.setToolTip(now.name)
        self.value.setText(shown_value(now, decimals))
        self._show_change(now, before.indicator(self.code) if before else None, decimals)
        self.counts.setText(_counts(now, place, decimals))
        self._show_state(now, [v for v in verdicts if v.indicator and v.indicator.code[:1] == self.code])

    def _show_change(self, now: Indicator, before: Indicator | None, decimals: int) -> None:
        change = change_since(now, before)
        self.change.setObjectName("dim" if not change else "up" if change > 0 else "down")
        self.change.setText("" if change is None else change_words(change, decimals))
        self.change.setToolTip("So với năm trước (điểm phần trăm)" if now.unit == "%" else "So với năm trước")
        restyle(self.change)

    def _show_state(self, now: Indicator, verdicts: list[Verdict]) -> None:
        told = sorted((v for v in verdicts if v.met is not None), key=lambda v: v.met is True)
        self.state.setToolTip("\n".join(_verdict_line(v) for v in told))
        if now.value is None:
            set_badge(self.state, "chưa đánh giá")
        elif now.unknown:
            noun = "công trình" if now.code == "6" else "hộ"
            set_badge(self.state, f"còn {vn.number(now.unknown)} {noun} chưa xác định", "warning")
        elif told:
            set_badge(self.state, _verdict_line(told[0]), "met" if told[0].met else "warning")
        elif verdicts:
            set_badge(self.state, f"{verdicts[0].criterion.code} chưa nhập ngưỡng")
        else:
            set_badge(self.state, "đủ số liệu", "met")


def _verdict_line(verdict: Verdict) -> str:
    """Return a verdict in few words: what is missing where that can be counted, else the threshold."""
    code, missing = verdict.criterion.code, missing_words(verdict)
    if missing:
        return f"{code} {missing}"
    return f"{code} {'đạt' if verdict.met else 'chưa đạt'} ({threshold_words(verdict)})"


def _counts(now: Indicator, place: PlaceFigures, decimals: int) -> str:
    match now.code:
        case "5":
            return (
                f"tính trên {vn.number(place.counts.metered)}/{vn.number(place.counts.clean)} hộ có số liệu"
            )
        case "6":
            return f"{now.numerator} / {now.denominator} công trình"
        case "2" | "4":
            parts = (place.indicator(now.code + "a"), place.indicator(now.code + "b"))
            split = "\u00a0+\u00a0".join(vn.number(p.value, decimals) for p in parts)
            return f"{vn.number(now.numerator)} / {vn.number(now.denominator)} hộ · {split}"
    return f"{vn.number(now.numerator)} / {vn.number(now.denominator)} hộ"


class ProgressModel(QAbstractTableModel):
    """The villages' progress."""

    HEADINGS = ("Thôn", "Số hộ", "Đã cập nhật", "Lỗi", "Cảnh báo", "Ngày nộp")

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[VillageProgress] = []

    def show(self, rows: list[VillageProgress]) -> None:
        """Show these villages."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == _ROLE.DisplayRole:
            return self.HEADINGS[section]
        return self._alignment(section) if role == _ROLE.TextAlignmentRole else None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = _ROLE.DisplayRole) -> object:
        line, at = self.rows[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            shown = (line.name, vn.number(line.households), "", line.errors, line.warnings, line.delivered)
            return str(shown[at])
        if role == _ROLE.UserRole and at == 2:
            return line.share
        if role == _ROLE.TextAlignmentRole:
            return self._alignment(at)
        if role == _ROLE.ForegroundRole and at == 3 and line.errors:
            return QColor(colours().error)
        if role == _ROLE.ForegroundRole and at == 4 and line.warnings:
            return QColor(colours().warning)
        return None

    @staticmethod
    def _alignment(at: int) -> int:
        side = Qt.AlignmentFlag.AlignRight if at in {1, 3, 4, 5} else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class OverviewPage(Page):
    """Where the work of the year stands."""

    title = "Tổng quan"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.report = button("", "primary")
        self.report.clicked.connect(lambda: self.context.go("papers", "report"))
        self.cards = [IndicatorCard(code) for code in ("1", "2", "3", "4", "5", "6")]
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        self._columns = 0
        self._closed, self._newest = False, True
        self._expiring = 0
        self.progress = ProgressModel()
        self.table = QTableView()
        self._set_up_progress()
        self.delivered = label("", "dim")
        self._tasks = column(gap=6)
        left = card(row(label("Tiến độ các thôn", "h2"), None, self.delivered), self.table)
        self.trend = ChartView()
        self.trend_title = label("", "h2")
        right = column(card(label("Việc tiếp theo", "h2"), self._tasks), gap=12)
        right.addWidget(card(self.trend_title, self.trend), 1)
        self._body = row(gap=12)
        self._body.addWidget(left, 3)
        self._body.addLayout(right, 2)
        content = QWidget()
        inside = column(row(label(self.title, "h1"), None, self.report), self._grid, gap=12)
        inside.addLayout(self._body, 1)
        inside.setContentsMargins(20, 14, 20, 14)
        content.setLayout(inside)
        outer = column(scrolled(content), gap=0)
        self.setLayout(outer)

    def _set_up_progress(self) -> None:
        set_up_table(self.table)
        self.table.setModel(self.progress)
        self.table.setMinimumHeight(220)
        self._bar = ShareDelegate(self.table)
        self.table.setItemDelegateForColumn(2, self._bar)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for at in (0, 2):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        for at, width in ((1, 64), (3, 52), (4, 80), (5, 100)):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(at, width)
        self.table.doubleClicked.connect(self._open_village)
        self.table.setToolTip("Bấm đúp để xem các hộ của thôn")

    def refresh(self) -> None:
        with self.context.data.reading() as session:
            year = find_year(session, self.context.year)
            years = list_years(session)
            shown_years = [y for y in years if y.year <= year.year][:YEARS_SHOWN]
            by_year = [year_figures(session, y) for y in shown_years]
            verdicts = list(year_criteria(session, year, by_year[0]))
            decimals = load_assumptions(session).decimals
            findings = check_year(session, year)
            villages = list_villages(session, year)
            expiring = expiring_tests(session, year)
        figures = by_year[0]
        self._closed, self._newest = year.state is YearState.CLOSED, years[0].year == year.year
        last = by_year[1].commune if len(by_year) > 1 else None
        for shown in self.cards:
            shown.show_figures(figures.commune, last, verdicts, decimals)
        self._show_trend(list(reversed(by_year)), decimals)
        self.report.setText(f"Lập báo cáo năm {figures.year}")
        counted = summary(findings)
        self._show_progress(figures, villages, counted.by_village)
        self._expiring = expiring
        self._show_tasks(figures, villages, counted.errors, counted.warnings)
        self._arrange()

    def _show_trend(self, years: list[YearFigures], decimals: int) -> None:
        self.trend_title.setText("Qua các năm (%)" if len(years) > 1 else f"Năm {years[0].year} (%)")
        self.trend.show_chart(year_lines(years, decimals, ("1", "2", "4"), with_table=False))

    def _show_progress(
        self, figures: YearFigures, villages: list[VillageRow], found: dict[int | None, dict[Severity, int]]
    ) -> None:
        rows = {v.id: v for v in villages}
        lines = []
        for place in figures.villages:
            count = place.counts
            known = found.get(place.village_id, {})
            row_of = rows.get(place.village_id or 0)  # a closed year may name one that is gone
            delivered = row_of.delivered_on if row_of else None
            share = int(Fraction(100 * count.updated, count.households)) if count.households else 0
            lines.append(
                VillageProgress(
                    place.village_id or 0,
                    place.name,
                    count.households,
                    share,
                    known.get(Severity.ERROR, 0),
                    known.get(Severity.WARNING, 0),
                    vn.day(delivered),
                )
            )
        self.progress.show(lines)
        done = sum(line.share == 100 for line in lines)
        # The figures stand as they were closed, the findings do not.
        today = " · lỗi, cảnh báo theo quy tắc hiện nay" if self._closed else ""
        self.delivered.setText(f"{done} / {len(lines)} thôn đã cập nhật xong{today}")

    def _show_tasks(
        self, figures: YearFigures, villages: list[VillageRow], errors: int, warnings: int
    ) -> None:
        while self._tasks.count():
            item = self._tasks.takeAt(0)
            if item and (gone := item.widget()):
                gone.hide()
                gone.deleteLater()
        for number, (text, page, argument) in enumerate(self._next(figures, villages, errors, warnings), 1):
            self._tasks.addWidget(self._task(number, text, page, argument))

    def _next(
        self, figures: YearFigures, villages: list[VillageRow], errors: int, warnings: int
    ) -> list[tuple[str, str, object]]:
        report = (f"Lập báo cáo năm {figures.year}", "papers", "report")
        if self._closed:
            opening = (f"Mở năm {figures.year + 1} từ số liệu năm {figures.year}", YEAR, OPEN_NEXT)
            return [report, opening] if self._newest else [report]
        counts = figures.commune.counts
        unknown = max(counts.hygienic_unknown, counts.clean_unknown)
        late = [v.name for v in villages if v.delivered_on is None]
        tasks: list[tuple[str, str, object]] = []
        if not villages:
            tasks.append(("Thêm các thôn của xã", "villages", None))
        elif not counts.households:
            tasks.append(("Nhập danh sách hộ do các thôn gửi", "imports", None))
        if late and counts.households:
            names = ", ".join(late[:3]) + ("…" if len(late) > 3 else "")
            tasks.append((f"{names} chưa nộp danh sách", "villages", None))
        if errors:
            tasks.append((f"Sửa {vn.number(errors)} lỗi số liệu", "findings", Severity.ERROR))
        if unknown:
            tasks.append((f"{vn.number(unknown)} hộ chưa xác định", "households", {"chip": "UNKNOWN"}))
        tasks += self._expiring_tests()
        if warnings:
            tasks.append((f"Xem {vn.number(warnings)} cảnh báo", "findings", Severity.WARNING))
        if counts.households and not errors:
            tasks.append((f"Chốt số liệu năm {figures.year}", YEAR, CLOSE))
        if counts.households:
            tasks.append(report)
        return tasks

    def _expiring_tests(self) -> list[tuple[str, str, object]]:
        if not self._expiring:
            return []
        ending = f"{vn.number(self._expiring)} xét nghiệm nước hết giá trị trước hạn báo cáo"
        return [(ending, "figures", "warnings")]

    def _task(self, number: int, text: str, page: str, argument: object) -> QWidget:
        link: QPushButton = button(text, "link")
        link.clicked.connect(lambda: self.context.go(page, argument))
        holder = QWidget()
        holder.setLayout(row(badge(str(number), "warning"), link, None))
        return holder

    def _open_village(self, index: QModelIndex) -> None:
        self.context.go("households", {"village_id": self.progress.rows[index.row()].village_id})

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Six cards side by side where they fit with what they say now, else three and three."""
        cards = sum(shown.minimumSizeHint().width() for shown in self.cards) + 5 * self._grid.spacing()
        columns = 6 if self.width() >= max(WIDE, cards + 60) else 3  # 60: the margins and the scroll bar
        if columns != self._columns:
            side, under = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
            self._body.setDirection(side if columns == 6 else under)
            self._columns = columns
            for at, shown in enumerate(self.cards):
                self._grid.addWidget(shown, at // columns, at % columns)
            for at in range(6):
                self._grid.setColumnStretch(at, 1 if at < columns else 0)
