"""A posting as the row of a file would tell it: to see what a new row changes."""

from models.enums import CodingDecision
from models.opportunity import Opportunity
from wasl.files.codes import Language
from wasl.files.places import District

PLAIN = (
    "description",
    "education_min",
    "experience_min_years",
    "remote",
    "seats",
    "wage_min",
    "wage_max",
    "start_date",
    "apply_by",
    "accessible",
    "transport",
    "childcare",
    "accommodation",
    "women_encouraged",
)


def opportunity_values(posting: Opportunity) -> dict[str, object]:
    """Return what is known, by canonical columns of the opportunities format, without blanks."""
    confirmed = posting.coding_decision == CodingDecision.CONFIRMED
    values: dict[str, object] = {
        **{name: getattr(posting, name) for name in PLAIN},
        "ref": posting.ref,
        "kind": posting.kind.value,
        "title": posting.title,
        "hours": posting.hours,
        "governorate": posting.governorate_code,
        "commitment": posting.commitment_ref,
        "occupation": posting.occupation_code if confirmed else None,
        "skills_required": tuple(item.wording for item in posting.skills if item.required),
        "skills_desired": tuple(item.wording for item in posting.skills if not item.required),
        "languages": tuple(Language(item.language, item.level) for item in posting.languages),
        "licences": tuple(item.licence for item in posting.licences),
    }
    if posting.district_code or posting.district_wording:
        values["district"] = District(posting.district_code, posting.district_wording)
    return {name: value for name, value in values.items() if value is not None and value != ()}
