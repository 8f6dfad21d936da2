"""Letting one employer know: for one opportunity, with a witness, until a day, until taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ConsentGiver, ReleaseScope
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import ConsentPurpose, OpportunityStatus, OrganisationStanding, Role
from models.message import Message
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import (
    CloseCause,
    ConsentState,
    EmployerVerdict,
    ReferralOrigin,
    ReferralStage,
    RefusalReason,
    Side,
)
from models.referral_states import ConsentStep, VerdictStep, ViewStep
from models.release import IdentityRelease
from tests.operations.cast import add_offer
from tests.operations.trust import (
    BY_PROXY,
    MAIL,
    WITNESSED,
    add_account,
    add_returnee,
    caseworker,
    employer_of,
)
from wasl.access.viewer import COMMAND_LINE, viewer_of
from wasl.operations.record_consent import record_consent
from wasl.operations.referrals.core import Said, close_referral, open_referral, take_step
from wasl.operations.referrals.find_referral import find_referral
from wasl.operations.releases import (
    MOST_DAYS,
    ReleaseRefusal,
    ReleaseRefusedError,
    Releasing,
    release_identity,
    withdraw_release,
)
from wasl.operations.spoken import Missing, Spoken, StatementIncompleteError

NAME = Releasing(scope=ReleaseScope.NAME)


def events(session: Session, action: AuditAction) -> list[AuditEvent]:
    session.commit()
    statement = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)
    return list(session.scalars(statement))


def test_a_release_has_a_day_and_is_audited(session: Session) -> None:
    person, offer, by = add_returnee(session), add_offer(session, "B-1"), caseworker(session)
    given = Releasing(scope=ReleaseScope.NAME_AND_CONTACT, spoken=WITNESSED)
    release = release_identity(session, by, person, offer, given)
    assert release.expires_at - release.granted_at == timedelta(days=30)
    assert (release.witness, release.reason) == (WITNESSED.witness, WITNESSED.reason)
    [event] = events(session, AuditAction.RELEASE_GRANTED)
    assert (event.actor, event.person) == (by.name, person.public_id)
    assert (event.object_kind, event.object_id) == ("opportunity", offer.public_id)
    assert event.details["scope"] == "name_and_contact"
    assert "Sara" not in str(event.details)


def test_the_person_is_told_without_a_word_about_whom(session: Session) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    release_identity(session, COMMAND_LINE, person, offer, NAME)
    [message] = session.scalars(select(Message).where(Message.person_id == person.id))
    assert (message.template, message.address) == ("release_granted", MAIL)
    assert set(message.params) == {"until"}


def test_no_address_is_no_reason_to_refuse(session: Session) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    person.identity.email = person.identity.phone = None
    release_identity(session, COMMAND_LINE, person, offer, NAME)
    assert session.scalars(select(Message)).all() == []


@pytest.mark.parametrize("spoken", [WITNESSED, BY_PROXY], ids=lambda one: one.given_by.value)
@pytest.mark.parametrize("missing", [Missing.WITNESS, Missing.REASON])
def test_what_others_write_down_needs_witness_and_reason(
    session: Session, spoken: Spoken, missing: Missing
) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    told = {name.value: getattr(spoken, name.value) for name in Missing}
    said = Spoken(given_by=spoken.given_by, **{**told, missing.value: None})
    given = Releasing(scope=ReleaseScope.NAME, spoken=said)
    with pytest.raises(StatementIncompleteError) as raised:
        release_identity(session, COMMAND_LINE, person, offer, given)
    assert raised.value.missing == [missing]


@pytest.mark.parametrize(
    ("standing", "status", "days", "matching", "why"),
    [
        ("unvetted", "published", 30, True, ReleaseRefusal.NOT_IN_GOOD_STANDING),
        ("refused", "published", 30, True, ReleaseRefusal.NOT_IN_GOOD_STANDING),
        ("vetted", "draft", 30, True, ReleaseRefusal.NOT_PUBLISHED),
        ("vetted", "paused", 30, True, ReleaseRefusal.NOT_PUBLISHED),
        ("vetted", "filled", 30, True, ReleaseRefusal.NOT_PUBLISHED),
        ("vetted", "published", 0, True, ReleaseRefusal.DAYS),
        ("vetted", "published", MOST_DAYS + 1, True, ReleaseRefusal.DAYS),
        ("vetted", "published", 30, False, ReleaseRefusal.NO_CONSENT),
        ("vetted", "published", MOST_DAYS, True, None),
        ("listed", "published", 1, True, None),
    ],
)
def test_what_stands_against_a_release(
    session: Session,
    *,
    standing: str,
    status: str,
    days: int,
    matching: bool,
    why: ReleaseRefusal | None,
) -> None:
    person, offer = add_returnee(session, matching=matching), add_offer(session, "B-1")
    offer.organisation.standing = OrganisationStanding(standing)
    offer.status = OpportunityStatus(status)
    given = Releasing(scope=ReleaseScope.NAME, days=days)
    if why is None:
        release_identity(session, COMMAND_LINE, person, offer, given)
        return
    with pytest.raises(ReleaseRefusedError) as raised:
        release_identity(session, COMMAND_LINE, person, offer, given)
    assert raised.value.why is why
    assert session.scalars(select(IdentityRelease)).all() == []


def referral_of(session: Session, person: Person, offer: Opportunity) -> Referral:
    found = find_referral(session, person, offer)
    assert found is not None
    return found


def test_letting_know_is_a_yes_and_introduces_to_the_employer(session: Session) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    employer_of(session, offer)
    release_identity(session, COMMAND_LINE, person, offer, NAME)
    referral = referral_of(session, person, offer)
    assert (referral.consent, referral.verdict) == (ConsentState.GIVEN, EmployerVerdict.WAITING)
    assert referral.origin is ReferralOrigin.OFFICE
    assert referral.answer_by is not None
    told = session.scalars(select(Message).where(Message.template == "introduction")).all()
    assert [one.address for one in told] == ["employer_owner-b-1@firm.example"]
    release_identity(session, COMMAND_LINE, person, offer, NAME)
    assert session.scalars(select(Message).where(Message.template == "introduction")).all() == told


def test_who_lets_know_themselves_begins_the_referral_themselves(session: Session) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    me = viewer_of(add_account(session, Role.RETURNEE, "z@mail.example", person=person))
    release_identity(session, me, person, offer, NAME)
    referral = referral_of(session, person, offer)
    assert referral.origin is ReferralOrigin.PERSON
    [yes] = [step for step in referral.steps if step.step == ConsentStep.SAY_YES.value]
    assert (yes.side, yes.given_by) == (Side.PERSON, ConsentGiver.SELF)


def test_an_employer_who_asked_hears_that_the_person_agreed(session: Session) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    employer = employer_of(session, offer)
    referral = open_referral(session, employer, person, offer, ReferralOrigin.EMPLOYER)
    take_step(session, employer, referral, VerdictStep.MEET, Said(side=Side.EMPLOYER))
    release_identity(session, COMMAND_LINE, person, offer, NAME)
    assert referral.stage is ReferralStage.MEETING
    assert "person_agreed" in {one.template for one in session.scalars(select(Message))}


def test_taking_the_name_back_is_no_no_to_the_opportunity(session: Session) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    release = release_identity(session, COMMAND_LINE, person, offer, NAME)
    withdraw_release(session, COMMAND_LINE, release)
    referral = referral_of(session, person, offer)
    assert (referral.consent, referral.closed_at) == (ConsentState.GIVEN, None)


def test_leaving_the_opportunity_takes_the_name_back(session: Session) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    release = release_identity(session, COMMAND_LINE, person, offer, NAME)
    referral = referral_of(session, person, offer)
    take_step(session, COMMAND_LINE, referral, ConsentStep.WITHDRAW, Said(side=Side.PERSON))
    assert release.withdrawn_at is not None


@pytest.mark.parametrize("status", list(OpportunityStatus))
def test_who_agreed_may_be_named_also_when_the_posting_is_over(
    session: Session, status: OpportunityStatus
) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    referral = open_referral(session, COMMAND_LINE, person, offer, ReferralOrigin.OFFICE)
    take_step(session, COMMAND_LINE, referral, ConsentStep.SAY_YES, Said(side=Side.PERSON))
    offer.status = status
    if status in {OpportunityStatus.DRAFT, OpportunityStatus.IN_REVIEW}:
        with pytest.raises(ReleaseRefusedError):
            release_identity(session, COMMAND_LINE, person, offer, NAME)
        return
    assert release_identity(session, COMMAND_LINE, person, offer, NAME) is not None


def decline(session: Session, referral: Referral) -> None:
    said = Said(side=Side.EMPLOYER, reason=RefusalReason.SKILLS)
    take_step(session, COMMAND_LINE, referral, VerdictStep.DECLINE, said)


def oppose(session: Session, referral: Referral) -> None:
    said = Said(side=Side.OFFICE, reason=RefusalReason.SAFETY)
    take_step(session, COMMAND_LINE, referral, ViewStep.OPPOSE, said)


def place_elsewhere(session: Session, referral: Referral) -> None:
    close_referral(session, COMMAND_LINE, referral, CloseCause.PLACED_ELSEWHERE)


@pytest.mark.parametrize("end", [decline, oppose, place_elsewhere], ids=lambda one: one.__name__)
def test_where_it_is_over_nobody_is_let_know(
    session: Session, end: Callable[[Session, Referral], None]
) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    release_identity(session, COMMAND_LINE, person, offer, NAME)
    end(session, referral_of(session, person, offer))
    with pytest.raises(ReleaseRefusedError) as raised:
        release_identity(session, COMMAND_LINE, person, offer, NAME)
    assert raised.value.why is ReleaseRefusal.REFERRAL_OVER
    assert open_ones(session, person, offer) == []


def open_ones(session: Session, person: Person, offer: Opportunity) -> list[IdentityRelease]:
    statement = select(IdentityRelease).where(
        IdentityRelease.person_id == person.id,
        IdentityRelease.opportunity_id == offer.id,
        IdentityRelease.withdrawn_at.is_(None),
    )
    return list(session.scalars(statement))


def test_a_new_release_replaces_the_open_one(session: Session) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    before = release_identity(session, COMMAND_LINE, person, offer, NAME)
    more = Releasing(scope=ReleaseScope.NAME_AND_CONTACT)
    after = release_identity(session, COMMAND_LINE, person, offer, more)
    assert before.withdrawn_at is not None
    assert open_ones(session, person, offer) == [after]
    assert [e.details["cause"] for e in events(session, AuditAction.RELEASE_WITHDRAWN)] == [
        "replaced"
    ]


def test_one_that_ran_out_ended_on_its_day(session: Session) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    before = release_identity(session, COMMAND_LINE, person, offer, NAME)
    before.expires_at = utc_now() - timedelta(days=3)
    session.flush()
    after = release_identity(session, COMMAND_LINE, person, offer, NAME)
    assert before.withdrawn_at == before.expires_at
    assert open_ones(session, person, offer) == [after]


def test_taking_back_is_done_once(session: Session) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    release = release_identity(session, COMMAND_LINE, person, offer, NAME)
    assert withdraw_release(session, COMMAND_LINE, release)
    assert not withdraw_release(session, COMMAND_LINE, release)
    assert open_ones(session, person, offer) == []
    assert len(events(session, AuditAction.RELEASE_WITHDRAWN)) == 1


def test_consent_given_again_allows_a_release_again(session: Session) -> None:
    person, offer = add_returnee(session), add_offer(session, "B-1")
    record_consent(session, COMMAND_LINE, person, ConsentPurpose.MATCHING, False)
    with pytest.raises(ReleaseRefusedError):
        release_identity(session, COMMAND_LINE, person, offer, NAME)
    record_consent(session, COMMAND_LINE, person, ConsentPurpose.MATCHING, True)
    release_identity(session, COMMAND_LINE, person, offer, NAME)
    assert len(open_ones(session, person, offer)) == 1
