"""A person's yes or no, who wrote it down, and the line of those for whom there is no room yet."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ConsentGiver, ReleaseScope
from models.base import utc_now
from models.enums import ConsentPurpose, OpportunityStatus
from models.opportunity import Opportunity
from models.referral import Referral, ReferralStep
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
from models.referral_states import ConsentStep, VerdictStep
from models.release import IdentityRelease
from tests.operations.cast import add_offer, add_person
from tests.operations.referrals.stage import (
    EMPLOYER,
    NO_FROM_EMPLOYER,
    NO_FROM_PERSON,
    PERSON,
    set_stage,
)
from tests.operations.staff import Gate, Work, at_once
from wasl.access.viewer import COMMAND_LINE, NOBODY, Viewer
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.operations.referrals import core, line
from wasl.operations.referrals.core import Said, introduce_next, open_referral, take_step
from wasl.operations.referrals.errors import (
    MatchingNotAllowedError,
    ReasonNotGivenError,
    ReferralChangedError,
    ReferralStepRefusedError,
)
from wasl.operations.referrals.lines import move_lines
from wasl.operations.referrals.record_answer import answer_proposal, withdraw_answer
from wasl.operations.referrals.responsiveness import (
    USUAL_ROOM,
    Responsiveness,
    responsiveness_of,
)
from wasl.operations.referrals.tell_answer import note_told
from wasl.operations.spoken import Missing, StatementIncompleteError

BESIDE = Said(
    side=Side.PERSON,
    given_by=ConsentGiver.WITH_CASEWORKER,
    witness="Sara",
    not_alone="She cannot read",
)


def test_a_yes_introduces_the_person_to_the_employer(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.NOT_ASKED)
    assert answer_proposal(session, NOBODY, found, True, PERSON)
    assert (found.consent, found.verdict) == (ConsentState.GIVEN, EmployerVerdict.WAITING)
    assert found.stage is ReferralStage.WITH_EMPLOYER
    assert found.answer_by is not None
    assert sorted(stage.told()) == ["introduction", "introduction", "person_answered"]


def test_a_yes_to_a_wish_tells_the_employer_that_they_agreed(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.MEET)
    assert answer_proposal(session, stage.helper, found, True, BESIDE)
    assert found.stage is ReferralStage.MEETING
    assert stage.told() == ["person_agreed", "person_agreed"]  # the office knows: it wrote it down


def test_who_spoke_and_who_heard_it_is_kept(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.NOT_ASKED)
    answer_proposal(session, stage.helper, found, True, BESIDE)
    step = session.scalars(select(ReferralStep).where(ReferralStep.step == "say_yes")).one()
    assert (step.witness, step.not_alone) == ("Sara", "She cannot read")
    assert step.given_by is ConsentGiver.WITH_CASEWORKER


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        (
            Said(side=Side.PERSON, given_by=ConsentGiver.WITH_CASEWORKER),
            [Missing.WITNESS, Missing.REASON],
        ),
        (
            Said(side=Side.PERSON, given_by=ConsentGiver.PROXY, witness="Sara", not_alone="abroad"),
            [Missing.PROXY],
        ),
    ],
)
def test_a_yes_that_others_write_down_needs_a_witness(
    session: Session, said: Said, missing: list[Missing]
) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.NOT_ASKED)
    with pytest.raises(StatementIncompleteError) as raised:
        answer_proposal(session, stage.helper, found, True, said)
    assert raised.value.missing == missing
    assert found.consent is ConsentState.ASKED


def test_a_no_needs_a_reason_and_no_witness(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.MEET)
    no = Said(side=Side.PERSON, given_by=ConsentGiver.WITH_CASEWORKER)
    with pytest.raises(ReasonNotGivenError):
        answer_proposal(session, stage.helper, found, False, no)
    no = replace(no, reason=RefusalReason.DISTANCE)
    assert answer_proposal(session, stage.helper, found, False, no)
    assert found.close_cause is CloseCause.PERSON_REFUSED
    assert stage.told() == ["person_not_available"] * 2


def test_a_no_to_a_proposal_is_nobody_elses_business(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.NOT_ASKED)
    assert answer_proposal(session, NOBODY, found, False, NO_FROM_PERSON)
    assert stage.told() == ["person_answered"]


def test_a_name_is_shared_with_the_yes(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.MEET)
    answer_proposal(session, stage.helper, found, True, BESIDE, share=ReleaseScope.NAME)
    release = session.scalars(select(IdentityRelease)).one()
    assert (release.scope, release.witness) == (ReleaseScope.NAME, "Sara")
    assert len(stage.events(AuditAction.REFERRAL_MOVED)) == 1


def test_a_yes_that_was_written_down_just_now_is_no_error(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.NOT_ASKED)
    seen = found.version
    assert answer_proposal(session, stage.helper, found, True, BESIDE, seen=seen)
    assert not answer_proposal(session, stage.helper, found, True, BESIDE, seen=seen)
    with pytest.raises(ReferralChangedError):
        answer_proposal(session, stage.owner, found, False, NO_FROM_PERSON, seen=seen)


def test_a_late_yes_is_a_yes(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.EXPIRED, EmployerVerdict.NOT_ASKED)
    assert found.closed_at is not None
    assert answer_proposal(session, NOBODY, found, True, PERSON)
    assert found.stage is ReferralStage.WITH_EMPLOYER
    assert found.close_cause is None


@pytest.mark.parametrize("yes", [True, False])
def test_what_others_have_ended_takes_no_answer(session: Session, *, yes: bool) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.MEET, OfficeView.OPPOSED)
    with pytest.raises(ReferralStepRefusedError):
        answer_proposal(session, NOBODY, found, yes, PERSON if yes else NO_FROM_PERSON)


def test_who_does_not_allow_matching_says_no_only(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.ASKED, EmployerVerdict.MEET)
    for consent in stage.person.consents:
        consent.granted = consent.purpose is not ConsentPurpose.MATCHING
    session.flush()
    with pytest.raises(MatchingNotAllowedError):
        answer_proposal(session, NOBODY, found, True, PERSON)
    assert answer_proposal(session, NOBODY, found, False, NO_FROM_PERSON)


def test_a_yes_is_taken_back(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.GIVEN, EmployerVerdict.MEET)
    seen = found.version
    assert withdraw_answer(session, stage.helper, found, PERSON, seen=seen)
    assert not withdraw_answer(session, stage.helper, found, PERSON, seen=seen)
    assert found.close_cause is CloseCause.PERSON_WITHDREW
    assert stage.told() == ["person_not_available"] * 2


def test_the_person_was_told_once(session: Session) -> None:
    stage = set_stage(session)
    found = stage.stand(ConsentState.GIVEN, EmployerVerdict.WAITING)
    assert not note_told(session, stage.helper, found)
    take_step(session, stage.owner, found, VerdictStep.DECLINE, NO_FROM_EMPLOYER)
    assert note_told(session, stage.helper, found)
    assert not note_told(session, stage.helper, found)


# The line.


def say_yes(session: Session, offer: Opportunity, name: str) -> Referral:
    person = add_person(session, name)
    found = open_referral(session, COMMAND_LINE, person, offer, ReferralOrigin.OFFICE)
    answer_proposal(session, COMMAND_LINE, found, True, PERSON)
    return found


def test_who_says_yes_without_room_waits_in_line_and_is_introduced_in_turn(
    session: Session,
) -> None:
    offer = add_offer(session, "B-1")
    first = [say_yes(session, offer, f"P-{number}") for number in range(USUAL_ROOM)]
    next_one, last = say_yes(session, offer, "next"), say_yes(session, offer, "last")
    assert {one.stage for one in first} == {ReferralStage.WITH_EMPLOYER}
    for one in (next_one, last):
        assert (one.consent, one.verdict) == (ConsentState.GIVEN, EmployerVerdict.NOT_ASKED)
        assert (one.stage, one.answer_by) == (ReferralStage.IN_LINE, None)
    take_step(session, COMMAND_LINE, first[3], VerdictStep.MEET, EMPLOYER)
    assert next_one.stage is ReferralStage.WITH_EMPLOYER
    assert next_one.answer_by is not None
    assert next_one.answer_by > utc_now()
    assert last.stage is ReferralStage.IN_LINE
    core.close_referral(session, COMMAND_LINE, first[4], CloseCause.PLACED_ELSEWHERE)
    assert last.stage.value == ReferralStage.WITH_EMPLOYER.value


def test_the_line_of_a_paused_posting_stands_still_and_stops_nobody(session: Session) -> None:
    paused, other = add_offer(session, "B-1"), add_offer(session, "B-2")
    other.organisation = paused.organisation
    session.flush()
    paused.status = OpportunityStatus.PAUSED
    waits = say_yes(session, paused, "waits")
    assert waits.stage is ReferralStage.IN_LINE
    assert say_yes(session, other, "passes").stage is ReferralStage.WITH_EMPLOYER
    paused.status = OpportunityStatus.PUBLISHED
    assert introduce_next(session, paused.organisation_id) == 1
    assert waits.stage.value == ReferralStage.WITH_EMPLOYER.value


def _many_yeses(engine: Engine, count: int) -> int:
    """Let many people say yes to one employer at the same moment; return the employer's id."""
    with write_session(engine) as session:
        offer, found = add_offer(session, "B-1"), []
        for number in range(count):
            person = add_person(session, f"P-{number}")
            one = open_referral(session, COMMAND_LINE, person, offer, ReferralOrigin.OFFICE)
            take_step(session, COMMAND_LINE, one, ConsentStep.ASK, Said(side=Side.OFFICE))
            found.append(one.id)
        organisation = offer.organisation_id

    def yes(referral_id: int) -> Work:
        def work(session: Session) -> object:
            referral = session.get_one(Referral, referral_id)
            return answer_proposal(session, NOBODY, referral, True, PERSON)

        return work

    assert at_once(engine, *(yes(one) for one in found)) == [None] * count
    return organisation


