"""Meetings: times proposed, taken or refused, called off, held; and two who do so at once."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.enums import ConsentPurpose, OrganisationStanding
from models.offer import Interview
from models.placement_states import InterviewStep
from models.referral import AnswerCode, Referral
from models.referral_enums import (
    Axis,
    ConsentState,
    EmployerVerdict,
    InterviewState,
    InterviewWay,
    Side,
)
from tests.operations.referrals.stage import EMPLOYER, PERSON, Stage, at_hour, set_stage
from tests.operations.staff import at_once
from wasl.access.viewer import COMMAND_LINE, Viewer
from wasl.operations.record_consent import record_consent
from wasl.operations.referrals import interviews
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.employer_rules import NotVouchedForError
from wasl.operations.referrals.errors import ReferralChangedError
from wasl.operations.referrals.interview_rules import (
    MeetingNotPossibleError,
    MeetingNotYetError,
    MeetingOverError,
    Slot,
    SlotGoneError,
    SlotsRefusal,
    SlotsRefusedError,
)
from wasl.operations.referrals.interviews import (
    Proposal,
    cancel_interview,
    choose_slot,
    live_interview,
    note_meeting,
    propose_interview,
    refuse_slots,
)

TIMES = (Slot(starts_at=at_hour(2, 9)), Slot(starts_at=at_hour(3, 14), minutes=60))
PROPOSAL = Proposal(slots=TIMES, way=InterviewWay.AT_EMPLOYER, place="Gate 2", note="papers")


@pytest.fixture
def stage(session: Session) -> Stage:
    made = set_stage(session)
    made.stand(verdict=EmployerVerdict.MEET)
    made.referral.answer_by = utc_now() + timedelta(days=1)
    session.flush()
    return made


def proposed(stage: Stage) -> Interview:
    return propose_interview(stage.session, stage.owner, stage.referral, PROPOSAL)


def let_time_pass(stage: Stage, interview: Interview) -> None:
    for slot in interview.slots:
        slot.starts_at -= timedelta(days=10)
    stage.session.flush()


def test_times_are_proposed_and_the_person_gets_a_code(stage: Stage) -> None:
    interview = proposed(stage)
    assert [(slot.starts_at, slot.minutes) for slot in interview.slots] == [
        (slot.starts_at, slot.minutes) for slot in TIMES
    ]
    assert (interview.state, interview.place) == (InterviewState.PROPOSED, "Gate 2")
    [code] = stage.session.scalars(select(AnswerCode))
    assert code.expires_at == TIMES[1].starts_at
    assert stage.told() == ["slots", "employer_answered"]
    assert stage.referral.answer_by == TIMES[1].ends_at + timedelta(days=7)
    [line] = stage.steps()
    assert (line.axis, line.step, line.target) == (Axis.MEETING, "propose", "proposed")
    [event] = stage.events(AuditAction.INTERVIEW_CHANGED)
    assert event.details == {"state": "proposed"}


def test_nobody_is_called_anywhere_by_an_employer_whom_nobody_vouches_for(stage: Stage) -> None:
    stage.posting.organisation.standing = OrganisationStanding.UNVETTED
    stage.session.flush()
    with pytest.raises(NotVouchedForError):
        proposed(stage)
    assert stage.told() == []


def test_who_cannot_be_reached_gets_no_code_that_ends_the_one_on_a_slip(stage: Stage) -> None:
    from wasl.operations.referrals.codes import make_answer_code

    record_consent(stage.session, COMMAND_LINE, stage.person, ConsentPurpose.CONTACT, False)
    until = utc_now() + timedelta(days=3)
    make_answer_code(stage.session, stage.helper, stage.referral, until=until, way="slip")
    stage.forget()
    proposed(stage)
    [code] = stage.session.scalars(select(AnswerCode))
    assert code.ended_at is None
    assert stage.told() == ["employer_answered"]


def slot(day: int, hour: int = 9, minutes: int = 30) -> Slot:
    return Slot(starts_at=at_hour(day, hour), minutes=minutes)


@pytest.mark.parametrize(
    ("slots", "why"),
    [
        ((), SlotsRefusal.NONE),
        (tuple(slot(day) for day in range(1, 7)), SlotsRefusal.TOO_MANY),
        ((slot(1), slot(-1)), SlotsRefusal.GONE_BY),
        ((slot(1), slot(62)), SlotsRefusal.TOO_FAR),
        ((slot(1, 10), slot(1, 9, 90)), SlotsRefusal.OVERLAP),
        ((slot(1), slot(1)), SlotsRefusal.OVERLAP),
        ((slot(1, minutes=4),), SlotsRefusal.MINUTES),
        ((slot(1, minutes=481),), SlotsRefusal.MINUTES),
    ],
)
def test_times_that_make_no_sense_are_refused(
    stage: Stage, slots: tuple[Slot, ...], why: SlotsRefusal
) -> None:
    before = proposed(stage)
    proposal = Proposal(slots=slots, way=InterviewWay.PHONE)
    with pytest.raises(SlotsRefusedError) as raised:
        propose_interview(stage.session, stage.owner, stage.referral, proposal)
    assert raised.value.why is why
    assert live_interview(stage.session, stage.referral) is before


@pytest.mark.parametrize("verdict", [EmployerVerdict.WAITING, EmployerVerdict.DECLINED])
def test_only_two_who_want_to_meet_agree_on_times(stage: Stage, verdict: EmployerVerdict) -> None:
    stage.stand(verdict=verdict)
    with pytest.raises(MeetingNotPossibleError):
        proposed(stage)
    stage.stand(ConsentState.ASKED, EmployerVerdict.MEET)
    with pytest.raises(MeetingNotPossibleError):
        proposed(stage)


def test_a_time_is_taken_once_and_the_employer_hears(stage: Stage) -> None:
    interview, referral = proposed(stage), stage.referral
    stage.forget()
    version, taken = referral.version, interview.slots[1]
    assert choose_slot(stage.session, stage.helper, interview, taken.public_id, PERSON)
    assert interview.state is InterviewState.AGREED
    assert interview.agreed_slot is taken
    assert stage.told() == ["slot_answered"] * 2  # owner and recruiter
    assert referral.version > version
    assert not choose_slot(stage.session, stage.helper, interview, taken.public_id, PERSON)
    first = interview.slots[0].public_id
    with pytest.raises(MeetingOverError):
        choose_slot(stage.session, stage.helper, interview, first, PERSON)
    line = stage.steps()[-1]
    assert (line.step, line.side, line.given_by) == ("agree", Side.PERSON, PERSON.given_by)


def test_a_time_that_is_gone_or_unknown_cannot_be_taken(stage: Stage) -> None:
    interview = proposed(stage)
    with pytest.raises(SlotGoneError):
        choose_slot(stage.session, stage.helper, interview, "nothing", PERSON)
    let_time_pass(stage, interview)
    with pytest.raises(SlotGoneError):
        choose_slot(stage.session, stage.helper, interview, interview.slots[0].public_id, PERSON)


def test_none_of_the_times_fits(stage: Stage) -> None:
    interview = proposed(stage)
    stage.forget()
    said = Said(side=Side.PERSON, shared_note="only in the afternoon")
    assert refuse_slots(stage.session, stage.helper, interview, said)
    assert not refuse_slots(stage.session, stage.helper, interview, said)
    assert interview.state is InterviewState.CANCELLED
    assert stage.steps()[-1].shared_note == "only in the afternoon"
    assert stage.told() == ["slot_answered"] * 2
    assert live_interview(stage.session, stage.referral) is None


def test_other_times_take_the_place_of_the_first(stage: Stage) -> None:
    first = proposed(stage)
    taken = first.slots[0].public_id
    second = propose_interview(
        stage.session, stage.recruiter, stage.referral, PROPOSAL, stage.referral.version
    )
    assert first.state is InterviewState.CANCELLED
    assert live_interview(stage.session, stage.referral) is second
    with pytest.raises(MeetingOverError):
        choose_slot(stage.session, stage.helper, first, taken, PERSON)


def test_a_second_click_proposes_nothing_more(stage: Stage) -> None:
    seen = stage.referral.version
    first = propose_interview(stage.session, stage.owner, stage.referral, PROPOSAL, seen)
    again = propose_interview(stage.session, stage.owner, stage.referral, PROPOSAL, seen)
    assert again is first
    with pytest.raises(ReferralChangedError):
        propose_interview(stage.session, stage.recruiter, stage.referral, PROPOSAL, seen)


@pytest.mark.parametrize(
    ("said", "told"),
    [(EMPLOYER, ["person_news", "employer_answered"]), (PERSON, ["slot_answered"] * 2)],
)
def test_either_side_calls_a_meeting_off(stage: Stage, said: Said, told: list[str]) -> None:
    interview = proposed(stage)
    choose_slot(stage.session, stage.helper, interview, interview.slots[0].public_id, PERSON)
    stage.forget()
    seen = stage.referral.version
    assert cancel_interview(stage.session, stage.owner, interview, said, seen)
    assert not cancel_interview(stage.session, stage.owner, interview, said, seen)
    assert stage.told() == told
    assert stage.referral.verdict is EmployerVerdict.MEET


@pytest.mark.parametrize(
    ("step", "state"),
    [(InterviewStep.HOLD, InterviewState.HELD), (InterviewStep.MISS, InterviewState.MISSED)],
)
def test_whether_they_met_is_known_afterwards(
    stage: Stage, step: InterviewStep, state: InterviewState
) -> None:
    interview = proposed(stage)
    with pytest.raises(MeetingOverError):  # nothing is agreed
        note_meeting(stage.session, stage.owner, interview, step)
    choose_slot(stage.session, stage.helper, interview, interview.slots[0].public_id, PERSON)
    with pytest.raises(MeetingNotYetError):
        note_meeting(stage.session, stage.owner, interview, step)
    let_time_pass(stage, interview)
    seen = stage.referral.version
    assert note_meeting(stage.session, stage.owner, interview, step, seen)
    assert not note_meeting(stage.session, stage.owner, interview, step, seen)
    assert interview.state is state


# Two recruiters who propose from the same page at once.


def both_propose(engine: Engine) -> tuple[list[BaseException | None], int]:
    with Session(engine) as session:
        stage = set_stage(session)
        stage.stand(verdict=EmployerVerdict.MEET)
        session.commit()
        seen, id_, two = stage.referral.version, stage.referral.id, (stage.owner, stage.recruiter)

    def propose(by: Viewer) -> object:
        return lambda session: propose_interview(
            session, by, session.get_one(Referral, id_), PROPOSAL, seen
        )

    errors = at_once(engine, *(propose(by) for by in two))  # type: ignore[arg-type]
    with Session(engine) as session:
        return errors, len(session.scalars(select(Interview.id)).all())


def test_of_two_recruiters_at_once_one_is_told(engine: Engine) -> None:
    errors, made = both_propose(engine)
    assert made == 1
    assert [type(error) for error in errors if error] == [ReferralChangedError]


def test_without_the_version_one_takes_the_others_times_away(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(session: Session, _by: Viewer, referral: Referral, *_: object, **__: int) -> bool:
        session.refresh(referral, with_for_update=True)
        return True

    monkeypatch.setattr(interviews, "hold_for", careless)
    errors, made = both_propose(engine)
    assert (errors, made) == ([None, None], 2)
