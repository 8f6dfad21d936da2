"""Places of Iraq: governorates and districts, in three languages."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Name
from models.enums import PlaceLevel


class Place(Base):
    """A governorate (ISO 3166-2:IQ code) or a district (that code, a dot and a slug)."""

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN 28 AND 38", name="latitude_in_iraq"),
        CheckConstraint("longitude BETWEEN 38 AND 49", name="longitude_in_iraq"),
        CheckConstraint(
            "(level = 'district') = (parent_code IS NOT NULL)", name="parent_of_district"
        ),
    )

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    level: Mapped[PlaceLevel]
    parent_code: Mapped[Code | None] = mapped_column(ForeignKey("place.code"), index=True)
    name_en: Mapped[Name]
    name_ar: Mapped[Name]
    name_ckb: Mapped[Name]
    latitude: Mapped[float] = mapped_column(doc="degrees north, approximate centre")
    longitude: Mapped[float] = mapped_column(doc="degrees east, approximate centre")

    aliases: Mapped[list["PlaceAlias"]] = relationship(cascade="all, delete-orphan")


class PlaceAlias(Base):
    """Another spelling or name of a place."""

    __tablename__ = "place_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    place_code: Mapped[Code] = mapped_column(ForeignKey("place.code"), index=True)
    name: Mapped[Name]


class PlaceNeighbour(Base):
    """Two governorates with a common border; stored in both directions."""

    __tablename__ = "place_neighbour"

    place_code: Mapped[Code] = mapped_column(ForeignKey("place.code"), primary_key=True)
    neighbour_code: Mapped[Code] = mapped_column(ForeignKey("place.code"), primary_key=True)
