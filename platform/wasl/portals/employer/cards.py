"""A candidate as the employer's page shows them; made from the masked card and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.enums import LanguageLevel
from models.opportunity import Opportunity
from wasl.access.work_card import CardOccupation, WorkCard
from wasl.i18n.texts import gettext as _
from wasl.portals.employer.queries import Candidate
from wasl.ui.explanation import Names, fit_parts, render_explanation, verdict_of
from wasl.ui.formats import format_day, format_iqd, format_number, format_years
from wasl.ui.labels import label
from wasl.ui.names import education_name, language_name
from wasl.ui.parts import FitPart, Reason, Tone
from wasl.ui.sentence_names import join_names

REASONS_AT_ONCE = 4


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
    tone, verdict = verdict_of(explanation)
    return CandidateCard(
        place=candidate.place,
        number=card.number,
        title=_title(card),
        facts=_facts(card),
        lines=_lines(card),
        skills=card.skills,
        verdict=verdict,
        tone=tone,
        parts=fit_parts(explanation),
        reasons=reasons[:REASONS_AT_ONCE],
        others=reasons[REASONS_AT_ONCE:],
    )


def _title(card: WorkCard) -> str:
    return card.occupations[0].label if card.occupations else _("Candidate")


def _facts(card: WorkCard) -> list[tuple[str, str]]:
    facts = []
    if card.governorate:
        facts.append(("place", card.governorate))
    if card.occupations and card.occupations[0].years:
        facts.append(("work", format_years(_halves(card.occupations[0].years))))
    if card.education is not None:
        facts.append(("learn", education_name(card.education)))
    return facts


def _lines(card: WorkCard) -> list[tuple[str, str]]:
    others = [_with_years(item) for item in card.occupations[1:]]
    spoken = [_spoken(code, level) for code, level in card.languages]
    lines = [
        (_("Also worked as"), join_names(others)),
        (_("Languages"), join_names(spoken)),
        (_("Licences"), join_names([str(label(licence)) for licence in card.licences])),
        (_("Hours"), str(label(card.hours)) if card.hours else ""),
        (_("Available from"), format_day(card.available_from) if card.available_from else ""),
    ]
    return [(term, text) for term, text in lines if text]


def _with_years(item: CardOccupation) -> str:
    if not item.years:
        return item.label
    years = format_years(_halves(item.years))
    return _("%(occupation)s (%(years)s)", occupation=item.label, years=years)


def _halves(years: float) -> float:
    return round(years * 2) / 2


def _spoken(code: str, level: LanguageLevel | None) -> str:
    if level is None:
        return language_name(code)
    short = str(label(level)) if level is LanguageLevel.NATIVE else level.value
    return _("%(language)s: %(level)s", language=language_name(code), level=short)


def wage_range(opportunity: Opportunity) -> str | None:
    """Write the wage of an opportunity; none when it names none."""
    amounts = [item for item in (opportunity.wage_min, opportunity.wage_max) if item is not None]
    if not amounts:
        return None
    if len(set(amounts)) == 1:
        return format_iqd(amounts[0])
    low, high = (format_number(amount) for amount in amounts)
    return _("%(low)s to %(high)s IQD", low=low, high=high)
