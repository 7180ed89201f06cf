from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nsnt_desktop.models.base import Base, Id, Text


class Village(Base):
    """A village (thôn, bản, khu phố); its name may repeat in another former commune."""

    __tablename__ = "village"
    __table_args__ = (UniqueConstraint("name", "former_commune"),)

    id: Mapped[Id]
    code: Mapped[Text]
    name: Mapped[Text]
    former_commune: Mapped[Text]
    village_head: Mapped[Text]
    phone: Mapped[Text]
    position: Mapped[int]
    active_from: Mapped[int | None]
    """First survey year, None: always."""
    active_to: Mapped[int | None]
    """Last survey year, None: still there."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    """The village it was merged into after its last year."""
