"""The yearly report (Báo cáo kết quả thực hiện Bộ chỉ số) to the level above, with its annexes."""

from nsnt_desktop.documents.annexes import annexes, consolidated
from nsnt_desktop.documents.head import attached_to, number_line, paper, place_date
from nsnt_desktop.documents.markup import assembled, blocks_of
from nsnt_desktop.documents.report_charts import body_charts
from nsnt_desktop.documents.report_input import ReportInput
from nsnt_desktop.documents.report_tables import body_tables
from nsnt_desktop.documents.report_texts import (
    annex_keys,
    fields,
    proposed_texts,
    say,
    section_labels,
    words,
)
from nsnt_desktop.documents.tree import BasisParagraph, Block, Document, Heading
from nsnt_desktop.documents.wording import citation, cited_once, fill

__all__ = ["ReportInput", "proposed_texts", "report", "section_labels"]


def report(given: ReportInput) -> Document:
    """Return the report of one year; number and date stay blank for handwriting while they are None.

    Raises KnownError for an unknown {field} in an edited section.
    """
    office, said, known = given.office, words(), fields(given)
    attached = attached_to(office, said["kind"], given.number, said["symbol"], given.issued_on)
    titles = {key: fill(said["annexes"][key], known) for key in annex_keys(given)}
    return paper(
        office,
        kind=said["kind"],
        number_line=number_line(given.number, said["symbol"]),
        place_date=place_date(office, given.year, given.issued_on),
        subject=fill(said["subject"], known),
        blocks=_blocks(given, known),
        recipients=office.report_recipients,
        addressee=office.superior_full,
        annexes=annexes(given, titles, attached),
        consolidated=consolidated(given),
    )


def _blocks(given: ReportInput, known: dict[str, str]) -> tuple[Block, ...]:
    bases = tuple(
        BasisParagraph(say(given, "basis", basis=citation(basis))) for basis in given.office.report_bases
    )
    proposed, tables, charts = proposed_texts(given), body_tables(given), body_charts(given)
    sections: list[tuple[Heading | None, tuple[Block, ...]]] = []
    for section in words()["section"]:
        key = section.get("key", "")
        # A proposed text is filled already; only what the officer wrote may still hold fields.
        # Its bases stand above it in full, where it has any.
        own = cited_once([given.texts[key]], before=bool(bases)) if key in given.texts else ()
        text = fill(own[0], known) if own else proposed.get(key, "")
        table = (tables[key],) if key in tables else ()
        drawn = (charts[name] for name in section.get("charts", ()) if name in charts)
        title = Heading(fill(section["title"], known), section["level"]) if "title" in section else None
        sections.append((title, (*blocks_of(text), *table, *drawn)))
    return (*bases, *assembled(sections))
