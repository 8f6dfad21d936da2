"""People as columns. What is protected is not selected here, so it cannot enter a score."""

from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.columns import People, Ragged, Role
from models.consent_query import people_who_allow
from models.enums import ConsentPurpose
from models.person import (
    DesiredWork,
    Education,
    Person,
    PersonLanguage,
    PersonLicence,
    PersonSkill,
    Preference,
    Relocation,
    WantedKind,
    WorkExperience,
)
from models.register import Consent
from wasl.columns.reader import HOURS, KIND, Owners, Reader, Scope, days, numbers, pairs, transpose

_COLUMNS = (
    Person.id,
    Person.governorate_code,
    Education.level,
    Preference.wage_min,
    Preference.hours,
    Preference.available_from,
    Preference.relocate_anywhere,
)


def read_people(reader: Reader) -> People:
    """Read the people in scope, ordered by id."""
    scope = reader.scope
    main = reader.rows(
        select(*_COLUMNS)
        .outerjoin(Education, Education.person_id == Person.id)
        .outerjoin(Preference, Preference.person_id == Person.id)
        .where(*scope.people(Person.id))
        .order_by(Person.id)
    )
    ids, governorate, education, wage, hours, free, anywhere = transpose(main, len(_COLUMNS))
    owners = Owners(ids)
    consenting = consenting_ids(reader.session, scope)
    languages = reader.spoken(owners, PersonLanguage, PersonLanguage.person_id, scope.people)
    kinds = owners.lists(reader.rows(pairs(WantedKind.person_id, WantedKind.kind, scope.people)))
    return People(
        id=numbers(ids),
        consent=np.array([id_ in consenting for id_ in ids], bool),
        kinds=numbers(sum(1 << KIND[kind] for kind in set(row)) for row in kinds),
        governorate=numbers(map(reader.places.of, governorate)),
        relocate=reader.listed(
            owners, reader.places, pairs(Relocation.person_id, Relocation.place_code, scope.people)
        ),
        relocate_anywhere=np.array([bool(value) for value in anywhere], bool),
        education=numbers(education),
        licences=reader.listed(
            owners,
            reader.licences,
            pairs(PersonLicence.person_id, PersonLicence.licence, scope.people),
        ),
        languages=languages[0],
        language_levels=languages[1],
        titles=reader.titles(owners, _titles_of_people(reader)),
        skills=_person_skills(reader, owners),
        wage_min=numbers(wage),
        hours=numbers(HOURS.get(value) for value in hours),
        available_from=days(free),
    )


def consenting_ids(session: Session, scope: Scope | None = None) -> set[int]:
    """Return the ids of those whose latest statement on matching is a yes."""
    condition = scope.people(Consent.person_id) if scope else []
    return set(session.scalars(people_who_allow(ConsentPurpose.MATCHING, *condition)))


def _titles_of_people(reader: Reader) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for table, role in ((WorkExperience, Role.EXPERIENCE), (DesiredWork, Role.DESIRED)):
        years = WorkExperience.years if table is WorkExperience else None
        query = select(
            table.person_id,
            table.title,
            table.occupation_code,
            table.coding_decision,
            table.coding_candidates,
            *([] if years is None else [years]),
        )
        query = query.where(*reader.scope.people(table.person_id)).order_by(table.id)
        for owner, title, code, decision, found, *rest in reader.rows(query):
            rows.append((owner, role, title, code, decision, found, rest[0] if rest else None))
    return rows


def _person_skills(reader: Reader, owners: Owners) -> Ragged:
    query = select(PersonSkill.person_id, PersonSkill.skill_code, PersonSkill.wording)
    query = query.where(*reader.scope.people(PersonSkill.person_id)).order_by(PersonSkill.id)
    return owners.ragged((owner, reader.skill(*skill)) for owner, *skill in reader.rows(query))
