"""What a list adds up to by village, to be held against what its village head declared."""

from collections import defaultdict

from nsnt_desktop.importing.intake import Preview
from nsnt_desktop.models.words import Poverty
from nsnt_desktop.registry.apply_batch import Outcome
from nsnt_desktop.registry.register import Register

TAKEN = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.SAME})


def places_of(preview: Preview, register: Register) -> dict[tuple[str, int], int | str]:
    """Return the village of every row that is taken: its id, or the name of one to be made."""
    known = {h.record_id: h.village_id for h in (*register.households, *register.gone)}
    found: dict[tuple[str, int], int | str] = {}
    for row in preview.batch.rows:
        place = known.get(row.record_id or 0, row.village)
        if row.outcome in TAKEN and place is not None:
            found[row.sheet, row.excel_row] = place
    return found


def counted_totals(preview: Preview, register: Register) -> dict[int | str, dict[str, int]]:
    """Return households, persons and poor households in the rows that are taken, by village and field.

    The fields are those of the delivery, as `Batch.declared` has them.
    """
    totals: dict[int | str, dict[str, int]] = defaultdict(
        lambda: {"declared_households": 0, "declared_persons": 0, "declared_poor": 0}
    )
    places = places_of(preview, register)
    for sheet in preview.parsed:
        for row in sheet.rows:
            place = places.get((row.sheet, row.excel_row))
            if place is not None:
                told = totals[place]
                told["declared_households"] += 1
                told["declared_persons"] += row.persons or 0
                told["declared_poor"] += row.poverty is Poverty.POOR
    return dict(totals)
