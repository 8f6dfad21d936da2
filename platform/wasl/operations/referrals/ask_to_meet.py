"""An employer asks to meet people whom it knows by the numbers of their cards alone."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.match import Match
from models.offered import is_offered
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import ConsentState, EmployerVerdict, ReferralOrigin, ReferralStage, Side
from models.referral_states import VerdictStep
from wasl.access.viewer import Viewer
from wasl.access.work_card import card_number, consenting
from wasl.operations.compute_matches import latest_run
from wasl.operations.placements.holding import hold_opportunities
from wasl.operations.referrals.answer_employer import ask_anew, may_ask_anew
from wasl.operations.referrals.core import Said, open_referral, take_step
from wasl.operations.referrals.employer_rules import attend
from wasl.operations.spoken import RecordClosedError
from wasl.operations.tell_person import tell_person
from wasl.operations.tell_staff import tell_caseworkers

WISHES_EACH_PLACE, WISHES_ALWAYS = 5, 5
"""So many wishes may be open for each free place of a posting, and so many besides."""

_ASKED = (EmployerVerdict.MEET, EmployerVerdict.OFFERED, EmployerVerdict.PLACED)


class NoCandidatesShownError(Exception):
    """The opportunity is not published, or nobody vouches for its employer: nobody is shown."""


class TooManyWishesError(Exception):
    """More people would be asked than there could be places for; `left` more may be."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} more may be asked")
        self.left = left


@dataclass(frozen=True)
class Asked:
    """What became of several cards.

    asked: their office asks them. meeting: they had said yes before, so the two meet. before: were
    asked before. gone: not available any more.
    """

    asked: int = 0
    meeting: int = 0
    before: int = 0
    gone: int = 0


def ask_to_meet(
    session: Session, by: Viewer, opportunity: Opportunity, cards: Collection[str]
) -> Asked:
    """Ask to meet people by the numbers of their cards, and say what became of each.

    A card counts while its person consents to matching and stands in the latest matches of this
    opportunity. Whoever works with them is told; they ask the person. Somebody who had said yes
    already is met without a further question. Raises NoCandidatesShownError, and
    TooManyWishesError before anybody is asked.
    """
    offered = select(Opportunity.id).where(Opportunity.id == opportunity.id, is_offered())
    if session.scalar(offered) is None:
        raise NoCandidatesShownError
    wanted = set(cards)
    people = _people_of(session, opportunity, wanted)
    known = _hold(session, people, opportunity)
    asking = [one for one in people if one.id not in known or _to_be_asked(known[one.id])]
    left = wishes_left(session, opportunity)
    if sum(one.id not in known or not _said_yes(known[one.id]) for one in asking) > left:
        raise TooManyWishesError(left)
    before = sum(referral.verdict in _ASKED for referral in known.values())
    said = [_ask(session, by, person, opportunity) for person in asking]
    if asking:
        attend(session, opportunity)
    stages = [stage for stage in said if stage is not None]
    meeting = stages.count(ReferralStage.MEETING)
    done = len(stages)
    return Asked(done - meeting, meeting, before, len(wanted) - done - before)


def wishes_left(session: Session, opportunity: Opportunity) -> int:
    """Return how many more people may be asked for an opportunity now."""
    waiting = session.scalar(
        select(func.count()).where(
            Referral.opportunity_id == opportunity.id,
            Referral.verdict == EmployerVerdict.MEET,
            Referral.consent != ConsentState.GIVEN,
            Referral.closed_at.is_(None),
        )
    )
    free = max(0, opportunity.seats - opportunity.seats_taken)
    return max(0, WISHES_ALWAYS + WISHES_EACH_PLACE * free - (waiting or 0))


def _people_of(session: Session, opportunity: Opportunity, cards: Collection[str]) -> list[Person]:
    """Return whose cards these are, in the order in which they are locked."""
    run = latest_run(session)
    if run is None:
        return []
    shown = session.execute(
        select(Person.id, Person.public_id)
        .join(Match, Match.person_id == Person.id)
        .where(
            Match.run_id == run.id,
            Match.opportunity_id == opportunity.id,
            Match.rank_for_opportunity.is_not(None),
            Person.id.in_(consenting()),
            Person.anonymised_at.is_(None),
        )
    )
    ids = [id_ for id_, one in shown if card_number(opportunity.public_id, one) in cards]
    return list(session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)))


def _hold(
    session: Session, people: Collection[Person], opportunity: Opportunity
) -> dict[int, Referral]:
    """Lock people, their referrals here and the opportunity, in the order of everybody else.

    So two recruiters who ask at once are counted one after the other.
    """
    ids = [person.id for person in people]
    session.execute(
        select(Person.id)
        .where(Person.id.in_(ids))
        .order_by(Person.id)
        .with_for_update(key_share=True)  # others tell them something: see `hold_person`
    ).all()
    found = session.scalars(
        select(Referral)
        .where(Referral.opportunity_id == opportunity.id, Referral.person_id.in_(ids))
        .order_by(Referral.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    hold_opportunities(session, [opportunity.id])
    return {referral.person_id: referral for referral in found}


def _said_yes(referral: Referral) -> bool:
    return referral.consent is ConsentState.GIVEN and referral.closed_at is None


def _to_be_asked(referral: Referral) -> bool:
    """Tell whether a wish would change anything: not asked before, and nobody else has ended it."""
    if referral.closed_at is not None:
        return may_ask_anew(referral)
    return referral.verdict not in _ASKED


def _ask(
    session: Session, by: Viewer, person: Person, opportunity: Opportunity
) -> ReferralStage | None:
    """Ask to meet one person; return whose turn it is then, none when they are not available."""
    try:
        referral = open_referral(session, by, person, opportunity, ReferralOrigin.EMPLOYER)
    except RecordClosedError:
        return None
    said = Said(side=Side.EMPLOYER)
    if referral.closed_at is not None:
        ask_anew(session, by, referral, said)
        return referral.stage
    take_step(session, by, referral, VerdictStep.MEET, said)
    if referral.stage is ReferralStage.MEETING:
        tell_person(session, person, "person_news", {})
        tell_caseworkers(session, person, "employer_answered")
    elif referral.stage is ReferralStage.WITH_OFFICE:
        tell_caseworkers(session, person, "wish_to_meet")
    return referral.stage
