"""What the texts of a posting are, and what they say that they should not."""

from collections.abc import Mapping

from models.enums import OpportunityKind
from models.opportunity import Opportunity
from models.opportunity_kinds import Finance, InKindSupport, Mentoring, Training
from wasl.wording import Finding, check_texts
from wasl.wording.wages import check_wage

_PAID = frozenset({OpportunityKind.JOB, OpportunityKind.INTERNSHIP})


def texts_of(opportunity: Opportunity) -> Mapping[str, str]:
    """Return what an employer wrote in words, by the name of the field."""
    texts = {"title": opportunity.title, "description": opportunity.description}
    match opportunity:
        case Training():
            texts["certificate"] = opportunity.certificate
        case Mentoring():
            texts["mentor_profile"] = opportunity.mentor_profile
        case InKindSupport():
            texts |= {"item": opportunity.item, "unit": opportunity.unit}
        case Finance():
            texts["purpose"] = opportunity.purpose
    for number, skill in enumerate(opportunity.skills):
        texts[f"skill-{number}"] = skill.wording
    return {field: text for field, text in texts.items() if text}


def check_posting(opportunity: Opportunity) -> list[Finding]:
    """Return what the wording and the wage of a posting are found to smell of, field by field."""
    findings = check_texts(texts_of(opportunity))
    if opportunity.kind in _PAID:
        wages = (opportunity.wage_min, opportunity.wage_max)
        wage = check_wage(
            max((wage for wage in wages if wage is not None), default=None),
            education=opportunity.education_min,
            experience=opportunity.experience_min_years,
        )
        findings += [wage] if wage else []
    return findings
