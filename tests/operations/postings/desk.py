"""An employer at work: a company with two who post for it, for tests of what they do."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.enums import OpportunityKind, Role
from models.opportunity import Opportunity
from models.opportunity_log import OpportunityMove
from tests.operations.staff import Staff, staff_of, viewer
from wasl.access.viewer import Viewer
from wasl.operations.postings.begin import begin_posting
from wasl.operations.postings.write import write_posting

TODAY = date(2026, 11, 23)
JOB = {
    "title": "خباز",
    "description": "نخبز كل يوم قبل الفجر.",
    "seats": "٢",
    "governorate": "IQ-BA",
    "wage_min": "٧٥٠ ألف",
}


class Desk:
    """A company, and the two people who post for it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.staff: Staff = staff_of(session)
        self.owner: Viewer = viewer(self.staff.add(Role.EMPLOYER_OWNER))
        self.recruiter: Viewer = viewer(self.staff.add(Role.EMPLOYER_RECRUITER))

    def begin(
        self, kind: OpportunityKind = OpportunityKind.JOB, title: str = "خباز"
    ) -> Opportunity:
        """Begin a posting of the bakery."""
        return begin_posting(self.session, self.owner, self.staff.bakery, kind, title, today=TODAY)

    def draft(self, **typed: str) -> Opportunity:
        """Return a draft of a job that could be sent in."""
        opportunity = self.begin()
        write_posting(self.session, self.owner, opportunity, {**JOB, **typed}, TODAY)
        return opportunity

    def steps(self, opportunity: Opportunity) -> list[str]:
        """Return the log of a posting."""
        moves = select(OpportunityMove.step).where(OpportunityMove.opportunity_id == opportunity.id)
        return [step.value for step in self.session.scalars(moves.order_by(OpportunityMove.id))]

    def changes(self) -> Iterable[list[str]]:
        """Return the columns of each recorded change; what was done is kept for that."""
        self.session.commit()
        events = select(AuditEvent).where(AuditEvent.action == AuditAction.OPPORTUNITY_CHANGED)
        return [
            event.details["columns"]
            for event in self.session.scalars(events.order_by(AuditEvent.id))
        ]
