"""The charts in the body of a report: what the tables say, for who looks before reading."""

from nsnt_desktop.charts.chart import Chart as ChartData
from nsnt_desktop.charts.year_charts import Threshold, indicator_bars, village_bars
from nsnt_desktop.charts.year_lines import year_lines
from nsnt_desktop.documents.report_input import ReportInput
from nsnt_desktop.documents.tree import Chart

RANKED = "2"
"""The indicator the villages are ranked by: clean water, which nông thôn mới asks for."""
MOST_VILLAGES = 20
"""So many fit on a page with names of two lines; the table has them all."""


def body_charts(given: ReportInput) -> dict[str, Chart]:
    """Return the charts of a report by name; one that would show nothing is left out."""
    limits = tuple(
        Threshold(row.indicator, row.limit, f"{row.threshold} ({row.code})")
        for row in given.criteria
        if row.limit is not None
    )
    charts: dict[str, ChartData] = {
        "indicators": indicator_bars(given.figures, given.previous, limits, given.decimals)
    }
    if len(given.history) > 1:
        charts["years"] = year_lines(given.history, given.decimals)
    if len(given.figures.villages) > 1:
        charts["villages"] = village_bars(given.figures, RANKED, given.decimals, MOST_VILLAGES)
    return {name: Chart(chart, chart.title) for name, chart in charts.items() if not chart.empty}
