"""A person, a posting and who acts, for tests of what is between them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, AuditAction, ConsentGiver
from models.audit import AuditEvent
from models.base import utc_now
from models.case import CaseAssignment
from models.enums import Role
from models.message import Message
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral, ReferralStep
from models.referral_enums import (
    ConsentState,
    EmployerVerdict,
    OfficeView,
    ReferralOrigin,
    RefusalReason,
    Side,
)
from models.referral_states import closing_cause, stage_of
from tests.operations.cast import add_offer
from tests.operations.trust import add_returnee, caseworker, employer_of
from wasl.access.viewer import Viewer
from wasl.clock import BAGHDAD
from wasl.operations.referrals.core import Said, open_referral

EMPLOYER = Said(side=Side.EMPLOYER)
OFFICE = Said(side=Side.OFFICE)
PERSON = Said(side=Side.PERSON, given_by=ConsentGiver.SELF)
NO_FROM_EMPLOYER = Said(side=Side.EMPLOYER, reason=RefusalReason.SKILLS, private_note="too slow")
NO_FROM_PERSON = Said(side=Side.PERSON, reason=RefusalReason.FAMILY, given_by=ConsentGiver.SELF)
NO_FROM_OFFICE = Said(side=Side.OFFICE, reason=RefusalReason.SAFETY)


@dataclass
class Stage:
    """A returnee, a published posting with free places, their referral, and who acts."""

    session: Session
    person: Person
    posting: Opportunity
    owner: Viewer
    recruiter: Viewer
    helper: Viewer
    referral: Referral

    def stand(
        self,
        consent: ConsentState = ConsentState.GIVEN,
        verdict: EmployerVerdict = EmployerVerdict.WAITING,
        view: OfficeView = OfficeView.OPEN,
    ) -> Referral:
        """Put the referral where a test begins, as if it had come there by steps."""
        one, cause = self.referral, closing_cause(consent, view, verdict)
        one.consent, one.verdict, one.view = consent, verdict, view
        one.consent_by = utc_now() + timedelta(days=7)
        one.close_cause, one.closed_at = cause, utc_now() if cause else None
        one.stage = stage_of(consent, verdict, cause)
        self.session.flush()
        return one

    def steps(self) -> list[ReferralStep]:
        """Return the log, the oldest line first."""
        statement = select(ReferralStep).where(ReferralStep.referral_id == self.referral.id)
        return list(self.session.scalars(statement.order_by(ReferralStep.id)))

    def events(self, action: AuditAction) -> list[AuditEvent]:
        """Commit, and return what the audit log holds of an action."""
        self.session.commit()
        statement = select(AuditEvent).where(AuditEvent.action == action)
        return list(self.session.scalars(statement.order_by(AuditEvent.id)))

    def told(self) -> list[str]:
        """Return the templates of the messages that were queued, in their order."""
        return list(self.session.scalars(select(Message.template).order_by(Message.id)))

    def forget(self) -> None:
        """Delete the messages that were queued so far."""
        for message in self.session.scalars(select(Message)):
            self.session.delete(message)
        self.session.flush()


def set_stage(session: Session, **posting: Any) -> Stage:
    """Open a referral to a posting; nobody has said anything yet."""
    person, offer = add_returnee(session), add_offer(session, "B-1", **posting)
    owner, recruiter = (
        employer_of(session, offer, role) for role in (Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER)
    )
    helper = caseworker(session)
    case = CaseAssignment(person=person, office_id=helper.office_id, account_id=helper.account_id)
    case.basis, case.accepted_at = AssignmentBasis.INTAKE, utc_now()
    session.add(case)
    referral = open_referral(session, owner, person, offer, ReferralOrigin.EMPLOYER)
    stage = Stage(session, person, offer, owner, recruiter, helper, referral)
    stage.forget()
    return stage


def at_hour(day: int, hour: int) -> datetime:
    """Return a moment some days from now, at an hour of Baghdad."""
    then = datetime.now(BAGHDAD) + timedelta(days=day)
    return then.replace(hour=hour, minute=0, second=0, microsecond=0).astimezone(UTC)
