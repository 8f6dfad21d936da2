"""The one place that decides what an employer sees of a person: a card without identity.

Only columns named here are read. None of them was written freely by the person: titles, skills,
languages and licences appear by their code, and what was never understood as a code does not
appear. Nothing here touches the tables of identity, household, journey, needs, vulnerabilities,
certificates or register entries.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.consent_query import people_who_allow
from models.enums import ConsentPurpose, Hours, LanguageLevel, Licence
from models.person import (
    Education,
    Person,
    PersonLanguage,
    PersonLicence,
    PersonSkill,
    Preference,
    WorkExperience,
)
from models.place import Place
from models.register import Consent
from models.taxonomy import Occupation, Skill
from wasl.access.explanation_mask import LICENCES
from wasl.access.tongues import AWAY_SKILLS, HOME_LANGUAGES, tongues_of

_Value = TypeVar("_Value")

# Crockford's alphabet in capitals: nothing is mistaken for something else when read out.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, kw_only=True)
class CardOccupation:
    """A unit group of ISCO-08 the person has worked in; years at home and abroad together."""

    code: str
    label: str
    years: float | None


@dataclass(frozen=True, kw_only=True)
class WorkCard:
    """What an employer may know of a candidate before the person agrees to be named."""

    number: str
    occupations: tuple[CardOccupation, ...] = ()
    skills: tuple[str, ...] = ()
    education: int | None = None
    languages: tuple[tuple[str, LanguageLevel | None], ...] = ()
    licences: tuple[Licence, ...] = ()
    governorate: str | None = None
    hours: Hours | None = None
    available_from: date | None = None


def card_number(opportunity_id: str, person_id: str) -> str:
    """Return the number of a person's card for one opportunity, such as `K4F-2M7`.

    Both ids are public ids. The number is the same every time, and another one for another
    opportunity, so that two employers cannot put their lists together. It cannot be turned back:
    60 random bits of the person's id go in and 30 come out.
    """
    digest = hashlib.sha256(f"{opportunity_id}/{person_id}".encode()).digest()
    bits = int.from_bytes(digest[:8], "big")
    signs = "".join(_ALPHABET[bits >> 5 * place & 31] for place in range(6))
    return f"{signs[:3]}-{signs[3:]}"


def consenting(people: Collection[int] | None = None) -> Any:
    """Return a SELECT of the ids of those whose latest word on matching is a yes.

    people: only of these, or of everybody. A withdrawal counts at once, whatever was computed.
    """
    of = () if people is None else (Consent.person_id.in_(people),)
    return people_who_allow(ConsentPurpose.MATCHING, *of)


def load_work_cards(
    session: Session,
    opportunity: tuple[int, str],
    people: Collection[int],
    *,
    language: str,
    today: date,
) -> dict[int, WorkCard]:
    """Return the cards of those among `people` who consent to matching, by the person's id.

    opportunity: its id and public id. language: of the labels. A day of availability that has
    come is left out, since it would often be the day of return.
    """
    outlines = _outlines(consenting(people), language)
    kept_back = tongues_of(session, opportunity[0])
    return _read_cards(session, outlines, opportunity[1], kept_back, language=language, today=today)


def load_card_titles(session: Session, people: Collection[int], *, language: str) -> dict[int, str]:
    """Return the work done longest of those among `people` who consent to matching, by their id.

    It is the same on every card of a person, so a list may show it without the card.
    """
    allowed = list(session.scalars(consenting(people)))
    return {
        person: found[0].label for person, found in _occupations(session, allowed, language).items()
    }


def load_offered_card(
    session: Session, case_id: str, person: int, *, language: str, today: date
) -> WorkCard:
    """Return the card of somebody whose case is offered to another office, before it accepts.

    case_id: public id of the case; the card's number is made from it. That the case may be offered
    was settled when it was: by the person's consent, or with a reason.
    """
    outlines, kept_back = _outlines((person,), language), (AWAY_SKILLS, HOME_LANGUAGES)
    cards = _read_cards(session, outlines, case_id, kept_back, language=language, today=today)
    return cards[person]


def _read_cards(
    session: Session,
    outlines: Select[int, str, str, int | None, Hours | None, date | None],
    shown_for: str,
    kept_back: tuple[Collection[str], Collection[str]],
    *,
    language: str,
    today: date,
) -> dict[int, WorkCard]:
    hidden, shown = kept_back  # skills that are hidden, languages that are not
    rows = session.execute(outlines).all()
    ids = [row[0] for row in rows]
    occupations = _occupations(session, ids, language)
    skills = _skills(session, ids, language, hidden)
    languages = _languages(session, ids, shown)
    licences = _licences(session, ids)
    return {
        person: WorkCard(
            number=card_number(shown_for, public_id),
            occupations=occupations[person],
            skills=skills[person],
            education=level,
            languages=languages[person],
            licences=licences[person],
            governorate=governorate,
            hours=hours,
            available_from=available if available and available > today else None,
        )
        for person, public_id, governorate, level, hours, available in rows
    }


def _outlines(
    people: Any, language: str
) -> Select[int, str, str, int | None, Hours | None, date | None]:
    return (
        select(
            Person.id,
            Person.public_id,
            _named(Place, "name", language),
            Education.level,
            Preference.hours,
            Preference.available_from,
        )
        .outerjoin(Place, Place.code == Person.governorate_code)
        .outerjoin(Education, Education.person_id == Person.id)
        .outerjoin(Preference, Preference.person_id == Person.id)
        .where(Person.id.in_(people))
    )


def _named(table: Any, column: str, language: str) -> InstrumentedAttribute[str]:
    attribute: InstrumentedAttribute[str] = getattr(table, f"{column}_{language}")
    return attribute


def _grouped(rows: Iterable[tuple[int, _Value]]) -> defaultdict[int, tuple[_Value, ...]]:
    result: defaultdict[int, tuple[_Value, ...]] = defaultdict(tuple)
    for person, value in rows:
        result[person] += (value,)
    return result


def _occupations(
    session: Session, people: list[int], language: str
) -> defaultdict[int, tuple[CardOccupation, ...]]:
    label, years = _named(Occupation, "label", language), func.sum(WorkExperience.years)
    rows = session.execute(
        select(WorkExperience.person_id, Occupation.code, label, years)
        .join(Occupation, Occupation.code == WorkExperience.occupation_code)
        .where(WorkExperience.person_id.in_(people))
        .group_by(WorkExperience.person_id, Occupation.code, label)
        .order_by(WorkExperience.person_id, func.coalesce(years, 0).desc(), Occupation.code)
    )
    return _grouped(
        (person, CardOccupation(code=code, label=text, years=total))
        for person, code, text, total in rows
    )


def _skills(
    session: Session, people: list[int], language: str, hidden: Collection[str]
) -> defaultdict[int, tuple[str, ...]]:
    label = _named(Skill, "label", language)
    rows = session.execute(
        select(PersonSkill.person_id, label)
        .join(Skill, Skill.code == PersonSkill.skill_code)
        .where(PersonSkill.person_id.in_(people), Skill.code.not_in(hidden))
        .distinct()
        .order_by(PersonSkill.person_id, label)
    )
    return _grouped((person, text) for person, text in rows)


def _languages(
    session: Session, people: list[int], shown: Collection[str]
) -> defaultdict[int, tuple[tuple[str, LanguageLevel | None], ...]]:
    rows = session.execute(
        select(PersonLanguage.person_id, PersonLanguage.language, PersonLanguage.level)
        .where(PersonLanguage.person_id.in_(people), PersonLanguage.language.in_(shown))
        .order_by(PersonLanguage.person_id, PersonLanguage.language)
    )
    return _grouped((person, (code, level)) for person, code, level in rows)


def _licences(session: Session, people: list[int]) -> defaultdict[int, tuple[Licence, ...]]:
    rows = session.execute(
        select(PersonLicence.person_id, PersonLicence.licence)
        .where(PersonLicence.person_id.in_(people), PersonLicence.licence.in_(LICENCES))
        .order_by(PersonLicence.person_id, PersonLicence.licence)
    )
    return _grouped((person, Licence(licence)) for person, licence in rows)
