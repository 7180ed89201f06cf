"""The base of every table, and the column types they share."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Any, ClassVar

from sqlalchemy import Enum as SqlEnum
from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

from nsnt_desktop.models import words

_ENUMS = tuple(
    word
    for word in vars(words).values()
    if isinstance(word, type) and issubclass(word, words.LabelledEnum) and word is not words.LabelledEnum
)


def _as_codes(enum: type[Enum]) -> SqlEnum:
    # Stored as readable codes without CHECK constraints, so that a later version can add a word
    # without rebuilding the table; the program itself writes nothing but members.
    return SqlEnum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda e: [m.value for m in e],
    )


NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Id = Annotated[int, mapped_column(primary_key=True)]
Text = Annotated[str, mapped_column(String, default="", server_default="")]
"""Free text; empty means nothing was written."""


class Base(DeclarativeBase):
    """Base of every table; named constraints, so that migrations can change them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {enum: _as_codes(enum) for enum in _ENUMS}


def now() -> datetime:
    """Return the local time of the office PC, to the second: what the officer reads off the clock."""
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005 - one PC, one time zone, shown as it is
