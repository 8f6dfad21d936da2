"""An explanation as people read it: reasons in sentences, the parts of the fit, a verdict."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from matching.explanation import CriterionLine, Explanation, RequirementLine
from matching.levels import Requirement, Skills
from matching.policy import Criterion
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.ui import own_sentences as own
from wasl.ui import term_sentences as terms
from wasl.ui import work_sentences as work
from wasl.ui.parts import FitPart, Reason, Tone
from wasl.ui.sentence_names import Names, join_names

__all__ = [
    "Audience",
    "Codes",
    "Names",
    "codes_of",
    "fit_parts",
    "render_explanation",
    "verdict_of",
]

CRITERION_NAMES: Mapping[str, str] = {
    Criterion.OCCUPATION: lazy_gettext("Occupation"),
    Criterion.REQUIRED_SKILLS: lazy_gettext("Skills"),
    Criterion.DESIRED_SKILLS: lazy_gettext("Welcome skills"),
    Criterion.EXPERIENCE: lazy_gettext("Experience"),
    Criterion.EDUCATION: lazy_gettext("Education"),
    Criterion.LANGUAGES: lazy_gettext("Languages"),
    Criterion.PLACE: lazy_gettext("Place"),
    Criterion.WAGE: lazy_gettext("Wage"),
    Criterion.HOURS: lazy_gettext("Working time"),
    Criterion.DATE: lazy_gettext("Start"),
    Criterion.WANTS: lazy_gettext("Wishes"),
}

_CRITERIA: dict[str, Callable[[CriterionLine, Names], str | None]] = {
    Criterion.OCCUPATION: work.occupation_sentence,
    Criterion.REQUIRED_SKILLS: work.required_sentence,
    Criterion.DESIRED_SKILLS: work.desired_sentence,
    Criterion.EXPERIENCE: work.experience_sentence,
    Criterion.EDUCATION: terms.education_sentence,
    Criterion.LANGUAGES: terms.languages_sentence,
    Criterion.PLACE: terms.place_sentence,
    Criterion.WAGE: terms.wage_sentence,
    Criterion.HOURS: terms.hours_sentence,
    Criterion.DATE: terms.date_sentence,
    Criterion.WANTS: terms.wants_sentence,
}


_REQUIREMENTS: dict[str, Callable[[RequirementLine], str | None]] = {
    Requirement.CONSENT.label: terms.consent_sentence,
    Requirement.KIND.label: terms.kind_sentence,
    Requirement.LICENCES.label: terms.licences_sentence,
}
# Of these the criterion of the same name speaks.
_SPOKEN_BY_REQUIREMENT = {
    Criterion.EXPERIENCE: Requirement.EXPERIENCE,
    Criterion.EDUCATION: Requirement.EDUCATION,
    Criterion.LANGUAGES: Requirement.LANGUAGES,
    Criterion.PLACE: Requirement.GOVERNORATE,
    Criterion.WAGE: Requirement.WAGE,
    Criterion.HOURS: Requirement.HOURS,
    Criterion.DATE: Requirement.AVAILABLE_FROM,
}

# What the person reads who it is about; the other sentences name nobody.
_OWN_CRITERIA = {
    **_CRITERIA,
    Criterion.OCCUPATION: own.occupation_sentence,
    Criterion.REQUIRED_SKILLS: own.required_sentence,
    Criterion.DESIRED_SKILLS: own.desired_sentence,
    Criterion.EXPERIENCE: own.experience_sentence,
    Criterion.EDUCATION: own.education_sentence,
    Criterion.PLACE: own.place_sentence,
    Criterion.HOURS: own.hours_sentence,
    Criterion.DATE: own.date_sentence,
    Criterion.WANTS: own.wants_sentence,
}
_OWN_REQUIREMENTS: dict[str, Callable[[RequirementLine], str | None]] = {
    Requirement.CONSENT.label: own.consent_sentence,
    Requirement.KIND.label: own.kind_sentence,
    Requirement.LICENCES.label: own.licences_sentence,
}

_FITS_FROM, _NEARLY_FROM = 780, 400
# What may be there, in words that nobody understood, is no weak point.
_PARTLY_FROM = Skills.UNKNOWN.share
_OCCUPATION_TONES = {
    **dict.fromkeys(("same", "same_words", "twin"), Tone.MET),
    **dict.fromkeys(("close", "related", "minor", "loose"), Tone.SOFT),
}
_ORDER = (Tone.UNMET, Tone.MET, Tone.SOFT, Tone.UNKNOWN)


class Audience(StrEnum):
    """Who reads an explanation: somebody who works with the person, or they themselves."""

    STAFF = "staff"
    PERSON = "person"


@dataclass(frozen=True)
class Codes:
    """Codes whose names the sentences of some explanations need."""

    occupations: set[str] = field(default_factory=set)
    skills: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)


def codes_of(explanations: Iterable[Explanation]) -> Codes:
    """Collect the codes to look up, for all explanations of a page at once."""
    codes = Codes()
    for explanation in explanations:
        for line in explanation.criteria:
            facts = (line.facts.get("person"), line.facts.get("opportunity"))
            if line.criterion == Criterion.OCCUPATION:
                codes.occupations.update(code for code in facts if code)
            elif line.criterion == Criterion.PLACE:
                codes.places.update(code for code in facts if code)
            elif line.criterion in {Criterion.REQUIRED_SKILLS, Criterion.DESIRED_SKILLS}:
                codes.skills.update(line.matched, line.missing)
    return codes


def tone_of(line: CriterionLine, states: Mapping[str, str]) -> Tone:
    """Return how a criterion stands; `states` are those of the requirements by their words."""
    if line.unknown:
        return Tone.UNKNOWN
    requirement = _SPOKEN_BY_REQUIREMENT.get(Criterion(line.criterion))
    if requirement is not None and requirement.label in states:
        return Tone(states[requirement.label])
    if line.criterion == Criterion.OCCUPATION:
        return _OCCUPATION_TONES.get(line.level, Tone.UNMET)
    if line.level == "not_asked" or line.share >= _FITS_FROM:
        return Tone.MET
    return Tone.SOFT if line.share >= _PARTLY_FROM else Tone.UNMET


def _fails(line: CriterionLine, states: Mapping[str, str]) -> bool:
    requirement = _SPOKEN_BY_REQUIREMENT.get(Criterion(line.criterion))
    return requirement is not None and states.get(requirement.label) == Tone.UNMET


def _place(reason: Reason) -> int:
    """Return where a reason stands: what rules out first, weak points after what speaks for it."""
    return _ORDER.index(Tone.SOFT if reason.word else reason.tone)


def _states(explanation: Explanation) -> dict[str, str]:
    return {line.requirement: line.state for line in explanation.requirements}


def render_explanation(
    explanation: Explanation, names: Names, audience: Audience = Audience.STAFF
) -> list[Reason]:
    """Return the reasons for a fit: what is not met first, then what counts most.

    audience: to the person it says "you". Needs an application context, not a request: the
    language is that of the context.
    """
    states, to_person = _states(explanation), audience is Audience.PERSON
    criteria = _OWN_CRITERIA if to_person else _CRITERIA
    requirements = _OWN_REQUIREMENTS if to_person else _REQUIREMENTS
    weighted: list[tuple[int, Reason]] = []
    for requirement in explanation.requirements:
        speak = requirements.get(requirement.requirement)
        text = speak(requirement) if speak else None
        if text:
            weighted.append((0, Reason(tone=Tone(requirement.state), text=text)))
    silent = []
    for line in explanation.criteria:
        sentence = criteria[line.criterion](line, names)
        if not sentence and line.unknown:
            silent.append(str(CRITERION_NAMES[line.criterion]))
        if sentence:
            tone = tone_of(line, states)
            # Only a condition can rule somebody out; the rest makes a fit better or weaker.
            word = _("Weak point") if tone == Tone.UNMET and not _fails(line, states) else None
            detail = _detail_of(line, to_person)
            reason = Reason(tone=tone, text=sentence, detail=detail, word=word)
            weighted.append((line.weight, reason))
    if silent:
        text = _not_known(join_names(silent), to_person)
        weighted.append((0, Reason(tone=Tone.UNKNOWN, text=text)))
    weighted.sort(key=lambda item: (_place(item[1]), -item[0]))
    return [reason for _weight, reason in weighted]


def _not_known(names: str, to_person: bool) -> str:
    if to_person:
        return _("Not known, and not counted against you: %(list)s", list=names)
    return _("Not known, and not counted against the person: %(list)s", list=names)


def _detail_of(line: CriterionLine, to_person: bool) -> str | None:
    """Say where a title was only guessed."""
    if line.criterion != Criterion.OCCUPATION or line.unknown:
        return None
    believed = line.facts.get("believed")
    guessed = believed is not None and 0 < believed < 1000
    if not guessed:
        return None
    if to_person:
        return _("It is not certain that your title was understood. Ask your office to check it.")
    return _("The title is not certain; please check it.")


def fit_parts(explanation: Explanation) -> list[FitPart]:
    """Return the criteria as parts of the fit, for the bar."""
    states = _states(explanation)
    return [
        FitPart(
            label=str(CRITERION_NAMES[line.criterion]),
            tone=tone_of(line, states),
            points=line.points,
            weight=line.weight,
        )
        for line in explanation.criteria
    ]


def verdict_of(explanation: Explanation) -> tuple[Tone, str]:
    """Say in a few words how a pair fits."""
    if not explanation.eligible:
        return Tone.UNMET, _("One condition is not met")
    occupation = explanation.criteria[0]
    if occupation.unknown:
        return Tone.UNKNOWN, _("Too little is known")
    soft = any(line.state == Tone.SOFT for line in explanation.requirements)
    if occupation.share >= _FITS_FROM and not soft:
        return Tone.MET, _("Fits well")
    if occupation.share >= _NEARLY_FROM:
        return Tone.SOFT, _("Fits in part")
    return Tone.SOFT, _("Allowed, but different work")
