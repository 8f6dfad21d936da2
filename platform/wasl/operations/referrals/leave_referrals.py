"""A person leaves everything that is open between them and employers."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import ConsentGiver
from models.person import Person
from models.referral import Referral
from models.referral_enums import ConsentState, EmployerVerdict, RefusalReason, Side
from models.referral_states import ConsentStep
from wasl.access.viewer import Viewer
from wasl.operations.referrals.core import Said, take_step
from wasl.operations.spoken import hold_person
from wasl.operations.tell_staff import tell_employer


def leave_referrals(session: Session, by: Viewer, person: Person, given_by: ConsentGiver) -> int:
    """End all open referrals of a person and return how many.

    A yes is withdrawn, a question that waits is answered with no. Meetings are cancelled, places
    that were held are free again, the name is hidden; employers who knew of it are told that
    somebody is not available. What somebody was placed in stays: it has happened.
    """
    hold_person(session, person)
    left = session.scalars(
        select(Referral)
        .where(Referral.person_id == person.id, Referral.closed_at.is_(None))
        .order_by(Referral.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for referral in left:
        known = referral.verdict is not EmployerVerdict.NOT_ASKED
        _leave(session, by, referral, given_by)
        if known:
            tell_employer(session, referral.opportunity.organisation, "person_not_available")
    return len(left)


def _leave(session: Session, by: Viewer, referral: Referral, given_by: ConsentGiver) -> None:
    if referral.consent is ConsentState.GIVEN:
        said = Said(side=Side.PERSON, given_by=given_by)
        take_step(session, by, referral, ConsentStep.WITHDRAW, said)
    else:
        # They said no to all of it at once, so there is no reason that fits this one.
        said = Said(side=Side.PERSON, given_by=given_by, reason=RefusalReason.OTHER)
        take_step(session, by, referral, ConsentStep.SAY_NO, said)
