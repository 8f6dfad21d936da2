"""Answering with a code: the question in plain words, nobody's name, and nothing to be guessed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.base import utc_now
from models.enums import Agency, ConsentPurpose
from models.offer import Interview
from models.person import Person
from models.placement import Allocation, PlacementCheck
from models.referral import AnswerCode, Referral
from models.referral_enums import (
    AllocationState,
    CheckAnswer,
    ConsentState,
    EmployerVerdict,
    EndCause,
    InterviewState,
    RefusalReason,
)
from models.release import IdentityRelease
from tests.portals.caseworker.office import add_person, tell_everything
from tests.portals.conftest import token_of
from tests.portals.questions import allow, ask, code_for
from wasl.access import limits
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.count_tries import Limit
from wasl.operations.one_time_codes import new_code
from wasl.operations.record_consent import record_consent
from wasl.operations.referrals.open_questions import QuestionKind
from wasl.portals.public.views import answer as answer_view

NAMES = ("زينب", "أم علي", "+9647701234567", "لحام", "الحرب", "2026/1")


@pytest.fixture
def person(web_session: Session) -> Person:
    """Somebody of whom everything is recorded, who allows everything."""
    person = add_person(web_session)
    tell_everything(web_session, person)
    allow(web_session, person)
    web_session.commit()
    return person


class Phone:
    """A phone without an account, in English."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie("language", "en")

    def send(self, path: str, **fields: Any) -> TestResponse:
        """Send a form and go where it leads."""
        data = {"csrf_token": token_of(self.text("/answer")), **fields}
        return self.client.post(path, data=data, follow_redirects=True)

    def text(self, path: str) -> str:
        return self.client.get(path).get_data(as_text=True)

    def type(self, code: str) -> str:
        return self.send("/answer", code=code).get_data(as_text=True)

    def answer(self, **fields: Any) -> TestResponse:
        """Fill in the question that is open and send it."""
        page = self.text("/answer/question")
        hidden = dict(re.findall(r'name="(question|version)"[^>]* value="([^"]*)"', page))
        return self.send("/answer/question", **hidden, **fields)


@pytest.fixture
def phone(app: Flask) -> Phone:
    """Somebody's phone."""
    return Phone(app)


def opened(session: Session, referral: Referral) -> Referral:
    session.rollback()
    session.refresh(referral)
    return referral


@pytest.mark.parametrize("kind", list(QuestionKind))
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_question_says_what_and_who_but_never_who_is_asked(
    web_session: Session, person: Person, phone: Phone, kind: QuestionKind, language: str
) -> None:
    referral = ask(web_session, person, kind)
    phone.type(code_for(web_session, referral))
    phone.client.set_cookie("language", language)
    response = phone.client.get("/answer/question")
    text = response.get_data(as_text=True)
    assert response.headers["Cache-Control"] == "no-store"
    assert "أفران البصرة" in text
    assert 'class="quick-exit"' in text
    assert [name for name in NAMES if name in text] == []
    assert person.public_id not in text
    assert referral.card not in text


@pytest.mark.parametrize("path", ["/answer", "/answer/done"])
def test_pages_are_sound(check_page: Callable[..., Any], app: Flask, path: str) -> None:
    check_page(app.test_client(), path, "en")


@pytest.mark.parametrize("kind", list(QuestionKind))
def test_question_pages_are_sound(
    check_page: Callable[..., Any],
    web_session: Session,
    person: Person,
    phone: Phone,
    kind: QuestionKind,
) -> None:
    phone.type(code_for(web_session, ask(web_session, person, kind)))
    check_page(phone.client, "/answer/question", "en")


def test_a_code_is_read_forgivingly_and_stands_in_no_address(
    web_session: Session, person: Person, phone: Phone
) -> None:
    code = code_for(web_session, ask(web_session, person, QuestionKind.CONSENT))
    answer = phone.send("/answer", code=f" {code.lower().replace('-', ' ')} ")
    assert "Do you want this?" in answer.get_data(as_text=True)
    assert answer.request.path == "/answer/question"
    assert answer.request.query_string == b""


def test_yes_introduces_to_the_employer_and_uses_the_code(
    web_session: Session, person: Person, phone: Phone
) -> None:
    referral = ask(web_session, person, QuestionKind.CONSENT)
    code = code_for(web_session, referral)
    phone.type(code)
    done = phone.answer(answer="yes", share="nothing").get_data(as_text=True)
    assert "Your answer is noted" in done
    assert "أفران" not in done
    moved = opened(web_session, referral)
    assert (moved.consent, moved.verdict) == (ConsentState.GIVEN, EmployerVerdict.WAITING)
    assert web_session.query(IdentityRelease).count() == 0
    assert "cannot be used" in phone.type(code)


