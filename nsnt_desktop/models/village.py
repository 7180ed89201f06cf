from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

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
