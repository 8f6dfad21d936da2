"""How many people a posting reaches, in sentences: no number that says too much is in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.levels import Requirement
from matching.reach import StepKind
from models.opportunity import Opportunity
from wasl.figures.tables import Mark, Shown
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.operations.postings.reach import Gain, Group, PostingReach
from wasl.ui.formats import format_iqd, format_number
from wasl.ui.names import education_name, language_name, licence_name
from wasl.ui.sentence_names import isolate, join_names

_PLACES = 3

_WITHOUT: Mapping[Requirement, str] = {
    Requirement.GOVERNORATE: lazy_gettext("Without the place"),
    Requirement.LICENCES: lazy_gettext("Without the licences"),
    Requirement.LANGUAGES: lazy_gettext("Without the languages"),
    Requirement.EXPERIENCE: lazy_gettext("Without the experience"),
    Requirement.WAGE: lazy_gettext("Whatever the wage"),
    Requirement.HOURS: lazy_gettext("Whatever the hours"),
    Requirement.AVAILABLE_FROM: lazy_gettext("Whenever people are free"),
}


_CHANGES: Mapping[StepKind, str] = {
    StepKind.EDUCATION_LOWER: lazy_gettext("With “%(subject)s” as the lowest education"),
    StepKind.EXPERIENCE_LESS: lazy_gettext("With one year of experience less"),
    StepKind.WITHOUT_LICENCE: lazy_gettext("Without “%(subject)s”"),
    StepKind.WITHOUT_LANGUAGE: lazy_gettext("Without the language “%(subject)s”"),
    StepKind.LANGUAGE_LOWER: lazy_gettext("With “%(subject)s” one level lower"),
    StepKind.REMOTE: lazy_gettext("If the work can be done from anywhere"),
    StepKind.WAGE_HIGHER: lazy_gettext("With a highest wage of %(subject)s"),
}


@dataclass(frozen=True, kw_only=True)
class Cost:
    """A condition that one could leave out or ease. small: a step within the one above it."""

    change: str
    people: str
    places: str
    small: bool


@dataclass(frozen=True, kw_only=True)
class ReachTexts:
    """What the page before publishing says about people."""

    fits: str
    places: str
    costs: list[Cost]


def present_reach(
    reach: PostingReach, opportunity: Opportunity, places: Mapping[str, str]
) -> ReachTexts:
    """Put the reach of a posting into words. places: names of governorates by their codes."""
    costs: list[Cost] = []
    for requirement, group in reach.costs.items():
        where = _where(group, opportunity.governorate_code, places)
        change, people = _without(requirement, opportunity), more_text(group.people)
        costs.append(Cost(change=change, people=people, places=where, small=False))
        costs += [_step(gain) for gain in reach.gains[requirement] if gain.people is not Mark.FEW]
    return ReachTexts(
        fits=fits_text(reach.fits.people),
        places=_where(reach.fits, opportunity.governorate_code, places),
        costs=costs,
    )


def fits_text(people: Shown) -> str:
    """Say how many people fit now."""
    if people is Mark.FEW:
        return _("Fewer than 5 people who know such work fit now.")
    if isinstance(people, Mark):
        return _("How many people fit now is not shown, so that nobody can be worked out.")
    return _("About %(shown)s people who know such work fit now.", shown=format_number(people))


def more_text(people: Shown) -> str:
    """Say how many more people would fit."""
    if isinstance(people, Mark):
        return _("fewer than 5 more") if people is Mark.FEW else _("not shown")
    return _("about %(shown)s more", shown=format_number(people))


def _where(group: Group, own: str | None, places: Mapping[str, str]) -> str:
    """Say where people live: in the posting's own governorate, then where most do."""
    if isinstance(group.people, Mark):
        return ""
    shown = {code: cell for code, cell in group.places.items() if not isinstance(cell, Mark)}
    most = sorted(shown, key=lambda code: (-shown[code], code))
    own_first = [own] if own in group.places and own is not None else []
    named = [*own_first, *(code for code in most if code != own)][:_PLACES]
    return join_names(_there(places[code], group.places[code]) for code in named if code in places)


def _there(place: str, people: Shown) -> str:
    if isinstance(people, Mark):
        few = people is Mark.FEW
        text = _("%(place)s: fewer than 5") if few else _("%(place)s: not shown")
        return text % {"place": place}
    return _("%(place)s: about %(shown)s", place=place, shown=format_number(people))


def _without(requirement: Requirement, opportunity: Opportunity) -> str:
    if requirement is Requirement.EDUCATION and opportunity.education_min is not None:
        level = education_name(opportunity.education_min)
        return _("Without the education “%(level)s”", level=level)
    return str(_WITHOUT[requirement])


def _step(gain: Gain) -> Cost:
    change = str(_CHANGES[gain.kind]) % {"subject": _subject(gain)}
    return Cost(change=change, people=more_text(gain.people), places="", small=True)


def _subject(gain: Gain) -> str:
    match gain.kind:
        case StepKind.EDUCATION_LOWER:
            return education_name(int(gain.subject))
        case StepKind.WITHOUT_LICENCE:
            return isolate(licence_name(gain.subject))
        case StepKind.WITHOUT_LANGUAGE | StepKind.LANGUAGE_LOWER:
            return isolate(language_name(gain.subject))
        case StepKind.WAGE_HIGHER:
            return format_iqd(int(gain.subject))
    return ""
