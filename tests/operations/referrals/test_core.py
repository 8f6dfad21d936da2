"""The core of referrals: every step of every axis, from the table; what follows from them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ReleaseScope
from models.base import utc_now
from models.case import Erasure
from models.enums import OpportunityStatus
from models.offer import Interview, Offer
from models.person import Person
from models.referral import AnswerCode, Referral
from models.referral_enums import (
    Axis,
    CloseCause,
    ConsentState,
    EmployerVerdict,
    InterviewState,
    InterviewWay,
    OfferState,
    OfficeView,
    ReferralOrigin,
    ReferralStage,
    Side,
)
from models.referral_states import (
    REASONS,
    TRANSITIONS,
    ConsentStep,
    Step,
    VerdictStep,
    ViewStep,
    closing_cause,
    stage_of,
)
from models.release import IdentityRelease
from tests.operations.cast import add_offer
from tests.operations.referrals.stage import (
    EMPLOYER,
    NO_FROM_EMPLOYER,
    NO_FROM_OFFICE,
    NO_FROM_PERSON,
    PERSON,
    Stage,
    set_stage,
)
from tests.operations.staff import at_once
from tests.operations.trust import add_returnee
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.referrals import core
from wasl.operations.referrals.codes import make_answer_code
from wasl.operations.referrals.core import (
    EMPLOYER_ANSWERS_WITHIN,
    MEETING_WITHIN,
    PERSON_ANSWERS_WITHIN,
    Said,
    close_referral,
    give_time,
    hold_for,
    hold_referral,
    open_referral,
    possible_steps,
    take_step,
)
from wasl.operations.referrals.errors import (
    ReasonNotGivenError,
    ReferralChangedError,
    ReferralStepRefusedError,
)
from wasl.operations.referrals.seats import take_seats
from wasl.operations.releases import Releasing, release_identity
from wasl.operations.spoken import RecordClosedError

NO = {Axis.CONSENT: NO_FROM_PERSON, Axis.VIEW: NO_FROM_OFFICE, Axis.VERDICT: NO_FROM_EMPLOYER}
STATES = {Axis.CONSENT: ConsentState, Axis.VIEW: OfficeView, Axis.VERDICT: EmployerVerdict}
AXES = tuple(TRANSITIONS)


@pytest.fixture
def stage(session: Session) -> Stage:
    return set_stage(session)


def walk(stage: Stage, axis: Axis) -> Iterator[tuple[Step, StrEnum]]:
    """Put the referral into every state of an axis before every step of it."""
    for step in TRANSITIONS[axis]:
        for state in STATES[axis]:
            neutral = {"verdict": EmployerVerdict.MEET, "consent": ConsentState.GIVEN}
            stage.stand(**{**neutral, axis.value: state})  # type: ignore[arg-type]
            yield step, state


@pytest.mark.parametrize("axis", AXES)
def test_every_step_of_an_axis_is_as_the_table_says(stage: Stage, axis: Axis) -> None:
    referral, tried = stage.referral, 0
    for step, state in walk(stage, axis):
        one, lines, version = TRANSITIONS[axis][step], len(stage.steps()), referral.version
        placed = referral.close_cause is CloseCause.PLACED
        if state not in one.sources and state == one.target:
            assert not take_step(stage.session, stage.owner, referral, step, NO[axis])
        elif state in one.sources and not placed:
            assert take_step(stage.session, stage.owner, referral, step, NO[axis])
            assert getattr(referral, axis.value) is one.target
            cause = closing_cause(referral.consent, referral.view, referral.verdict)
            assert referral.close_cause is cause
            assert (referral.closed_at is None) is (cause is None)
            assert referral.stage is stage_of(referral.consent, referral.verdict, cause)
            assert len(stage.steps()) == lines + 1
            assert referral.version > version
            tried += 1
            continue
        else:
            with pytest.raises(ReferralStepRefusedError):
                take_step(stage.session, stage.owner, referral, step, NO[axis])
        assert getattr(referral, axis.value) is state
        assert len(stage.steps()) == lines
    assert tried >= len(TRANSITIONS[axis])


@pytest.mark.parametrize("axis", AXES)
def test_what_can_be_done_is_what_does_not_fail(stage: Stage, axis: Axis) -> None:
    for step, state in walk(stage, axis):
        possible = step in possible_steps(stage.referral, axis)
        placed = stage.referral.close_cause is CloseCause.PLACED
        assert possible is (state in TRANSITIONS[axis][step].sources and not placed)


@pytest.mark.parametrize(
    ("axis", "step"),
    [(axis, step) for axis in AXES for step, one in TRANSITIONS[axis].items() if one.needs_reason],
)
def test_a_refusal_needs_a_reason_of_its_side(stage: Stage, axis: Axis, step: Step) -> None:
    side, sources = NO[axis].side, TRANSITIONS[axis][step].sources
    stage.stand(**{axis.value: min(sources)})  # type: ignore[arg-type]
    others = set().union(*REASONS.values()) - REASONS[side]
    wrong = [Said(side=side), Said(side=Side.SYSTEM, reason=NO[axis].reason)]
    for said in [*wrong, *(Said(side=side, reason=reason) for reason in others)]:
        with pytest.raises(ReasonNotGivenError):
            take_step(stage.session, stage.owner, stage.referral, step, said)
    assert stage.steps() == []
    for reason in REASONS[side]:
        stage.stand(**{axis.value: min(sources)})  # type: ignore[arg-type]
        said = Said(side=side, reason=reason)
        assert take_step(stage.session, stage.owner, stage.referral, step, said)
        assert stage.steps()[-1].reason is reason


def test_the_log_says_who_and_why_and_the_audit_log_what(stage: Stage) -> None:
    session, referral = stage.session, stage.referral
    take_step(session, stage.owner, referral, VerdictStep.MEET, EMPLOYER)
    take_step(session, stage.helper, referral, ViewStep.SUPPORT, Said(side=Side.OFFICE))
    take_step(session, stage.helper, referral, ConsentStep.ASK, Said(side=Side.OFFICE))
    take_step(session, stage.helper, referral, ConsentStep.SAY_YES, PERSON)
    said = Said(
        side=Side.EMPLOYER,
        reason=NO_FROM_EMPLOYER.reason,
        private_note=" too slow ",
        shared_note=" ",
    )
    take_step(session, stage.recruiter, referral, VerdictStep.DECLINE, said)
    told = [(line.axis.value, line.step, line.source, line.target) for line in stage.steps()]
    assert told == [
        ("verdict", "meet", "not_asked", "meet"),
        ("view", "support", "open", "supported"),
        ("consent", "ask", "not_asked", "asked"),
        ("consent", "say_yes", "asked", "given"),
        ("verdict", "decline", "meet", "declined"),
    ]
    last = stage.steps()[-1]
    assert (last.private_note, last.shared_note) == ("too slow", None)
    assert last.account_id == stage.recruiter.account_id
    events = stage.events(AuditAction.REFERRAL_MOVED)
    moved = [(e.details["axis"], e.details["step"], e.details["from"]) for e in events]
    assert moved == [line[:3] for line in told]
    assert {event.object_id for event in events} == {referral.public_id}
    assert {event.person for event in events} == {stage.person.public_id}
    assert "too slow" not in str([event.details for event in events])
    [closed] = stage.events(AuditAction.REFERRAL_CLOSED)
    assert closed.details["cause"] == "employer_declined"


def test_it_is_opened_once_and_keeps_the_number_of_the_card(stage: Stage) -> None:
    again = open_referral(
        stage.session, stage.helper, stage.person, stage.posting, ReferralOrigin.OFFICE
    )
    assert again is stage.referral
    assert again.origin is ReferralOrigin.EMPLOYER
    [event] = stage.events(AuditAction.REFERRAL_OPENED)
    assert event.details == {"origin": "employer", "card": stage.referral.card}


def test_deadlines_follow_whose_turn_it_is(stage: Stage) -> None:
    session, referral = stage.session, stage.referral
    take_step(session, stage.helper, referral, ConsentStep.ASK, Said(side=Side.OFFICE))
    assert referral.stage is ReferralStage.WITH_PERSON
    assert near(referral.consent_by, PERSON_ANSWERS_WITHIN)
    assert referral.answer_by is None
    take_step(session, stage.helper, referral, ConsentStep.SAY_YES, PERSON)
    session.refresh(referral)
    assert (referral.stage, referral.verdict) == (
        ReferralStage.WITH_EMPLOYER,
        EmployerVerdict.WAITING,
    )
    assert near(referral.answer_by, EMPLOYER_ANSWERS_WITHIN)
    take_step(session, stage.owner, referral, VerdictStep.MEET, EMPLOYER)
    assert near(referral.answer_by, MEETING_WITHIN)
    give_time(referral, utc_now() + timedelta(days=3))
    assert near(referral.answer_by, MEETING_WITHIN)
    referral.reminded_at = utc_now()
    give_time(referral, utc_now() + timedelta(days=30))
    assert near(referral.answer_by, timedelta(days=30))
    assert referral.reminded_at is None
    take_step(session, stage.owner, referral, VerdictStep.OFFER, EMPLOYER)
    assert referral.answer_by is None
    give_time(referral, utc_now() + timedelta(days=30))
    assert referral.answer_by is None


def near(moment: datetime | None, within: timedelta) -> bool:
    assert moment is not None
    return abs(moment - utc_now() - within) < timedelta(minutes=1)


def hang(stage: Stage) -> tuple[Interview, Offer, IdentityRelease]:
    """Hang a meeting, an open offer, a release and a code on the referral."""
    session = stage.session
    stage.stand(verdict=EmployerVerdict.MEET)
    given = Releasing(scope=ReleaseScope.NAME)
    release = release_identity(session, COMMAND_LINE, stage.person, stage.posting, given)
    stage.stand(verdict=EmployerVerdict.OFFERED)
    meeting = Interview(referral=stage.referral, way=InterviewWay.PHONE)
    offer = Offer(referral=stage.referral, answer_by=utc_now() + timedelta(days=3))
    session.add_all([meeting, offer])
    take_seats(session, stage.owner, stage.posting)
    tomorrow = utc_now() + timedelta(days=1)
    make_answer_code(session, stage.owner, stage.referral, until=tomorrow, way="slip")
    session.flush()
    return meeting, offer, release


def is_let_go(stage: Stage, meeting: Interview, offer: Offer, release: IdentityRelease) -> bool:
    session = stage.session
    for one in (meeting, offer, release, stage.posting):
        session.refresh(one)
    codes = session.scalars(select(AnswerCode.ended_at)).all()
    gone = (
        meeting.state is InterviewState.CANCELLED,
        offer.state is OfferState.WITHDRAWN,
        release.withdrawn_at is not None,
        stage.posting.seats_taken == 0,
        all(codes),
    )
    assert len(set(gone)) == 1, gone
    return all(gone)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (VerdictStep.DECLINE, NO_FROM_EMPLOYER),
        (ViewStep.OPPOSE, NO_FROM_OFFICE),
        (ConsentStep.WITHDRAW, PERSON),
    ],
)
def test_whoever_ends_it_lets_go_of_all_that_hangs_on_it(
    stage: Stage, step: Step, said: Said
) -> None:
    hanging = hang(stage)
    take_step(stage.session, stage.owner, stage.referral, step, said)
    assert stage.referral.stage is ReferralStage.CLOSED
    assert is_let_go(stage, *hanging)
    assert [e.details["state"] for e in stage.events(AuditAction.OFFER_CHANGED)] == ["withdrawn"]
    meetings = stage.events(AuditAction.INTERVIEW_CHANGED)
    assert [e.details["state"] for e in meetings] == ["cancelled"]
    [freed] = stage.events(AuditAction.SEATS_FREED)
    assert freed.details == {"count": 1, "taken": 0}
    [ended] = stage.events(AuditAction.RELEASE_WITHDRAWN)
    assert ended.details["cause"] == "referral_ended"


@pytest.mark.parametrize("cause", [CloseCause.PLACED_ELSEWHERE, CloseCause.OPPORTUNITY_ENDED])
def test_what_ends_from_outside_stays_ended(stage: Stage, cause: CloseCause) -> None:
    hanging = hang(stage)
    assert close_referral(stage.session, stage.helper, stage.referral, cause)
    assert is_let_go(stage, *hanging)
    assert not close_referral(stage.session, stage.helper, stage.referral, cause)
    [line] = [one for one in stage.steps() if one.axis is Axis.CLOSING]
    assert (line.step, line.source, line.target) == (cause.value, "offer", "closed")
    for axis in AXES:
        assert possible_steps(stage.referral, axis) == []
    with pytest.raises(ReferralStepRefusedError):
        take_step(stage.session, stage.owner, stage.referral, VerdictStep.TAKE_BACK, EMPLOYER)


def test_who_is_placed_keeps_what_hangs_on_it(stage: Stage) -> None:
    hanging = hang(stage)
    take_step(stage.session, stage.helper, stage.referral, VerdictStep.PLACE, PERSON)
    assert stage.referral.stage is ReferralStage.PLACED
    assert not is_let_go(stage, *hanging)
    with pytest.raises(ReferralStepRefusedError):
        take_step(stage.session, stage.owner, stage.referral, VerdictStep.DECLINE, NO_FROM_EMPLOYER)


def test_an_employer_who_thinks_again_opens_it_again(stage: Stage) -> None:
    stage.stand(verdict=EmployerVerdict.MEET)
    take_step(stage.session, stage.owner, stage.referral, VerdictStep.DECLINE, NO_FROM_EMPLOYER)
    assert stage.referral.answer_by is None
    take_step(stage.session, stage.owner, stage.referral, VerdictStep.MEET, EMPLOYER)
    assert stage.referral.closed_at is None
    assert stage.referral.close_cause is None
    assert stage.referral.stage is ReferralStage.MEETING
    assert near(stage.referral.answer_by, MEETING_WITHIN)


def test_a_no_of_the_person_is_not_opened_by_the_employer(stage: Stage) -> None:
    stage.stand(ConsentState.REFUSED, EmployerVerdict.NOT_ASKED)
    take_step(stage.session, stage.owner, stage.referral, VerdictStep.MEET, EMPLOYER)
    assert stage.referral.close_cause is CloseCause.PERSON_REFUSED
    assert stage.referral.stage is ReferralStage.CLOSED


def test_a_second_click_is_no_error_and_changes_nothing(stage: Stage) -> None:
    referral, step = stage.stand(), VerdictStep.MEET
    seen = referral.version
    assert hold_for(stage.session, stage.owner, referral, Axis.VERDICT, step, seen=seen)
    take_step(stage.session, stage.owner, referral, step, EMPLOYER)
    assert not hold_for(stage.session, stage.owner, referral, Axis.VERDICT, step, seen=seen)
    assert not take_step(stage.session, stage.owner, referral, step, EMPLOYER)
    assert len(stage.steps()) == 1


def test_who_has_an_old_page_is_told_so(stage: Stage) -> None:
    referral, step = stage.stand(), VerdictStep.MEET
    seen = referral.version
    take_step(stage.session, stage.owner, referral, step, EMPLOYER)
    with pytest.raises(ReferralChangedError):
        hold_referral(stage.session, referral, seen)
    with pytest.raises(ReferralChangedError):
        hold_for(stage.session, stage.recruiter, referral, Axis.VERDICT, step, seen=seen)
    decline = VerdictStep.DECLINE  # the same account, but something else
    with pytest.raises(ReferralChangedError):
        hold_for(stage.session, stage.owner, referral, Axis.VERDICT, decline, seen=seen)
    hold_referral(stage.session, referral, referral.version)


def test_nothing_is_opened_for_whoever_is_being_erased(stage: Stage) -> None:
    other = add_offer(stage.session, "B-2")
    erasure = Erasure(person_ref=stage.person.public_id, cause="own_wish", due_at=utc_now())
    stage.session.add(erasure)
    stage.session.flush()
    with pytest.raises(RecordClosedError):
        open_referral(stage.session, stage.owner, stage.person, other, ReferralOrigin.EMPLOYER)


def test_who_says_yes_waits_in_line_while_the_posting_is_not_shown(session: Session) -> None:
    stage = set_stage(session, status=OpportunityStatus.PAUSED)
    take_step(session, stage.helper, stage.referral, ConsentStep.SAY_YES, PERSON)
    assert stage.referral.stage is ReferralStage.IN_LINE
    assert stage.referral.verdict is EmployerVerdict.NOT_ASKED


# Two who begin at once, and what happens without the lock on the person.


def both_begin(engine: Engine) -> tuple[list[BaseException | None], int]:
    with Session(engine) as session:
        person, offer = add_returnee(session), add_offer(session, "B-1")
        session.commit()
        ids = person.id, offer.id

    def begin(session: Session) -> None:
        whom, what = session.get_one(Person, ids[0]), session.get_one(type(offer), ids[1])
        open_referral(session, COMMAND_LINE, whom, what, ReferralOrigin.OFFICE)

    errors = at_once(engine, begin, begin)
    with Session(engine) as session:
        return errors, len(session.scalars(select(Referral.id)).all())


def test_two_who_begin_at_once_open_one_referral(engine: Engine) -> None:
    assert both_begin(engine) == ([None, None], 1)


def test_without_the_lock_they_stumble_over_each_other(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite whoever writes is alone anyway."""
    from wasl.config import Settings
    from wasl.database import make_engine

    both = Barrier(2)
    monkeypatch.setattr(core, "hold_person", lambda *_: both.wait(10))
    engine = make_engine(Settings(database_url=postgres_url))
    errors, made = both_begin(engine)
    engine.dispose()
    assert any(isinstance(error, IntegrityError) for error in errors)
    assert made == 1
