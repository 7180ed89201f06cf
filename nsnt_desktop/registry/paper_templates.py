"""The office's own wording of a paper's sections, kept for every year; each keeping is a version."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from nsnt_desktop.models import DocumentSeen, DocumentText, OfficialDocument, PaperTemplate, now
from nsnt_desktop.models.words import DocumentKind, DocumentState
from nsnt_desktop.storage.changes import change
from nsnt_desktop.storage.datafile import DataFile


def load_templates(session: Session, kind: DocumentKind) -> dict[str, str]:
    """Return the office's wording by section; sections left to the program's wording are absent."""
    rows = session.scalars(select(PaperTemplate).where(PaperTemplate.kind == kind).order_by(PaperTemplate.id))
    newest = {row.section: row.text for row in rows}
    return {section: text for section, text in newest.items() if text}


def keep_template(data: DataFile, year_id: int, kind: DocumentKind, section: str, text: str) -> int:
    """Keep a wording for every year; the same wording of this year's draft gives way to it.

    text may hold {fields}; empty: back to the program's own wording.
    """
    with change(data, f"{'Giữ' if text else 'Bỏ'} mẫu của đơn vị cho {kind.label.lower()}") as made:
        session = made.session
        session.add(PaperTemplate(kind=kind, section=section, text=text, kept_at=now()))
        drafts = select(OfficialDocument.id).where(
            OfficialDocument.year_id == year_id,
            OfficialDocument.kind == kind,
            OfficialDocument.state == DocumentState.DRAFT,
        )
        # What was accepted of the proposal before says nothing of the new one.
        for table in (DocumentText, DocumentSeen) if text else (DocumentSeen,):
            old = select(table).where(table.document_id.in_(drafts), table.section == section)
            for row in session.scalars(old):
                session.delete(row)
        return made.action_id
