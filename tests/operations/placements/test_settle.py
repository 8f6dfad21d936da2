"""Where the two sides disagree an office finds out; it counts for nothing and is written once."""

from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.placement import CheckSettlement, Placement
from models.referral_enums import CheckAnswer, CheckOutcome, EndCause, Side
from tests.operations.placements.scene import Scene, scene_of
from tests.operations.placements.test_checks import DUE, ENDED, STILL, answer, seen
from tests.operations.staff import Gate, Work, at_once
from wasl.access.viewer import Viewer
from wasl.config import Settings
from wasl.database import engine_options, prepare_engine, write_session
from wasl.keys import open_keys
from wasl.operations.placements import settle
from wasl.operations.placements.checks import say_ended
from wasl.operations.placements.errors import (
    CheckSettledError,
    EndCauseNotGivenError,
    NothingToSettleError,
)
from wasl.operations.placements.outcomes import lasting_of_opportunity
from wasl.operations.placements.settle import settle_check, settlement_of

CLIENTS = 8


def torn(scene: Scene, case_no: str = "1") -> Placement:
    """Somebody of whom the employer says that they are there, and they themselves that not."""
    placement = scene.placed(scene.person(case_no), scene.posting(case_no, seats=2))
    answer(scene, placement, Side.EMPLOYER, STILL)
    answer(scene, placement, Side.PERSON, ENDED, cause=EndCause.EMPLOYER_ENDED)
    return placement


@pytest.mark.parametrize("found", [STILL, ENDED, None])
def test_both_answers_and_the_disagreement_stay(scene: Scene, found: CheckAnswer | None) -> None:
    placement = torn(scene)
    scene.told()
    cause = EndCause.EMPLOYER_ENDED if found is ENDED else None
    args = (scene.session, scene.helper, placement, 30, found)
    assert settle_check(*args, end_cause=cause, today=DUE)
    written = settlement_of(placement, 30)
    assert written is not None
    assert (written.found, written.account_id) == (found, scene.helper.account_id)
    one = seen(placement, Side.OFFICE)
    assert (one.mine, one.theirs, one.outcome) == (ENDED, STILL, CheckOutcome.DISAGREE)
    lasting = lasting_of_opportunity(scene.session, placement.opportunity_id, DUE)
    assert (lasting.retained(30), lasting.outcomes[30]) == (0, {CheckOutcome.DISAGREE: 1})
    assert scene.told() == [], "neither side reads it"
    assert not settle_check(*args, end_cause=cause, today=DUE), "a double click"


def test_what_is_found_to_be_over_is_over(scene: Scene) -> None:
    placement = torn(scene)
    with pytest.raises(EndCauseNotGivenError):
        settle_check(scene.session, scene.helper, placement, 30, ENDED, today=DUE)
    assert placement.settlements == []
    cause = EndCause.EMPLOYER_ENDED
    settle_check(scene.session, scene.helper, placement, 30, ENDED, end_cause=cause, today=DUE)
    assert (placement.ended_on, placement.end_cause) == (DUE, cause)
    assert placement.ended_told_by is Side.OFFICE
    assert placement.opportunity.seats_taken == 0
    assert {one.day for one in placement.checks} == {30}, "nobody is asked any more"


def test_a_placement_that_ended_before_keeps_its_end(scene: Scene) -> None:
    placement = torn(scene)
    scene_end = EndCause.PERSON_LEFT
    say_ended(scene.session, scene.helper, placement, scene_end, side=Side.OFFICE, today=DUE)
    other = EndCause.OTHER
    settle_check(scene.session, scene.helper, placement, 30, ENDED, end_cause=other, today=DUE)
    assert placement.end_cause is scene_end


def test_only_a_disagreement_is_settled_and_the_first_word_holds(scene: Scene) -> None:
    agreed = scene.placed(scene.person("2"), scene.posting("2"))
    answer(scene, agreed, Side.EMPLOYER, STILL)
    for day in (30, 90, 7):
        with pytest.raises(NothingToSettleError):
            settle_check(scene.session, scene.helper, agreed, day, None, today=DUE)
    placement = torn(scene)
    settle_check(scene.session, scene.helper, placement, 30, STILL, today=DUE)
    with pytest.raises(CheckSettledError):
        settle_check(scene.session, scene.helper, placement, 30, None, today=DUE)
    assert [one.found for one in placement.settlements] == [STILL]


def test_it_is_in_the_audit_log(session: Session, scene: Scene) -> None:
    placement = torn(scene)
    settle_check(session, scene.helper, placement, 30, None, today=DUE)
    session.commit()
    event = session.scalars(select(AuditEvent).filter_by(action=AuditAction.CHECK_SETTLED)).one()
    assert event.person == placement.person.public_id  # type: ignore[union-attr]
    assert event.details == {"day": 30, "found": "unknown"}


@pytest.fixture
def wide(settings: Settings) -> Iterator[Engine]:
    """An engine with a connection for every client, and one disagreement."""
    options = engine_options(settings.url)
    engine = create_engine(make_url(settings.url), pool_size=CLIENTS, **options)
    prepare_engine(engine, open_keys(settings))
    with write_session(engine) as session:
        torn(scene_of(session))
    yield engine
    engine.dispose()


def _settle(found: CheckAnswer | None) -> Work:
    def work(session: Session) -> object:
        placement = session.scalars(select(Placement)).one()
        return settle_check(session, Viewer(name="office"), placement, 30, found, today=DUE)

    return work


def test_of_two_words_at_once_one_is_written(wide: Engine) -> None:
    raised = at_once(wide, *[_settle(STILL), _settle(None)] * (CLIENTS // 2))
    kinds = Counter(type(error) for error in raised)
    assert kinds == {type(None): CLIENTS // 2, CheckSettledError: CLIENTS // 2}
    with Session(wide) as session:
        assert session.scalar(select(func.count()).select_from(CheckSettlement)) == 1
        told = select(func.count()).select_from(AuditEvent)
        assert session.scalar(told.filter_by(action=AuditAction.CHECK_SETTLED)) == 1


def test_without_the_lock_the_second_word_is_an_error(
    wide: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: who looks without the lock sees nothing written, and runs into the table's rule.

    SQLite lets in one who writes at a time whatever the code does: there the race is none.
    """
    on_sqlite = wide.dialect.name == "sqlite"
    gate = Gate(2, seconds=0.3 if on_sqlite else 30)

    def look_only(_session: Session, placement: Placement) -> None:
        assert len(placement.settlements) <= 1, "loaded now, before the other one writes"
        gate.wait()

    monkeypatch.setattr(settle, "hold_placement", look_only)
    raised = at_once(wide, _settle(STILL), _settle(None))
    second = CheckSettledError if on_sqlite else IntegrityError
    assert Counter(type(error) for error in raised) == {type(None): 1, second: 1}
