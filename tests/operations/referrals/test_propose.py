"""Proposing an opportunity, passing a wish on, saying no for the office."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import Channel
from models.base import utc_now
from models.enums import ConsentPurpose, OpportunityStatus, OrganisationStanding
from models.message import Message
from models.opportunity import Opportunity
from models.person import Person
from models.referral import AnswerCode, Referral
from models.referral_enums import (
    CloseCause,
    ConsentState,
    EmployerVerdict,
    OfficeView,
    ReferralOrigin,
    ReferralStage,
    RefusalReason,
    Side,
)
from tests.operations.cast import add_offer, add_person
from tests.operations.referrals.stage import NO_FROM_OFFICE, OFFICE, PERSON, set_stage
from tests.operations.staff import Gate, Work, at_once
from tests.operations.trust import add_returnee, caseworker
from wasl.access.viewer import COMMAND_LINE, Viewer
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.operations.one_time_codes import code_digest
from wasl.operations.record_consent import record_consent
from wasl.operations.referrals import propose
from wasl.operations.referrals.codes import hold_answer_code
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.errors import (
    AlreadyProposedError,
    AnswerTimeError,
    MatchingNotAllowedError,
    NoRoomError,
    NothingToAnswerError,
    NotOfferedError,
    NotReachableError,
    ReasonNotGivenError,
    ReferralChangedError,
    ReferralStepRefusedError,
)
from wasl.operations.referrals.pass_on import oppose, pass_on
from wasl.operations.referrals.propose import propose_opportunity
from wasl.operations.referrals.questions import Asking, AskWay, print_code, put_question
from wasl.operations.referrals.record_answer import answer_proposal
from wasl.operations.referrals.responsiveness import USUAL_ROOM

HERE = Asking(way=AskWay.HERE)
SLIP = Asking(way=AskWay.SLIP, days=14)


def test_a_person_is_asked_and_the_employer_knows_nothing(session: Session) -> None:
    person, offer, by = add_returnee(session), add_offer(session, "B-1"), caseworker(session)
    note = Said(side=Side.OFFICE, private_note="ask her brother too")
    found = propose_opportunity(session, by, person, offer, note)
    assert (found.origin, found.stage) == (ReferralOrigin.OFFICE, ReferralStage.WITH_PERSON)
    assert (found.consent, found.view) == (ConsentState.ASKED, OfficeView.SUPPORTED)
    assert found.verdict is EmployerVerdict.NOT_ASKED
    assert found.consent_by is not None
    assert abs(found.consent_by - utc_now() - timedelta(days=7)) < timedelta(minutes=1)
    [message] = session.scalars(select(Message))
    assert (message.template, message.person_id) == ("question", person.id)
    code = hold_answer_code(session, code_digest(message.params["code"]))
    assert code is not None
    assert code.referral_id == found.id


def test_a_slip_holds_the_code_for_the_office_to_print(session: Session) -> None:
    person, offer, by = add_returnee(session), add_offer(session, "B-1"), caseworker(session)
    person.identity.phone = person.identity.email = None
    propose_opportunity(session, by, person, offer, OFFICE, asking=SLIP)
    [message] = session.scalars(select(Message))
    assert (message.channel, message.office_id) == (Channel.SLIP, by.office_id)
    assert message.address is None


def test_whom_no_message_reaches_is_asked_another_way(session: Session) -> None:
    person, offer, by = add_returnee(session), add_offer(session, "B-1"), caseworker(session)
    record_consent(session, by, person, ConsentPurpose.CONTACT, False)
    with pytest.raises(NotReachableError), session.begin_nested():
        propose_opportunity(session, by, person, offer, OFFICE)
    assert session.scalar(select(func.count(Referral.id))) == 0
    propose_opportunity(session, by, person, offer, OFFICE, asking=HERE)
    assert session.scalars(select(Message)).all() == []
    assert session.scalars(select(AnswerCode)).all() == []


@pytest.mark.parametrize(
    ("status", "standing"),
    [("draft", "vetted"), ("paused", "vetted"), ("published", "unvetted"), ("closed", "vetted")],
)
def test_only_what_is_offered_is_proposed(session: Session, status: str, standing: str) -> None:
    person, offer, by = add_returnee(session), add_offer(session, "B-1"), caseworker(session)
    offer.status = OpportunityStatus(status)
    offer.organisation.standing = OrganisationStanding(standing)
    with pytest.raises(NotOfferedError):
        propose_opportunity(session, by, person, offer, OFFICE)


def test_nobody_is_asked_who_has_not_allowed_matching(session: Session) -> None:
    person, offer, by = (
        add_returnee(session, matching=False),
        add_offer(session, "B-1"),
        caseworker(session),
    )
    with pytest.raises(MatchingNotAllowedError):
        propose_opportunity(session, by, person, offer, OFFICE)


@pytest.mark.parametrize("days", [1, 31])
def test_the_time_to_answer_has_bounds(session: Session, days: int) -> None:
    person, offer, by = add_returnee(session), add_offer(session, "B-1"), caseworker(session)
    asking = Asking(way=AskWay.HERE, days=days)
    with pytest.raises(AnswerTimeError):
        propose_opportunity(session, by, person, offer, OFFICE, asking=asking)


def test_nobody_is_asked_twice(session: Session) -> None:
    person, offer, by = add_returnee(session), add_offer(session, "B-1"), caseworker(session)
    first = propose_opportunity(session, by, person, offer, OFFICE, asking=HERE)
    with pytest.raises(AlreadyProposedError) as raised:
        propose_opportunity(session, by, person, offer, OFFICE, asking=HERE)
    assert raised.value.referral is first


def test_there_is_room_for_so_many_proposals(session: Session) -> None:
    offer, by = add_offer(session, "B-1"), caseworker(session)
    for number in range(USUAL_ROOM):
        person = add_person(session, f"P-{number}")
        propose_opportunity(session, by, person, offer, OFFICE, asking=HERE)
    last = add_person(session, "last")
    with pytest.raises(NoRoomError) as raised:
        propose_opportunity(session, by, last, offer, OFFICE, asking=HERE)
    assert raised.value.now.proposed == USUAL_ROOM


def _one_room_left(engine: Engine) -> list[Work]:
    """Make a posting with room for one more question; return four who ask somebody each."""
    with write_session(engine) as session:
        offer, by = add_offer(session, "B-1"), caseworker(session)
        for number in range(USUAL_ROOM - 1):
            person = add_person(session, f"P-{number}")
            propose_opportunity(session, by, person, offer, OFFICE, asking=HERE)
        people = [add_person(session, f"last {number}").id for number in range(4)]
        offer_id = offer.id

    def ask(person_id: int) -> Work:
        def work(session: Session) -> object:
            person = session.get_one(Person, person_id)
            posting = session.get_one(Opportunity, offer_id)
            return propose_opportunity(session, by, person, posting, OFFICE, asking=HERE)

        return work

    return [ask(one) for one in people]


def _meet_before_the_question(monkeypatch: pytest.MonkeyPatch, gate: Gate) -> None:
    """Between the look at the room and the question there is time for somebody else."""

    def wait(*arguments: Any) -> None:
        gate.wait()
        put_question(*arguments)

    monkeypatch.setattr(propose, "put_question", wait)


def test_the_last_room_goes_to_one_of_four(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    four = _one_room_left(engine)
    _meet_before_the_question(monkeypatch, Gate(2, seconds=0.3))
    errors = at_once(engine, *four)
    assert sum(error is None for error in errors) == 1
    assert sum(isinstance(error, NoRoomError) for error in errors) == 3


@pytest.mark.postgresql
def test_without_the_lock_several_get_the_last_room(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(Settings(database_url=postgres_url))
    four = _one_room_left(engine)
    monkeypatch.setattr(propose, "_hold_room", lambda *_args: None)
    _meet_before_the_question(monkeypatch, Gate(2, seconds=30))
    errors = at_once(engine, *four)
    engine.dispose()
    assert sum(error is None for error in errors) > 1


def test_two_caseworkers_propose_to_one_person_at_once(engine: Engine) -> None:
    with write_session(engine) as session:
        person, offer = add_returnee(session), add_offer(session, "B-1")
        one, two = caseworker(session), caseworker(session, "sara@office.example")
        ids = (person.id, offer.id)

    def ask(by: Viewer) -> Work:
        def work(session: Session) -> object:
            found = session.get_one(Person, ids[0]), session.get_one(Opportunity, ids[1])
            return propose_opportunity(session, by, *found, OFFICE, asking=HERE)

        return work

    errors = at_once(engine, ask(one), ask(two))
    assert sorted(type(error).__name__ for error in errors) == ["AlreadyProposedError", "NoneType"]
    with write_session(engine) as session:
        assert session.scalar(select(func.count(Referral.id))) == 1


def test_a_wish_is_passed_on_once(session: Session) -> None:
    stage = set_stage(session)
    wish = stage.stand(ConsentState.NOT_ASKED, EmployerVerdict.MEET)
    seen = wish.version
    assert pass_on(session, stage.helper, wish, OFFICE, asking=HERE, seen=seen)
    assert wish.stage is ReferralStage.WITH_PERSON
    assert not pass_on(session, stage.helper, wish, OFFICE, asking=HERE, seen=seen)
    with pytest.raises(ReferralChangedError):
        pass_on(session, caseworker(session, "o@x.example"), wish, OFFICE, asking=HERE, seen=seen)


@pytest.mark.parametrize(
    ("consent", "verdict", "can"),
    [
        (ConsentState.REFUSED, EmployerVerdict.MEET, True),
        (ConsentState.EXPIRED, EmployerVerdict.NOT_ASKED, True),
        (ConsentState.GIVEN, EmployerVerdict.WAITING, False),
        (ConsentState.EXPIRED, EmployerVerdict.DECLINED, False),
    ],
)
def test_who_is_asked_again(
    session: Session, consent: ConsentState, verdict: EmployerVerdict, can: bool
) -> None:
    stage = set_stage(session)
    found = stage.stand(consent, verdict)
    if can:
        assert pass_on(session, stage.helper, found, OFFICE, asking=HERE)
        assert (found.stage, found.close_cause) == (ReferralStage.WITH_PERSON, None)
        return
    with pytest.raises(ReferralStepRefusedError):
        pass_on(session, stage.helper, found, OFFICE, asking=HERE)


def test_what_something_else_ended_is_not_asked_again(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.NOT_ASKED, EmployerVerdict.MEET)
    found.close_cause, found.closed_at = CloseCause.OPPORTUNITY_ENDED, utc_now()
    session.flush()
    with pytest.raises(ReferralStepRefusedError):
        pass_on(session, stage.helper, found, OFFICE, asking=HERE)


def test_an_office_says_no_to_a_wish(session: Session) -> None:
    stage = set_stage(session)
    wish = stage.stand(ConsentState.NOT_ASKED, EmployerVerdict.MEET)
    with pytest.raises(ReasonNotGivenError):
        oppose(session, stage.helper, wish, Said(side=Side.OFFICE, reason=RefusalReason.FAMILY))
    assert oppose(session, stage.helper, wish, NO_FROM_OFFICE)
    assert wish.close_cause is CloseCause.OFFICE_OPPOSED
    assert stage.told() == ["person_not_available"] * 2  # the owner and the recruiter


def test_who_was_asked_hears_of_the_offices_no_and_the_employer_nothing(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.NOT_ASKED)
    assert oppose(session, stage.helper, found, NO_FROM_OFFICE)
    assert stage.told() == ["person_news"]
    with pytest.raises(ReferralStepRefusedError):
        answer_proposal(session, stage.helper, found, False, PERSON)


def test_a_new_code_replaces_the_one_before(session: Session) -> None:
    stage, today = set_stage(session), today_in_baghdad()
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.NOT_ASKED)
    first = print_code(session, stage.helper, found, today).params["code"]
    second = print_code(session, stage.helper, found, today).params["code"]
    assert hold_answer_code(session, code_digest(first)) is None
    assert hold_answer_code(session, code_digest(second)) is not None


def test_no_code_without_a_question(session: Session) -> None:
    stage = set_stage(session)
    stage.stand(ConsentState.GIVEN, EmployerVerdict.WAITING)
    with pytest.raises(NothingToAnswerError):
        print_code(session, stage.helper, stage.referral, today_in_baghdad())


def test_nothing_is_asked_of_a_system(session: Session) -> None:
    """The command line has no office: it cannot print slips, but it can ask by message."""
    person, offer = add_returnee(session), add_offer(session, "B-1")
    propose_opportunity(session, COMMAND_LINE, person, offer, OFFICE)
    assert session.scalar(select(func.count(Message.id))) == 1
