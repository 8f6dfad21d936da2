"""What an office does between a person and an employer: propose, pass on, write down, see."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.access_enums import AuditAction, Channel, ConsentGiver
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import OrganisationStanding, Role
from models.message import Message
from models.offer import Interview, Offer
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral, ReferralStep
from models.referral_enums import (
    CloseCause,
    ConsentState,
    EmployerVerdict,
    InterviewState,
    InterviewWay,
    OfficeView,
    ReferralOrigin,
    ReferralStage,
    RefusalReason,
    Side,
)
from models.referral_states import ConsentStep, VerdictStep
from models.release import IdentityRelease
from tests.portals.caseworker.office import ELSEWHERE, TODAY, add_person, add_posting
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.compute_matches import compute_matches
from wasl.operations.referrals.core import Said, open_referral, take_step
from wasl.operations.referrals.interview_rules import Slot
from wasl.operations.referrals.interviews import Proposal, propose_interview
from wasl.operations.referrals.seats import take_seats

Fetch = Callable[[str], str]
Send = Callable[..., TestResponse]
SAID = {"given_by": "with_caseworker", "witness": "سارة", "reason": "لا تقرأ"}
EMPLOYER = Said(side=Side.EMPLOYER)


@pytest.fixture
def posting(web_session: Session) -> Opportunity:
    """A published job that a baker fits."""
    posting = add_posting(web_session, "مطلوب خباز")
    posting.organisation.standing = OrganisationStanding.VETTED
    return posting


@pytest.fixture
def person(web_session: Session, accounts: dict[Role, str], posting: Opportunity) -> Person:
    """Somebody the office works with, who fits the job."""
    person = add_person(web_session)
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    return person


@pytest.fixture
def wish(web_session: Session, person: Person, posting: Opportunity) -> Referral:
    """The employer asked to meet the person."""
    referral = open_referral(web_session, COMMAND_LINE, person, posting, ReferralOrigin.EMPLOYER)
    note = Said(side=Side.EMPLOYER, private_note="سرّ الشركة", shared_note="نحتاجه قريباً")
    take_step(web_session, COMMAND_LINE, referral, VerdictStep.MEET, note)
    web_session.commit()
    return referral


def now(session: Session, referral: Referral | None = None) -> Referral:
    """Begin anew and return the one referral: what a page committed is seen then only."""
    session.rollback()
    return session.scalars(select(Referral)).one()


def path(referral: Referral, page: str = "") -> str:
    return f"/referrals/{referral.public_id}{page}"


def version(text: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', text)
    assert found
    return found[1]


def propose(send: Send, posting: Opportunity, *people: Person, **fields: str) -> TestResponse:
    data = {"way": "here", "days": "7", **fields}
    return send(
        f"/propose?opportunity={posting.public_id}",
        people=[one.public_id for one in people],
        **data,
    )


def test_an_opportunity_is_proposed_from_the_match(
    web_session: Session, person: Person, posting: Opportunity, send: Send, english: Fetch
) -> None:
    page = english(f"/people/{person.public_id}")
    assert f"/propose?opportunity={posting.public_id}&amp;person={person.public_id}" in page
    assert propose(send, posting, person, private_note="ليست متأكدة").status_code == 200
    found = now(web_session)
    assert (found.origin, found.view) == (ReferralOrigin.OFFICE, OfficeView.SUPPORTED)
    assert (found.consent, found.verdict) == (ConsentState.ASKED, EmployerVerdict.NOT_ASKED)
    assert found.consent_by is not None
    assert timedelta(days=6) < found.consent_by - utc_now() < timedelta(days=8)
    again = english(f"/people/{person.public_id}")
    assert "/propose?" not in again
    assert again.count(path(found)) >= 2  # at the match and in the section
    assert "ليست متأكدة" in english(path(found))


def test_several_are_proposed_at_once_and_one_that_cannot_be_is_named(
    web_session: Session, person: Person, posting: Opportunity, send: Send
) -> None:
    other = add_person(web_session, "ليلى محمد", case_no="2026/2")
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    text = propose(send, posting, person, other, way="message").get_data(as_text=True)
    assert "ليلى محمد" in text  # no address: a message reaches neither
    web_session.rollback()
    assert web_session.scalars(select(Referral)).all() == []
    assert not _events(web_session, AuditAction.REFERRAL_OPENED)
    propose(send, posting, person, other)
    web_session.rollback()
    assert len(web_session.scalars(select(Referral)).all()) == 2


def _events(session: Session, action: AuditAction) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def test_people_of_others_cannot_be_proposed_to(
    web_session: Session, person: Person, posting: Opportunity, send: Send, client: FlaskClient
) -> None:
    stranger = add_person(web_session, "غريبة", case_no="9", office=ELSEWHERE)
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    address = f"/propose?opportunity={posting.public_id}"
    assert "غريبة" not in client.get(address).get_data(as_text=True)
    assert client.get(f"{address}&person={stranger.public_id}").status_code == 404
    assert propose(send, posting, stranger).status_code == 422
    web_session.rollback()
    assert web_session.scalars(select(Referral)).all() == []


def test_a_wish_is_passed_on_with_a_slip(
    web_session: Session, wish: Referral, send: Send, english: Fetch
) -> None:
    worklist = english("/referrals")
    assert "Ask the person: the employer wants to meet" in worklist
    assert path(wish) in worklist
    form = english(path(wish, "/ask"))
    send(path(wish, "/ask"), way="slip", days="14", version=version(form))
    found = now(web_session)
    assert (found.consent, found.view) == (ConsentState.ASKED, OfficeView.SUPPORTED)
    slip = web_session.scalars(select(Message).where(Message.template == "question")).one()
    assert (slip.channel, slip.person_id) == (Channel.SLIP, found.person_id)
    assert "/slips" in english("/desk")


def test_a_wish_is_opposed_and_the_employer_does_not_learn_why(
    web_session: Session, wish: Referral, send: Send, english: Fetch
) -> None:
    assert send(path(wish, "/oppose"), version=wish.version).status_code == 422
    reason = RefusalReason.SAFETY.value
    send(path(wish, "/oppose"), reason=reason, private_note="قريبه", version=wish.version)
    found = now(web_session)
    assert found.close_cause is CloseCause.OFFICE_OPPOSED
    page = english(path(found))
    assert "It is not safe" in page
    assert "قريبه" in page


def test_notes_of_the_employer_stay_with_the_employer(wish: Referral, english: Fetch) -> None:
    page = english(path(wish))
    assert "نحتاجه قريباً" in page
    assert "سرّ الشركة" not in page


def test_a_yes_needs_a_witness_and_introduces_the_person(
    web_session: Session, person: Person, posting: Opportunity, send: Send, english: Fetch
) -> None:
    propose(send, posting, person)
    asked = now(web_session)
    english(path(asked))
    address, seen = path(asked, "/answer"), asked.version
    alone = send(address, answer="yes", share="", given_by="with_caseworker", version=seen)
    assert alone.status_code == 422
    assert "Write who was there." in alone.get_data(as_text=True)
    assert now(web_session).consent is ConsentState.ASKED
    send(address, answer="yes", share="name", version=seen, **SAID)
    found = now(web_session)
    assert (found.consent, found.verdict) == (ConsentState.GIVEN, EmployerVerdict.WAITING)
    step = web_session.scalars(select(ReferralStep).where(ReferralStep.step == "say_yes")).one()
    assert (step.given_by, step.witness) == (ConsentGiver.WITH_CASEWORKER, "سارة")
    assert web_session.scalars(select(IdentityRelease)).one().opportunity_id == posting.id
    assert "سارة" in english(path(found))


def test_a_no_needs_a_reason(
    web_session: Session, person: Person, posting: Opportunity, send: Send
) -> None:
    propose(send, posting, person)
    address, seen = path(now(web_session), "/answer"), now(web_session).version
    assert send(address, answer="no", share="", version=seen, **SAID).status_code == 422
    send(address, answer="no", why_not="family", share="", version=seen, **SAID)
    assert now(web_session).close_cause is CloseCause.PERSON_REFUSED


def test_a_yes_is_taken_back(
    web_session: Session, person: Person, posting: Opportunity, send: Send
) -> None:
    propose(send, posting, person)
    seen = now(web_session).version
    send(path(now(web_session), "/answer"), answer="yes", share="", version=seen, **SAID)
    given = now(web_session)
    send(path(given, "/withdraw"), version=given.version, given_by="with_caseworker")
    assert now(web_session).close_cause is CloseCause.PERSON_WITHDREW


def test_who_was_slower_is_told_and_nothing_is_done(
    web_session: Session, wish: Referral, send: Send, english: Fetch
) -> None:
    english(path(wish))
    old = wish.version
    send(path(wish, "/ask"), way="here", days="7", version=old)
    answer = send(path(wish, "/oppose"), reason="safety", version=old)
    assert "Somebody was quicker" in answer.get_data(as_text=True)
    assert now(web_session).view is OfficeView.SUPPORTED


def _meeting(session: Session, wish: Referral) -> Interview:
    take_step(session, COMMAND_LINE, wish, ConsentStep.SAY_YES, Said(side=Side.PERSON))
    day = utc_now() + timedelta(days=3)
    slots = (Slot(starts_at=day), Slot(starts_at=day + timedelta(hours=2)))
    proposal = Proposal(slots=slots, way=InterviewWay.AT_EMPLOYER, place="شارع الكورنيش")
    interview = propose_interview(session, COMMAND_LINE, wish, proposal)
    session.commit()
    return interview


def test_a_time_is_chosen_with_the_person_and_goes_into_their_calendar(
    web_session: Session, wish: Referral, send: Send, english: Fetch, client: FlaskClient
) -> None:
    meeting = _meeting(web_session, wish)
    assert "Choose a time with the person" in english("/referrals")
    slot = meeting.slots[1].public_id
    send(path(wish, "/slot"), slot=slot)
    web_session.rollback()
    agreed = web_session.scalars(select(Interview)).one()
    assert agreed.state is InterviewState.AGREED
    assert agreed.agreed_slot is not None
    assert agreed.agreed_slot.public_id == slot
    file = client.get(path(wish, "/meeting.ics"))
    assert file.mimetype == "text/calendar"
    text = file.get_data(as_text=True)
    assert "BEGIN:VEVENT" in text
    assert "زينب" not in text


def test_none_of_the_times_fits(web_session: Session, wish: Referral, send: Send) -> None:
    _meeting(web_session, wish)
    send(path(wish, "/slot"), shared_note="بعد الظهر")
    web_session.rollback()
    assert web_session.scalars(select(Interview)).one().state is InterviewState.CANCELLED


def test_an_offer_is_answered_with_the_person(
    web_session: Session, wish: Referral, send: Send, english: Fetch
) -> None:
    take_step(web_session, COMMAND_LINE, wish, ConsentStep.SAY_YES, Said(side=Side.PERSON))
    take_seats(web_session, COMMAND_LINE, wish.opportunity)
    web_session.add(Offer(referral=wish, answer_by=utc_now() + timedelta(days=5), wage=600_000))
    take_step(web_session, COMMAND_LINE, wish, VerdictStep.OFFER, EMPLOYER)
    web_session.commit()
    assert "Answer the offer with the person" in english("/referrals")
    assert "600" in english(path(wish, "/offer"))
    send(path(wish, "/offer"), answer="yes", version=wish.version, given_by="with_caseworker")
    assert now(web_session).stage is ReferralStage.PLACED
    assert "600" not in english(path(wish))


def test_what_the_employer_answered_waits_until_the_person_was_told(
    web_session: Session, wish: Referral, send: Send, english: Fetch
) -> None:
    no = Said(side=Side.EMPLOYER, reason=RefusalReason.SKILLS)
    take_step(web_session, COMMAND_LINE, wish, VerdictStep.DECLINE, no)
    web_session.commit()
    assert "Tell the person what the employer answered" in english("/referrals")
    send(path(wish, "/told"))
    assert now(web_session).told_at is not None
    assert "Tell the person what the employer answered" not in english("/referrals")


@pytest.mark.parametrize("tab", ["waits", "person", "line", "employer", "offer", "ended", "?"])
def test_the_worklist_shows_each_part_and_its_filters(
    tab: str, wish: Referral, english: Fetch
) -> None:
    page = english(f"/referrals?tab={tab}&mine=&kind=job")
    assert (path(wish) in page) is (tab in {"waits", "?"})
    employer = wish.opportunity.organisation.public_id
    assert path(wish) in english(f"/referrals?employer={employer}")
    assert path(wish) not in english("/referrals?kind=training")
    assert path(wish) not in english("/referrals?mine=yes")


def test_a_look_leaves_a_trace(web_session: Session, wish: Referral, client: FlaskClient) -> None:
    client.get(path(wish))
    client.get("/referrals")
    web_session.rollback()
    [event] = _events(web_session, AuditAction.REFERRAL_SEEN)
    assert (event.person, event.object_id) == (wish.person.public_id, wish.public_id)
    assert any(
        one.details["page"] == "referrals"
        for one in _events(web_session, AuditAction.PERSON_LISTED)
    )


def test_pages_are_sound(
    web_session: Session,
    wish: Referral,
    posting: Opportunity,
    client: FlaskClient,
    check_page: Callable[[FlaskClient, str, str], object],
) -> None:
    other = add_person(web_session, "ليلى محمد", case_no="2026/2")
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    addresses = [
        *("/referrals", path(wish), path(wish, "/ask"), path(wish, "/oppose")),
        *(path(wish, "/answer"), path(wish, "/withdraw")),
        f"/propose?opportunity={posting.public_id}",
        f"/propose?opportunity={posting.public_id}&person={other.public_id}",
        f"/people/{wish.person.public_id}",
        f"/desk/opportunities/{posting.public_id}",
    ]
    for address in addresses:
        check_page(client, address, "en")
    web_session.rollback()
    _meeting(web_session, wish)
    check_page(client, path(wish), "en")
