"""Matches as the caseworker's pages show them: what fits, what nearly fits, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from matching.explanation import Explanation, read_explanation
from models.enums import OpportunityKind
from models.match import WORTH_SHOWING, Match, MatchRun
from wasl.portals.caseworker.changes import changes_for_offer, changes_for_person
from wasl.portals.caseworker.queries.common import name_occupations, name_places, name_skills
from wasl.ui.explanation import (
    Names,
    codes_of,
    fit_parts,
    render_explanation,
    verdict_of,
)
from wasl.ui.formats import format_day, format_years
from wasl.ui.names import ordered_names, organisation_name
from wasl.ui.opportunity_texts import wage_text
from wasl.ui.parts import FitPart, Reason, Tone
from wasl.ui.sentence_names import isolate

FIRST = 6
"""So many cards of each group are shown before somebody asks for more."""

_MET_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a card is about: a person or an opportunity, with the public id."""

    public_id: str
    title: str
    href: str
    under: str | None = None
    kind: OpportunityKind | None = None
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class Card:
    """A match as a card shows it; `changes` is what would make it fit, or fit better."""

    head: Head
    verdict: str
    tone: Tone
    rank: int | None
    parts: list[FitPart]
    reasons: list[Reason]
    others: list[Reason]
    changes: list[str]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Matches in three groups: they fit, they nearly fit, they are allowed but other work."""

    fitting: list[Card]
    more_fitting: int
    near: list[Card]
    more_near: int
    allowed: list[Head]

    @property
    def heads(self) -> list[Head]:
        """What is shown, as a card or as a line."""
        return [*(card.head for card in [*self.fitting, *self.near]), *self.allowed]

    @property
    def all_fitting(self) -> int:
        """How many fit, shown or not."""
        return len(self.fitting) + self.more_fitting

    @property
    def all_near(self) -> int:
        """How many nearly fit, shown or not."""
        return len(self.near) + self.more_near


@dataclass(frozen=True, kw_only=True)
class Viewing:
    """What is looked at: matches of a run in a language, all of them or only the first cards."""

    session: Session
    run: MatchRun
    language: str
    everything: bool


@dataclass(frozen=True, kw_only=True)
class _Side:
    """From which side matches are looked at."""

    head: Callable[[Match, Names], Head]
    place: Callable[[Match], str | None]
    rank: Callable[[Match], int | None]
    changes: Callable[[Explanation, Names], list[str]]


def present_for_person(matches: Sequence[Match], viewing: Viewing) -> Shown:
    """Return what fits a person, best first."""
    side = _Side(
        head=_head_of_opportunity,
        place=lambda match: match.opportunity.governorate_code,
        rank=lambda match: match.rank_for_person,
        changes=changes_for_person,
    )
    return _present(matches, viewing, side)


def present_for_opportunity(matches: Sequence[Match], viewing: Viewing) -> Shown:
    """Return who fits an opportunity, best first."""
    side = _Side(
        head=_head_of_person,
        place=lambda match: match.person.governorate_code,
        rank=lambda match: match.rank_for_opportunity,
        changes=changes_for_offer,
    )
    return _present(matches, viewing, side)


def _present(matches: Sequence[Match], viewing: Viewing, side: _Side) -> Shown:
    fitting = [match for match in matches if match.eligible and match.points >= WORTH_SHOWING]
    allowed = [match for match in matches if match.eligible and match.points < WORTH_SHOWING]
    near = [match for match in matches if not match.eligible]
    most = None if viewing.everything else FIRST
    weights = viewing.run.policy.weights
    explained = {
        match.id: read_explanation(match.explanation, weights, match.unmet, match.points)
        for match in [*fitting[:most], *near[:most]]
    }
    names = _names(list(explained.values()), matches, viewing, side)

    def cards(some: Sequence[Match]) -> list[Card]:
        return [_card(match, explained[match.id], names, side) for match in some[:most]]

    return Shown(
        fitting=cards(fitting),
        more_fitting=len(fitting[most:]) if most else 0,
        near=cards(near),
        more_near=len(near[most:]) if most else 0,
        allowed=[side.head(match, names) for match in allowed],
    )


def _names(
    explanations: Sequence[Explanation], matches: Sequence[Match], viewing: Viewing, side: _Side
) -> Names:
    codes = codes_of(explanations)
    jobs = [job for match in matches for job in match.person.experiences]
    occupations = codes.occupations | {job.occupation_code or "" for job in jobs}
    places = [*codes.places, *(side.place(match) for match in matches)]
    session, language = viewing.session, viewing.language
    return Names(
        occupations=name_occupations(session, occupations, language),
        skills=name_skills(session, codes.skills, language),
        places=name_places(session, places, language),
    )


def _card(match: Match, explanation: Explanation, names: Names, side: _Side) -> Card:
    tone, verdict = verdict_of(explanation)
    reasons = render_explanation(explanation, names)
    pressing = [reason for reason in reasons if reason.tone in {Tone.UNMET, Tone.SOFT}]
    met = [reason for reason in reasons if reason.tone is Tone.MET]
    unknown = [reason for reason in reasons if reason.tone is Tone.UNKNOWN]
    return Card(
        head=side.head(match, names),
        verdict=verdict,
        tone=tone,
        rank=side.rank(match) if match.eligible else None,
        parts=fit_parts(explanation),
        reasons=[*pressing, *met[:_MET_SHOWN]],
        others=[*met[_MET_SHOWN:], *unknown],
        changes=side.changes(explanation, names),
    )


def _head_of_opportunity(match: Match, names: Names) -> Head:
    posting = match.opportunity
    facts = [
        ("place", names.places.get(posting.governorate_code or "")),
        ("money", wage_text(posting)),
        ("date", format_day(posting.apply_by) if posting.apply_by else None),
    ]
    return Head(
        public_id=posting.public_id,
        title=posting.title,
        href=url_for("caseworker.opportunity", opportunity_id=posting.public_id),
        under=organisation_name(posting.organisation),
        kind=posting.kind,
        facts=[(icon, text) for icon, text in facts if text],
    )


def _head_of_person(match: Match, names: Names) -> Head:
    person = match.person
    jobs = sorted(person.experiences, key=lambda job: -(job.years or 0))[:2]
    facts = [("place", names.places.get(person.governorate_code or ""))]
    for job in jobs:
        label = names.occupations.get(job.occupation_code or "", job.title)
        facts.append(("work", _job_text(label, job.years)))
    return Head(
        public_id=person.public_id,
        title=ordered_names(person.identity)[0],
        href=url_for("caseworker.person", person_id=person.public_id),
        under=" · ".join(ordered_names(person.identity)[1:]) or None,
        facts=[(icon, text) for icon, text in facts if text],
    )


def _job_text(label: str, years: float | None) -> str:
    # The label may be somebody's own wording and run the other way than the years.
    return f"{isolate(label)} · {format_years(years)}" if years else label
