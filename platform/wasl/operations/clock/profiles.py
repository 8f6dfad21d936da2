"""Profiles that nobody confirmed for a year: the employer is asked whether they still hold."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.enums import OrganisationStanding
from models.opportunity import Organisation
from wasl.clock import BAGHDAD
from wasl.operations.clock.asked_before import last_asked, note_asked
from wasl.operations.clock.rounds import Round
from wasl.operations.profile.confirm import HOLDS, is_due
from wasl.operations.tell_staff import tell_employer
from wasl.operations.vet_organisation import hold_organisation


def ask_after_profiles(round_: Round) -> None:
    """Ask once a year after each profile, until somebody confirms or changes it."""
    old = (
        select(Organisation.id)
        .where(
            Organisation.profile_at < round_.now - HOLDS,
            Organisation.standing != OrganisationStanding.REFUSED,
        )
        .order_by(Organisation.id)
    )
    round_.each("asked", old, _ask)


def _ask(session: Session, round_: Round, key: int) -> bool:
    organisation = session.get_one(Organisation, key)
    hold_organisation(session, organisation)
    said = organisation.profile_at
    if said is None or not is_due(organisation, round_.now):
        return False
    birthday = said + (round_.now - said) // HOLDS * HOLDS
    last = last_asked(session, AuditAction.PROFILE_ASKED_AFTER, organisation)
    if last is not None and last >= birthday.astimezone(BAGHDAD).date():
        return False
    note_asked(session, round_, AuditAction.PROFILE_ASKED_AFTER, organisation)
    day = said.astimezone(BAGHDAD).date()
    tell_employer(session, organisation, "profile_year_old", {"day": day})
    return True
