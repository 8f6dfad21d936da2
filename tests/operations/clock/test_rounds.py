"""A round that is killed, that meets an error, or that somebody is quicker than."""

import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.message import Message
from models.offer import Offer
from models.opportunity import Opportunity
from models.placement import PlacementCheck
from models.referral import Referral, ReferralStep
from models.referral_states import ConsentStep
from tests.operations.clock.test_stock import lend
from tests.operations.commitments.promises import add_promise
from tests.operations.placements.scene import PERSON, TODAY, Scene, seats_in_use
from tests.operations.power_cut import PowerCutError, power_cut_after
from wasl.operations.clock.checks import due_checks
from wasl.operations.clock.commitments import remind_of_commitments
from wasl.operations.clock.offers import expire_offers
from wasl.operations.clock.postings import ask_after_postings, expire_postings
from wasl.operations.clock.profiles import ask_after_profiles
from wasl.operations.clock.referrals import expire_referrals
from wasl.operations.clock.rounds import Round, RoundIncompleteError, run_round
from wasl.operations.clock.stock import remind_of_stock
from wasl.operations.referrals.core import take_step

ROUNDS = (
    expire_postings,
    ask_after_postings,
    expire_referrals,
    expire_offers,
    due_checks,
    remind_of_commitments,
    remind_of_stock,
    ask_after_profiles,
)
STRIDE = 11
"""The power goes after 0, 11, 22 … statements: with one of each in the tests it takes too long."""


def _fill(scene: Scene) -> None:
    """Two of everything that a round can find."""
    for number in "ab":
        posting = scene.posting(f"1{number}", seats=4, apply_by=TODAY + timedelta(days=30))
        asked = scene.asked(scene.person(f"1{number}"), posting)
        waiting = scene.asked(scene.person(f"2{number}"), posting)
        take_step(scene.session, scene.helper, waiting, ConsentStep.SAY_YES, PERSON)
        scene.offered(scene.person(f"3{number}"), posting)
        scene.placed(scene.person(f"4{number}"), posting)
        assert asked.closed_at is None
        day = TODAY + timedelta(days=30)
        add_promise(scene.session, scene.firm, ref=f"C-{number}", deadline=day)
        lend(scene, f"5{number}")
    scene.firm.profile_at = utc_now() - timedelta(days=350)
    scene.told()
    scene.session.commit()


def _state(session: Session) -> Counter[str]:
    """Everything that the rounds change, so that twice differs from once."""
    found: Counter[str] = Counter(session.scalars(select(Message.template)))
    found.update(f"step {one.step}" for one in session.scalars(select(ReferralStep)))
    found.update(f"offer {state}" for state in session.scalars(select(Offer.state)))
    found.update(f"closed {cause}" for cause in session.scalars(select(Referral.close_cause)))
    found.update(f"posting {status}" for status in session.scalars(select(Opportunity.status)))
    asked = select(PlacementCheck.id).where(PlacementCheck.asked_at.is_not(None))
    found["asked"] = len(session.scalars(asked).all())
    for posting in session.scalars(select(Opportunity)):
        assert posting.seats_taken == seats_in_use(session, posting)
    return found


def _all(engine: Engine, days: int) -> None:
    for work in ROUNDS:
        run_round(engine, work, utc_now() + timedelta(days=days))


def test_a_round_that_is_killed_anywhere_loses_and_doubles_nothing(
    engine: Engine, scene: Scene, session: Session
) -> None:
    _fill(scene)
    cuts = 0
    for days in (6, 24, 31, 62):
        allowed, done = 0, False
        while not done:
            try:
                with power_cut_after(engine, allowed):
                    _all(engine, days)
                done = True
            except PowerCutError:
                allowed, cuts = allowed + STRIDE, cuts + 1
    assert cuts > 20
    interrupted = _state(session)
    expected = {
        "question_reminder": 2 + 2,
        "employer_reminder": 1,
        "offer_ran_out": 2,
        "answer_time_over": 2 + 2,
        "posting_expiring": 2,
        "posting_expired": 2,
        "posting_still_open": 0,
        "person_check": 2 + 0,
        "commitment_due": 2 + 2,
        "commitment_over": 2,
        "stock_late": 3,
        "stock_to_ask_back": 6,
        "profile_year_old": 1,
        "step expire": 2 + 2 + 2,
        "closed person_silent": 2,
        "closed employer_silent": 4,
    }
    assert {name: interrupted[name] for name in expected} == expected


def test_two_machines_at_once_do_it_once(engine: Engine, scene: Scene, session: Session) -> None:
    """The turn of a job keeps them apart; each record is looked at under its lock all the same."""
    _fill(scene)
    with ThreadPoolExecutor(4) as pool:
        for machine in [pool.submit(_all, engine, 12) for _ in range(4)]:
            machine.result()
    session.expire_all()
    found = _state(session)
    assert found["closed person_silent"] == 2
    assert found["offer_ran_out"] == 2


def test_one_that_fails_does_not_stop_the_others_and_comes_again(
    engine: Engine,
    scene: Scene,
    session: Session,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _fill(scene)
    ids = select(Referral.id).order_by(Referral.id)
    first = session.scalars(ids.limit(1)).one()
    session.rollback()
    seen: list[int] = []
    name = scene.helper.name  # not written out here: the lines of the program do stand in the log

    def work(_session: Session, _round: Round, key: int) -> bool:
        if key == first and not seen:
            seen.append(key)
            raise ValueError(name)
        seen.append(key)
        return True

    def go(round_: Round) -> None:
        round_.each("done", ids, work)

    with caplog.at_level(logging.ERROR), pytest.raises(RoundIncompleteError):
        run_round(engine, go)
    assert len(seen) == 10
    assert "ValueError" in caplog.text
    assert name not in caplog.text, "what an error says may be about somebody"
    assert run_round(engine, go) == {"done": 10}


def test_who_answers_while_the_round_goes_is_not_overruled(
    engine: Engine, scene: Scene, session: Session
) -> None:
    """The person said yes between the list of what is due and its turn."""
    referral = scene.asked(scene.person("1"), scene.posting("1"))
    session.commit()

    def slowly(round_: Round) -> None:
        each = round_.each

        def answer_first(name: str, ids: object, work: Callable[..., bool]) -> None:
            def later(own: Session, same: Round, key: int) -> bool:
                held = own.get_one(Referral, key)
                take_step(own, scene.helper, held, ConsentStep.SAY_YES, PERSON)
                return work(own, same, key)

            each(name, ids, later if name == "people_silent" else work)  # type: ignore[arg-type]

        round_.each = answer_first  # type: ignore[method-assign]
        expire_referrals(round_)

    done = run_round(engine, slowly, utc_now() + timedelta(days=8))
    session.expire_all()
    assert done["people_silent"] == 0
    assert referral.consent == "given"
