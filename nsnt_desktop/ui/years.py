"""The year in the top bar: which one is shown, whether it may change, and closing, reopening, opening one."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QWidget

from nsnt_desktop import format as vn
from nsnt_desktop.models import SurveyYear
from nsnt_desktop.models.words import Severity, YearState
from nsnt_desktop.registry.closing import close_year, preview_closing, preview_reopening, reopen_year
from nsnt_desktop.registry.new_year import open_next_year, preview_next_year
from nsnt_desktop.registry.years import find_year, list_years
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.widgets import badge, label, restyle, row, set_badge
from nsnt_desktop.ui.year_words import closing_question, next_year_question, reopening_words

PLACE = "year"
"""Where `context.go` leads to the deeds below."""
CLOSE, REOPEN, OPEN_NEXT = "close", "reopen", "open_next"


class YearBox(QWidget):
    """Chooses the year of all screens; what can be done with it stands under its state."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._newest = context.year
        self.years = QComboBox()
        self.years.setAccessibleName("Năm")
        # As wide as a year; only the opened list needs room for "Mở năm …".
        self.years.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.years.setMinimumContentsLength(5)
        self.years.view().setMinimumWidth(140)
        self.years.setMinimumHeight(30)  # as tall as the line beside it
        self.years.activated.connect(self._choose)
        self.state = QPushButton()
        self.state.setProperty("pill", "true")
        self.state.setAutoDefault(False)
        self.menu = QMenu(self.state)
        self.state.setMenu(self.menu)
        self.deadline = badge()
        self._deeds: dict[str, Callable[[], None]] = {
            CLOSE: self._close,
            REOPEN: self._reopen,
            OPEN_NEXT: self._open_next,
        }
        self.setLayout(row(label("Năm"), self.years, self.state, self.deadline, gap=10))

    def act(self, deed: object) -> None:
        """Do what another screen leads to: CLOSE, REOPEN or OPEN_NEXT."""
        with self.context.trying():
            self._deeds[str(deed)]()

    def refresh(self) -> None:
        """Show the years and the state of the one chosen, as they are now."""
        with self.context.data.reading() as session:
            years = list_years(session)
            year = find_year(session, self.context.year)
        self._newest = years[0].year
        self.years.clear()
        for known in years:
            self.years.addItem(str(known.year), known.year)
        self.years.addItem(f"Mở năm {self._newest + 1}…", None)
        self.years.setCurrentIndex(self.years.findData(self.context.year))
        self._show_state(year)
        self._offer(year)

    def _show_state(self, year: SurveyYear) -> None:
        is_open = year.state is YearState.OPEN
        since = f" {vn.day(year.closed_at)}" if year.closed_at else ""
        self.state.setText(f"{year.state.label}{since} ▾")
        self.state.setProperty("kind", "met" if is_open else "accent")
        restyle(self.state)
        opened_again = f" Đã mở lại vì: {year.state_reason}" if year.state_reason else ""
        told = "Số liệu còn sửa được." if is_open else "Số liệu và chỉ số được giữ nguyên như lúc chốt."
        self.state.setToolTip(told + opened_again)
        self.state.setAccessibleName(f"Năm {year.year} {year.state.label}{since}")
        left = (year.deadline - date.today()).days  # noqa: DTZ011 - the office PC's own day
        self.deadline.setVisible(is_open)
        when = f"còn {left} ngày" if left >= 0 else "đã qua"
        kind = "warning" if left <= 30 else ""
        set_badge(self.deadline, f"Hạn báo cáo {vn.day(year.deadline)} · {when}", kind)

    def _offer(self, year: SurveyYear) -> None:
        self.menu.clear()
        deed = CLOSE if year.state is YearState.OPEN else REOPEN
        words = f"Chốt số liệu năm {year.year}…" if deed == CLOSE else f"Mở lại năm {year.year}…"
        self.menu.addAction(words).triggered.connect(lambda: self.act(deed))
        opening = self.menu.addAction(f"Mở năm {self._newest + 1}…")
        opening.triggered.connect(lambda: self.act(OPEN_NEXT))
        self.menu.addSeparator()
        compare = self.menu.addAction("So sánh các năm")
        compare.triggered.connect(lambda: self.context.go("figures", "years"))

    def _choose(self, _index: int) -> None:
        chosen = self.years.currentData()
        if chosen is not None:
            self.context.set_year(chosen)
        else:
            self.act(OPEN_NEXT)
            self.refresh()  # the box shows the year again, not the wish

    def _close(self) -> None:
        data = self.context.data
        with data.reading() as session:
            year_id = find_year(session, self.context.year).id
            closing = preview_closing(session, year_id)
        if closing.errors:
            self.context.go("findings", Severity.ERROR)
        elif closing.counts.households and not self.context.dialogs.confirm(
            self, closing_question(closing), f"Chốt số liệu năm {closing.year}"
        ):
            return
        closed = close_year(data, year_id)
        self.context.did(
            None,
            f"Đã chốt số liệu năm {closed.year}: {vn.number(closed.households)} hộ. "
            "Các chỉ số được giữ nguyên từ bây giờ.",
        )

    def _reopen(self) -> None:
        data = self.context.data
        with data.reading() as session:
            year_id = find_year(session, self.context.year).id
            reopening = preview_reopening(session, year_id)
        title = f"Mở lại năm {reopening.year}"
        reason = self.context.dialogs.text(self, title, reopening_words(reopening))
        if reason is None:
            return
        reopened = reopen_year(data, year_id, reason)
        self.context.did(
            None, f"Đã mở lại năm {reopened.year}. Sửa xong, hãy chốt lại để giữ nguyên các chỉ số."
        )

    def _open_next(self) -> None:
        data = self.context.data
        with data.reading() as session:
            following = preview_next_year(session)
        title = f"Mở năm {following.year}"
        if not self.context.dialogs.confirm(self, next_year_question(following), title):
            return
        opened = open_next_year(data, following.last)
        self.context.set_year(opened.year)
        carried = f"{vn.number(opened.households)} hộ, {vn.number(opened.schemes)} công trình"
        if opened.action_id is None:
            self.context.did(None, f"Năm {opened.year} đã mở từ trước ({carried}). Không có gì thay đổi.")
        else:
            self.context.did(opened.action_id, f"Đã mở năm {opened.year}: {carried} mang sang.")
