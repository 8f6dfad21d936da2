"""Opportunities as columns."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from sqlalchemy import select

from matching.columns import Opportunities, Ragged, Role
from models.opportunity import (
    Opportunity,
    OpportunityLanguage,
    OpportunityLicence,
    OpportunitySkill,
)
from models.taxonomy import SkillOccupation
from wasl.columns.reader import (
    HOURS,
    KIND,
    Owners,
    Reader,
    days,
    numbers,
    pairs,
    sure_code,
    transpose,
)

_COLUMNS = (
    Opportunity.id,
    Opportunity.kind,
    Opportunity.title,
    Opportunity.occupation_code,
    Opportunity.coding_decision,
    Opportunity.coding_candidates,
    Opportunity.education_min,
    Opportunity.experience_min_years,
    Opportunity.governorate_code,
    Opportunity.remote,
    Opportunity.wage_min,
    Opportunity.wage_max,
    Opportunity.hours,
    Opportunity.start_date,
    Opportunity.apply_by,
)


def read_opportunities(reader: Reader) -> Opportunities:
    """Read the opportunities in scope, ordered by id."""
    scope = reader.scope
    main = reader.rows(
        select(*_COLUMNS).where(*scope.opportunities(Opportunity.id)).order_by(Opportunity.id)
    )
    ids, kind, title, code, decision, found, education, years, place, remote, *rest = transpose(
        main, len(_COLUMNS)
    )
    wage_min, wage_max, hours, start, apply_by = rest
    owners = Owners(ids)
    titles = [
        (owner, Role.EXPERIENCE, *title_and_coding, None)
        for owner, *title_and_coding in zip(ids, title, code, decision, found, strict=True)
    ]
    owner_of_language = OpportunityLanguage.opportunity_id
    languages = reader.spoken(owners, OpportunityLanguage, owner_of_language, scope.opportunities)
    table = OpportunityLicence
    licences = pairs(table.opportunity_id, table.licence, scope.opportunities)
    return Opportunities(
        id=numbers(ids),
        kind=numbers(KIND[value] for value in kind),
        titles=reader.titles(owners, titles),
        required=_skills(reader, owners, required=True),
        desired=_skills(reader, owners, required=False),
        usual=_usual_skills(reader, list(map(sure_code, code, decision))),
        education_min=numbers(education),
        experience_min=numbers(None if value is None else round(value * 12) for value in years),
        languages=languages[0],
        language_levels=languages[1],
        licences=reader.listed(owners, reader.licences, licences),
        governorate=numbers(map(reader.places.of, place)),
        remote=np.array([bool(value) for value in remote], bool),
        wage_min=numbers(wage_min),
        wage_max=numbers(wage_max),
        hours=numbers(HOURS.get(value) for value in hours),
        start_date=days(start),
        apply_by=days(apply_by),
    )


def _skills(reader: Reader, owners: Owners, required: bool) -> Ragged:
    """Read required or desired skills; two wordings of one skill are one."""
    table = OpportunitySkill
    query = select(table.opportunity_id, table.skill_code, table.wording).where(
        table.required.is_(required), *reader.scope.opportunities(table.opportunity_id)
    )
    lists = owners.lists(
        (owner, reader.skill(*skill)) for owner, *skill in reader.rows(query.order_by(table.id))
    )
    return Ragged.of([list(dict.fromkeys(row)) for row in lists])


def _usual_skills(reader: Reader, codes: Sequence[str | None]) -> Ragged:
    """Return the core skills of each occupation that is sure."""
    core: dict[str, list[int]] = defaultdict(list)
    query = select(SkillOccupation.occupation_code, SkillOccupation.skill_code).where(
        SkillOccupation.occupation_code.in_({code for code in codes if code})
    )
    for occupation, skill in reader.rows(query.order_by(*query.selected_columns)):
        core[occupation].append(reader.skills.number(skill))
    return Ragged.of([core.get(code or "", []) for code in codes])
