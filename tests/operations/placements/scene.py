"""An employer, a caseworker and people who met them, up to an offer: by the real operations."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, ConsentGiver
from models.base import utc_now
from models.case import CaseAssignment
from models.enums import (
    CodingDecision,
    OpportunityKind,
    OpportunityStatus,
    OrganisationStanding,
)
from models.message import Message
from models.offer import Offer
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import CLASS_OF_KIND
from models.person import Person
from models.placement import Allocation, Placement
from models.referral import Referral
from models.referral_enums import AllocationState, EndCause, OfferState, ReferralOrigin, Side
from models.referral_states import ConsentStep, VerdictStep
from tests.operations.trust import add_returnee, caseworker, employer_of
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad
from wasl.operations.placements.answer_offer import answer_offer
from wasl.operations.referrals.core import Said, open_referral, take_step
from wasl.operations.referrals.offers import Offering, make_offer

TODAY = today_in_baghdad()
PERSON = Said(side=Side.PERSON, given_by=ConsentGiver.SELF)
EMPLOYER = Said(side=Side.EMPLOYER)
OFFICE = Said(side=Side.OFFICE)


@dataclass
class Scene:
    """Whoever takes part; postings and people are added as a test needs them."""

    session: Session
    firm: Organisation
    owner: Viewer
    helper: Viewer

    def posting(
        self,
        ref: str,
        kind: OpportunityKind = OpportunityKind.JOB,
        *,
        firm: Organisation | None = None,
        seats: int = 1,
        status: OpportunityStatus = OpportunityStatus.PUBLISHED,
        **more: Any,
    ) -> Opportunity:
        """Add a published posting of the firm."""
        posting = CLASS_OF_KIND[kind](
            organisation=firm or self.firm,
            ref=ref,
            employer_wording="Bakery",
            title=f"Posting {ref}",
            coding_decision=CodingDecision.UNKNOWN,
            status=status,
            seats=seats,
            **more,
        )
        self.session.add(posting)
        self.session.flush()
        return posting

    def person(self, case_no: str) -> Person:
        """Add a person whom a message reaches, a case of the helper."""
        person = add_returnee(self.session, case_no)
        case = CaseAssignment(
            person=person,
            office_id=self.helper.office_id,
            account_id=self.helper.account_id,
            basis=AssignmentBasis.INTAKE,
            accepted_at=utc_now(),
        )
        self.session.add(case)
        self.session.flush()
        return person

    def asked(self, person: Person, posting: Opportunity) -> Referral:
        """The office asked a person; the employer knows nothing of it."""
        referral = open_referral(self.session, self.helper, person, posting, ReferralOrigin.OFFICE)
        take_step(self.session, self.helper, referral, ConsentStep.ASK, OFFICE)
        return referral

    def met(self, person: Person, posting: Opportunity) -> Referral:
        """The employer wants to meet a person, who said yes."""
        by = self.owner
        referral = open_referral(self.session, by, person, posting, ReferralOrigin.EMPLOYER)
        take_step(self.session, by, referral, VerdictStep.MEET, EMPLOYER)
        take_step(self.session, self.helper, referral, ConsentStep.ASK, OFFICE)
        take_step(self.session, self.helper, referral, ConsentStep.SAY_YES, PERSON)
        return referral

    def offered(self, person: Person, posting: Opportunity, **offering: Any) -> Offer:
        """The employer offers a person a place after they met."""
        given = {"answer_by": TODAY + timedelta(days=10), **offering}
        if posting.kind is OpportunityKind.FINANCE:
            given.setdefault("amount", 500_000)
        referral = self.met(person, posting)
        return make_offer(self.session, self.owner, referral, Offering(**given), today=TODAY)

    def placed(
        self, person: Person, posting: Opportunity, *, today: date = TODAY, **offering: Any
    ) -> Placement:
        """A person accepted an offer."""
        offer = self.offered(person, posting, **offering)
        made = answer_offer(self.session, self.helper, offer, True, PERSON, today=today)
        assert isinstance(made, Placement)
        return made

    def allocated(self, person: Person, posting: Opportunity, **offering: Any) -> Allocation:
        """A person accepted an offer of stock."""
        offer = self.offered(person, posting, **offering)
        made = answer_offer(self.session, self.helper, offer, True, PERSON, today=TODAY)
        assert isinstance(made, Allocation)
        return made

    def told(self) -> list[str]:
        """Return the templates of the messages since the last time this was asked."""
        messages = list(self.session.scalars(select(Message).order_by(Message.id)))
        for message in messages:
            self.session.delete(message)
        self.session.flush()
        return [message.template for message in messages]


def scene_of(session: Session) -> Scene:
    """Add an employer in good standing and a caseworker."""
    firm = Organisation(name="Bakery", name_key="bakery", standing=OrganisationStanding.VETTED)
    session.add(firm)
    session.flush()
    helper = caseworker(session)
    scene = Scene(session, firm, helper, helper)
    scene.owner = employer_of(session, scene.posting("0", status=OpportunityStatus.DRAFT))
    return scene


def seats_in_use(session: Session, posting: Opportunity) -> int:
    """Count the places that records hold: what `seats_taken` must be at any moment."""
    offers = select(func.coalesce(func.sum(Offer.quantity), 0)).join(Offer.referral)
    open_ = offers.where(Referral.opportunity_id == posting.id, Offer.state == OfferState.OPEN)
    placements = select(func.coalesce(func.sum(Placement.quantity), 0)).where(
        Placement.opportunity_id == posting.id,
        Placement.ended_on.is_(None) | (Placement.end_cause == EndCause.TERM_OVER),
    )
    gone = (AllocationState.RETURNED, AllocationState.RELEASED)
    allocations = select(func.coalesce(func.sum(Allocation.quantity), 0)).where(
        Allocation.opportunity_id == posting.id, Allocation.state.not_in(gone)
    )
    return sum(session.scalar(one) or 0 for one in (open_, placements, allocations))
