"""The annex of minutes: the households drawn for a check, with room to write what was found."""

from collections.abc import Sequence
from itertools import groupby

from nsnt_desktop.documents.tree import Annex, Block, Column, Paragraph, Table
from nsnt_desktop.documents.worded_papers import paper_words
from nsnt_desktop.documents.wording import fill
from nsnt_desktop.format import number
from nsnt_desktop.models.words import SOURCE_UNKNOWN_LABEL, YES_NO_LABELS, DocumentKind
from nsnt_desktop.registry.supervision_sample import HouseholdToCheck

_COLUMNS = (
    Column("TT", 9, "center"),
    Column("Mã hộ", 22),
    Column("Chủ hộ", 45),
    Column("Số khẩu", 14, "right", "Theo sổ"),
    Column("Nguồn nước chính", 48, group="Theo sổ"),
    Column("Hợp vệ sinh", 16, "center", "Theo sổ"),
    Column("Nước sạch", 16, "center", "Theo sổ"),
    Column("Số khẩu", 14, group="Kết quả kiểm tra"),
    Column("Nguồn nước chính", 32, group="Kết quả kiểm tra"),
    Column("Hợp vệ sinh", 16, group="Kết quả kiểm tra"),
    Column("Nước sạch", 16, group="Kết quả kiểm tra"),
    Column("Chữ ký chủ hộ", 22),
)


def sample_annex(drawn: Sequence[HouseholdToCheck], known: dict[str, str]) -> Annex:
    """Return the list, a table a village; known: the fields its titles are filled with."""
    said = paper_words(DocumentKind.MINUTES)["annex"]
    villages = [list(same) for _, same in groupby(drawn, key=lambda one: one.village_id)]
    several = len({one.former_commune for one in drawn}) > 1
    blocks: tuple[Block, ...] = tuple(
        Table(_COLUMNS, _rows(of_village), caption=_village(of_village[0], several=several))
        for of_village in villages
    )
    return Annex(
        fill(said["title"], known),
        fill(said["attached_to"], known),
        blocks or (Paragraph(fill(said["none"], known)),),
        landscape=True,
    )


def _village(one: HouseholdToCheck, *, several: bool) -> str:
    """Return a village's name, with its former commune where the commune was made of several."""
    return f"{one.village} ({one.former_commune})" if several and one.former_commune else one.village


def _rows(drawn: Sequence[HouseholdToCheck]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(place),
            one.code,
            one.head,
            number(one.persons),
            one.source or SOURCE_UNKNOWN_LABEL,
            YES_NO_LABELS[one.hygienic],
            YES_NO_LABELS[one.clean],
            *("" for _ in range(5)),
        )
        for place, one in enumerate(drawn, 1)
    )
