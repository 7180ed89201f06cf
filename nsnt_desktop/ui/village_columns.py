"""The columns of the villages: what is typed of each, what is counted, and what its head declared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nsnt_desktop import format as vn
from nsnt_desktop.checks import Finding
from nsnt_desktop.indicators.results import Counts
from nsnt_desktop.registry.villages import VillageRow, set_delivery, set_village_field
from nsnt_desktop.ui.context import Context
from nsnt_desktop.ui.edit_table import Column
from nsnt_desktop.ui.field_notes import finding_words
from nsnt_desktop.ui.typed import typed_day, typed_number

HOUSEHOLDS_AT = 4
DELIVERY_AT = {"delivered_on": 7, "declared_households": 8, "declared_persons": 9, "declared_poor": 10}
"""The column of each field a finding may lead to."""


_DIFFERS = "Khác với số đếm được trong danh sách hộ"


@dataclass(frozen=True)
class VillageLine:
    """One village with what is counted of it this year."""

    village: VillageRow
    counts: Counts
    verified: int
    year_id: int
    findings: tuple[Finding, ...] = ()
    """What the checks say of the village as a whole."""

    def told(self, field: str) -> str:
        """Return what the checks say of a field; under its name stands what has no column of its own."""
        here = (f for f in self.findings if (f.field if f.field in DELIVERY_AT else "name") == field)
        return "\n".join(map(finding_words, here))

    @property
    def id(self) -> int:
        """The village's own number."""
        return self.village.id

    @property
    def label(self) -> str:
        """Its name, with the former commune where there is one: names repeat."""
        former = self.village.former_commune
        return f"{self.village.name}, {former}" if former else self.village.name

    @property
    def share(self) -> int | None:
        """Per cent of its households updated this year, None without households."""
        return 100 * self.counts.updated // self.counts.households if self.counts.households else None

    @property
    def verified_of(self) -> str:
        """How many of its households are verified: "120/172"."""
        households = self.counts.households
        return f"{vn.number(self.verified)}/{vn.number(households)}" if households else vn.BLANK


def village_columns(context: Context) -> list[Column]:
    """Return the columns, each with what saves it."""

    def text(heading: str, field: str, width: int, stretch: int) -> Column:
        return Column(
            heading=heading,
            text=lambda line: getattr(line.village, field),
            width=width,
            stretch=stretch,
            save=lambda line, typed: set_village_field(context.data, line.id, field, typed),
            colour=lambda line: "warning" if line.told(field) else "",
            tip=lambda line: "\n".join(filter(None, (getattr(line.village, field), line.told(field)))),
        )

    def delivery(heading: str, field: str, width: int, show: Callable[[Any], str]) -> Column:
        def save(line: VillageLine, typed: str) -> int | None:
            value = typed_day(typed, context.year) if field == "delivered_on" else typed_number(typed)
            return set_delivery(context.data, line.year_id, line.id, field, value)

        return Column(
            heading=heading,
            text=lambda line: show(getattr(line.village, field)),
            width=width,
            save=save,
            right=True,
            colour=lambda line: "warning" if _differs(line, field) or line.told(field) else "",
            tip=lambda line: line.told(field) or (_DIFFERS if _differs(line, field) else ""),
        )

    return [
        text("Thôn", "name", 130, 4),
        text("Xã cũ", "former_commune", 84, 1),
        text("Trưởng thôn", "village_head", 124, 3),
        text("Điện thoại", "phone", 94, 1),
        Column(heading="Số hộ", width=54, right=True, text=lambda v: vn.number(v.counts.households)),
        Column(heading="Đã cập nhật", width=92, stretch=1, text=lambda _v: "", share=lambda v: v.share),
        Column(
            heading="Đã\nđối chiếu",
            width=74,
            right=True,
            text=lambda v: v.verified_of,
            colour=lambda v: "met" if 0 < v.counts.households == v.verified else "",
        ),
        delivery("Ngày nộp\ndanh sách", "delivered_on", 94, vn.day),
        delivery("Hộ\n(thôn báo)", "declared_households", 76, vn.number),
        delivery("Khẩu\n(thôn báo)", "declared_persons", 76, vn.number),
        delivery("Hộ nghèo\n(thôn báo)", "declared_poor", 76, vn.number),
        text("Mã thôn", "code", 64, 1),
    ]


def _differs(line: VillageLine, field: str) -> bool:
    counted = {
        "declared_households": line.counts.households,
        "declared_persons": line.counts.persons,
        "declared_poor": line.counts.poor,
    }
    declared = getattr(line.village, field)
    return field in counted and declared is not None and declared != counted[field]
