"""My opportunities: what waits, where it stands, what fits and why; yes, no, and the yes back."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.access_enums import AuditAction
from models.base import utc_now
from models.enums import OpportunityStatus
from models.offer import Interview
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import (
    CloseCause,
    ConsentState,
    EmployerVerdict,
    InterviewState,
    ReferralOrigin,
    Side,
)
from models.referral_states import ConsentStep, VerdictStep, ViewStep
from models.release import IdentityRelease
from tests.portals.caseworker.office import add_person
from tests.portals.questions import EMPLOYER, OFFICE, PERSON, allow, ask
from wasl.access.viewer import COMMAND_LINE
from wasl.audit.record import record
from wasl.operations.referrals.core import Said, open_referral, take_step
from wasl.operations.referrals.open_questions import QuestionKind

Read = Callable[[str], str]
Send = Callable[..., TestResponse]


@pytest.fixture
def asked(web_session: Session, own: Person) -> dict[QuestionKind, Referral]:
    """Something of each kind waits for the person's answer."""
    allow(web_session, own)
    found = {kind: ask(web_session, own, kind) for kind in QuestionKind}
    web_session.commit()
    return found


def referral_to(session: Session, person: Person, job: Opportunity) -> Referral:
    session.rollback()
    return session.scalars(
        select(Referral).where(Referral.person_id == person.id, Referral.opportunity_id == job.id)
    ).one()