def test_yes_with_the_name(web_session: Session, person: Person, phone: Phone) -> None:
    referral = ask(web_session, person, QuestionKind.CONSENT)
    phone.type(code_for(web_session, referral))
    phone.answer(answer="yes", share="name")
    web_session.rollback()
    release = web_session.query(IdentityRelease).one()
    assert (release.person_id, release.scope.value) == (person.id, "name")


def test_a_no_needs_its_reason(web_session: Session, person: Person, phone: Phone) -> None:
    referral = ask(web_session, person, QuestionKind.CONSENT)
    code = code_for(web_session, referral)
    phone.type(code)
    refused = phone.answer(answer="no")
    assert refused.status_code == 422
    assert "Say why" in refused.get_data(as_text=True)
    assert opened(web_session, referral).consent is ConsentState.ASKED
    web_session.rollback()
    phone.answer(answer="no", reason="distance")
    moved = opened(web_session, referral)
    assert moved.consent is ConsentState.REFUSED
    assert moved.steps[-1].reason is RefusalReason.DISTANCE


def test_a_time_is_chosen_or_none(web_session: Session, person: Person, phone: Phone) -> None:
    referral = ask(web_session, person, QuestionKind.SLOTS)
    meeting = web_session.query(Interview).one()
    slot = meeting.slots[1]
    phone.type(code_for(web_session, referral))
    done = phone.answer(slot=slot.public_id).get_data(as_text=True)
    assert "Write it down" in done
    assert "12:00" in done, "in the time of Baghdad"
    web_session.rollback()
    web_session.refresh(meeting)
    assert meeting.state is InterviewState.AGREED
    assert meeting.agreed_slot is not None
    assert meeting.agreed_slot.id == slot.id


def test_no_time_fits(web_session: Session, person: Person, phone: Phone) -> None:
    referral = ask(web_session, person, QuestionKind.SLOTS)
    phone.type(code_for(web_session, referral))
    phone.answer(slot="none")
    web_session.rollback()
    assert web_session.query(Interview).one().state is InterviewState.CANCELLED


def test_an_offer_is_accepted(web_session: Session, person: Person, phone: Phone) -> None:
    referral = ask(web_session, person, QuestionKind.OFFER)
    phone.type(code_for(web_session, referral))
    assert "650,000 IQD" in phone.text("/answer/question")
    phone.answer(answer="yes")
    assert opened(web_session, referral).verdict is EmployerVerdict.PLACED


def test_an_offer_is_declined(web_session: Session, person: Person, phone: Phone) -> None:
    referral = ask(web_session, person, QuestionKind.OFFER)
    phone.type(code_for(web_session, referral))
    assert phone.answer(answer="no").status_code == 422
    phone.answer(answer="no", reason="wage")
    assert opened(web_session, referral).closed_at is not None
    assert referral.opportunity.seats_taken == 0


@pytest.mark.parametrize(
    ("fields", "said", "cause"),
    [
        ({"answer": "still_there"}, CheckAnswer.STILL_THERE, None),
        ({"answer": "ended", "cause": "person_left"}, CheckAnswer.ENDED, EndCause.PERSON_LEFT),
    ],
)
def test_a_check_is_answered(
    web_session: Session,
    person: Person,
    phone: Phone,
    *,
    fields: dict[str, str],
    said: CheckAnswer,
    cause: EndCause | None,
) -> None:
    referral = ask(web_session, person, QuestionKind.CHECK)
    phone.type(code_for(web_session, referral))
    assert phone.answer(answer="ended").status_code == 422
    phone.answer(**fields)
    web_session.rollback()
    check = web_session.query(PlacementCheck).filter_by(side="person").one()
    assert (check.answer, check.end_cause) == (said, cause)


@pytest.mark.parametrize(
    ("answer", "state"),
    [("yes", AllocationState.RECEIPTED), ("no", AllocationState.HANDED_OVER)],
)
def test_a_receipt_is_confirmed_or_not(
    web_session: Session, person: Person, phone: Phone, answer: str, state: AllocationState
) -> None:
    referral = ask(web_session, person, QuestionKind.RECEIPT)
    phone.type(code_for(web_session, referral))
    assert "Your answer is noted" in phone.answer(answer=answer).get_data(as_text=True)
    web_session.rollback()
    assert web_session.query(Allocation).one().state is state


