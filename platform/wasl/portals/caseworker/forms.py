"""Forms of the caseworker's pages: filters in the address, searches and decisions by POST."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from models.enums import Agency, Category, OpportunityKind, OpportunityStatus
from models.opportunity_states import OpportunityStep
from wasl.i18n.texts import lazy_gettext as _
from wasl.portals.caseworker.queries.opportunities import OpportunityFilter, OpportunityOrder
from wasl.portals.caseworker.queries.people import PeopleFilter, PeopleOrder
from wasl.ui.forms import Form, SearchForm
from wasl.ui.labels import as_choices, choices

_Listed = TypeVar("_Listed", bound=StrEnum)
_YES_NO = {"yes": True, "no": False}

PEOPLE_ORDERS = (
    (PeopleOrder.NEWEST.value, _("Newest first")),
    (PeopleOrder.NAME.value, _("By name")),
    (PeopleOrder.BEST_MATCH.value, _("Best match first")),
)
OPPORTUNITY_ORDERS = (
    (OpportunityOrder.NEWEST.value, _("Newest first")),
    (OpportunityOrder.DEADLINE.value, _("Deadline first")),
    (OpportunityOrder.FEWEST.value, _("Fewest people first")),
    (OpportunityOrder.MOST.value, _("Most people first")),
)


def _member(kind: type[_Listed], value: str | None) -> _Listed | None:
    """Return the member with a value; what an address has otherwise is passed over."""
    return next((member for member in kind if member.value == value), None)


class NameSearchForm(Form):
    """Search for a person; sent by POST so that no name stands in an address."""

    words = StringField(
        _("Name or case number"),
        validators=[Length(max=200, message=_("Write a shorter name or a case number."))],
    )


class PeopleFilterForm(SearchForm):
    """Filters of the list of people."""

    governorate = SelectField(_("Governorate"), validate_choice=False)
    occupation = StringField(_("Occupation or ISCO code"))
    kind = SelectField(_("Wants"), choices=choices(OpportunityKind))
    category = SelectField(_("Category"), choices=choices(Category))
    agency = SelectField(_("Registered by"), choices=choices(Agency))
    consent = SelectField(
        _("Consent to matching"), choices=as_choices([("yes", _("Given")), ("no", _("Not given"))])
    )
    # Not "matches": a form with a field of that name hides what browsers call by it.
    matched = SelectField(
        _("Matches"), choices=as_choices([("yes", _("Has matches")), ("no", _("No match yet"))])
    )
    coding = SelectField(_("Titles"), choices=as_choices([("check", _("Some need a check"))]))
    order = SelectField(_("Order"), choices=as_choices(PEOPLE_ORDERS))
    page = IntegerField(validators=[Optional()])

    def wanted(self, words: str, occupations: Sequence[str] | None) -> PeopleFilter:
        """Return the filter; values that are on no list count as not given."""
        return PeopleFilter(
            words=words,
            governorate=self.governorate.data or None,
            occupations=occupations,
            kind=_member(OpportunityKind, self.kind.data),
            category=_member(Category, self.category.data),
            agency=_member(Agency, self.agency.data),
            consent=_YES_NO.get(self.consent.data),
            matched=_YES_NO.get(self.matched.data),
            to_check=self.coding.data == "check",
            order=_member(PeopleOrder, self.order.data) or PeopleOrder.NEWEST,
        )

    def active(self) -> int:
        """Count the filters that are set."""
        return _count_set(self)


class OpportunityFilterForm(SearchForm):
    """Filters of the list of opportunities."""

    q = StringField(_("Title, employer or reference"))
    kind = SelectField(_("Kind"), choices=choices(OpportunityKind))
    status = SelectField(_("State"), choices=choices(OpportunityStatus))
    governorate = SelectField(_("Governorate"), validate_choice=False)
    employer = SelectField(_("Employer"), validate_choice=False)
    occupation = StringField(_("Occupation or ISCO code"))
    order = SelectField(_("Order"), choices=as_choices(OPPORTUNITY_ORDERS))
    page = IntegerField(validators=[Optional()])

    def wanted(self, occupations: Sequence[str] | None) -> OpportunityFilter:
        """Return the filter; values that are on no list count as not given."""
        return OpportunityFilter(
            words=self.q.data or "",
            kind=_member(OpportunityKind, self.kind.data),
            status=_member(OpportunityStatus, self.status.data),
            governorate=self.governorate.data or None,
            occupations=occupations,
            employer=self.employer.data or None,
            order=_member(OpportunityOrder, self.order.data) or OpportunityOrder.NEWEST,
        )

    def active(self) -> int:
        """Count the filters that are set."""
        return _count_set(self)


def _count_set(form: SearchForm) -> int:
    apart = {"page", "order"}
    return sum(1 for field in form if field.short_name not in apart and field.data)


NO_OCCUPATION = "none"


class OccupationForm(Form):
    """What a title means: a unit group of ISCO-08."""

    title = StringField(validators=[Optional(), Length(max=60)])
    code = RadioField(
        _("Occupation"),
        validators=[DataRequired(_("Choose an occupation"))],
        validate_choice=False,
    )

    def wanted(self) -> str | None:
        """Return the unit group, or None for a title that names no occupation."""
        return None if self.code.data == NO_OCCUPATION else str(self.code.data)


class StepForm(Form):
    """A step in the life of a posting."""

    step = SelectField(choices=as_choices((step.value, step.value) for step in OpportunityStep))

    def wanted(self) -> OpportunityStep:
        """Return the step; only for a form that is valid."""
        return OpportunityStep(self.step.data)
