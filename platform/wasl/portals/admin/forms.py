"""Forms of the administrator's pages."""

from enum import StrEnum
from typing import TypeVar

from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Optional

from models.access_enums import ResetKind, Verdict
from models.enums import Agency, Role
from wasl.i18n.texts import lazy_gettext as _
from wasl.portals.admin.queries.accounts import AccountFilter, AccountState
from wasl.ui.forms import Form, SearchForm
from wasl.ui.labels import as_choices, choices
from wasl.ui.login_field import check_login

_Listed = TypeVar("_Listed", bound=StrEnum)

ACCOUNT_STATES = (
    (AccountState.ACTIVE.value, _("Can sign in")),
    (AccountState.SUSPENDED.value, _("Suspended")),
    (AccountState.CLOSED.value, _("Closed for good")),
    (AccountState.NO_ROLE.value, _("Has no role")),
)


def member(kind: type[_Listed], value: str | None) -> _Listed | None:
    """Return the member with a value; what an address has otherwise is passed over."""
    return next((item for item in kind if item.value == value), None)


class AccountFilterForm(SearchForm):
    """Filters of the list of accounts."""

    role = SelectField(_("Role"), choices=choices(Role))
    state = SelectField(_("State"), choices=as_choices(ACCOUNT_STATES))
    office = SelectField(_("Office"), validate_choice=False)
    page = IntegerField(validators=[Optional()])

    def wanted(self) -> AccountFilter:
        """Return the filter; values that are on no list count as not given."""
        return AccountFilter(
            role=member(Role, self.role.data),
            state=member(AccountState, self.state.data),
            office=self.office.data or None,
        )

    def active(self) -> int:
        """Count the filters that are set."""
        return sum(bool(field.data) for field in (self.role, self.state, self.office))


class AccountSearchForm(Form):
    """Search for an account; sent by POST so that no name stands in an address."""

    words = StringField(
        _("Name, or the whole e-mail address or phone number"),
        validators=[Length(max=200, message=_("Write fewer words."))],
    )


class ReasonForm(Form):
    """Why something is done to somebody's account."""

    reason = TextAreaField(
        _("Reason"),
        validators=[
            DataRequired(_("Write down the reason; the person may ask for it.")),
            Length(max=1000, message=_("Write at most 1,000 characters.")),
        ],
    )

    def wanted_reason(self) -> str:
        """Return the reason."""
        return self.reason.data or ""


class ResetForm(ReasonForm):
    """What somebody lost, and how they showed who they are."""

    kind = RadioField(
        _("What did they lose?"),
        choices=choices(ResetKind),
        default=ResetKind.PASSWORD.value,
        validators=[DataRequired(_("Choose one"))],
    )


class RoleForm(Form):
    """A role, and the office that caseworkers and managers work in."""

    role = SelectField(_("Role"), validators=[DataRequired(_("Choose a role"))])
    office = SelectField(_("Office"), validators=[Optional()], validate_choice=False)

    def wanted_role(self) -> Role:
        """Return the role; only for a form that is valid."""
        return Role(self.role.data)


class InvitationForm(RoleForm):
    """Whom to invite as what, and how the code reaches them."""

    way = RadioField(
        _("How does the code reach them?"),
        choices=as_choices(
            [
                ("message", _("By e-mail or text message")),
                ("paper", _("I hand it over on paper")),
            ]
        ),
        default="message",
        validators=[DataRequired(_("Choose one"))],
    )
    login = StringField(
        _("E-mail address or phone number"),
        validators=[Length(max=300)],
        render_kw={"dir": "ltr", "autocomplete": "off", "autocapitalize": "none"},
    )

    def validate_login(self, field: StringField) -> None:
        """A message needs an address; a code on paper needs none."""
        if self.way.data == "message":
            check_login(self, field)

    def address(self) -> str | None:
        """Return where the code is sent to; none: it goes on paper."""
        return str(self.login.data) if self.way.data == "message" else None


class OfficeForm(Form):
    """The name of an office and where it is."""

    name = StringField(
        _("Name"),
        validators=[DataRequired(_("Enter the name of the office")), Length(max=200)],
        render_kw={"dir": "auto"},
    )
    governorate = SelectField(_("Governorate"), validators=[Optional()])

    def wanted_name(self) -> str:
        """Return the name."""
        return self.name.data or ""


class NewOfficeForm(OfficeForm):
    """A new office: its agency stays as it is."""

    agency = SelectField(
        _("Agency"), choices=choices(Agency), validators=[DataRequired(_("Choose an agency"))]
    )


class VettingForm(Form):
    """A word on an organisation; each verdict has a button of its own."""

    verdict = HiddenField(
        validators=[AnyOf([verdict.value for verdict in Verdict], message=_("Choose one"))]
    )
    note = TextAreaField(
        _("What did you check, or why do you refuse?"),
        validators=[Length(max=1000, message=_("Write at most 1,000 characters."))],
    )

    def wanted(self) -> Verdict:
        """Return the verdict; only for a form that is valid."""
        return Verdict(self.verdict.data or "")
