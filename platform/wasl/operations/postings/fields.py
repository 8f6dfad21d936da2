"""What each kind of posting asks for, and how it is read: as the import of files reads it."""

from collections.abc import Mapping

from models.enums import OpportunityKind
from models.opportunity import Opportunity
from wasl.files import codes, numbers, people
from wasl.files.columns import Column
from wasl.files.intake_columns import NAME, money, plain
from wasl.files.opportunity_columns import MAX_SEATS, OPPORTUNITIES

_BASICS = ("title", "description", "seats")
PLACE = ("governorate", "district")
DAYS = ("start_date", "apply_by")
ASKED = (
    "education_min",
    "experience_min_years",
    "skills_required",
    "skills_desired",
    "languages",
    "licences",
)
PROVIDED = ("accessible", "transport", "childcare", "accommodation")
SIGNALS = ("women_encouraged", "commitment")
_WAGE = ("wage_min", "wage_max")

COLUMNS_OF: Mapping[OpportunityKind, tuple[str, ...]] = {
    OpportunityKind.JOB: (
        *_BASICS,
        *("hours", "permanent", "probation_months", "social_security"),
        *_WAGE,
        *PLACE,
        "remote",
        *DAYS,
        *ASKED,
        *PROVIDED,
        *SIGNALS,
    ),
    OpportunityKind.INTERNSHIP: (
        *_BASICS,
        *("weeks", "may_lead_to_job", "hours"),
        *_WAGE,
        *PLACE,
        "remote",
        *DAYS,
        *ASKED,
        *PROVIDED,
        *SIGNALS,
    ),
    OpportunityKind.TRAINING: (
        *_BASICS,
        *("weeks", "hours", "certificate", "fee"),
        *PLACE,
        "remote",
        *DAYS,
        *ASKED,
        *PROVIDED,
        *SIGNALS,
    ),
    OpportunityKind.MENTORING: (
        *_BASICS,
        *("mentor_profile", "sessions"),
        *PLACE,
        "remote",
        *DAYS,
        *("experience_min_years", "skills_desired", "languages"),
        "accessible",
        *SIGNALS,
    ),
    OpportunityKind.IN_KIND: (
        *_BASICS,
        *("item", "unit", "to_be_returned", "return_after_days"),
        *PLACE,
        *DAYS,
        *("experience_min_years", "skills_required", "licences"),
        "transport",
        *SIGNALS,
    ),
    OpportunityKind.FINANCE: (
        *_BASICS,
        *("amount_max", "repayable", "repayment_months", "purpose"),
        *PLACE,
        *DAYS,
        *("experience_min_years", "skills_required"),
        *SIGNALS,
    ),
}

# What files have no column for. The bounds are those of the tables.
_WEEKS = {OpportunityKind.INTERNSHIP: 104, OpportunityKind.TRAINING: 208}
_OWN: tuple[Column, ...] = (
    Column("permanent", plain(codes.parse_yes_no)),
    Column("probation_months", plain(numbers.parse_count, 0, 24)),
    Column("social_security", plain(codes.parse_yes_no)),
    Column("may_lead_to_job", plain(codes.parse_yes_no)),
    Column("certificate", plain(people.parse_name, NAME)),
    Column("fee", money("fee")),
    Column("sessions", plain(numbers.parse_count, 1, 200)),
    Column("mentor_profile", plain(people.parse_name, NAME)),
    Column("item", plain(people.parse_name, NAME)),
    Column("unit", plain(people.parse_name, NAME)),
    Column("to_be_returned", plain(codes.parse_yes_no)),
    Column("return_after_days", plain(numbers.parse_count, 1, 1825)),
    Column("amount_max", money("amount_max")),
    Column("repayable", plain(codes.parse_yes_no)),
    Column("repayment_months", plain(numbers.parse_count, 0, 240)),
    Column("purpose", plain(people.parse_name, NAME)),
)
OWN_COLUMNS = frozenset({*(column.name for column in _OWN), "weeks"})
SEATS_MOST = MAX_SEATS

# Without these nobody could tell what is offered; where it is goes without saying when remote.
_NEEDED = ("title", "description", "seats")
_NEEDED_OF: Mapping[OpportunityKind, tuple[str, ...]] = {
    OpportunityKind.IN_KIND: ("item",),
    OpportunityKind.FINANCE: ("amount_max", "repayable"),
}
# What of a posting is said to people, and what is asked of them: read again when it changes.
TELLING = frozenset(
    {
        *("title", "description", "certificate", "mentor_profile", "item", "unit", "purpose"),
        *ASKED,
        *_WAGE,
        *("fee", "amount_max", "repayable", "repayment_months"),
    }
)


def columns_of(kind: OpportunityKind) -> Mapping[str, Column]:
    """Return the columns that a kind asks for, in their order, by name."""
    known = {**OPPORTUNITIES.by_name, **{column.name: column for column in _OWN}}
    most = _WEEKS.get(kind, 1)
    known["weeks"] = Column("weeks", plain(numbers.parse_count, 1, most))
    return {name: known[name] for name in COLUMNS_OF[kind]}


def missing_of(opportunity: Opportunity) -> list[str]:
    """Return the columns that must be filled in before others see a posting."""
    needed = (*_NEEDED, *_NEEDED_OF.get(opportunity.kind, ()))
    missing = [name for name in needed if getattr(opportunity, name) is None]
    if opportunity.governorate_code is None and not opportunity.remote:
        missing.append("governorate")
    return missing