def hidden_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(question|version)"[^>]* value="([^"]*)"', page))


def key_in(page: str, kind: QuestionKind) -> str:
    found = re.search(rf'/me/question\?question=({kind.value}-\w+)"', page)
    assert found, f"nothing leads to {kind}"
    return found[1]


def test_what_waits_comes_first_and_each_can_be_opened(
    client: FlaskClient,
    asked: dict[QuestionKind, Referral],
    read: Read,
    check_page: Callable[..., object],
) -> None:
    for path in ("/me", "/me/opportunities"):
        check_page(client, path, "en")
        page = read(path)
        for kind in QuestionKind:
            check_page(client, f"/me/question?question={key_in(page, kind)}", "en")
    overview = read("/me")
    assert overview.index("Waits for your answer") < overview.index("What is known about me")


def test_pages_are_right_to_left_in_arabic(
    client: FlaskClient, asked: dict[QuestionKind, Referral], send: Send
) -> None:
    send("/language", language="ar", next="/me")
    assert '<html lang="ar" dir="rtl">' in client.get("/me/opportunities").get_data(as_text=True)


def test_a_question_is_answered(
    web_session: Session, asked: dict[QuestionKind, Referral], read: Read, send: Send
) -> None:
    key = key_in(read("/me/opportunities"), QuestionKind.CONSENT)
    hidden = hidden_of(read(f"/me/question?question={key}"))
    text = send("/me/question", **hidden, answer="yes", share="name").get_data(as_text=True)
    assert "Your answer is noted" in text
    assert "The employer is asked" in text
    referral = asked[QuestionKind.CONSENT]
    web_session.rollback()
    web_session.refresh(referral)
    assert (referral.consent, referral.verdict) == (ConsentState.GIVEN, EmployerVerdict.WAITING)
    assert web_session.scalars(select(IdentityRelease)).one().scope.value == "name"
    assert "changed meanwhile" in send("/me/question", **hidden, answer="yes").get_data(
        as_text=True
    )


def test_a_question_of_somebody_else_is_not_there(
    web_session: Session, own: Person, send: Send
) -> None:
    other = add_person(web_session, "كمال عثمان", case_no="2026/2")
    allow(web_session, other)
    theirs = ask(web_session, other, QuestionKind.CONSENT)
    web_session.commit()
    key = f"consent-{theirs.public_id}"
    answer = send("/me/question", question=key, version="2", answer="yes", share="nothing")
    assert answer.request.path == "/me/opportunities"
    web_session.rollback()
    web_session.refresh(theirs)
    assert theirs.consent is ConsentState.ASKED


def test_what_fits_is_shown_with_reasons_and_can_be_wanted(
    web_session: Session, own: Person, job: Opportunity, read: Read, send: Send
) -> None:
    page = read("/me/opportunities")
    assert "خباز" in page
    assert 'class="reasons"' in page
    assert f"/me/want?opportunity={job.public_id}" in page
    wanted = read(f"/me/want?opportunity={job.public_id}")
    assert job.organisation.name in wanted
    text = send("/me/want", opportunity=job.public_id, share="nothing").get_data(as_text=True)
    assert "Your yes is noted" in text
    assert f"/me/want?opportunity={job.public_id}" not in text
    referral = referral_to(web_session, own, job)
    assert referral.origin is ReferralOrigin.PERSON
    assert (referral.consent, referral.verdict) == (ConsentState.GIVEN, EmployerVerdict.WAITING)


def test_what_does_not_fit_or_is_not_published_cannot_be_wanted(
    web_session: Session, own: Person, job: Opportunity, send: Send
) -> None:
    job.status = OpportunityStatus.PAUSED
    web_session.commit()
    for wanted in (job.public_id, "nothing"):
        answer = send("/me/want", opportunity=wanted, share="nothing")
        assert answer.request.path == "/me/opportunities"
    web_session.rollback()
    assert web_session.scalars(select(Referral)).all() == []


def test_without_matching_nothing_is_proposed(
    own: Person, job: Opportunity, read: Read, send: Send
) -> None:
    send("/me/consents", purpose="matching", granted="no")
    page = read("/me/opportunities")
    assert "You have not allowed" in page
    assert "/me/want" not in page


def test_a_yes_is_taken_back_and_given_again(
    web_session: Session, own: Person, job: Opportunity, read: Read, send: Send
) -> None:
    send("/me/want", opportunity=job.public_id, share="name")
    referral = referral_to(web_session, own, job)
    fields = {"referral": referral.public_id, "version": str(referral.version)}
    stale = send("/me/leave-opportunity", **(fields | {"version": "1"}))
    assert "changed meanwhile" in stale.get_data(as_text=True)
    text = send("/me/leave-opportunity", **fields).get_data(as_text=True)
    assert "Taken back" in text
    assert "You took your yes back" in text
    assert "I want it after all" in text
    referral = referral_to(web_session, own, job)
    assert referral.close_cause is CloseCause.PERSON_WITHDREW
    assert web_session.scalars(select(IdentityRelease)).one().withdrawn_at is not None
    web_session.rollback()
    send("/me/want", opportunity=job.public_id, share="nothing")
    assert referral_to(web_session, own, job).closed_at is None


def test_a_referral_of_somebody_else_cannot_be_left(
    web_session: Session, own: Person, job: Opportunity, send: Send
) -> None:
    other = add_person(web_session, "كمال عثمان", case_no="2026/2")
    referral = open_referral(web_session, COMMAND_LINE, other, job, ReferralOrigin.OFFICE)
    take_step(web_session, COMMAND_LINE, referral, ConsentStep.SAY_YES, PERSON)
    web_session.commit()
    fields = {"referral": referral.public_id, "version": str(referral.version)}
    assert send("/me/leave-opportunity", **fields).status_code == 404
    assert referral_to(web_session, other, job).closed_at is None


def test_a_wish_that_the_office_has_not_passed_on_is_not_shown(
    web_session: Session, own: Person, job: Opportunity, read: Read
) -> None:
    referral = open_referral(web_session, COMMAND_LINE, own, job, ReferralOrigin.EMPLOYER)
    take_step(web_session, COMMAND_LINE, referral, VerdictStep.MEET, EMPLOYER)
    web_session.commit()
    assert "Nothing is going on yet" in read("/me/opportunities")
    take_step(web_session, COMMAND_LINE, referral, ConsentStep.ASK, OFFICE)
    web_session.commit()
    assert "You are asked" in read("/me/opportunities")


@pytest.fixture
def meeting(web_session: Session, own: Person) -> Interview:
    """A meeting on whose time both agree."""
    allow(web_session, own)
    ask(web_session, own, QuestionKind.SLOTS)
    meeting = web_session.scalars(select(Interview)).one()
    meeting.state, meeting.slots[0].chosen = InterviewState.AGREED, True
    web_session.commit()
    return meeting


def test_an_agreed_meeting_goes_into_a_calendar_without_saying_what_it_is(
    client: FlaskClient, meeting: Interview, read: Read
) -> None:
    page = read("/me/opportunities")
    assert "شارع الوطن" in page
    link = f"/me/meeting.ics?meeting={meeting.public_id}"
    assert link in page
    answer = client.get(link)
    text = answer.get_data(as_text=True)
    assert "SUMMARY:Appointment" in text
    assert answer.headers["Content-Disposition"] == "attachment; filename=appointment.ics"
    for told in ("زينب", "أفران", "مطلوب", "احضر", "Wasl link", "return"):
        assert told not in text


def test_a_meeting_of_somebody_else_is_not_there(
    web_session: Session, client: FlaskClient, meeting: Interview
) -> None:
    other = add_person(web_session, "كمال عثمان", case_no="2026/2")
    meeting.referral.person_id = other.id
    web_session.commit()
    assert client.get(f"/me/meeting.ics?meeting={meeting.public_id}").status_code == 404


def test_silence_of_an_employer_is_said_plainly(
    web_session: Session, own: Person, job: Opportunity, read: Read
) -> None:
    referral = open_referral(web_session, COMMAND_LINE, own, job, ReferralOrigin.OFFICE)
    take_step(web_session, COMMAND_LINE, referral, ConsentStep.SAY_YES, PERSON)
    referral.answer_by = utc_now() + timedelta(days=3)
    web_session.commit()
    assert "The employer has until" in read("/me/opportunities")
    take_step(web_session, COMMAND_LINE, referral, VerdictStep.EXPIRE, OFFICE)
    web_session.commit()
    assert "That was not your fault" in read("/me/opportunities")


def test_the_own_file_tells_all_of_it_and_nobodys_private_notes(
    web_session: Session, asked: dict[QuestionKind, Referral], client: FlaskClient
) -> None:
    referral = asked[QuestionKind.OFFER]
    secret = "ملاحظة للمكتب فقط"
    said = Said(side=Side.OFFICE, private_note=secret, shared_note="نحن معك")
    take_step(web_session, COMMAND_LINE, referral, ViewStep.SUPPORT, said)
    web_session.commit()
    text = client.get("/me/file.json").get_data(as_text=True)
    data = json.loads(text)
    assert len(data["referrals"]) == len(QuestionKind)
    [offered] = [one for one in data["referrals"] if one["employer_says"] == "offered"]
    assert offered["offers"][0]["wage"] == 650_000
    assert offered["log"][-1]["note"] == "نحن معك"
    assert secret not in text
    assert len(data["placements"][0]["checks"]) == 1, "what the employer answers is not theirs"
    assert data["in_kind_and_finance"][0]["state"] == "handed_over"


def test_looks_at_a_referral_are_listed_with_what_it_is_for(
    web_session: Session, own: Person, job: Opportunity, read: Read
) -> None:
    referral = open_referral(web_session, COMMAND_LINE, own, job, ReferralOrigin.OFFICE)
    take_step(web_session, COMMAND_LINE, referral, ConsentStep.SAY_YES, PERSON)
    record(
        web_session,
        COMMAND_LINE,
        AuditAction.REFERRAL_SEEN,
        person=own.public_id,
        subject=("referral", referral.public_id),
        page="referral",
        named=False,
    )
    web_session.commit()
    page = read("/me/looks")
    assert "looked at how far you and an employer are" in page
    assert job.title in page
