"""Making a paper ready to be kept: its wording, its figures and its files, all of one reading."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from itertools import chain, count
from pathlib import Path

from nsnt_desktop.documents.gather import paper_document, paper_files, paper_stem, proposed_sections
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.closing import figures_text
from nsnt_desktop.registry.issuing import Issued, IssuedFile, ToIssue, issue_paper, issued_file
from nsnt_desktop.registry.papers import load_paper
from nsnt_desktop.registry.undo import latest_action
from nsnt_desktop.registry.years import find_year
from nsnt_desktop.storage.datafile import DataFile
from nsnt_desktop.storage.files import write_beside


def issue_year_paper(data: DataFile, year: int, kind: DocumentKind, today: date) -> Issued:
    """Make the files of a paper and keep them with its wording and figures as a new version.

    Raises KnownError, and keeps nothing, as `issue_paper`, and for a wording no paper can be made of.
    """
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
        files=paper_files(document),
    )
    return issue_paper(data, wanted.id, kind, made)


def copy_out(data: DataFile, files: Sequence[IssuedFile], folder: Path, mark: str = "") -> list[Path]:
    """Write kept files into a folder as they were issued; return where. Raises KnownError.

    A file of that name with other content (a copy that was signed or written in since) is not touched: the
    new one is called "… (2)". mark: added to the names.
    """
    written = []
    for file in files:
        with data.reading() as session:
            name, content = issued_file(session, file.id)
        path = _free(folder / f"{Path(name).stem}{mark}{Path(name).suffix}", file.sha256)
        if not path.exists():
            write_beside(path, lambda out, content=content: out.write(content))  # type: ignore[misc]
        written.append(path)
    return written


def _free(wanted: Path, digest: str) -> Path:
    """Return the first name that nothing has, or only the very same content."""
    names = chain([wanted], (wanted.with_stem(f"{wanted.stem} ({n})") for n in count(2)))
    return next(path for path in names if not path.exists() or _digest(path) == digest)


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:  # open elsewhere or a folder: it is not ours to write over
        return ""