def _use(session: Session, code: AnswerCode) -> None:
    code.ended_at = utc_now()


def _outlive(session: Session, code: AnswerCode) -> None:
    code.expires_at = utc_now()


def _settle(session: Session, code: AnswerCode) -> None:
    record_consent(session, COMMAND_LINE, code.referral.person, ConsentPurpose.MATCHING, False)


@pytest.mark.parametrize("lose", [_use, _outlive, _settle, None])
def test_a_code_that_is_over_reads_as_one_that_never_was(
    web_session: Session,
    person: Person,
    phone: Phone,
    lose: Callable[[Session, AnswerCode], None] | None,
) -> None:
    code = code_for(web_session, ask(web_session, person, QuestionKind.CONSENT))
    if lose is not None:
        lose(web_session, web_session.query(AnswerCode).one())
        web_session.commit()
    typed = code if lose is not None else new_code()
    answer = phone.send("/answer", code=typed)
    text = re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True))
    never = phone.send("/answer", code=new_code())
    assert answer.status_code == never.status_code == 422
    assert text == re.sub(r'value="[^"]*"', "", never.get_data(as_text=True))


def test_without_a_code_there_is_no_question(phone: Phone) -> None:
    assert phone.client.get("/answer/question").location == "/answer"
    assert phone.send("/answer/question", answer="yes").request.path == "/answer"


def test_what_was_typed_is_forgotten_after_a_while_and_at_a_wish(
    web_session: Session, person: Person, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_for(web_session, ask(web_session, person, QuestionKind.CONSENT))
    phone.type(code)
    phone.send("/answer/later")
    assert phone.client.get("/answer/question").location == "/answer"
    phone.type(code)
    assert "Do you want this?" in phone.text("/answer/question")
    monkeypatch.setattr(answer_view, "_MINUTES", 0)
    assert phone.client.get("/answer/question").location == "/answer"


def test_leaving_forgets_the_code(web_session: Session, person: Person, phone: Phone) -> None:
    phone.type(code_for(web_session, ask(web_session, person, QuestionKind.CONSENT)))
    phone.send("/leave")
    assert phone.client.get("/answer/question").location == "/answer"


def test_what_changed_meanwhile_is_not_answered(
    web_session: Session, person: Person, phone: Phone
) -> None:
    referral = ask(web_session, person, QuestionKind.CONSENT)
    phone.type(code_for(web_session, referral))
    page = phone.text("/answer/question")
    hidden = dict(re.findall(r'name="(question|version)"[^>]* value="([^"]*)"', page))
    referral.answer_by = utc_now()  # whatever it is: somebody saved the referral
    web_session.commit()
    text = phone.send("/answer/question", **hidden, answer="yes").get_data(as_text=True)
    assert "Nothing was noted" in text
    assert opened(web_session, referral).consent is ConsentState.ASKED


@pytest.mark.parametrize("name", ["ANSWER_ADDRESS", "ANSWER_ALL"])
def test_guessing_is_limited_by_place_and_in_all(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    given: Limit = getattr(limits, name)
    few = Limit(name=given.name, most=3, window=given.window)
    monkeypatch.setattr(answer_view, name, few)
    statuses = [phone.send("/answer", code=new_code()).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 429, 429]


def test_who_is_right_counts_against_nobody_else_in_the_room(
    web_session: Session, person: Person, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = limits.ANSWER_ADDRESS
    few = Limit(name=given.name, most=2, window=given.window)
    monkeypatch.setattr(answer_view, "ANSWER_ADDRESS", few)
    code = code_for(web_session, ask(web_session, person, QuestionKind.CONSENT))
    for _ in range(4):
        assert "Do you want this?" in phone.type(code)


def test_whoever_works_with_the_person_hears_of_it(
    web_session: Session, person: Person, phone: Phone, accounts: object
) -> None:
    from models.message import Message

    assert Agency.MRC  # the office of the accounts; the person is its case
    referral = ask(web_session, person, QuestionKind.CONSENT)
    phone.type(code_for(web_session, referral))
    phone.answer(answer="yes")
    web_session.rollback()
    told = [one.template for one in web_session.query(Message) if one.account_id is not None]
    assert "person_answered" in told
