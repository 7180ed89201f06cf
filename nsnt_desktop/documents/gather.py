"""What a paper is made from, gathered from the data file, and saving it; for screens and commands alike."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.charts.history import recent_years
from nsnt_desktop.documents.report import proposed_texts, report, section_labels
from nsnt_desktop.documents.report_input import (
    CriterionRow,
    HouseholdRow,
    ReportInput,
    SchemeRow,
    Supervision,
    VillageHouseholds,
    WorkDone,
)
from nsnt_desktop.documents.report_texts import aim_keys
from nsnt_desktop.documents.report_texts import words as report_words
from nsnt_desktop.documents.sample_list import sample_annex
from nsnt_desktop.documents.tree import Annex, Document
from nsnt_desktop.documents.worded_papers import worded_labels, worded_paper, worded_texts
from nsnt_desktop.documents.wording import fill, numbered_paper, office_fields
from nsnt_desktop.indicators.compute import year_assumptions, year_criteria, year_figures
from nsnt_desktop.indicators.criteria import Verdict
from nsnt_desktop.indicators.criteria_words import threshold_words, verdict_words
from nsnt_desktop.indicators.frozen import frozen_year
from nsnt_desktop.indicators.water_warnings import water_warnings
from nsnt_desktop.models import SurveyYear
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry import schemes as register
from nsnt_desktop.registry.closing import latest_test, year_standing
from nsnt_desktop.registry.paper_templates import load_templates
from nsnt_desktop.registry.papers import WorkOfYear, households_not_met, load_paper, work_of_year
from nsnt_desktop.registry.places import load_office
from nsnt_desktop.registry.supervision_sample import households_to_check
from nsnt_desktop.registry.years import find_year, previous_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.files import write_beside

_WITH_ANNEXES = (DocumentKind.REPORT, DocumentKind.MINUTES)
_STEMS = {
    DocumentKind.PLAN: "ke-hoach",
    DocumentKind.REPORT: "bao-cao",
    DocumentKind.REQUEST: "cong-van-nop-danh-sach",
    DocumentKind.INVITATION: "giay-moi-tap-huan",
    DocumentKind.MINUTES: "bien-ban-kiem-tra",
    DocumentKind.COVER_LETTER: "cong-van-gui-bao-cao",
}
_PASSED = {True: "đạt", False: "không đạt", None: "chưa có kết quả"}


def report_input(session: Session, year: SurveyYear, today: date) -> ReportInput:
    """Return all that the report of a year is made from; as of today until the year's own day.

    Of a closed year: as of the day it was closed.
    """
    before = previous_year(session, year)
    figures = year_figures(session, year)
    plan_paper = load_paper(session, year.id, DocumentKind.PLAN)
    paper = load_paper(session, year.id, DocumentKind.REPORT)
    assumptions = year_assumptions(session, year)
    standing = year_standing(session, year, today)
    work = work_of_year(session, year.id)
    return ReportInput(
        office=load_office(session),
        figures=figures,
        as_of=min(year.as_of, year.closed_at.date() if year.closed_at else today),
        water=water_warnings(session, year, today, figures),
        previous=year_figures(session, before) if before else None,
        history=recent_years(session, figures),
        plan_number=plan_paper.number,
        plan_issued_on=plan_paper.issued_on,
        work=tuple(WorkDone(title, on) for title, on in work.done),
        supervision=_supervision(work),
        criteria=tuple(_criterion(v) for v in year_criteria(session, year, figures)),
        schemes=tuple(_scheme(row, year) for row in register.list_schemes(session, year)),
        difficulties=work.difficulties,
        open_errors=standing.errors,
        open_warnings=standing.warnings,
        households_not_met=_not_met(session, year),
        texts=paper.texts,
        templates=load_templates(session, DocumentKind.REPORT),
        number=paper.number,
        issued_on=paper.issued_on,
        decimals=assumptions.decimals,
        litres_all_persons=assumptions.litres_all_persons,
        moved=standing.moved,
    )


def paper_document(session: Session, year: SurveyYear, kind: DocumentKind, today: date) -> Document:
    """Return a paper of a year. Raises KnownError for a wording it cannot be made of."""
    if kind is not DocumentKind.REPORT:
        return _worded(session, year, kind)(load_paper(session, year.id, kind).texts)
    return report(report_input(session, year, today))


def _worded(
    session: Session, year: SurveyYear, kind: DocumentKind
) -> Callable[[Mapping[str, str]], Document]:
    """Return what makes a paper but the report from the edited texts given; all else is read here."""
    office, paper, of_year = load_office(session), load_paper(session, year.id, kind), year.year
    templates = load_templates(session, kind)
    more, annexes = _more_fields(session, year, kind), tuple[Annex, ...]()
    if kind is DocumentKind.MINUTES:
        drawn = households_to_check(session, year, load_assumptions(session).sample_households)
        annexes = (sample_annex(drawn, office_fields(office, of_year, ())),)

    def make(texts: Mapping[str, str]) -> Document:
        return worded_paper(
            kind,
            office,
            of_year,
            number=paper.number,
            issued_on=paper.issued_on,
            texts=texts,
            templates=templates,
            more=more,
            annexes=annexes,
        )

    return make


def _more_fields(session: Session, year: SurveyYear, kind: DocumentKind) -> dict[str, str]:
    """Return the fields that one kind of paper knows beside those of the office."""
    match kind:
        case DocumentKind.MINUTES:
            return {"số_hộ_mỗi_thôn": str(load_assumptions(session).sample_households)}
        case DocumentKind.COVER_LETTER:
            sent = load_paper(session, year.id, DocumentKind.REPORT)
            said = report_words()
            named = numbered_paper(said["kind"].capitalize(), sent.number, said["symbol"], sent.issued_on)
            return {"báo_cáo": named}
        case _:
            return {}


def draft_body(
    session: Session, year: SurveyYear, kind: DocumentKind, today: date
) -> Callable[[Mapping[str, str]], Document]:
    """Return what makes the paper without its annexes from the edited texts given.

    All else is read here, once: the page beside the editor is made again at every pause in typing.
    """
    if kind is not DocumentKind.REPORT:
        make = _worded(session, year, kind)
        return lambda texts: replace(make(texts), annexes=())
    given = report_input(session, year, today)
    return lambda texts: replace(report(replace(given, texts=dict(texts))), annexes=())


def proposed_sections(
    session: Session, year: SurveyYear, kind: DocumentKind, today: date
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the title and the proposed text of each section that can be edited, by key, in order."""
    if kind is not DocumentKind.REPORT:
        words = worded_texts(
            kind,
            load_office(session),
            year.year,
            templates=load_templates(session, kind),
            more=_more_fields(session, year, kind),
        )
        return worded_labels(kind), words
    proposed = proposed_texts(report_input(session, year, today))
    return section_labels(), proposed


