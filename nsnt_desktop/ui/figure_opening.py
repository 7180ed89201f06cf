"""From a printed number to the households behind it: what its cell tells, and the list it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.indicators.compute import year_verdicts
from nsnt_desktop.indicators.cuts import Where
from nsnt_desktop.indicators.definitions import Part
from nsnt_desktop.indicators.opening import open_count, open_number, open_schemes
from nsnt_desktop.models import SurveyYear
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.ui.context import Context

OPENS = "Bấm đúp (hoặc Enter) vào một số gạch chân để xem các hộ của số đó."
_NAMED = 4
"""Schemes named in one sentence; the page shows the others."""


@dataclass(frozen=True)
class Those:
    """Whose number it is: what they are called (empty: the commune), and the groups added up in it."""

    title: str = ""
    wheres: tuple[Where, ...] = (Where(),)
    """No household stands in two of them."""


EVERYBODY = Those()


@dataclass(frozen=True)
class Opening:
    """The households (for indicator 6: the schemes) behind one number."""

    year: int
    of: str
    """The number of an indicator, "2a", or the name of a count where `part` is None: "shortage"."""
    part: Part | None
    title: str
    """What the list says it shows: "Chỉ số 2, đạt, Thôn 1"."""
    those: Those = EVERYBODY
    printed: int | None = field(default=None, compare=False)
    """How many the table says; None: its number is none of households."""


def part_opening(year: int, code: str, part: Part, printed: int | None, those: Those = EVERYBODY) -> Opening:
    """Return what a number of an indicator opens."""
    words = _LITRES_WORDS[part] if code == "5" else part.label
    title = ", ".join(filter(None, (f"Chỉ số {code}", words, those.title)))
    return Opening(year, code, part, title, those, printed)


def count_opening(year: int, name: str, words: str, printed: int, those: Those = EVERYBODY) -> Opening:
    """Return what a plain count opens: its name among the counts, and what it is called."""
    title = ", ".join(filter(None, (words, those.title)))
    return Opening(year, name, None, title, those, printed)


def open_cell(context: Context, key: object) -> None:
    """Show what stands behind the number whose cell was opened; a number of another year changes the year."""
    if not isinstance(key, Opening):
        return
    with context.trying():
        if key.of == "6":
            _show_schemes(context, key)
        else:
            _show_households(context, key)


_LITRES_WORDS = {
    Part.NUMERATOR: "có lượng nước",
    Part.NOT_MET: "không đạt",
    Part.UNKNOWN: "hộ sạch chưa đủ số liệu",
    Part.DENOMINATOR: "được tính số khẩu",
}


def _show_households(context: Context, key: Opening) -> None:
    with context.data.reading() as session:
        year = find_year(session, key.year)
        ids = frozenset(
            found for where in key.those.wheres for found in _households(session, year, key, where)
        )
    if not ids:
        context.noticed.emit(f"{key.title}: không có hộ nào.", False)
        return
    told = _told(context, key, len(ids))
    context.set_year(key.year)
    title = f"{key.title}: {vn.number(len(ids))} hộ"
    context.go("households", {"only": ids, "title": title})
    if told:
        context.noticed.emit(told, False)


def _households(session: Session, year: SurveyYear, key: Opening, where: Where) -> Sequence[int]:
    if key.part is None:
        return open_count(session, year, key.of, where, in_order=False)
    return open_number(session, year, key.of, key.part, where, in_order=False)


def _told(context: Context, key: Opening, found: int) -> str:
    """Say what the officer would not expect: another year is shown, or a list changed after the closing."""
    told = []
    if key.year != context.year:
        told.append(
            f"Đang xem các hộ của năm {key.year}. Để về năm {context.year}, chọn lại năm ở phía trên."
        )
    if key.printed not in {None, found}:
        told.append(
            f"Bảng ghi {vn.number(key.printed)} hộ như lúc chốt số liệu; theo danh mục hiện nay mở ra "
            f"{vn.number(found)} hộ. Số đã chốt vẫn giữ nguyên."
        )
    return " ".join(told)


def _show_schemes(context: Context, key: Opening) -> None:
    with context.data.reading() as session:
        year = find_year(session, key.year)
        found = open_schemes(session, year, key.part or Part.DENOMINATOR)
        names = {verdict.scheme_id: verdict.name for verdict in year_verdicts(session, year)}
    if not found:
        context.noticed.emit(f"{key.title}: không có công trình nào.", False)
        return
    context.set_year(key.year)
    context.go("schemes", {"scheme_id": found[0]})
    named = "; ".join(names[scheme] for scheme in found[:_NAMED] if scheme in names)
    rest = f" và {vn.number(len(found) - _NAMED)} công trình khác" if len(found) > _NAMED else ""
    context.noticed.emit(f"{key.title}: {vn.number(len(found))} công trình: {named}{rest}.", False)
