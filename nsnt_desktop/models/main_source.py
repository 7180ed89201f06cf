from sqlalchemy.orm import Mapped, mapped_column

from nsnt_desktop.models.base import Base, Id, Text
from nsnt_desktop.models.words import SourceGroup


class MainSource(Base):
    """One kind of main water source; the list is the officer's to edit (assumption)."""

    __tablename__ = "main_source"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    label: Mapped[Text]
    group: Mapped[SourceGroup]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
