"""Xu thế: the years kept carried on to one to come, always as a range, with what that rests on."""

from collections.abc import Sequence

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.compute import year_figures
from nsnt_desktop.indicators.forecast import YEARS_LEAST, YEARS_MOST
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.registry.years import list_years
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.fields import Choice
from nsnt_desktop.ui.figure_tab import FigureTab
from nsnt_desktop.ui.outlook_lines import trend_headings, trend_lines
from nsnt_desktop.ui.plain_table import PlainTable
from nsnt_desktop.ui.widgets import column, label, row

_AHEAD = 5
"""Years to come that may be asked for; further on the range says nothing."""


def years_kept(context: Context) -> list[YearFigures]:
    """Return the figures of the years up to the one shown, oldest first."""
    with context.data.reading() as session:
        kept = [year for year in list_years(session) if year.year <= context.year]
        return [year_figures(session, year) for year in reversed(kept[:YEARS_MOST])]


class TrendPart(FigureTab):
    """Every indicator's years, and the range of the year asked for."""

    title = "Xu thế các năm"
    key = "trend"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.years: list[YearFigures] = []
        self.target = Choice([])
        self.target.setAccessibleName("Dự báo cho năm")
        self.target.activated.connect(lambda _at: self._show())
        self.told = label("", "dim", wrap=True)
        self.table = PlainTable(self.title, trend_headings((), 0), row_height=44)
        layout = column(row(label("Dự báo cho năm"), self.target, None, gap=10), self.told, self.table)
        self.setLayout(layout)

    def refresh(self) -> None:
        self.years = years_kept(self.context)
        following = range(self.context.year + 1, self.context.year + 1 + _AHEAD)
        self.target.offer([(year, str(year)) for year in following])
        if self.target.chosen() is None:
            self.target.choose(following[0])
        self._show()

    def shown_table(self) -> PlainTable:
        return self.table

    def _show(self) -> None:
        with self.context.data.reading() as session:
            decimals = load_assumptions(session).decimals
        target = self.target.chosen()
        headings = trend_headings([figures.year for figures in self.years], target)
        self.table.show_lines(trend_lines(self.years, target, decimals), headings)
        self.told.setText(limits(self.years))


def limits(years: Sequence[YearFigures]) -> str:
    """Say what a trend rests on, and what it cannot know."""
    if len(years) < YEARS_LEAST:
        return (
            f"Mới có {len(years)} năm số liệu. Cần ít nhất {YEARS_LEAST} năm mới kéo dài được xu thế, "
            "nên chương trình chưa dự báo."
        )
    told = (
        f"Chỉ là kéo dài xu thế {len(years)} năm ({years[0].year}–{years[-1].year}), không phải kế hoạch: "
        "chưa kể công trình mới, hỏng hóc hay thiên tai. Số ghi là một khoảng; cứ 5 lần thì khoảng 4 lần "
        "kết quả nằm trong khoảng đó."
    )
    unknown = [
        (f.year, max(f.commune.counts.hygienic_unknown, f.commune.counts.clean_unknown)) for f in years
    ]
    blanks = "; ".join(f"năm {year} còn {vn.number(count)} hộ" for year, count in unknown if count)
    return told + (f" Hộ chưa xác định chưa được tính là đạt: {blanks}." if blanks else "")
