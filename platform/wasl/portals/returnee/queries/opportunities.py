"""What fits a person, what is open between them and employers, and what is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from models.match import WORTH_SHOWING, Match, MatchRun
from models.offer import Interview, Offer
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import ConsentState, InterviewState, OfferState
from wasl.access.releases import SharedLine, list_offered, list_shared
from wasl.operations.compute_matches import latest_run

MOST_FITTING = 10


@dataclass(frozen=True, kw_only=True)
class OwnReferral:
    """A referral as the person sees it. meeting: proposed or agreed. shared: what was let known."""

    referral: Referral
    meeting: Interview | None
    offer: Offer | None
    shared: SharedLine | None


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """What fits somebody: a match of a run, with the weights that explain it."""

    match: Match
    run: MatchRun


def list_own_referrals(session: Session, person: Person) -> list[OwnReferral]:
    """Return what a person was asked or said yes to, the latest first.

    What an employer wishes and the office has not passed on is not there: the office looks first
    whether it is safe.
    """
    referrals = session.scalars(
        select(Referral)
        .where(Referral.person_id == person.id, Referral.consent != ConsentState.NOT_ASKED)
        .options(joinedload(Referral.opportunity).joinedload(Opportunity.organisation))
        .order_by(Referral.stage_since.desc(), Referral.id.desc())
    ).all()
    ids = [referral.id for referral in referrals]
    meetings = {one.referral_id: one for one in session.scalars(_live_meetings(ids))}
    offers = {one.referral_id: one for one in session.scalars(_open_offers(ids))}
    shared = _shared(session, person)
    return [
        OwnReferral(
            referral=referral,
            meeting=meetings.get(referral.id),
            offer=offers.get(referral.id),
            shared=shared.get(referral.opportunity_id),
        )
        for referral in referrals
    ]


def _live_meetings(ids: Sequence[int]) -> Select[Interview]:
    live = (InterviewState.PROPOSED, InterviewState.AGREED)
    return select(Interview).where(Interview.referral_id.in_(ids), Interview.state.in_(live))


def _open_offers(ids: Sequence[int]) -> Select[Offer]:
    return select(Offer).where(Offer.referral_id.in_(ids), Offer.state == OfferState.OPEN)


def _shared(session: Session, person: Person) -> dict[int, SharedLine]:
    """Return the open releases by opportunity; there is one at most for each."""
    lines = (line for line in list_shared(session, person) if line.open)
    return {line.release.opportunity_id: line for line in lines}


def find_own_referral(session: Session, person: Person, public_id: str) -> Referral | None:
    """Return a referral of a person that they know of, or none."""
    return session.scalar(
        select(Referral).where(
            Referral.person_id == person.id,
            Referral.public_id == public_id,
            Referral.consent != ConsentState.NOT_ASKED,
        )
    )


def find_offered(session: Session, person: Person, public_id: str) -> Opportunity | None:
    """Return an opportunity that fits a person and is offered, or none."""
    offered = list_offered(session, person)
    return next((one for one in offered if one.public_id == public_id), None)


def find_agreed_meeting(session: Session, person: Person, public_id: str) -> Interview | None:
    """Return a meeting of a person on whose time both agree, or none."""
    return session.scalar(
        select(Interview)
        .join(Interview.referral)
        .where(
            Interview.public_id == public_id,
            Interview.state == InterviewState.AGREED,
            Referral.person_id == person.id,
        )
    )


def list_fitting(session: Session, person: Person) -> list[Fitting]:
    """Return what fits a person and nothing was begun with, best first."""
    run = latest_run(session)
    if run is None:
        return []
    offered = [one.id for one in list_offered(session, person)]
    begun = select(Referral.opportunity_id).where(
        Referral.person_id == person.id, Referral.consent != ConsentState.NOT_ASKED
    )
    matches = session.scalars(
        select(Match)
        .where(
            Match.run_id == run.id,
            Match.person_id == person.id,
            Match.eligible,
            Match.points >= WORTH_SHOWING,
            Match.opportunity_id.in_(offered),
            Match.opportunity_id.not_in(begun),
        )
        .options(joinedload(Match.opportunity).joinedload(Opportunity.organisation))
        .order_by(Match.rank_for_person)
        .limit(MOST_FITTING)
    )
    return [Fitting(match=match, run=run) for match in matches]