def may_be_kept(kind: DocumentKind, section: str) -> bool:
    """Return whether a section's wording can serve other years: it tells no figures of this one."""
    return kind is not DocumentKind.REPORT or section in aim_keys()


def as_template(text: str, year: int) -> str:
    """Return a wording of one year with "năm 2024" and "năm 2025" made {năm} and {năm_sau}."""
    for named, field in ((year, "năm"), (year + 1, "năm_sau")):
        text = re.sub(rf"\b(năm[ \u00a0]){named}\b", rf"\1{{{field}}}", text, flags=re.IGNORECASE)
    return text


def check_template(session: Session, year: SurveyYear, kind: DocumentKind, text: str) -> None:
    """Raise KnownError for a {field} that papers of this kind do not know, or a brace left open."""
    known = office_fields(load_office(session), year.year, ()) | _more_fields(session, year, kind)
    fill(text, known)


def paper_stem(kind: DocumentKind, year: int) -> str:
    """Return the file name of a paper without its ending: "bao-cao-2024"."""
    return f"{_STEMS[kind]}-{year}"


def formats_of(kind: DocumentKind) -> tuple[str, ...]:
    """Return the endings of the files a paper is saved as: one with annexes as a workbook too."""
    return ("pdf", "docx", "xlsx") if kind in _WITH_ANNEXES else ("pdf", "docx")


