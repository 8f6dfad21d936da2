"""An action of the plan and a promise for it, with a posting that keeps some of it."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action_plan import PlanAction, Priority
from models.commitment import Commitment, CommitmentParty, Milestone
from models.enums import OpportunityStatus, OrganisationStanding
from models.meeting import AgendaItem, Meeting, MeetingSeries, Resolution
from models.opportunity import Organisation
from models.opportunity_log import OpportunityMove
from models.opportunity_states import OpportunityStep
from models.placement import Allocation, Placement, PlacementCheck
from models.plan_enums import ActionPart, Horizon
from models.referral_enums import AllocationState, CheckAnswer, Side
from models.round_table_enums import CommitmentKind, MeetingKind, ResolutionKind, ResolutionState
from models.round_table_states import RETAINED_DAY
from tests.operations.cast import add_offer
from tests.operations.commitments.promises import cite
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.plan.actions import ActionTerms, add_action, set_body
from wasl.operations.plan.half_years import HalfYear
from wasl.operations.plan.links import link_to_action

HALF = HalfYear(date(2026, 1, 1), date(2026, 6, 30))
TODAY = date(2026, 7, 20)
BEFORE = datetime(2025, 12, 31, 20, 59, 59, tzinfo=UTC)
"""The last second before the half year, in Baghdad."""
FIRST = BEFORE + timedelta(seconds=1)
AFTER = datetime(2026, 6, 30, 21, tzinfo=UTC)
"""The first second after it."""
LAST = AFTER - timedelta(seconds=1)


class Plan:
    """An action led by a firm that promised places for it."""

    def __init__(self, session: Session, *, kind: str = "job", quantity: int = 20) -> None:
        self.session = session
        self.firm = Organisation(
            name="Bakery", name_key="bakery", standing=OrganisationStanding.VETTED
        )
        session.add(self.firm)
        session.flush()
        priority = session.scalars(select(Priority).where(Priority.number == 3)).one()
        terms = ActionTerms(
            number="3.1",
            priority=priority,
            horizon=Horizon.SHORT,
            title_en="Jobs in bakeries",
            title_ar="وظائف في المخابز",
            ends_on=date(2026, 12, 31),
        )
        self.action: PlanAction = add_action(session, COMMAND_LINE, terms)
        set_body(session, COMMAND_LINE, self.action, self.firm, ActionPart.LEAD)
        self.promise = self.promised("C-1", kind, quantity)

    def promised(self, ref: str, kind: str, quantity: int) -> Commitment:
        """Add something that the firm promised for the action, until its last day."""
        made = Commitment(
            ref=ref,
            kind=CommitmentKind(kind),
            made_on=date(2025, 10, 7),
            deadline=date(2026, 12, 31),
            quantity=quantity,
            title="",
            text=f"Promise {ref}",
        )
        made.parties = [CommitmentParty(organisation=self.firm, leads=True)]
        self.session.add(made)
        self.session.flush()
        link_to_action(self.session, COMMAND_LINE, self.action, made)
        return made

    def posting(self, seats: int, published: datetime, *, moved: datetime | None = None) -> int:
        """Add a posting of the firm for the promise; moved: when its log says it was published."""
        made = add_offer(self.session, f"J-{seats}")
        made.organisation, made.seats, made.published_at = self.firm, seats, published
        self.session.flush()
        cite(self.session, self.promise, made)
        if moved is not None:
            step = OpportunityMove(
                opportunity_id=made.id,
                step=OpportunityStep.PUBLISH,
                source=OpportunityStatus.IN_REVIEW,
                target=OpportunityStatus.PUBLISHED,
                at=moved,
            )
            self.session.add(step)
            self.session.flush()
        return made.id

    def place(self, posting: int, day: date, *said: datetime, quantity: int = 1) -> Placement:
        """Let somebody begin on a day; said: when the person, and the employer, confirmed it."""
        made = Placement(opportunity_id=posting, starts_on=day, quantity=quantity)
        for side, moment in zip((Side.PERSON, Side.EMPLOYER), said, strict=False):
            check = PlacementCheck(day=RETAINED_DAY, side=side, due_on=day, closes_on=day)
            check.answer, check.answered_at = CheckAnswer.STILL_THERE, moment
            made.checks.append(check)
        self.session.add(made)
        self.session.flush()
        return made

    def stock(self, posting: int, quantity: int, given: datetime, receipt: datetime | None) -> None:
        """Hand something over; receipt: when that was receipted."""
        state = AllocationState.RECEIPTED if receipt else AllocationState.HANDED_OVER
        made = Allocation(opportunity_id=posting, quantity=quantity, state=state)
        made.handed_over_at, made.receipted_at = given, receipt
        self.session.add(made)
        self.session.flush()

    def step(self, commitment: Commitment, text: str, done_on: date | None) -> None:
        """Add a milestone of a measure."""
        step = Milestone(text=text, due_on=date(2026, 9, 1), done_on=done_on)
        step.evidence = "Order 17" if done_on else None
        commitment.milestones.append(step)
        self.session.flush()

    def resolved(
        self, text: str, ended_on: date | None, follows: Resolution | None = None
    ) -> Resolution:
        """Add what a meeting came to; what follows from another one is not linked itself."""
        made = Resolution(kind=ResolutionKind.DECISION, text=text, follows=follows)
        made.item, made.ended_on = self._item(), ended_on
        made.state = ResolutionState.SETTLED if ended_on else ResolutionState.OPEN
        self.session.add(made)
        self.session.flush()
        if follows is None:
            link_to_action(self.session, COMMAND_LINE, self.action, made)
        return made

    def _item(self) -> AgendaItem:
        found = self.session.scalars(select(AgendaItem)).first()
        if found is not None:
            return found
        series = MeetingSeries(
            name="Roundtables", name_key="roundtables", kind=MeetingKind.ROUNDTABLE
        )
        meeting = Meeting(series=series, ref="M-1", title="First", held_on=date(2026, 1, 8))
        item = AgendaItem(meeting=meeting, position=1, title="Bread")
        self.session.add(item)
        self.session.flush()
        return item
