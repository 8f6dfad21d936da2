"""The nightly round: told before, kept on when something happens, anonymised in the end."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, MessageState, RetentionKind
from models.account import Account
from models.audit import AuditEvent
from models.base import utc_now
from models.case import CaseAssignment
from models.enums import ConsentPurpose
from models.message import Message
from models.person import Person
from models.placement import Placement, PlacementCheck
from models.referral import Referral
from models.referral_enums import CheckAnswer
from models.register import Consent
from models.release import IdentityRelease
from models.retention import RetentionNotice
from tests.operations.retention.everything import NAME, add_everything
from wasl.access.viewer import COMMAND_LINE, SCHEDULER
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations.retention.policies import Keep, PolicyError, read_policies, set_policy
from wasl.operations.retention.run import run_retention

YEARS_AGO = utc_now() - timedelta(days=4 * 365)


def _make_quiet(session: Session) -> None:
    """Let everything around everybody have happened years ago."""
    session.execute(update(Person).values(updated_at=YEARS_AGO))
    session.execute(update(Consent).values(recorded_at=YEARS_AGO))
    session.execute(update(CaseAssignment).values(offered_at=YEARS_AGO, accepted_at=YEARS_AGO))
    session.execute(update(IdentityRelease).values(granted_at=YEARS_AGO))
    session.execute(update(Referral).values(updated_at=YEARS_AGO))
    session.execute(update(PlacementCheck).values(answered_at=None))
    session.execute(update(Account).values(last_sign_in_at=YEARS_AGO))


@pytest.fixture
def quiet(engine: Engine) -> str:
    """The public id of a person around whom nothing has happened for years."""
    with write_session(engine) as session:
        reference = add_everything(session).public_id
        for case in session.scalars(select(CaseAssignment)):
            case.reason = case.answer = NAME
        session.flush()
        _make_quiet(session)
    return reference


def test_somebody_is_told_first_and_anonymised_when_the_notice_has_run_out(
    engine: Engine, settings: Settings, quiet: str
) -> None:
    report = run_retention(engine, SCHEDULER, settings)
    assert (report.noticed, report.anonymised) == (1, 0)
    again = run_retention(engine, SCHEDULER, settings)
    assert (again.noticed, again.anonymised) == (0, 0), "told once"
    with write_session(engine) as session:
        notice = session.scalars(select(RetentionNotice)).one()
        assert (notice.due_at - notice.given_at).days in {59, 60}
        notice.due_at = utc_now()
        told = session.scalars(select(Message).filter_by(template="retention_notice")).all()
        assert len(told) == 2, "one of everything.py, one of the notice"
    assert run_retention(engine, SCHEDULER, settings).anonymised == 1
    with Session(engine) as session:
        person = session.scalars(select(Person).filter_by(public_id=quiet)).one()
        _check_anonymous(session, person)
        actions = set(session.scalars(select(AuditEvent.action)))
        assert {AuditAction.RETENTION_NOTICED, AuditAction.PERSON_ANONYMISED} <= actions


def _check_anonymous(session: Session, person: Person) -> None:
    assert person.anonymised_at is not None
    assert person.identity is None
    case = session.scalars(select(CaseAssignment).filter_by(person_id=person.id)).one()
    assert (case.reason, case.consent_override, case.answer) == (None, None, None)
    assert person.entries == person.consents == person.certificates == []
    assert (person.district_wording, person.origin_code) == (None, None)
    assert person.governorate_code == "IQ-SU"
    assert [(job.title, job.occupation_code) for job in person.experiences] == [("", "7531")]
    assert person.journey is not None
    assert person.journey.reason_migrated is None
    assert person.journey.return_date is not None
    assert (person.journey.return_date.month, person.journey.return_date.day) == (1, 1)
    assert session.scalars(select(Referral)).all() == []
    placed = session.scalars(select(Placement)).one()
    assert (placed.person_id, placed.referral_id) == (None, None)
    assert NAME not in {account.display_name for account in session.scalars(select(Account))}


@pytest.mark.parametrize("stir", ["consent", "sign_in", "change", "referral", "check"])
def test_a_notice_is_taken_back_when_something_happens(
    engine: Engine, settings: Settings, quiet: str, stir: str
) -> None:
    run_retention(engine, SCHEDULER, settings)
    with write_session(engine) as session:
        person = session.scalars(select(Person)).one()
        if stir == "consent":
            person.consents.append(Consent(purpose=ConsentPurpose.CONTACT, granted=True))
        elif stir == "sign_in":
            session.scalars(select(Account)).unique().one().last_sign_in_at = utc_now()
        elif stir == "referral":
            session.scalars(select(Referral)).first().card = "KMN-PQR"  # type: ignore[union-attr]
        elif stir == "check":
            check = session.scalars(select(PlacementCheck)).one()
            check.answer, check.answered_at = CheckAnswer.STILL_THERE, utc_now()
        else:
            person.updated_at = utc_now()
        session.scalars(select(RetentionNotice)).one().due_at = utc_now()
    report = run_retention(engine, SCHEDULER, settings)
    assert (report.kept_on, report.anonymised) == (1, 0)
    with Session(engine) as session:
        assert session.scalars(select(Person)).one().identity is not None


def test_old_messages_go_and_waiting_ones_stay(
    engine: Engine, settings: Settings, quiet: str
) -> None:
    with write_session(engine) as session:
        session.execute(update(Message).values(created_at=YEARS_AGO, state=MessageState.SENT))
        add_everything(session, "MRC-2")
        waiting = update(Message).where(Message.state == MessageState.WAITING)
        session.execute(waiting.values(created_at=YEARS_AGO))
    assert run_retention(engine, SCHEDULER, settings).purged["message"] == 1
    with Session(engine) as session:
        states = set(session.scalars(select(Message.state)))
        assert states == {MessageState.WAITING}


def test_a_decision_on_a_policy_holds_and_is_recorded(session: Session) -> None:
    kind = RetentionKind.PERSON
    set_policy(session, COMMAND_LINE, kind, Keep(keep_days=400, notice_days=20))
    set_policy(session, COMMAND_LINE, kind, Keep(keep_days=500, notice_days=30))
    session.commit()
    assert read_policies(session)[kind] == Keep(keep_days=500, notice_days=30)
    events = session.scalars(
        select(AuditEvent).filter_by(action=AuditAction.RETENTION_POLICY_SET)
    ).all()
    assert [event.details["keep_days"] for event in events] == [400, 500]


@pytest.mark.parametrize(
    "keep",
    [
        Keep(keep_days=0, notice_days=0),
        Keep(keep_days=400, notice_days=3),
        Keep(keep_days=20, notice_days=30),
    ],
)
def test_policies_without_time_to_object_are_refused(session: Session, keep: Keep) -> None:
    with pytest.raises(PolicyError):
        set_policy(session, COMMAND_LINE, RetentionKind.PERSON, keep)
