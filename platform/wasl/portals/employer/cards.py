"""A candidate as the employer's page shows them; made from the masked card and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.opportunity import Opportunity
from wasl.i18n.texts import gettext as _
from wasl.portals.employer.queries.candidates import Candidate
from wasl.ui.explanation import Names, fit_parts, render_explanation, verdict_of
from wasl.ui.formats import format_iqd, format_number
from wasl.ui.parts import FitPart, Reason, Tone
from wasl.ui.work_cards import card_facts, card_lines, card_title

STRENGTHS_AT_ONCE = 2
"""So many reasons stand open beside all that speak against a card; the others open with a tap."""


@dataclass(frozen=True, kw_only=True)
class CandidateCard:
    """What the template of a card is given: texts in the language of the page."""

    place: int
    number: str
    title: str
    facts: list[tuple[str, str]]
    lines: list[tuple[str, str]]
    skills: Sequence[str]
    verdict: str
    tone: Tone
    parts: list[FitPart]
    reasons: list[Reason]
    others: list[Reason]


def present_candidate(candidate: Candidate, names: Names) -> CandidateCard:
    """Put a candidate into words."""
    card, explanation = candidate.card, candidate.explanation
    reasons = render_explanation(explanation, names)
    at_once, others = _part(reasons)
    tone, verdict = verdict_of(explanation)
    return CandidateCard(
        place=candidate.place,
        number=card.number,
        title=card_title(card),
        facts=card_facts(card),
        lines=card_lines(card),
        skills=card.skills,
        verdict=verdict,
        tone=tone,
        parts=fit_parts(explanation),
        reasons=at_once,
        others=others,
    )


def _part(reasons: Sequence[Reason]) -> tuple[list[Reason], list[Reason]]:
    """Part reasons into those that stand open and those that open with a tap, in their order.

    What speaks against somebody is never folded away: it decides.
    """
    at_once: list[Reason] = []
    others: list[Reason] = []
    strengths = 0
    for reason in reasons:
        against = reason.tone is Tone.UNMET
        strengths += not against
        (at_once if against or strengths <= STRENGTHS_AT_ONCE else others).append(reason)
    return at_once, others


def wage_range(opportunity: Opportunity) -> str | None:
    """Write the wage of an opportunity; none when it names none."""
    amounts = [item for item in (opportunity.wage_min, opportunity.wage_max) if item is not None]
    if not amounts:
        return None
    if len(set(amounts)) == 1:
        return format_iqd(amounts[0])
    low, high = (format_number(amount) for amount in amounts)
    return _("%(low)s to %(high)s IQD", low=low, high=high)
