"""What a paper is made from, gathered from the data file, and saving it; for screens and commands alike."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction
from itertools import groupby
from pathlib import Path

from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.checks import check_year, summary
from nsnt_desktop.documents.plan import plan, plan_labels, plan_texts
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
from nsnt_desktop.documents.tree import Document
from nsnt_desktop.indicators.compute import compute_year
from nsnt_desktop.indicators.criteria import Verdict, judge
from nsnt_desktop.indicators.results import YearFigures
from nsnt_desktop.models import SurveyYear
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry import schemes as register
from nsnt_desktop.registry.papers import WorkOfYear, households_not_met, load_paper, work_of_year
from nsnt_desktop.registry.places import load_office
from nsnt_desktop.registry.reference_lists import list_criteria
from nsnt_desktop.registry.years import find_year, previous_year
from nsnt_desktop.storage.assumptions import load_assumptions
from nsnt_desktop.storage.datafile import DataFile

FORMATS = ("pdf", "docx")
_STEMS = {DocumentKind.PLAN: "ke-hoach", DocumentKind.REPORT: "bao-cao"}
MOVED = "13"
"""The rule that asks why a village's figures moved far; its reason is printed (domain §5)."""
_PASSED = {True: "đạt", False: "không đạt", None: "chưa có kết quả"}


def report_input(session: Session, year: SurveyYear, today: date) -> ReportInput:
    """Return all that the report of a year is made from; as of today until the year's own day."""
    before = previous_year(session, year)
    figures = compute_year(session, year)
    plan_paper = load_paper(session, year.id, DocumentKind.PLAN)
    paper = load_paper(session, year.id, DocumentKind.REPORT)
    assumptions = load_assumptions(session)
    findings = check_year(session, year, today)
    found = summary(findings)
    work = work_of_year(session, year.id)
    return ReportInput(
        office=load_office(session),
        figures=figures,
        as_of=min(year.as_of, today),
        previous=compute_year(session, before) if before else None,
        plan_number=plan_paper.number,
        plan_issued_on=plan_paper.issued_on,
        work=tuple(WorkDone(title, on) for title, on in work.done),
        supervision=_supervision(work),
        criteria=_criteria(session, figures),
        schemes=tuple(_scheme(row, year.as_of) for row in register.list_schemes(session, year)),
        difficulties=work.difficulties,
        open_errors=found.errors,
        open_warnings=found.warnings,
        households_not_met=_not_met(session, year),
        texts=paper.texts,
        number=paper.number,
        issued_on=paper.issued_on,
        decimals=assumptions.decimals,
        litres_all_persons=assumptions.litres_all_persons,
        moved={
            f.village_id: f.passed_over
            for f in findings
            if f.rule == MOVED and f.village_id and f.passed_over
        },
    )


def plan_document(session: Session, year: SurveyYear) -> Document:
    """Return the plan of a year as far as the officer wrote it."""
    paper = load_paper(session, year.id, DocumentKind.PLAN)
    return plan(
        load_office(session), year.year, number=paper.number, issued_on=paper.issued_on, texts=paper.texts
    )


def paper_document(session: Session, year: SurveyYear, kind: DocumentKind, today: date) -> Document:
    """Return the plan or the report of a year. Raises KnownError for a wording it cannot be made of."""
    if kind is DocumentKind.PLAN:
        return plan_document(session, year)
    return report(report_input(session, year, today))


def proposed_sections(
    session: Session, year: SurveyYear, kind: DocumentKind, today: date
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the title and the proposed text of each section that can be edited, by key, in order."""
    if kind is DocumentKind.PLAN:
        return plan_labels(), plan_texts(load_office(session), year.year)
    proposed = proposed_texts(report_input(session, year, today))
    return section_labels(), proposed


def paper_stem(kind: DocumentKind, year: int) -> str:
    """Return the file name of a paper without its ending: "bao-cao-2024"."""
    return f"{_STEMS[kind]}-{year}"


def save_paper(document: Document, folder: Path, stem: str, formats: Sequence[str] = FORMATS) -> list[Path]:
    """Write a paper into a folder, made if missing, in each format; return the files. Raises KnownError."""
    from nsnt_desktop.documents.docx import save_docx  # noqa: PLC0415 - loaded when first needed
    from nsnt_desktop.documents.pdf import save_pdf  # noqa: PLC0415

    savers = {"pdf": save_pdf, "docx": save_docx}
    with suppress(OSError):  # what is wrong with the folder, the first file will say
        folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in formats:
        path = folder / f"{stem}.{name}"
        savers[name](document, path)
        paths.append(path)
    return paths


def save_year_paper(data: DataFile, kind: DocumentKind, year: int | None, folder: Path) -> list[Path]:
    """Write the plan or the report of a year (the newest if none is named); return the files."""
    with data.reading() as session:
        wanted = find_year(session, year)
        document = paper_document(session, wanted, kind, date.today())  # noqa: DTZ011 - the office PC's own day
    return save_paper(document, folder, paper_stem(kind, wanted.year))


def _supervision(work: WorkOfYear) -> Supervision | None:
    if not work.supervised_villages:
        return None
    return Supervision(work.supervised_villages, work.supervised_households, work.differences)


def _criteria(session: Session, figures: YearFigures) -> tuple[CriterionRow, ...]:
    # A criterion nobody has tied to an indicator yet (8.1, 8.2) has nothing to print.
    verdicts = [judge(c, figures.commune) for c in list_criteria(session) if c.indicator]
    return tuple(
        CriterionRow(
            criteria_set=v.criterion.criteria_set,
            code=v.criterion.code,
            name=v.criterion.name,
            indicator=v.criterion.indicator,
            threshold=_threshold(v),
            met=v.met,
            missing_households=v.missing_households,
            confirmed=v.criterion.confirmed,
        )
        for v in verdicts
    )


def _threshold(verdict: Verdict) -> str:
    if verdict.threshold is None:
        return ""
    decimals = len(verdict.criterion.value.partition(".")[2])
    unit = verdict.criterion.unit or (verdict.indicator.unit if verdict.indicator else "")
    return f"{verdict.criterion.operator} {vn.number(Fraction(verdict.threshold), decimals)} {unit}".strip()


def _scheme(row: register.SchemeRow, as_of: date) -> SchemeRow:
    scheme, record, verdict = row.scheme, row.record, row.verdict
    latest = next((test for test in row.tests if test.tested_on <= as_of), None)
    here = record.households_here
    return SchemeRow(
        name=scheme.name,
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