def _stages(engine: Engine) -> dict[ReferralStage, int]:
    with Session(engine) as session:
        rows = session.execute(select(Referral.stage, func.count()).group_by(Referral.stage))
        return {row[0]: row[1] for row in rows}


def _meet_before_the_introduction(monkeypatch: pytest.MonkeyPatch, gate: Gate) -> None:
    """Between the look at the room and the introduction there is time for somebody else."""

    def wait(session: Session, employers: Collection[int]) -> Mapping[int, Responsiveness]:
        found = responsiveness_of(session, employers)
        gate.wait()
        return found

    monkeypatch.setattr(line, "responsiveness_of", wait)


def test_no_yes_is_lost_when_many_come_at_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever found the line in use waits in it, and is introduced when the timetable comes by."""
    _meet_before_the_introduction(monkeypatch, Gate(USUAL_ROOM + 4, seconds=0.1))
    _many_yeses(engine, USUAL_ROOM + 4)
    stages = _stages(engine)
    assert sum(stages.values()) == USUAL_ROOM + 4
    assert stages.get(ReferralStage.WITH_EMPLOYER, 0) <= USUAL_ROOM
    move_lines(engine)
    assert _stages(engine) == {ReferralStage.WITH_EMPLOYER: USUAL_ROOM, ReferralStage.IN_LINE: 4}
    assert move_lines(engine) == 0


@pytest.mark.postgresql
def test_without_the_lock_more_are_introduced_than_there_is_room_for(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line, "_hold_line", lambda *_args: True)
    _meet_before_the_introduction(monkeypatch, Gate(USUAL_ROOM + 4, seconds=30))
    engine = make_engine(Settings(database_url=postgres_url))
    _many_yeses(engine, USUAL_ROOM + 4)
    introduced = _stages(engine)[ReferralStage.WITH_EMPLOYER]
    engine.dispose()
    assert introduced > USUAL_ROOM


def test_the_person_and_the_caseworker_answer_at_once(engine: Engine) -> None:
    with write_session(engine) as session:
        stage = set_stage(session)
        found = stage.stand(ConsentState.ASKED, EmployerVerdict.NOT_ASKED)
        referral_id, seen, helper = found.id, found.version, stage.helper

    def answer(by: Viewer, yes: bool, said: Said) -> Work:
        def work(session: Session) -> object:
            referral = session.get_one(Referral, referral_id)
            return answer_proposal(session, by, referral, yes, said, seen=seen)

        return work

    errors = at_once(engine, answer(helper, True, BESIDE), answer(NOBODY, False, NO_FROM_PERSON))
    assert sum(error is None for error in errors) == 1
    assert sum(isinstance(error, ReferralChangedError) for error in errors) == 1
    with Session(engine) as session:
        steps = session.scalars(
            select(ReferralStep).where(ReferralStep.step.in_(["say_yes", "say_no"]))
        ).all()
        assert len(steps) == 1
