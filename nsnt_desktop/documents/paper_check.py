"""What is to be looked at in a paper before it is saved: style, and what only the data file knows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from nsnt_desktop import format as vn
from nsnt_desktop.documents.gather import paper_document, proposed_sections, report_input
from nsnt_desktop.documents.markup import blocks_of
from nsnt_desktop.documents.report import proposed_texts, report, section_labels
from nsnt_desktop.documents.report_input import ReportInput
from nsnt_desktop.documents.report_texts import aim_keys
from nsnt_desktop.documents.style_check import Slip, slips
from nsnt_desktop.documents.tree import Document, Table, printable
from nsnt_desktop.indicators.compute import year_criteria
from nsnt_desktop.models import SurveyYear
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.papers import Paper, load_paper

_NUMBER = r"(?<![\d.,/])\d+(?:\.\d{3})*(?:,\d+)?(?![\d/])"
_ANY_NUMBER = re.compile(_NUMBER)
_FIGURE = re.compile(rf"({_NUMBER})[ \u00a0]?(?:%|hộ\b)")
"""What an officer says of the commune in numbers: a share, or a count of households."""


@dataclass(frozen=True)
class PlacedSlip:
    """A slip and the section whose wording it stands in; empty where it stands in none."""

    slip: Slip
    section: str = ""


def paper_slips(
    session: Session, year: SurveyYear, kind: DocumentKind, today: date
) -> tuple[PlacedSlip, ...]:
    """Return what the officer should look at, the data first. Raises KnownError for a wording of no paper."""
    draft = load_paper(session, year.id, kind)
    written = draft.texts
    of_data: tuple[PlacedSlip, ...] = ()
    if kind is not DocumentKind.REPORT:
        document = paper_document(session, year, kind, today)
        labels, proposed = proposed_sections(session, year, kind, today)
    else:
        given = report_input(session, year, today)
        document, labels, proposed = report(given), section_labels(), proposed_texts(given)
        of_data = (
            *map(PlacedSlip, _data_slips(session, year, given)),
            *_unread_slips(labels, proposed, draft),
            *_figure_slips(document, labels, proposed, written),
        )
    texts = {key: written.get(key, proposed[key]) for key in labels}
    return (*of_data, *(PlacedSlip(slip, _section_of(slip.text, texts)) for slip in slips(document)))


def _data_slips(session: Session, year: SurveyYear, given: ReportInput) -> Iterator[Slip]:
    if given.open_errors:
        yield Slip(
            "open_errors",
            f"Số liệu còn {vn.number(given.open_errors)} lỗi chưa xử lý; hãy sửa trước khi ban hành.",
        )
    unsure = [
        verdict.criterion.code
        for verdict in year_criteria(session, year, given.figures)
        if verdict.threshold is not None and not verdict.criterion.confirmed
    ]
    if unsure:
        yield Slip(
            "thresholds_unconfirmed",
            f"Ngưỡng của chỉ tiêu {', '.join(unsure)} chưa được xác nhận; "
            "hãy đối chiếu với văn bản của cấp trên.",
        )


def _unread_slips(
    labels: Mapping[str, str], proposed: Mapping[str, str], draft: Paper
) -> Iterator[PlacedSlip]:
    """Yield the sections whose figures moved since they were written, and those nobody accepted yet."""
    for key in labels:
        if key in draft.texts and moved(draft, key, proposed[key]):
            said = f"Số liệu của mục «{labels[key]}» đã đổi từ khi viết lời văn; hãy đối chiếu lại."
            yield PlacedSlip(Slip("figures_moved", said), key)
    own = draft.texts
    unread = [k for k in labels if k not in own and proposed[k] and draft.seen.get(k) != proposed[k]]
    if unread:
        said = f"Còn {len(unread)} mục theo câu đề xuất chưa duyệt; hãy đọc rồi bấm «Duyệt câu đề xuất»."
        yield PlacedSlip(Slip("proposal_unread", said), unread[0])


def moved(draft: Paper, section: str, proposed: str) -> bool:
    """Return whether a section's proposal reads otherwise than when the officer accepted or wrote over it."""
    return section in draft.seen and draft.seen[section] != proposed


def _figure_slips(
    document: Document, labels: Mapping[str, str], proposed: Mapping[str, str], written: Mapping[str, str]
) -> Iterator[PlacedSlip]:
    """Yield the shares and counts in the officer's wording that stand nowhere among the computed ones.

    Sections of aims are left out: what is aimed at was not computed.
    """
    computed = _computed(document, proposed.values())
    for key, text in written.items():
        if key in labels and key not in aim_keys():
            for found in _FIGURE.finditer(text):
                if found.group(1) not in computed:
                    said = f"“{found.group()}” trong mục «{labels[key]}» không có trong số liệu tính được"
                    yield PlacedSlip(Slip("figure_unknown", f"{said}; hãy đối chiếu lại."), key)


def _computed(document: Document, proposed: Iterable[str]) -> set[str]:
    blocks = [*document.blocks, *(block for annex in document.annexes for block in annex.blocks)]
    tables = (block for block in blocks if isinstance(block, Table))
    cells = (cell for table in tables for row in (*table.rows, table.total or ()) for cell in row)
    return {number for text in (*proposed, *cells) for number in _ANY_NUMBER.findall(text)}


def _section_of(text: str, texts: Mapping[str, str]) -> str:
    """Return the section a block of the paper comes from; a {field} in the wording may be anything."""
    wanted = printable(text).strip()
    for key, wording in texts.items():
        for block in blocks_of(wording):
            opening = printable(block.text).strip().partition("{")[0]
            if wanted == opening or ("{" in block.text and opening and wanted.startswith(opening)):
                return key
    return ""
