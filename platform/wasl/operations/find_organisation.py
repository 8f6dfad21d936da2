"""Find an organisation by its name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.opportunity import Organisation


def find_organisation(session: Session, name: str) -> Organisation | None:
    """Return the organisation of this name, or none; spelling variants of a letter do not count."""
    wanted = fold(name)
    for organisation in session.scalars(select(Organisation).order_by(Organisation.id)):
        if fold(organisation.name) == wanted:
            return organisation
    return None
