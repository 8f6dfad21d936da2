"""What would change a match: for the person, and for the one who offers."""

from collections.abc import Callable, Mapping
from typing import Any

from matching.explanation import Explanation, RequirementLine
from models.enums import Hours
from wasl.i18n.texts import gettext as _
from wasl.ui.formats import format_iqd
from wasl.ui.labels import label
from wasl.ui.names import education_name, language_name, licence_name
from wasl.ui.sentence_names import Names, join_names, years_of
from wasl.ui.term_sentences import CEFR

_OPEN = frozenset({"unmet", "soft"})
Facts = Mapping[str, Any]


def changes_for_person(explanation: Explanation, names: Names) -> list[str]:
    """Return what the person, with help, could do so that this fits (better)."""
    return _changes(explanation, _BY_PERSON, names)


def changes_for_offer(explanation: Explanation, names: Names) -> list[str]:
    """Return what the employer could offer or give up so that this person fits (better)."""
    return _changes(explanation, _BY_OFFER, names)


def _changes(
    explanation: Explanation, say: Mapping[str, Callable[[Facts, Names], str | None]], names: Names
) -> list[str]:
    lines: list[RequirementLine] = [
        line for line in explanation.requirements if line.state in _OPEN and line.requirement in say
    ]
    texts = [say[line.requirement](line.facts, names) for line in lines]
    return [text for text in texts if text]


def _short_languages(facts: Facts) -> str:
    """Name the languages that are asked for above the person's level, with the level asked."""
    return join_names(
        [
            f"{language_name(item['language'])} {CEFR[item['level_asked']]}"
            for item in facts["languages"]
            if item["level"] is not None and item["level"] < item["level_asked"]
        ]
    )


def _licences(facts: Facts) -> str:
    return join_names([licence_name(code) for code in facts["missing"]])


def _hours(facts: Facts, key: str) -> str:
    return label(Hours(facts[key]))


_BY_PERSON: Mapping[str, Callable[[Facts, Names], str | None]] = {
    "governorate": lambda facts, names: _(
        "If they would move or travel to %(place)s", place=names.place(facts["opportunity"])
    ),
    "education": lambda facts, _names: _(
        "With this level of education: %(level)s", level=education_name(facts["level_asked"])
    ),
    "licences": lambda facts, _names: _("With: %(licences)s", licences=_licences(facts)),
    "languages": lambda facts, _names: _(
        "With a language course: %(languages)s", languages=_short_languages(facts)
    ),
    "experience": lambda facts, _names: _(
        "With %(years)s of experience, an internship may help",
        years=years_of(facts["months_asked"]),
    ),
    "wage": lambda facts, _names: _(
        "If %(wage)s a month were acceptable", wage=format_iqd(facts["offered"])
    ),
    "hours": lambda facts, _names: _(
        "If this working time were acceptable: %(hours)s", hours=_hours(facts, "offered")
    ),
    "available_from": lambda _facts, _names: _("If they could begin earlier"),
}

_BY_OFFER: Mapping[str, Callable[[Facts, Names], str | None]] = {
    "governorate": lambda _facts, _names: _("If the employer offered transport or a place to stay"),
    "education": lambda _facts, _names: _("If less education would do"),
    "licences": lambda facts, _names: _(
        "If the employer helped to get: %(licences)s", licences=_licences(facts)
    ),
    "languages": lambda facts, _names: _(
        "If less would do in: %(languages)s", languages=_short_languages(facts)
    ),
    "experience": lambda _facts, _names: _("If less experience would do"),
    "wage": lambda facts, _names: _(
        "If the wage were %(wage)s a month", wage=format_iqd(facts["asked"])
    ),
    "hours": lambda facts, _names: _(
        "If this working time were possible: %(hours)s", hours=_hours(facts, "wanted")
    ),
    "available_from": lambda _facts, _names: _("If the start could wait"),
}
