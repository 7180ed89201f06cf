"""The yearly plan (Kế hoạch triển khai thực hiện Bộ chỉ số): words are data, sections can be edited."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from nsnt_desktop.documents.head import number_line, paper, place_date
from nsnt_desktop.documents.markup import assembled, blocks_of
from nsnt_desktop.documents.tree import Block, Document, Heading
from nsnt_desktop.documents.wording import fill, office_fields
from nsnt_desktop.registry.office import Office
from nsnt_desktop.resource_files import read_toml


def plan(
    office: Office,
    year: int,
    *,
    number: int | None,
    issued_on: date | None,
    texts: Mapping[str, str] | None = None,
) -> Document:
    """Return the plan of one year; number and date stay blank for handwriting while they are None.

    texts: edited sections by key, see plan_texts. Raises KnownError for an unknown {field} in them.
    """
    words = _words()
    return paper(
        office,
        kind=words["kind"],
        number_line=number_line(number, words["symbol"]),
        place_date=place_date(office, year, issued_on),
        subject=fill(words["subject"], _fields(office, year)),
        blocks=_blocks(office, year, texts or {}),
        recipients=office.plan_recipients,
    )


def plan_labels() -> dict[str, str]:
    """Return the title of each section that can be edited, by key, in the order of the paper."""
    return {section["key"]: section["label"] for section in _words()["section"]}


def plan_texts(office: Office, year: int) -> dict[str, str]:
    """Return the proposed text of each section, by key, fields filled; markup.blocks_of reads its lines."""
    fields = _fields(office, year)
    return {section["key"]: fill(section["text"], fields).strip() for section in _words()["section"]}


def _words() -> dict[str, Any]:
    return read_toml("documents", "plan.toml")


def _fields(office: Office, year: int) -> dict[str, str]:
    return office_fields(office, year, office.plan_bases)


def _blocks(office: Office, year: int, texts: Mapping[str, str]) -> tuple[Block, ...]:
    fields = _fields(office, year)
    return assembled(
        (
            Heading(section["title"], 1) if "title" in section else None,
            blocks_of(fill(texts.get(section["key"], section["text"]), fields)),
        )
        for section in _words()["section"]
    )
