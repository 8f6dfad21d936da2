"""A work card in words; made from the masked card and nothing else."""

from models.enums import LanguageLevel
from wasl.access.work_card import CardOccupation, WorkCard
from wasl.i18n.texts import gettext as _
from wasl.ui.formats import format_day, format_years
from wasl.ui.labels import label
from wasl.ui.names import education_name, language_name
from wasl.ui.sentence_names import join_names


def card_title(card: WorkCard) -> str:
    """Name a card after the work done longest."""
    return card.occupations[0].label if card.occupations else _("Candidate")


def card_facts(card: WorkCard) -> list[tuple[str, str]]:
    """Return what stands first on a card, each with the name of its icon."""
    facts = []
    if card.governorate:
        facts.append(("place", card.governorate))
    if card.occupations and card.occupations[0].years:
        facts.append(("work", format_years(_halves(card.occupations[0].years))))
    if card.education is not None:
        facts.append(("learn", education_name(card.education)))
    return facts


def card_lines(card: WorkCard) -> list[tuple[str, str]]:
    """Return what else a card tells, each with what it is called."""
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
