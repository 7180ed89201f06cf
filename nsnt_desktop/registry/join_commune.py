"""Another commune's data taken in: villages, households and schemes of all years, as one change."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nsnt_desktop.errors import KnownError
from nsnt_desktop.memory import no_cycle_search
from nsnt_desktop.models import (
    Base,
    ChecklistAnswer,
    Difficulty,
    FindingNote,
    Household,
    HouseholdRecord,
    NotDuplicate,
    SchemeAnswer,
    SchemeRecord,
    SupervisionVisit,
    SurveyYear,
    Village,
    VillageDelivery,
    WaterScheme,
    WaterTest,
    search_keys,
)
from nsnt_desktop.registry.commune_clashes import (
    CODES,
    Choice,
    code_prefix,
    free_name,
    same_schemes,
    same_villages,
    scheme_clash,
    village_clash,
)
from nsnt_desktop.registry.commune_copy import Columns, Copy
from nsnt_desktop.registry.commune_lists import copy_lists
from nsnt_desktop.registry.commune_reading import read_side
from nsnt_desktop.registry.frozen_joining import join_figures
from nsnt_desktop.registry.merge_commune import JoinAnswers, Joining, look, reading_other
from nsnt_desktop.registry.merge_villages import add_delivery
from nsnt_desktop.storage.backup import make_backup
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.faults import NOTHING_LOST
from nsnt_desktop.text import clean, fold, match_key


@dataclass(frozen=True)
class Joined:
    """Another commune that was taken in."""

    action_id: int
    commune: str
    villages: int
    """New ones."""
    households: int
    schemes: int
    """New ones; a scheme of both communes is none."""
    years: tuple[int, ...]
    """Years that only the other commune had."""
    backup: Path
    """This commune's file as it was before."""


@no_cycle_search()
def join_commune(data: DataFile, joining: Joining, answers: JoinAnswers) -> Joined:
    """Take in another commune as it was previewed; a backup is made first, and it is undone as one.

    Raises KnownError, and changes nothing: a refusal of the preview, either file changed since, no backup.
    """
    if joining.refusals:
        raise KnownError(f"Chưa nhận được dữ liệu xã {joining.commune}. {joining.refusals[0]}")
    backup = make_backup(data.path)
    with (
        reading_other(data, joining.path) as theirs,
        change(data, f"Nhận dữ liệu xã {joining.commune}") as made,
    ):
        if look(made.session, theirs, joining.path) != joining:
            raise KnownError(
                f"Dữ liệu đã thay đổi từ lúc xem trước xã {joining.commune}. {NOTHING_LOST} "
                "Hãy chọn lại tệp để xem trước."
            )
        return _Join(made.session, theirs, joining, answers).all(made.action_id, backup)


