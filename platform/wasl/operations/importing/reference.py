"""What parsers of cells need to know from the database."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.place import Place, PlaceAlias, PlaceNeighbour
from models.taxonomy import Occupation
from wasl.files.columns import Reading
from wasl.files.places import PlaceNames, Places


def load_places(session: Session) -> Places:
    """Return the finder of places with all names and aliases that the database holds."""
    aliases: dict[str, list[str]] = {}
    for code, name in session.execute(
        select(PlaceAlias.place_code, PlaceAlias.name).order_by(PlaceAlias.id)
    ):
        aliases.setdefault(code, []).append(name)
    rows = session.execute(
        select(
            Place.code, Place.parent_code, Place.name_en, Place.name_ar, Place.name_ckb
        ).order_by(Place.code)
    )
    return Places(
        [
            PlaceNames(code, parent, (*names, *aliases.get(code, ())))
            for code, parent, *names in rows
        ],
        session.execute(select(PlaceNeighbour.place_code, PlaceNeighbour.neighbour_code)),
    )


def load_reading(session: Session, today: date) -> Reading:
    """Return what the parsers may look at; `today` decides which dates lie in the future."""
    return Reading(
        places=load_places(session),
        today=today,
        occupations=frozenset(session.scalars(select(Occupation.code))),
    )
