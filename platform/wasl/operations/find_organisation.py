"""Find an organisation by one of its names."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.enums import OrganisationStanding
from models.opportunity import Organisation
from wasl.operations.organisation_names import all_names


def find_organisation(session: Session, name: str) -> Organisation | None:
    """Return the organisation of this name, or none; spelling variants of a letter do not count.

    Who is called so goes before who is also called so, or was before. One that registered itself
    is found once it is vetted: until then the name is only a claim.
    """
    wanted = fold(name)
    checked = or_(
        Organisation.registered_at.is_(None), Organisation.standing == OrganisationStanding.VETTED
    )
    known = session.scalars(select(Organisation).where(checked).order_by(Organisation.id)).all()
    called = (one for one in known if fold(one.name) == wanted)
    also = (one for one in known if wanted in map(fold, all_names(one)))
    return next(called, None) or next(also, None)
