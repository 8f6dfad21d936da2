"""Who fits an opportunity: masked cards in order of fit, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from matching.explanation import Explanation, read_explanation
from models.match import Match, MatchPolicy, MatchRun
from models.opportunity import Opportunity
from models.place import Place
from models.taxonomy import Occupation, Skill
from wasl.access.explanation_mask import mask_explanation
from wasl.access.tongues import tongues_of
from wasl.access.viewer import Viewer
from wasl.access.work_card import WorkCard, load_work_cards
from wasl.audit.looking import see_cards
from wasl.operations.compute_matches import latest_run
from wasl.portals.employer.queries.fitting import count_fitting, shown_matches, shows_candidates
from wasl.ui.explanation import Codes, Names

CARDS_ON_A_PAGE = 10
ALL_OF_AN_OPPORTUNITY = (
    selectinload(Opportunity.skills),
    selectinload(Opportunity.languages),
    selectinload(Opportunity.licences),
)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A card with the reasons for its place in the order; nothing in it names a person."""

    place: int
    card: WorkCard
    eligible: bool
    explanation: Explanation


@dataclass(frozen=True, kw_only=True)
class CandidatePage:
    """Part of an opportunity's candidates, and how many there are."""

    candidates: list[Candidate]
    total: int
    fitting: int
    computed_on: date | None


def _matches_shown(
    session: Session, run: MatchRun, opportunity: Opportunity, first: int
) -> Sequence[Any]:
    """Return a page of matches as columns and not as records: a record leads to the person."""
    return session.execute(
        select(Match.person_id, Match.points, Match.eligible, Match.unmet, Match.explanation)
        .where(*shown_matches(run.id), Match.opportunity_id == opportunity.id)
        .order_by(Match.rank_for_opportunity)
        .offset(first)
        .limit(CARDS_ON_A_PAGE)
    ).all()


def list_candidates(
    session: Session,
    viewer: Viewer,
    opportunity: Opportunity,
    *,
    page: int,
    language: str,
    today: date,
) -> CandidatePage:
    """Return one page of candidates as cards, those who fit first, each in order of fit.

    That they were seen is recorded.
    """
    run = latest_run(session)
    if run is None or not shows_candidates(opportunity):
        return CandidatePage(candidates=[], total=0, fitting=0, computed_on=None)
    fitting, nearly = count_fitting(session, [opportunity.id])[opportunity.id]
    first = (page - 1) * CARDS_ON_A_PAGE
    rows = _matches_shown(session, run, opportunity, first)
    people = {row.person_id for row in rows}
    ids = (opportunity.id, opportunity.public_id)
    cards = load_work_cards(session, ids, people, language=language, today=today)
    numbers = {person: card.number for person, card in cards.items()}
    see_cards(session, viewer, opportunity.public_id, numbers)
    explain = Explainer(session, run, opportunity.id)
    return CandidatePage(
        candidates=[
            Candidate(
                place=first + number,
                card=cards[row.person_id],
                eligible=row.eligible,
                explanation=explain(row.explanation, row.unmet, row.points),
            )
            for number, row in enumerate(rows, start=1)
        ],
        total=fitting + nearly,
        fitting=fitting,
        computed_on=run.as_of,
    )


def load_names(session: Session, codes: Codes, language: str) -> Names:
    """Return what the codes in some explanations are called in a language."""

    def named(key: Any, label: Any, wanted: set[str]) -> dict[str, str]:
        rows = session.execute(select(key, label).where(key.in_(wanted)))
        return {code: text for code, text in rows}  # noqa: C416 -- rows are no pairs to mypy

    label, name = f"label_{language}", f"name_{language}"
    return Names(
        occupations=named(Occupation.code, getattr(Occupation, label), codes.occupations),
        skills=named(Skill.code, getattr(Skill, label), codes.skills),
        places=named(Place.code, getattr(Place, name), codes.places),
    )


class Explainer:
    """Reads stored explanations of one run for an opportunity and masks them."""

    def __init__(self, session: Session, run: MatchRun, opportunity: int) -> None:
        weights = session.scalar(select(MatchPolicy.weights).where(MatchPolicy.id == run.policy_id))
        self._weights: Mapping[str, int] = weights or {}
        hidden, self._languages = tongues_of(session, opportunity)
        self._skills = frozenset(session.scalars(select(Skill.code))) - hidden

    def __call__(self, stored: Mapping[str, Any], unmet: list[str], points: int) -> Explanation:
        """Return the explanation of a match without what an employer may not read."""
        explanation = read_explanation(stored, self._weights, unmet, points)
        return mask_explanation(explanation, self._skills, self._languages)
