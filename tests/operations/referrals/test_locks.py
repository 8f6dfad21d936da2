"""Locks around a referral are taken in one order, so that nobody waits in a circle (PostgreSQL).

On SQLite whoever writes is alone. In each test one transaction has a lock in hand when another one
comes for it, and then goes on to what the other one may hold by then.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import ConsentState, EmployerVerdict, ReferralOrigin
from models.referral_states import ConsentStep
from tests.operations.cast import TODAY, add_offer, add_person
from tests.operations.referrals.stage import PERSON, set_stage
from tests.operations.trust import employer_of
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.operations.compute_matches import compute_matches
from wasl.operations.one_time_codes import code_digest
from wasl.operations.placements.holding import hold_referrals_of
from wasl.operations.queue_message import queue_message
from wasl.operations.referrals import ask_to_meet as asking
from wasl.operations.referrals import codes
from wasl.operations.referrals.ask_to_meet import ask_to_meet
from wasl.operations.referrals.codes import hold_answer_code, make_answer_code, use_answer_code
from wasl.operations.referrals.core import hold_referral, open_referral, take_step
from wasl.operations.referrals.record_answer import answer_proposal

Do = Callable[[Session, Referral], object]

pytestmark = pytest.mark.postgresql


@pytest.fixture
def engine(postgres_url: str) -> Iterator[Engine]:
    made = make_engine(Settings(database_url=postgres_url))
    yield made
    made.dispose()


def _one(session: Session) -> Referral:
    return session.scalars(select(Referral)).one()


def _somebody_waits(session: Session) -> bool:
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    return bool(session.execute(text(waiting)).scalar())


def crossing(engine: Engine, first: Do, second: Do, then: Do) -> list[BaseException | None]:
    """Do `first`; while its locks are held begin `second`; when that waits, do `then`."""

    def other() -> BaseException | None:
        try:
            with write_session(engine) as session:
                second(session, _one(session))
        except Exception as error:
            return error
        return None

    with ThreadPoolExecutor(1) as pool, write_session(engine) as session:
        referral = _one(session)
        first(session, referral)
        beside = pool.submit(other)
        while not beside.done() and not _somebody_waits(session):
            sleep(0.01)
        try:
            then(session, referral)
            session.commit()
        except Exception as error:
            session.rollback()
            return [error, beside.result()]
        return [None, beside.result()]


def asked(engine: Engine) -> str:
    """Have somebody be asked, and return the code that they answer with."""
    with write_session(engine) as session:
        stage = set_stage(session)
        stage.stand(ConsentState.ASKED, EmployerVerdict.NOT_ASKED)
        until = stage.referral.consent_by
        assert until is not None
        return make_answer_code(session, stage.helper, stage.referral, until=until, way="slip")


def _answer(code: str) -> Do:
    def answer(session: Session, _referral: Referral) -> None:
        held = hold_answer_code(session, code_digest(code))
        if held is not None:
            answer_proposal(session, COMMAND_LINE, held.referral, True, PERSON)
            use_answer_code(session, held)

    return answer


def _hold(session: Session, referral: Referral) -> None:
    hold_referrals_of(session, referral.person)


def _new_code(session: Session, referral: Referral) -> None:
    until = referral.consent_by
    assert until is not None
    make_answer_code(session, COMMAND_LINE, referral, until=until, way="slip")


def test_who_answers_with_a_code_waits_for_who_has_the_referral(engine: Engine) -> None:
    code = asked(engine)
    assert crossing(engine, _hold, _answer(code), _new_code) == [None, None]
    with Session(engine) as session:
        assert _one(session).consent is ConsentState.ASKED, "the code was replaced meanwhile"


def test_who_locks_the_code_first_waits_in_a_circle(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: a page that locks what it was given, and then what that belongs to."""
    monkeypatch.setattr(codes, "hold_referrals_of", lambda *_: [])
    code = asked(engine)
    errors = crossing(engine, _hold, _answer(code), _new_code)
    assert "OperationalError" in {type(error).__name__ for error in errors}


# An employer declines somebody, who is told, while a colleague asks to meet the same card.


def carded(engine: Engine) -> Do:
    """Have the card of somebody be shown who said yes, and return how a recruiter asks for it."""
    with write_session(engine) as session:
        posting, person = add_offer(session, "B-1"), add_person(session, "P-1")
        owner = employer_of(session, posting)
        compute_matches(session, COMMAND_LINE, TODAY)
        referral = open_referral(session, owner, person, posting, ReferralOrigin.OFFICE)
        take_step(session, owner, referral, ConsentStep.SAY_YES, PERSON)
        card = referral.card

    def ask(session: Session, referral: Referral) -> object:
        return ask_to_meet(session, owner, referral.opportunity, [card])

    return ask


def _take(session: Session, referral: Referral) -> None:
    hold_referral(session, referral)


def _tell(session: Session, referral: Referral) -> None:
    person, number = referral.person, "+9647701234567"
    queue_message(session, "person_news", {}, language="ar", address=number, person=person)


def test_who_asks_to_meet_lets_others_tell_the_person_something(engine: Engine) -> None:
    assert crossing(engine, _take, carded(engine), _tell) == [None, None]


def test_who_locks_the_whole_person_waits_in_a_circle(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: a lock that keeps out also who only names the person."""

    def whole(session: Session, people: list[Person], opportunity: Opportunity) -> dict[int, Any]:
        for person in people:
            session.refresh(person, with_for_update=True)
        found = session.scalars(select(Referral).with_for_update()).all()
        return {one.person_id: one for one in found if one.opportunity_id == opportunity.id}

    monkeypatch.setattr(asking, "_hold", whole)
    errors = crossing(engine, _take, carded(engine), _tell)
    assert "OperationalError" in {type(error).__name__ for error in errors}
