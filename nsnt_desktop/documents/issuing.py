"""Making a paper ready to be kept: its wording, its figures and its files, all of one reading."""

from datetime import date

from nsnt_desktop.documents.gather import paper_document, paper_stem, proposed_sections
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.closing import figures_text
from nsnt_desktop.registry.issuing import Issued, ToIssue, issue_paper
from nsnt_desktop.registry.papers import load_paper
from nsnt_desktop.registry.undo import latest_action
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile


def issue_year_paper(data: DataFile, year: int, kind: DocumentKind, today: date) -> Issued:
    """Make the files of a paper and keep them with its wording and figures as a new version.

    Raises KnownError, and keeps nothing, as `issue_paper`, and for a wording no paper can be made of.
    """
    from nsnt_desktop.documents.docx import docx_bytes  # noqa: PLC0415 - loaded when first needed
    from nsnt_desktop.documents.pdf import pdf_bytes  # noqa: PLC0415

    with data.reading() as session:
        seen = latest_action(session)
        wanted = find_year(session, year)
        paper = load_paper(session, wanted.id, kind)
        document = paper_document(session, wanted, kind, today)
        _, proposed = proposed_sections(session, wanted, kind, today)
        figures = figures_text(session, wanted, today) if kind is DocumentKind.REPORT else ""
    stem = paper_stem(kind, year) + (f"-so-{paper.number:02d}" if paper.number else "")
    made = ToIssue(
        seen=seen,
        texts={key: paper.texts.get(key, text) for key, text in proposed.items()},
        figures=figures,
        stem=stem,
        files={"pdf": pdf_bytes(document), "docx": docx_bytes(document)},
    )
    return issue_paper(data, wanted.id, kind, made)
