"""An opportunity as schema.org's JobPosting, for search engines and job boards.

https://schema.org/JobPosting, and what Google asks for beyond it. Only jobs and internships are
postings in this sense. Texts of the employer stay in their own language, names of codes are
English: the words that machines compare.
"""

import json
from datetime import date, datetime, time
from typing import Any

from markupsafe import Markup

from models.enums import Hours, OpportunityKind
from models.opportunity import Opportunity
from wasl.clock import BAGHDAD
from wasl.portals.offered.addresses import web_address
from wasl.portals.offered.queries.one import OfferedRecord
from wasl.ui.names import organisation_name

KINDS = frozenset({OpportunityKind.JOB, OpportunityKind.INTERNSHIP})
Node = dict[str, Any]
_TIMES = {
    Hours.FULL: ["FULL_TIME"],
    Hours.PART: ["PART_TIME"],
    Hours.ANY: ["FULL_TIME", "PART_TIME"],
}
# ISCED 2011 to the levels that Google knows; for what is below them it knows no word.
_CREDENTIALS = {
    3: "high school",
    4: "professional certificate",
    5: "associate degree",
    6: "bachelor degree",
    7: "postgraduate degree",
    8: "postgraduate degree",
}
# What ends a script, and what older browsers took for the end of a line.
_DANGEROUS = "<>&\u2028\u2029"


def job_posting(record: OfferedRecord, *, address: str, site: str) -> Node | None:
    """Return the posting as data; none for what is no job.

    record: with names in English; address: of its page; site: of the platform.
    """
    posting = record.opportunity
    if posting.kind not in KINDS:
        return None
    node: Node = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": posting.title,
        "description": _description(posting),
        "url": address,
        "identifier": {"@type": "PropertyValue", "name": "Wasl", "value": posting.public_id},
        "datePosted": _day_of(posting.published_at or posting.created_at),
        "validThrough": _end_of(posting.apply_by),
        "employmentType": _employment(posting),
        "hiringOrganization": _employer(posting),
        "totalJobOpenings": posting.seats,  # not what is left: that would count people
        "jobStartDate": posting.start_date.isoformat() if posting.start_date else None,
        "directApply": False,
        "applicationContact": {"@type": "ContactPoint", "name": "Wasl", "url": site},
        **_place(record),
        **_asked(record),
        "baseSalary": _salary(posting),
        "jobBenefits": _benefits(posting),
    }
    return {name: value for name, value in node.items() if value not in (None, [], "")}


def as_script(node: Node) -> Markup:
    """Write data so that nothing in it can end the element of the page that holds it."""
    text = json.dumps(node, ensure_ascii=False, separators=(",", ":"))
    for character in _DANGEROUS:
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  nothing is left in it that a browser could take for a tag


def _day_of(moment: datetime) -> str:
    return moment.astimezone(BAGHDAD).date().isoformat()


def _end_of(day: date | None) -> str | None:
    if day is None:
        return None
    return datetime.combine(day, time(23, 59, 59), BAGHDAD).isoformat()


def _description(posting: Opportunity) -> str:
    """Return what the employer says; where nothing is said, what and by whom."""
    return posting.description or f"{posting.title}: {organisation_name(posting.organisation)}"


def _employment(posting: Opportunity) -> list[str]:
    times = _TIMES[posting.hours] if posting.hours else []
    return ["INTERN", *times] if posting.kind is OpportunityKind.INTERNSHIP else list(times)


def _employer(posting: Opportunity) -> Node:
    employer = posting.organisation
    found: Node = {"@type": "Organization", "name": organisation_name(employer)}
    if website := web_address(employer.website):
        found["sameAs"] = website
    return found


def _place(record: OfferedRecord) -> Node:
    """Return where the work is done: somewhere in Iraq, from anywhere in Iraq, or either."""
    posting = record.opportunity
    address = {
        "@type": "PostalAddress",
        "addressLocality": record.places.get(posting.district_code or "")
        or posting.district_wording,
        "addressRegion": record.places.get(posting.governorate_code or ""),
        "addressCountry": "IQ",
    }
    known = {name: text for name, text in address.items() if text}
    found: Node = {"jobLocation": {"@type": "Place", "address": known}}
    if posting.remote:
        found["jobLocationType"] = "TELECOMMUTE"
        found["applicantLocationRequirements"] = {"@type": "Country", "name": "Iraq"}
    return found


def _asked(record: OfferedRecord) -> Node:
    posting = record.opportunity
    code = posting.occupation_code
    trade = f"{code} {record.occupations.get(code, '')}".strip() if code else None
    return {
        "educationRequirements": _education(posting.education_min),
        "experienceRequirements": _experience(posting.experience_min_years),
        "skills": [record.skills.get(one.skill_code or "", one.wording) for one in posting.skills],
        "occupationalCategory": trade,
    }


def _education(level: int | None) -> Node | str | None:
    if level == 0:
        return "no requirements"
    if level not in _CREDENTIALS:
        return None
    kind = "EducationalOccupationalCredential"
    return {"@type": kind, "credentialCategory": _CREDENTIALS[level]}


def _experience(years: float | None) -> Node | str | None:
    if years is None:
        return None
    if not years:
        return "no requirements"
    return {
        "@type": "OccupationalExperienceRequirements",
        "monthsOfExperience": round(years * 12),
    }


def _salary(posting: Opportunity) -> Node | None:
    least, most = posting.wage_min, posting.wage_max
    if least is None and most is None:
        return None
    value: Node = {"@type": "QuantitativeValue", "unitText": "MONTH"}
    if least is not None and most is not None and least != most:
        value |= {"minValue": least, "maxValue": most}
    else:
        value["value"] = most if most is not None else least
    return {"@type": "MonetaryAmount", "currency": "IQD", "value": value}


def _benefits(posting: Opportunity) -> str:
    offered = (
        (posting.transport, "transport"),
        (posting.accommodation, "accommodation"),
        (posting.childcare, "childcare"),
        (posting.accessible, "accessible workplace"),
    )
    return ", ".join(text for is_offered, text in offered if is_offered)