class _Join:
    """One joining under way: both sides as they were, the answers, and the rows copied so far."""

    def __init__(self, ours: Session, theirs: Session, joining: Joining, answers: JoinAnswers) -> None:
        self.here, self.there = read_side(ours), read_side(theirs)
        self.ours, self.theirs = ours, theirs
        self.answers = answers
        self.proposed = {clash.key: clash.proposed for clash in joining.clashes}
        self.copy = Copy(ours, theirs)

    def all(self, action_id: int, backup: Path) -> Joined:
        years = self._years()
        self._name_ours()
        villages = self._villages()
        copy_lists(self.copy)
        schemes = self._schemes()
        households = self._households()
        self._of_schemes()
        self._of_villages()
        self._notes()
        self.copy.finish()
        join_figures(self.copy, self.here.years)
        return Joined(action_id, self.there.commune, villages, households, schemes, years, backup)

    def _is_same(self, key: str) -> bool:
        return self.answers.choices.get(key, self.proposed.get(key)) == Choice.SAME

    # Years and villages

    def _years(self) -> tuple[int, ...]:
        known = dict(self.ours.execute(select(SurveyYear.year, SurveyYear.id)).all())
        theirs = dict(self.theirs.execute(select(SurveyYear.year, SurveyYear.id)).all())
        self.copy.link(SurveyYear, {i: known[year] for year, i in theirs.items() if year in known})
        self.copy.rows(SurveyYear)
        return tuple(sorted(set(theirs) - set(known)))

    def _name_ours(self) -> None:
        """Give our villages their former commune, and the year they begin in where history grows longer."""
        former, first = clean(self.answers.our_former), min(self.here.years)
        villages = self.ours.scalars(select(Village)).all()
        taken = {(match_key(village.name), village.former_commune) for village in villages}
        for village in villages:
            if village.former_commune == "" and (match_key(village.name), former) not in taken:
                village.former_commune = former
            if village.active_from is None and min(self.there.years) < first:
                village.active_from = first

    def _villages(self) -> int:
        same = same_villages(self.here, self.there)
        self.copy.link(
            Village, {theirs: ours for theirs, ours in same.items() if self._is_same(village_clash(theirs))}
        )
        return self.copy.rows(Village, change=partial(self._place_villages, same))

    def _place_villages(self, same: dict[int, int], columns: Columns) -> None:
        columns["former_commune"] = [self.there.former(i) for i in columns["id"]]
        taken = {
            (match_key(name), former)
            for name, former in self.ours.execute(select(Village.name, Village.former_commune))
        }
        for at, theirs in enumerate(columns["id"]):
            name, former = columns["name"][at], columns["former_commune"][at]
            if theirs in same or (match_key(name), former) in taken:
                used = {key for key, place in taken if place == former}
                columns["name"][at] = free_name(name, self.there.commune, used, match_key)
            taken.add((match_key(columns["name"][at]), former))
        last = self.ours.scalar(select(func.max(Village.position))) or 0
        order = {theirs: number for number, theirs in enumerate(self.there.villages, last + 1)}
        columns["position"] = [order[i] for i in columns["id"]]
        first = min(self.there.years)
        if first > min(self.here.years):
            columns["active_from"] = [first if year is None else year for year in columns["active_from"]]

    # Schemes and households

    def _schemes(self) -> int:
        same = same_schemes(self.here, self.there)
        self.copy.link(
            WaterScheme,
            {theirs: ours for theirs, ours in same.items() if self._is_same(scheme_clash(theirs))},
        )
        return self.copy.rows(WaterScheme, change=self._name_schemes)

    def _name_schemes(self, columns: Columns) -> None:
        taken = {fold(name) for name in self.here.schemes.values()}
        for at, name in enumerate(columns["name"]):
            if fold(name) in taken:
                columns["name"][at] = free_name(name, self.there.commune, taken, fold)
            taken.add(fold(columns["name"][at]))

    def _households(self) -> int:
        count = self.copy.rows(Household, change=self._code_households)
        self.copy.rows(HouseholdRecord)
        self.copy.rows(ChecklistAnswer)
        self.copy.rows(NotDuplicate)
        return count

    def _code_households(self, columns: Columns) -> None:
        if self.answers.choices.get(CODES, self.proposed.get(CODES)) != Choice.APART:
            return
        prefix = code_prefix(self.here, self.there)
        columns["code"] = [code and prefix + code for code in columns["code"]]
        words = zip(columns["head"], columns["code"], columns["phone"], strict=True)
        keys = [search_keys(*three) for three in words]
        columns["search"] = [key["search"] for key in keys]

    def _of_schemes(self) -> None:
        """Bring a scheme's years, answers and tests; where both have a year of one scheme, ours stands."""
        kept = {(r.year_id, r.scheme_id): r for r in self.ours.scalars(select(SchemeRecord))}
        for theirs in self.theirs.scalars(select(SchemeRecord)):
            place = (
                self.copy.became(SurveyYear, theirs.year_id),
                self.copy.became(WaterScheme, theirs.scheme_id),
            )
            if place in kept:
                self.copy.link(SchemeRecord, {theirs.id: kept[place].id})
                _add_connections(kept[place], theirs)
        self.ours.flush()
        self.copy.rows(SchemeRecord)
        self._unless_here(SchemeAnswer, ("scheme_record_id", "criterion_id"))
        self._unless_here(WaterTest, ("scheme_id", "household_id", "tested_on", "laboratory"))

    def _of_villages(self) -> None:
        kept = {(d.year_id, d.village_id): d for d in self.ours.scalars(select(VillageDelivery))}
        for theirs in self.theirs.scalars(select(VillageDelivery)):
            place = (
                self.copy.became(SurveyYear, theirs.year_id),
                self.copy.became(Village, theirs.village_id),
            )
            if place in kept:
                self.copy.link(VillageDelivery, {theirs.id: kept[place].id})
                add_delivery(kept[place], theirs)
        self.ours.flush()
        self.copy.rows(VillageDelivery)
        self.copy.rows(SupervisionVisit)
        self.copy.rows(Difficulty)

    def _unless_here(self, model: type[Base], names: tuple[str, ...]) -> None:
        """Copy rows that say something no row here says already, by these columns."""
        columns = [getattr(model, name) for name in names]
        known = {tuple(row) for row in self.ours.execute(select(*columns))}
        self.copy.rows(model, leave=lambda row: tuple(row[name] for name in names) in known)

    def _notes(self) -> None:
        """Bring the reasons why warnings were passed over; their subjects name households by number."""
        query = select(FindingNote.year_id, FindingNote.rule, FindingNote.subject)
        known = {tuple(row) for row in self.ours.execute(query)}

        def is_left(row: Mapping[str, Any]) -> bool:
            subject = self._subject(row["subject"])
            return not subject or (row["year_id"], row["rule"], subject) in known

        self.copy.rows(FindingNote, leave=is_left, change=self._name_subjects)

    def _name_subjects(self, columns: Columns) -> None:
        columns["subject"] = [self._subject(subject) for subject in columns["subject"]]

    def _subject(self, subject: str) -> str:
        """Return "household:12,35" with the numbers they have here, empty if one of them is gone."""
        scope, _, numbers = subject.partition(":")
        ids = self.copy.ids.get(_SCOPES.get(scope, ""), {})
        here = [ids.get(int(number), 0) for number in numbers.split(",")]
        return f"{scope}:{','.join(map(str, sorted(here)))}" if all(here) else ""


_SCOPES = {
    "household": Household.__tablename__,
    "village": Village.__tablename__,
    "scheme": WaterScheme.__tablename__,
}


def _add_connections(ours: SchemeRecord, theirs: SchemeRecord) -> None:
    """Add the connections of both communes, where both are known."""
    if ours.households_here is not None and theirs.households_here is not None:
        ours.households_here += theirs.households_here
