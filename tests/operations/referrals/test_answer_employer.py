"""What an employer answers: one or several, once, with a reason; and two recruiters at once."""

from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus as Status
from models.enums import OrganisationStanding
from models.referral import Referral, ReferralStep
from models.referral_enums import (
    CloseCause,
    ConsentState,
    EmployerVerdict,
    ReferralOrigin,
    ReferralStage,
)
from tests.operations.referrals.stage import EMPLOYER, NO_FROM_EMPLOYER, Stage, set_stage
from tests.operations.staff import at_once
from tests.operations.trust import add_returnee
from wasl.access.viewer import Viewer
from wasl.operations.referrals import answer_employer
from wasl.operations.referrals.answer_employer import (
    Batch,
    decline,
    decline_several,
    meet_several,
    want_to_meet,
)
from wasl.operations.referrals.core import open_referral
from wasl.operations.referrals.employer_rules import NotVouchedForError
from wasl.operations.referrals.errors import (
    ReasonNotGivenError,
    ReferralChangedError,
    ReferralStepRefusedError,
)


@pytest.fixture
def stage(session: Session) -> Stage:
    made = set_stage(session)
    made.stand()
    return made


def more(stage: Stage, count: int) -> list[Referral]:
    """Add people who said yes to the same posting."""
    found = []
    for number in range(count):
        person = add_returnee(stage.session, f"M-{number}")
        one = open_referral(
            stage.session, stage.owner, person, stage.posting, ReferralOrigin.OFFICE
        )
        Stage(**{**vars(stage), "referral": one}).stand()
        found.append(one)
    stage.forget()
    return found


def test_meeting_is_said_once_and_everybody_hears(stage: Stage) -> None:
    seen = stage.referral.version
    assert want_to_meet(stage.session, stage.owner, stage.referral, EMPLOYER, seen)
    assert stage.referral.stage is ReferralStage.MEETING
    assert stage.told() == ["person_news", "employer_answered"]
    assert not want_to_meet(stage.session, stage.owner, stage.referral, EMPLOYER, seen)
    assert len(stage.steps()) == 1
    assert len(stage.told()) == 2


def test_a_no_has_its_reason_and_ends_it(stage: Stage) -> None:
    with pytest.raises(ReasonNotGivenError):
        decline(stage.session, stage.owner, stage.referral, EMPLOYER)
    seen = stage.referral.version
    assert decline(stage.session, stage.owner, stage.referral, NO_FROM_EMPLOYER, seen)
    assert not decline(stage.session, stage.owner, stage.referral, NO_FROM_EMPLOYER, seen)
    assert stage.referral.close_cause is CloseCause.EMPLOYER_DECLINED
    assert stage.told() == ["person_news", "employer_answered"]


def test_an_employer_may_think_again_and_nobody_else_ended_it(stage: Stage) -> None:
    decline(stage.session, stage.owner, stage.referral, NO_FROM_EMPLOYER)
    stage.forget()
    assert want_to_meet(stage.session, stage.recruiter, stage.referral, EMPLOYER)
    assert stage.referral.stage is ReferralStage.WITH_OFFICE, "the yes from then is none to this"
    assert stage.referral.consent is ConsentState.NOT_ASKED
    assert stage.told() == ["wish_to_meet"]
    stage.stand(ConsentState.WITHDRAWN, EmployerVerdict.WAITING)
    with pytest.raises(ReferralStepRefusedError):
        want_to_meet(stage.session, stage.owner, stage.referral, EMPLOYER)


@pytest.mark.parametrize("verdict", [EmployerVerdict.DECLINED, EmployerVerdict.EXPIRED])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.FILLED, Status.CLOSED])
def test_nobody_is_asked_anew_for_what_is_not_shown(
    stage: Stage, verdict: EmployerVerdict, status: Status
) -> None:
    stage.stand(verdict=verdict)
    stage.posting.status = status
    stage.session.flush()
    with pytest.raises(ReferralStepRefusedError):
        want_to_meet(stage.session, stage.owner, stage.referral, EMPLOYER)


def test_a_no_does_not_make_what_the_person_ended_the_employers_to_reopen(stage: Stage) -> None:
    stage.stand(ConsentState.EXPIRED, EmployerVerdict.MEET)
    assert stage.referral.close_cause is CloseCause.PERSON_SILENT
    with pytest.raises(ReferralStepRefusedError):
        decline(stage.session, stage.owner, stage.referral, NO_FROM_EMPLOYER)
    assert stage.referral.close_cause is CloseCause.PERSON_SILENT


def test_who_is_not_vouched_for_may_only_say_no(stage: Stage) -> None:
    stage.posting.organisation.standing = OrganisationStanding.REFUSED
    stage.session.flush()
    with pytest.raises(NotVouchedForError):
        want_to_meet(stage.session, stage.owner, stage.referral, EMPLOYER)
    assert decline(stage.session, stage.owner, stage.referral, NO_FROM_EMPLOYER)


def test_several_are_answered_and_who_was_answered_meanwhile_is_left(stage: Stage) -> None:
    others = more(stage, 3)
    seen = {one: one.version for one in others}
    decline(stage.session, stage.recruiter, others[1], NO_FROM_EMPLOYER)
    assert meet_several(stage.session, stage.owner, seen, EMPLOYER) == Batch(done=2, changed=1)
    verdicts = [one.verdict for one in others]
    assert verdicts == [EmployerVerdict.MEET, EmployerVerdict.DECLINED, EmployerVerdict.MEET]


def test_several_get_the_same_no(stage: Stage) -> None:
    others = more(stage, 2)
    seen = {one: one.version for one in others}
    with pytest.raises(ReasonNotGivenError):
        decline_several(stage.session, stage.owner, seen, EMPLOYER)
    assert {one.verdict for one in others} == {EmployerVerdict.WAITING}
    done = decline_several(stage.session, stage.owner, seen, NO_FROM_EMPLOYER)
    assert done == Batch(done=2, changed=0)
    again = decline_several(stage.session, stage.owner, seen, NO_FROM_EMPLOYER)
    assert again == Batch(done=0, changed=0)


# Two recruiters answer the same person at once, one with yes and one with no.


def both_answer(engine: Engine) -> tuple[list[BaseException | None], list[str]]:
    with Session(engine) as session:
        stage = set_stage(session)
        stage.stand()
        session.commit()
        seen, id_, two = stage.referral.version, stage.referral.id, (stage.owner, stage.recruiter)

    def answer(by: Viewer, work: Any, said: Any) -> Any:
        return lambda session: work(session, by, session.get_one(Referral, id_), said, seen)

    yes, no = (two[0], want_to_meet, EMPLOYER), (two[1], decline, NO_FROM_EMPLOYER)
    errors = at_once(engine, answer(*yes), answer(*no))
    with Session(engine) as session:
        return errors, list(session.scalars(select(ReferralStep.step).order_by(ReferralStep.id)))


def test_of_two_answers_at_once_the_first_holds(engine: Engine) -> None:
    errors, steps = both_answer(engine)
    assert [type(error) for error in errors if error] == [ReferralChangedError]
    assert len(steps) == 1


def test_without_the_version_both_answers_stand(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(session: Session, _by: Viewer, referral: Referral, *_: object, **__: int) -> bool:
        session.refresh(referral, with_for_update=True)
        return True

    monkeypatch.setattr(answer_employer, "hold_for", careless)
    errors, steps = both_answer(engine)
    assert errors == [None, None]
    assert {"decline", "meet"} <= set(steps)
