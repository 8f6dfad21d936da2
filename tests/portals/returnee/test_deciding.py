"""Somebody decides about their own record: allow, take back, correct, erase."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.access_enums import ConsentGiver, CorrectionState, ReleaseScope
from models.account import Account
from models.base import utc_now
from models.case import CorrectionRequest, Erasure
from models.enums import ConsentPurpose, Role
from models.message import Message
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import Side
from models.referral_states import VerdictStep
from models.release import IdentityRelease
from tests.portals.caseworker.office import add_person
from tests.portals.conftest import PASSWORD
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.corrections import decide_correction
from wasl.operations.referrals.core import Said, take_step
from wasl.operations.releases import Releasing, release_identity


def now(session: Session) -> Session:
    """Begin anew: what a page committed is seen by a new transaction only."""
    session.rollback()
    return session


def fresh(session: Session, person: Person) -> Person:
    return now(session).get_one(Person, person.id)


def share(send: Callable[..., TestResponse], job: Opportunity, **more: str) -> TestResponse:
    fields = {"opportunity": job.public_id, "scope": "name", "days": "30", **more}
    return send("/me/shared/new", **fields)


def test_a_no_holds_at_once_and_a_yes_again(
    web_session: Session, own: Person, send: Callable[..., TestResponse]
) -> None:
    answer = send("/me/consents", purpose="matching", granted="no")
    assert "Noted: no" in answer.get_data(as_text=True)
    assert not fresh(web_session, own).allows(ConsentPurpose.MATCHING)
    send("/me/consents", purpose="matching", granted="yes")
    assert fresh(web_session, own).allows(ConsentPurpose.MATCHING)
    last = fresh(web_session, own).consents[-1]
    assert last.given_by is ConsentGiver.SELF
    assert last.recorded_by_id is not None


def test_letting_an_employer_know_and_taking_it_back(
    web_session: Session,
    own: Person,
    job: Opportunity,
    send: Callable[..., TestResponse],
    read: Callable[[str], str],
) -> None:
    text = share(send, job, scope="name_and_contact", days="7").get_data(as_text=True)
    assert "They see it once they want to meet you" in text
    release = now(web_session).scalars(select(IdentityRelease)).one()
    referral = web_session.scalars(select(Referral)).one()
    said = Said(side=Side.EMPLOYER)
    take_step(web_session, COMMAND_LINE, referral, VerdictStep.MEET, said)
    web_session.commit()
    assert "They see it until" in read("/me/shared")
    web_session.rollback()
    assert release.scope is ReleaseScope.NAME_AND_CONTACT
    assert release.expires_at - release.granted_at == timedelta(days=7)
    assert release.given_by is ConsentGiver.SELF
    text = send("/me/shared/withdraw", release=release.public_id).get_data(as_text=True)
    assert "Taken back" in text
    web_session.rollback()
    assert release.withdrawn_at is not None
    assert referral.closed_at is None, "without the name they go on"


def test_only_employers_that_fit_can_be_chosen(
    web_session: Session, own: Person, job: Opportunity, send: Callable[..., TestResponse]
) -> None:
    job.organisation.standing = "refused"  # type: ignore[assignment]
    web_session.commit()
    assert share(send, job).status_code == 422
    assert now(web_session).scalars(select(IdentityRelease)).all() == []


def test_without_matching_nothing_can_be_shared(
    web_session: Session, own: Person, job: Opportunity, send: Callable[..., TestResponse]
) -> None:
    send("/me/consents", purpose="matching", granted="no")
    answer = share(send, job)
    assert answer.status_code == 409
    assert "First say yes to matching" in answer.get_data(as_text=True)


def test_a_release_of_somebody_else_is_not_there(
    web_session: Session, job: Opportunity, send: Callable[..., TestResponse]
) -> None:
    other = add_person(web_session, "كمال عثمان", case_no="2026/2")
    given = Releasing(scope=ReleaseScope.NAME)
    release = release_identity(web_session, COMMAND_LINE, other, job, given)
    web_session.commit()
    assert send("/me/shared/withdraw", release=release.public_id).status_code == 404
    web_session.rollback()
    assert release.withdrawn_at is None


def test_something_is_wrong_and_is_answered(
    web_session: Session,
    own: Person,
    send: Callable[..., TestResponse],
    read: Callable[[str], str],
) -> None:
    send("/me/corrections", field="phone", said="0770 999 8877")
    request = now(web_session).scalars(select(CorrectionRequest)).one()
    assert (request.person_id, request.state) == (own.id, CorrectionState.OPEN)
    decide_correction(
        web_session, COMMAND_LINE, request, accept=True, answer="شكرا", value="0770 999 8877"
    )
    web_session.commit()
    assert fresh(web_session, own).identity.phone == "+9647709998877"
    text = read("/me/corrections")
    assert "شكرا" in text
    assert "corrected on" in read("/me/record")


def test_the_office_hears_of_the_first_thing_that_is_wrong(
    web_session: Session, own: Person, send: Callable[..., TestResponse]
) -> None:
    for field in ("phone", "email"):
        send("/me/corrections", field=field, said="0770 999 8877")
    told = select(Message.account_id).where(Message.template == "correction_asked")
    [reader] = [
        web_session.get_one(Account, one).role for one in now(web_session).scalars(told) if one
    ]
    assert reader is Role.OFFICE_MANAGER, "nobody in particular is in charge of the case"


def test_an_empty_correction_is_refused_with_words(send: Callable[..., TestResponse]) -> None:
    answer = send("/me/corrections", field="phone", said=" ")
    assert answer.status_code == 422
    assert "Write what would be right" in answer.get_data(as_text=True)


def test_erasing_needs_the_password_and_can_be_cancelled(
    web_session: Session, own: Person, job: Opportunity, send: Callable[..., TestResponse]
) -> None:
    share(send, job)
    wrong = send("/me/erase", password="not this one")
    assert wrong.status_code == 422
    assert now(web_session).scalars(select(Erasure)).all() == []
    web_session.rollback()
    text = send("/me/erase", password=PASSWORD).get_data(as_text=True)
    assert "Your data will be erased on" in text
    erasure = now(web_session).scalars(select(Erasure)).one()
    assert erasure.person_ref == own.public_id
    assert timedelta(days=6) < erasure.due_at - utc_now() <= timedelta(days=7)
    person = fresh(web_session, own)
    assert not any(person.allows(purpose) for purpose in ConsentPurpose)
    assert now(web_session).scalars(select(IdentityRelease)).one().withdrawn_at is not None
    refused = send("/me/consents", purpose="data", granted="yes").get_data(as_text=True)
    assert "about to be erased" in refused
    send("/me/erase/cancel")
    web_session.rollback()
    assert erasure.cancelled_at is not None


def test_changes_of_an_account_without_a_record_do_nothing(
    web_session: Session,
    sign_in: Callable[..., FlaskClient],
    token: Callable[[str], str],
) -> None:
    from models.enums import Role

    client = sign_in(Role.RETURNEE)
    csrf = token(client.get("/me").get_data(as_text=True))
    for path in ("/me/consents", "/me/shared/withdraw", "/me/erase", "/me/erase/cancel"):
        answer = client.post(path, data={"csrf_token": csrf, "purpose": "data", "granted": "no"})
        assert answer.status_code == 200
    assert now(web_session).scalars(select(Erasure)).all() == []
