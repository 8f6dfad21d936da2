"""Figures as they were published: once a day, and the same for everybody on that day."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Created, Json


class PublishedFigures(Base):
    """The tables of one day, already protected. Numbers that were hidden are not in them."""

    __tablename__ = "published_figures"

    day: Mapped[date] = mapped_column(primary_key=True, doc="in Iraq")
    tables: Mapped[Json]
    made_at: Mapped[Created]
