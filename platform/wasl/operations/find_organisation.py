"""Find an organisation by its name."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.enums import OrganisationStanding
from models.opportunity import Organisation


def find_organisation(session: Session, name: str) -> Organisation | None:
    """Return the organisation of this name, or none; spelling variants of a letter do not count.

    One that registered itself is found once it is vetted: until then the name is only a claim.
    """
    wanted = fold(name)
    checked = or_(
        Organisation.registered_at.is_(None), Organisation.standing == OrganisationStanding.VETTED
    )
    known = select(Organisation).where(checked).order_by(Organisation.id)
    for organisation in session.scalars(known):
        if fold(organisation.name) == wanted:
            return organisation
    return None
