"""The last word holds: by the day it was said, then by the order of writing; a no acts at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.access_enums import (
    AuditAction,
    Channel,
    ConsentGiver,
    ErasureCause,
    MessageState,
    ReleaseScope,
)
from models.audit import AuditEvent
from models.base import utc_now
from models.consent_query import allows, in_order, people_who_allow
from models.enums import Agency, ConsentPurpose
from models.message import Message
from models.person import Person
from models.register import Consent
from models.release import IdentityRelease
from tests.operations.cast import add_offer
from tests.operations.trust import BY_PROXY, add_returnee, caseworker, day
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.operations.ask_erasure import ask_erasure, cancel_erasure
from wasl.operations.ensure_office import ensure_office
from wasl.operations.queue_message import queue_message
from wasl.operations.record_consent import FutureStatementError, record_consent
from wasl.operations.releases import Releasing, release_identity
from wasl.operations.spoken import (
    Missing,
    RecordClosedError,
    Spoken,
    StatementIncompleteError,
)

MATCHING = ConsentPurpose.MATCHING


def answers(session: Session, person: Person, purpose: ConsentPurpose = MATCHING) -> set[bool]:
    """Ask in all the ways there are; they must say the same."""
    session.expire(person, ["consents"])
    one = select(allows(purpose, Person.id)).where(Person.id == person.id)
    everybody = session.scalars(people_who_allow(purpose)).all()
    some = session.scalars(people_who_allow(purpose, Consent.person_id == person.id)).all()
    return {
        person.allows(purpose),
        bool(session.scalar(one)),
        person.id in everybody,
        person.id in some,
    }


def say(session: Session, person: Person, *statements: tuple[int | None, bool]) -> None:
    person.consents[:] = []
    session.flush()
    for number, granted in statements:
        given_on = day(number) if number else None
        person.consents.append(Consent(purpose=MATCHING, granted=granted, given_on=given_on))
        session.flush()


@pytest.mark.parametrize(
    ("statements", "held"),
    [
        ([], False),
        ([(1, True)], True),
        ([(1, True), (2, False)], False),
        ([(2, False), (1, True)], False),  # an old yes, entered late, takes back no refusal
        ([(2, True), (1, False)], True),
        ([(1, True), (1, False)], False),  # on one day the order of writing decides
        ([(1, False), (1, True)], True),
        ([(1, True), (None, False)], False),  # without a day: the day of writing, so today
        ([(None, False), (1, True)], False),
    ],
)
def test_the_last_word_holds_however_it_is_asked(
    session: Session, statements: list[tuple[int | None, bool]], held: bool
) -> None:
    person = add_returnee(session)
    other = add_returnee(session, "T-2")
    say(session, person, *statements)
    assert answers(session, person) == {held}
    assert answers(session, other) == {True}


def test_a_day_that_has_not_come_does_not_outlast_a_later_no(session: Session) -> None:
    person = add_returnee(session)
    say(session, person)
    ahead = today_in_baghdad() + timedelta(days=400)
    person.consents.append(Consent(purpose=MATCHING, granted=True, given_on=ahead))
    session.flush()
    person.consents.append(Consent(purpose=MATCHING, granted=False, given_on=None))
    session.flush()
    assert answers(session, person) == {False}


def test_nobody_said_anything_tomorrow(session: Session) -> None:
    person = add_returnee(session)
    tomorrow = today_in_baghdad() + timedelta(days=1)
    with pytest.raises(FutureStatementError):
        record_consent(session, COMMAND_LINE, person, MATCHING, True, given_on=tomorrow)


def test_a_repeated_no_is_recorded_with_its_day(session: Session) -> None:
    person = add_returnee(session)
    say(session, person, (1, False))
    record_consent(session, COMMAND_LINE, person, MATCHING, False, given_on=day(9))
    record_consent(session, COMMAND_LINE, person, MATCHING, True, given_on=day(5))
    assert answers(session, person) == {False}, "the yes of the 5th was taken back on the 9th"
    assert [one.given_on for one in in_order(person.consents)] == [day(1), day(5), day(9)]


@pytest.mark.parametrize("missing", list(Missing))
def test_a_proxy_needs_a_name_a_witness_and_a_reason(session: Session, missing: Missing) -> None:
    person = add_returnee(session)
    told = {name.value: getattr(BY_PROXY, name.value) for name in Missing}
    spoken = Spoken(given_by=ConsentGiver.PROXY, **{**told, missing.value: "  "})
    with pytest.raises(StatementIncompleteError) as raised:
        record_consent(session, COMMAND_LINE, person, MATCHING, True, spoken=spoken)
    assert raised.value.missing == [missing]


def test_what_a_proxy_said_is_kept_and_audited(session: Session) -> None:
    person, by = add_returnee(session, matching=False), caseworker(session)
    said = record_consent(session, by, person, MATCHING, True, spoken=BY_PROXY, given_on=day(3))
    session.commit()
    assert (said.proxy, said.witness, said.reason) == (
        BY_PROXY.proxy,
        BY_PROXY.witness,
        BY_PROXY.reason,
    )
    assert said.recorded_by_id == by.account_id
    event = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.action == AuditAction.CONSENT_RECORDED, AuditEvent.actor == by.name)
        .order_by(AuditEvent.id.desc())
    ).first()
    assert event is not None
    assert event.person == person.public_id
    assert event.details == {"purpose": "matching", "granted": True, "given_by": "proxy"}


def test_withdrawing_data_withdraws_what_stands_on_it(session: Session) -> None:
    person = add_returnee(session)
    record_consent(session, COMMAND_LINE, person, ConsentPurpose.DATA, False)
    for purpose in ConsentPurpose:
        assert answers(session, person, purpose) == {False}


def release(session: Session, person: Person) -> IdentityRelease:
    given = Releasing(scope=ReleaseScope.NAME, days=30)
    return release_identity(session, COMMAND_LINE, person, add_offer(session, "B-1"), given)


@pytest.mark.parametrize(
    ("purpose", "ended"),
    [
        (ConsentPurpose.DATA, True),
        (ConsentPurpose.MATCHING, True),
        (ConsentPurpose.CONTACT, False),
    ],
)
def test_what_a_no_ends(session: Session, purpose: ConsentPurpose, ended: bool) -> None:
    person = add_returnee(session)
    given = release(session, person)
    record_consent(session, COMMAND_LINE, person, purpose, False)
    assert (given.withdrawn_at is not None) is ended


def test_a_yes_given_again_does_not_bring_a_release_back(session: Session) -> None:
    person = add_returnee(session)
    given = release(session, person)
    record_consent(session, COMMAND_LINE, person, MATCHING, False)
    record_consent(session, COMMAND_LINE, person, MATCHING, True)
    assert given.withdrawn_at is not None


def test_an_old_no_that_is_entered_late_ends_nothing(session: Session) -> None:
    person = add_returnee(session)
    given = release(session, person)
    record_consent(session, COMMAND_LINE, person, MATCHING, False, given_on=day(1))
    assert answers(session, person) == {True}
    assert given.withdrawn_at is None


def test_withdrawing_contact_drops_what_waits_except_slips(session: Session) -> None:
    person = add_returnee(session)
    office = ensure_office(session, Agency.MRC, "Basra")
    for address in ("zainab@mail.example", None):
        queue_message(
            session,
            "correction_decided",
            {},
            language="ar",
            address=address,
            person=person,
            office=office,
        )
    record_consent(session, COMMAND_LINE, person, ConsentPurpose.CONTACT, False)
    states = {message.channel: message.state for message in session.scalars(select(Message))}
    assert states == {Channel.EMAIL: MessageState.DROPPED, Channel.SLIP: MessageState.WAITING}


def test_while_data_is_about_to_be_erased_nothing_can_be_allowed(session: Session) -> None:
    person = add_returnee(session)
    given = release(session, person)
    erasure = ask_erasure(session, COMMAND_LINE, person, ErasureCause.OWN_WISH)
    assert 6 <= (erasure.due_at - utc_now()).days <= 7
    assert given.withdrawn_at is not None
    for purpose in ConsentPurpose:
        assert answers(session, person, purpose) == {False}
    with pytest.raises(RecordClosedError):
        record_consent(session, COMMAND_LINE, person, MATCHING, True)
    assert ask_erasure(session, COMMAND_LINE, person, ErasureCause.OWN_WISH) is erasure
    assert cancel_erasure(session, COMMAND_LINE, person)
    assert not cancel_erasure(session, COMMAND_LINE, person)
    record_consent(session, COMMAND_LINE, person, MATCHING, True)
    assert answers(session, person) == {True}


def test_an_anonymised_record_allows_nothing(session: Session) -> None:
    person = add_returnee(session)
    person.anonymised_at = utc_now()
    with pytest.raises(RecordClosedError):
        record_consent(session, COMMAND_LINE, person, MATCHING, True)


def test_by_the_order_of_writing_alone_a_late_yes_would_win(session: Session) -> None:
    """The twin: without the day of saying, the test above could not fail."""
    person = add_returnee(session)
    say(session, person, (2, False), (1, True))
    session.execute(update(Consent).where(Consent.person_id == person.id).values(given_on=None))
    assert answers(session, person) == {True}
