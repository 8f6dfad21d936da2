"""A posting as values by column, the way they are read and compared; and as somebody types them."""

from collections.abc import Mapping
from datetime import date

from models.coding import CodedSkill
from models.opportunity import Opportunity
from wasl.files.codes import Language
from wasl.files.places import District
from wasl.operations.importing.opportunity_state import PLAIN
from wasl.operations.postings.fields import OWN_COLUMNS, columns_of


def values_of(opportunity: Opportunity) -> dict[str, object]:
    """Return what a posting says, by the columns of its kind; what it does not say is None."""
    known: dict[str, object] = {
        "title": opportunity.title,
        "hours": opportunity.hours.value if opportunity.hours else None,
        "governorate": opportunity.governorate_code,
        "district": _district(opportunity),
        "commitment": opportunity.commitment_ref,
        "skills_required": _wordings(opportunity, required=True),
        "skills_desired": _wordings(opportunity, required=False),
        "languages": tuple(
            Language(item.language, item.level.value if item.level else None)
            for item in opportunity.languages
        )
        or None,
        "licences": tuple(item.licence for item in opportunity.licences) or None,
    }
    return {
        name: getattr(opportunity, name) if name in OWN_COLUMNS or name in PLAIN else known[name]
        for name in columns_of(opportunity.kind)
    }


def _district(opportunity: Opportunity) -> District | None:
    if not opportunity.district_code and not opportunity.district_wording:
        return None
    return District(opportunity.district_code, opportunity.district_wording)


def _wordings(opportunity: Opportunity, *, required: bool) -> tuple[str, ...] | None:
    found: list[CodedSkill] = [item for item in opportunity.skills if item.required is required]
    return tuple(item.wording for item in found) or None


def written(value: object, words: Mapping[str, str] | None = None) -> str:
    """Return a value as somebody would type it, so that reading it gives the same value.

    words: what codes in lists are called in the reader's language.
    """
    words = words or {}
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case float():
            text = f"{value:g}"
        case date():
            text = value.isoformat()
        case District(code=code, wording=wording):
            text = words.get(code, code) if code else wording or ""
        case tuple():
            text = "\n".join(_item(item, words) for item in value)
        case _:
            text = str(value)
    return text


def _item(item: object, words: Mapping[str, str]) -> str:
    if isinstance(item, Language):
        name = words.get(item.name, item.name)
        return f"{name}: {item.level}" if item.level else name
    return words.get(str(item), str(item))
