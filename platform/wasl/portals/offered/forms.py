"""The filters of the search, which stand in the address."""

from enum import StrEnum
from typing import TypeVar

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import Optional

from models.enums import Hours, OpportunityKind
from wasl.i18n.texts import lazy_gettext as _
from wasl.portals.offered.queries.search import (
    LONGEST_SEARCH,
    OfferedFilter,
    OfferedOrder,
    Provided,
)
from wasl.ui.forms import CheckboxesField, SearchForm
from wasl.ui.labels import as_choices, choices, label

_Listed = TypeVar("_Listed", bound=StrEnum)
_ORDERS = (
    (OfferedOrder.NEWEST.value, _("Newest first")),
    (OfferedOrder.CLOSING.value, _("Closing soon first")),
)
_PROVIDED = (
    (Provided.REMOTE.value, _("From anywhere")),
    (Provided.TRANSPORT.value, _("Transport")),
    (Provided.ACCOMMODATION.value, _("A place to stay")),
    (Provided.CHILDCARE.value, _("Childcare")),
    (Provided.ACCESSIBLE.value, _("Accessible for people with a disability")),
)
_APART = frozenset({"page", "order", "kind"})
_HOURS = tuple((hours.value, label(hours)) for hours in (Hours.FULL, Hours.PART))


def _member(kind: type[_Listed], value: str | None) -> _Listed | None:
    """Return the member with a value; what an address has otherwise is passed over."""
    return next((member for member in kind if member.value == value), None)


class OfferedForm(SearchForm):
    """What is looked for among what is offered."""

    q = StringField(_("Title, trade or employer"))
    kind = SelectField(_("Kind"), choices=choices(OpportunityKind))
    governorate = SelectField(_("Governorate"), validate_choice=False)
    occupation = SelectField(_("Trade"), validate_choice=False)
    hours = SelectField(_("Hours"), choices=as_choices(_HOURS))
    has = CheckboxesField(_("Provided"), choices=as_choices(_PROVIDED), validate_choice=False)
    order = SelectField(_("Order"), choices=as_choices(_ORDERS))
    page = IntegerField(validators=[Optional()])

    def wanted(self) -> OfferedFilter:
        """Return the filter; values that are on no list count as not given."""
        occupation = self.occupation.data or ""
        provided = [_member(Provided, value) for value in self.has.data or ()]
        return OfferedFilter(
            words=(self.q.data or "")[:LONGEST_SEARCH],
            kind=_member(OpportunityKind, self.kind.data),
            occupation=occupation if occupation.isdecimal() else "",
            governorate=self.governorate.data or None,
            hours=_member(Hours, self.hours.data),
            provided=[one for one in Provided if one in provided],
            order=_member(OfferedOrder, self.order.data) or OfferedOrder.NEWEST,
        )

    def active(self) -> int:
        """Count the filters that are set."""
        return sum(1 for field in self if field.short_name not in _APART and field.data)

    def address(self) -> dict[str, str | list[str]]:
        """Return what the filters say, for the address of the same search elsewhere."""
        apart = {"page"}
        return {
            field.short_name: field.data
            for field in self
            if field.short_name not in apart and field.data
        }