def paper_files(document: Document) -> dict[str, bytes]:
    """Return the contents of the files of a paper, by ending. Raises KnownError."""
    from nsnt_desktop.documents.annex_workbook import annex_bytes  # noqa: PLC0415 - loaded when first needed
    from nsnt_desktop.documents.docx import docx_bytes  # noqa: PLC0415
    from nsnt_desktop.documents.pdf import pdf_bytes  # noqa: PLC0415

    made = {"pdf": pdf_bytes(document), "docx": docx_bytes(document)}
    return made | {"xlsx": annex_bytes(document)} if document.annexes else made


def save_paper(document: Document, folder: Path, stem: str) -> list[Path]:
    """Write a paper into a folder, made if missing, in each format; return the files. Raises KnownError."""
    made = paper_files(document)
    with suppress(OSError):  # what is wrong with the folder, the first file will say
        folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for ending, content in made.items():
        path = folder / f"{stem}.{ending}"
        write_beside(path, partial(_put, content))
        paths.append(path)
    return paths


def _put(content: bytes, file: BinaryIO) -> None:
    file.write(content)


def save_year_paper(data: DataFile, kind: DocumentKind, year: int | None, folder: Path) -> list[Path]:
    """Write a paper of a year (the newest if none is named); return the files."""
    with data.reading() as session:
        wanted = find_year(session, year)
        document = paper_document(session, wanted, kind, date.today())  # noqa: DTZ011 - the office PC's own day
    return save_paper(document, folder, paper_stem(kind, wanted.year))


def _supervision(work: WorkOfYear) -> Supervision | None:
    if not work.supervised_villages:
        return None
    return Supervision(work.supervised_villages, work.supervised_households, work.differences)


def _criterion(verdict: Verdict) -> CriterionRow:
    return CriterionRow(
        criteria_set=verdict.criterion.criteria_set,
        code=verdict.criterion.code,
        name=verdict.criterion.name,
        indicator=verdict.criterion.indicator,
        threshold=threshold_words(verdict),
        limit=verdict.threshold,
        verdict=verdict_words(verdict),
    )


def _scheme(row: register.SchemeRow, year: SurveyYear) -> SchemeRow:
    scheme, record, verdict = row.scheme, row.record, row.verdict
    frozen = frozen_year(year)
    latest = frozen.tests.get(scheme.id) if frozen else latest_test(row.tests, year)
    here = record.households_here
    return SchemeRow(
        name=verdict.name,
        kind=scheme.kind.label if scheme.kind else "",
        in_use_since=scheme.in_use_since,
        design_capacity=record.design_capacity,
        actual_capacity=record.actual_capacity,
        households_here=row.registered_households if here is None else here,
        managing_body=record.managing_body,
        latest_test=f"{vn.day(latest.tested_on)}: {_PASSED[latest.passed]}" if latest else "",
        final=verdict.final,
        overridden=verdict.overridden,
        reason=verdict.reason,
        other_communes=scheme.other_communes,
    )


def _not_met(session: Session, year: SurveyYear) -> tuple[VillageHouseholds, ...]:
    found = households_not_met(session, year.id)
    by_village = [list(same) for _, same in groupby(found, key=lambda household: household.village_id)]
    return tuple(
        VillageHouseholds(
            households[0].village,
            tuple(
                HouseholdRow(h.code, h.head, h.persons, h.poverty, h.source, h.hygienic, h.clean)
                for h in households
            ),
            households[0].former_commune,
        )
        for households in by_village
    )
