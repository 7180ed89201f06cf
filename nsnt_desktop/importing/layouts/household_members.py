"""Lists that name every member of a household: the head's row is the household, the others are counted."""

from dataclasses import dataclass

from nsnt_desktop.importing.files.reading import Cell
from nsnt_desktop.importing.layouts.layout import Layout
from nsnt_desktop.importing.words.cells import show
from nsnt_desktop.importing.words.fields import Field
from nsnt_desktop.importing.words.vocabulary import name_words
from nsnt_desktop.text import fold

_ABOUT_WATER = {
    Field.PERSONS,
    Field.POVERTY,
    Field.POOR,
    Field.NEAR_POOR,
    Field.MAIN_SOURCE,
    Field.HYGIENIC,
    Field.CLEAN,
}


@dataclass(frozen=True)
class Members:
    """The columns by which the row of a member is told."""

    head: int
    relation: int | None
    member: int | None
    facts: tuple[int, ...]
    """Columns that tell of the household; where that of names says "chủ hộ", one filled in makes a head."""

    @property
    def counts(self) -> bool:
        """Whether the rows of the members tell how many persons a household has."""
        return self.relation is not None

    @classmethod
    def of(cls, layout: Layout) -> "Members | None":
        """Return the columns of a list that names the members; None for any other list."""
        head, relation, member = map(layout.column_of, (Field.HEAD, Field.RELATION, Field.MEMBER))
        if head is None or (relation is None and member is None):
            return None
        only_heads = member is None and " chu ho " in f" {fold(head.title)} "
        facts = [c.index for c in layout.columns if c.field in _ABOUT_WATER or c.field.source_code]
        return cls(
            head.index,
            relation.index if relation else None,
            member.index if member else None,
            tuple(facts) if only_heads else (),
        )

    def is_member(self, cells: list[Cell]) -> bool:
        """Return whether a row names a member who is not the head."""
        if self.relation is not None and cells[self.relation] != "":
            related = fold(show(cells[self.relation]))
            if related in name_words("heads"):
                return False
            return not any(cells[at] != "" for at in self.facts)
        return self.member is not None and cells[self.member] != "" and cells[self.head] == ""
