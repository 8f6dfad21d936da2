"""A person leaves everything that is open between them and employers."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import ConsentGiver
from models.enums import ConsentPurpose
from models.person import Person
from models.referral import Referral
from models.referral_enums import ConsentState, EmployerVerdict, RefusalReason, Side
from models.referral_states import ConsentStep
from models.register import Consent
from wasl.access.viewer import Viewer
from wasl.operations.referrals.core import Said, take_step
from wasl.operations.spoken import hold_person
from wasl.operations.tell_staff import tell_employer

NEEDED_TO_MEET = frozenset({ConsentPurpose.DATA, ConsentPurpose.MATCHING})


def leave_referrals(
    session: Session, by: Viewer, person: Person, given_by: ConsentGiver | None
) -> int:
    """End all open referrals of a person and return how many.

    A yes is withdrawn, a question that waits is answered with no. Meetings are cancelled, places
    that were held are free again, the name is hidden; employers who knew of it are told that
    somebody is not available. What somebody was placed in stays: it has happened. given_by: in
    whose voice they said so; none when their record goes because its time is over.
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


def leave_after_a_no(session: Session, by: Viewer, statements: Iterable[Consent]) -> int:
    """End what is open for people who said no in a file that was taken in; return how many.

    A no counts that is the last word on the data or on matching.
    """
    refused = {
        one.person_id: one.given_by
        for one in statements
        if not one.granted and one.purpose in NEEDED_TO_MEET
    }
    waiting = (
        select(Person)
        .join(Referral, Referral.person_id == Person.id)
        .where(Person.id.in_(refused), Referral.closed_at.is_(None))
        .distinct()
        .order_by(Person.id)
    )
    left = 0
    for person in session.scalars(waiting).all():
        session.expire(person, ["consents"])
        if not all(person.allows(purpose) for purpose in NEEDED_TO_MEET):
            left += leave_referrals(session, by, person, refused[person.id])
    return left


def _leave(session: Session, by: Viewer, referral: Referral, given_by: ConsentGiver | None) -> None:
    if referral.consent is ConsentState.GIVEN:
        said = Said(side=Side.PERSON, given_by=given_by)
        take_step(session, by, referral, ConsentStep.WITHDRAW, said)
    else:
        # They said no to all of it at once, so there is no reason that fits this one.
        said = Said(side=Side.PERSON, given_by=given_by, reason=RefusalReason.OTHER)
        take_step(session, by, referral, ConsentStep.SAY_NO, said)
