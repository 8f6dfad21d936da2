"""The demo's people and employers: one pair in every stage, from a wish to somebody who stayed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.access_enums import ConsentGiver, ReleaseScope
from models.account import Account
from models.case import CaseAssignment
from models.case_states import CaseState, in_state
from models.consent_query import people_who_allow
from models.enums import ConsentPurpose, OpportunityKind, OpportunityStatus
from models.match import Match
from models.offer import Interview
from models.opportunity import Opportunity
from models.person import Person
from models.placement import Placement
from models.placement_states import CHECK_DAYS
from models.referral import Referral
from models.referral_enums import CheckAnswer, InterviewWay, RefusalReason, Side
from wasl.access.viewer import Viewer, viewer_of
from wasl.access.work_card import card_number
from wasl.clock import BAGHDAD, today_in_baghdad
from wasl.operations.compute_matches import latest_run
from wasl.operations.placements.answer_offer import answer_offer
from wasl.operations.placements.checks import answer_check
from wasl.operations.referrals.answer_employer import decline, want_to_meet
from wasl.operations.referrals.ask_to_meet import ask_to_meet
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.find_referral import find_referral
from wasl.operations.referrals.interview_rules import Slot
from wasl.operations.referrals.interviews import Proposal, choose_slot, propose_interview
from wasl.operations.referrals.offers import Offering, make_offer
from wasl.operations.referrals.pass_on import pass_on
from wasl.operations.referrals.propose import propose_opportunity
from wasl.operations.referrals.questions import Asking, AskWay
from wasl.operations.referrals.record_answer import answer_proposal
from wasl.operations.referrals.seats import free_now

STAYED_DAYS = 95
_HERE = Asking(way=AskWay.HERE)
_OFFICE, _EMPLOYER = Said(side=Side.OFFICE), Said(side=Side.EMPLOYER)
_WITNESSED = Said(
    side=Side.PERSON,
    given_by=ConsentGiver.WITH_CASEWORKER,
    witness="هێمن عەلی",
    not_alone="حضر إلى المكتب",
)
Scene = Callable[["Stage"], None]


@dataclass(frozen=True)
class Stage:
    """A person of an office and a posting that they fit, with who acts."""

    session: Session
    person: Person
    opportunity: Opportunity
    employer: Viewer
    caseworker: Viewer
    today: date

    def wish(self) -> Referral:
        """The employer asks to meet the person."""
        card = card_number(self.opportunity.public_id, self.person.public_id)
        ask_to_meet(self.session, self.employer, self.opportunity, [card])
        found = find_referral(self.session, self.person, self.opportunity)
        if found is None:
            raise LookupError("nobody was asked")
        return found

    def agree(self, referral: Referral) -> None:
        """The person, beside the caseworker, says yes and lets their name be known."""
        answer_proposal(
            self.session,
            self.caseworker,
            referral,
            True,
            _WITNESSED,
            share=ReleaseScope.NAME_AND_CONTACT,
        )

    def introduce(self) -> Referral:
        """The office asks the person, who says yes; the employer hears of them."""
        referral = propose_opportunity(
            self.session, self.caseworker, self.person, self.opportunity, _OFFICE, asking=_HERE
        )
        self.agree(referral)
        return referral

    def meet(self) -> Referral:
        """Both agree to meet."""
        referral = self.wish()
        pass_on(self.session, self.caseworker, referral, _OFFICE, asking=_HERE)
        self.agree(referral)
        return referral

    def times(self, referral: Referral) -> Interview:
        """The employer proposes two times."""
        first = datetime.combine(self.today + timedelta(days=2), time(10), BAGHDAD)
        slots = tuple(Slot(starts_at=first + timedelta(days=more)) for more in (0, 1))
        place = "مقر الشركة، الطابق الأول"
        proposal = Proposal(slots=slots, way=InterviewWay.AT_EMPLOYER, place=place)
        return propose_interview(self.session, self.employer, referral, proposal)

    def place(self, referral: Referral, made_on: date) -> Placement:
        """The employer wants them, offers a place on a day, and they begin on it."""
        want_to_meet(self.session, self.employer, referral, _EMPLOYER)
        offering = Offering(answer_by=made_on + timedelta(days=5), starts_on=made_on)
        offer = make_offer(self.session, self.employer, referral, offering, today=made_on)
        made = answer_offer(self.session, self.caseworker, offer, True, _WITNESSED, today=made_on)
        if not isinstance(made, Placement):
            raise TypeError("nobody begins to work by an allocation")
        return made

    def confirm(self, placement: Placement, days: int) -> None:
        """Both sides say after so many days, the day after they were asked: still there."""
        for check in placement.checks:
            if check.day == days:
                person = check.side is Side.PERSON
                answer_check(
                    self.session,
                    self.caseworker if person else self.employer,
                    check,
                    CheckAnswer.STILL_THERE,
                    side=check.side,
                    given_by=ConsentGiver.WITH_CASEWORKER if person else None,
                    today=placement.starts_on + timedelta(days=days + 1),
                )


def _wish(stage: Stage) -> None:
    stage.wish()


def _asked(stage: Stage) -> None:
    pass_on(stage.session, stage.caseworker, stage.wish(), _OFFICE, asking=_HERE)


def _introduced(stage: Stage) -> None:
    stage.introduce()


def _times_proposed(stage: Stage) -> None:
    stage.times(stage.meet())


def _agreed(stage: Stage) -> None:
    interview = stage.times(stage.meet())
    choose_slot(
        stage.session, stage.caseworker, interview, interview.slots[0].public_id, _WITNESSED
    )


def _declined(stage: Stage) -> None:
    referral = stage.introduce()
    said = Said(side=Side.EMPLOYER, reason=RefusalReason.EXPERIENCE, shared_note="نبحث عن أسطى")
    decline(stage.session, stage.employer, referral, said)


def _offered(stage: Stage) -> None:
    _offer(stage, stage.meet(), stage.today)


def _offer(stage: Stage, referral: Referral, day: date) -> None:
    begin = day + timedelta(days=7)
    offering = Offering(answer_by=day + timedelta(days=5), starts_on=begin)
    make_offer(stage.session, stage.employer, referral, offering, today=day)


def _stayed(stage: Stage) -> None:
    """Placed three months ago; the first check is answered by both, the second by nobody yet."""
    made_on = stage.today - timedelta(days=STAYED_DAYS)
    placement = stage.place(stage.meet(), made_on)
    stage.confirm(placement, CHECK_DAYS[0])


_SCENES: tuple[Scene, ...] = (
    *(_introduced, _wish, _agreed, _offered, _stayed),
    *(_times_proposed, _asked, _introduced, _declined),
)


def play_meetings(
    session: Session, employer: Account, caseworker: Account, *, not_with: set[int]
) -> int:
    """Bring the best candidates of an office together with an employer; return how many.

    not_with: ids of people who have a scene of their own.
    """
    who = (viewer_of(employer), viewer_of(caseworker))
    waiting, played = list(_SCENES), 0
    for person, opportunity in _pairs(session, *who, not_with=not_with):
        if not waiting:
            break
        session.refresh(opportunity)
        if opportunity.status is OpportunityStatus.PUBLISHED and free_now(session, opportunity):
            waiting.pop(0)(Stage(session, person, opportunity, *who, today_in_baghdad()))
            played += 1
    return played


def _pairs(
    session: Session, employer: Viewer, caseworker: Viewer, *, not_with: set[int]
) -> list[tuple[Person, Opportunity]]:
    """Return different people of an office with the posting of an employer that they fit best."""
    run = latest_run(session)
    cases = select(CaseAssignment.person_id).where(
        CaseAssignment.office_id == caseworker.office_id, in_state(CaseState.OPEN)
    )
    allowing = [people_who_allow(purpose) for purpose in ConsentPurpose]
    matches = session.scalars(
        select(Match)
        .join(Opportunity, Opportunity.id == Match.opportunity_id)
        .where(
            Match.run_id == (run.id if run else None),
            Match.eligible,
            Match.rank_for_opportunity.is_not(None),
            Opportunity.organisation_id == employer.organisation_id,
            Opportunity.kind.in_({OpportunityKind.JOB, OpportunityKind.INTERNSHIP}),
            Match.person_id.in_(cases),
            Match.person_id.not_in(not_with),
            *(Match.person_id.in_(people) for people in allowing),
        )
        .order_by(Match.points.desc(), Match.id)
        .options(joinedload(Match.person), joinedload(Match.opportunity))
    )
    best = dict[int, Match]()
    for match in matches:
        best.setdefault(match.person_id, match)
    return [(match.person, match.opportunity) for match in best.values()]
