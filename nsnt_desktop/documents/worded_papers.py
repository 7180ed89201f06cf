"""Papers whose words stand in a file of `resources/documents`: the plan and all others but the report."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from nsnt_desktop.documents.head import number_line, paper, place_date
from nsnt_desktop.documents.markup import assembled, blocks_of
from nsnt_desktop.documents.tree import Annex, Document, Heading
from nsnt_desktop.documents.wording import cited_once, fill, office_fields
from nsnt_desktop.models.words import DocumentKind
from nsnt_desktop.registry.office import Office
from nsnt_desktop.resource_files import read_toml

NO_FIELDS: Mapping[str, str] = {}


def worded_paper(
    kind: DocumentKind,
    office: Office,
    year: int,
    *,
    number: int | None,
    issued_on: date | None,
    texts: Mapping[str, str] = NO_FIELDS,
    templates: Mapping[str, str] = NO_FIELDS,
    more: Mapping[str, str] = NO_FIELDS,
    annexes: tuple[Annex, ...] = (),
) -> Document:
    """Return a paper of one year; number and date stay blank for handwriting while they are None.

    texts: edited sections by key, see worded_texts. templates: the office's own words for every year.
    more: fields of this paper beside those of the office.
    Raises KnownError for an unknown {field} in the texts.
    """
    said, known = paper_words(kind), _fields(office, year, more)
    sections = said["section"]
    written = {**templates, **texts}
    wording = cited_once(written.get(section["key"], section["text"]) for section in sections)
    blocks = assembled(
        (Heading(section["title"], 1) if "title" in section else None, blocks_of(fill(text, known)))
        for section, text in zip(sections, wording, strict=True)
    )
    return paper(
        office,
        kind=said["kind"],
        number_line=number_line(number, said["symbol"]),
        place_date=place_date(office, year, issued_on),
        subject=fill(said["subject"], known),
        blocks=blocks,
        # Those of the plan stand in the settings of the office.
        recipients=_filled(said["recipients"], known) if "recipients" in said else office.plan_recipients,
        addressee=fill(said.get("addressee", ""), known),
        annexes=annexes,
        signing=_filled(said.get("signing"), known),
        second_signing=_filled(said.get("second_signing"), known),
    )


def worded_labels(kind: DocumentKind) -> dict[str, str]:
    """Return the title of each section that can be edited, by key, in the order of the paper."""
    return {section["key"]: section["label"] for section in paper_words(kind)["section"]}


def worded_texts(
    kind: DocumentKind,
    office: Office,
    year: int,
    *,
    templates: Mapping[str, str] = NO_FIELDS,
    more: Mapping[str, str] = NO_FIELDS,
) -> dict[str, str]:
    """Return the proposed text of each section, by key, fields filled; markup.blocks_of reads its lines."""
    known = _fields(office, year, more)
    sections = paper_words(kind)["section"]
    wording = cited_once(templates.get(section["key"], section["text"]) for section in sections)
    return {
        section["key"]: fill(text, known).strip() for section, text in zip(sections, wording, strict=True)
    }


def paper_words(kind: DocumentKind) -> dict[str, Any]:
    """Return the words of a paper as its file has them."""
    return read_toml("documents", f"{kind.value}.toml")


def _fields(office: Office, year: int, more: Mapping[str, str]) -> dict[str, str]:
    return office_fields(office, year, office.plan_bases) | dict(more)


def _filled(texts: list[str] | None, known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(fill(text, known) for text in texts or ())
