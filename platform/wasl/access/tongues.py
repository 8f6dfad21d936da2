"""Which languages an employer is shown: those of other countries would tell where somebody was."""

from collections.abc import Mapping

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus
from models.opportunity import Opportunity, OpportunityLanguage, OpportunitySkill
from models.opportunity_log import OpportunityMove
from models.round_table_enums import RelationKind
from models.stakeholder import OrganisationRelation
from wasl.access.explanation_mask import is_language

# Spoken in Iraq, or taught there everywhere. Another one would tell which country somebody came
# back from, so it is shown only to who asks for it.
HOME_LANGUAGES = frozenset({"ar", "ckb", "kmr", "ku", "tk", "tr", "az", "syr", "aii", "hy", "en"})
# The same languages where somebody names them among their skills; a test compares with the list.
AWAY_SKILLS = frozenset(
    {
        *("dutch", "finnish", "french", "german", "greek", "italian", "norwegian-danish"),
        *("persian", "russian", "spanish", "swedish"),
    }
)
# Who asks for more of them at once asks where people came back from, and is shown none.
MOST_AWAY = 2

_Tongue = tuple[bool, str]
"""Whether it stands among the skills, and its code."""


def tongues_of(session: Session, opportunity: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the skills that are hidden from an opportunity's owner, and the languages shown.

    Cards of one person for several postings can be told to belong together by what stands on them.
    So an employer is shown, in all its postings together, no more languages than in one of them:
    those that it was the first to ask for. Comparing cards adds nothing.
    """
    asked = _asked_by_owner(session, opportunity)
    shown: set[_Tongue] = set()
    for tongues in asked.values():
        if len(tongues) <= MOST_AWAY and len(shown | tongues) <= MOST_AWAY:
            shown |= tongues
    told = asked.get(opportunity, set()) & shown
    skills = {code for is_skill, code in told if is_skill}
    return AWAY_SKILLS - skills, HOME_LANGUAGES | {code for is_skill, code in told if not is_skill}


def _asked_by_owner(session: Session, opportunity: int) -> Mapping[int, set[_Tongue]]:
    """Return what the owner of an opportunity asks for in each of its postings, in order.

    Those that were seen, the first one first, under all its names; then the opportunity itself
    while nobody has seen it yet.
    """
    postings = _seen_postings(session, opportunity)
    found: dict[int, set[_Tongue]] = {posting: set() for posting in postings}
    asks = OpportunityLanguage.opportunity_id, OpportunityLanguage.language
    for posting, code in session.execute(select(*asks).where(asks[0].in_(postings))):
        if is_language(code) and code not in HOME_LANGUAGES:
            found[posting].add((False, code))
    wants = OpportunitySkill.opportunity_id, OpportunitySkill.skill_code
    among = OpportunitySkill.skill_code.in_(AWAY_SKILLS)
    for posting, skill in session.execute(select(*wants).where(wants[0].in_(postings), among)):
        found[posting].add((True, str(skill)))
    return found


def _seen_postings(session: Session, opportunity: int) -> list[int]:
    """Return ids by the moment of being seen first: publishing one again changes no order."""
    first = (
        select(OpportunityMove.opportunity_id, func.min(OpportunityMove.at).label("at"))
        .where(OpportunityMove.target == OpportunityStatus.PUBLISHED)
        .group_by(OpportunityMove.opportunity_id)
        .subquery()
    )
    since = func.coalesce(first.c.at, Opportunity.published_at)
    rows = session.scalars(
        select(Opportunity.id)
        .outerjoin(first, first.c.opportunity_id == Opportunity.id)
        .where(
            Opportunity.organisation_id.in_(_names_of_owner(session, opportunity)),
            or_(since.is_not(None), Opportunity.id == opportunity),
        )
        .order_by(since.is_(None), since, Opportunity.id)
    )
    return list(rows)


def _names_of_owner(session: Session, opportunity: int) -> set[int]:
    owner = session.scalars(
        select(Opportunity.organisation_id).where(Opportunity.id == opportunity)
    ).one()
    either = (OrganisationRelation.first_id, OrganisationRelation.second_id)
    links = session.execute(
        select(*either).where(
            OrganisationRelation.kind == RelationKind.SAME_AS,
            or_(*(one == owner for one in either)),
        )
    )
    return {owner, *(name for link in links for name in link)}
