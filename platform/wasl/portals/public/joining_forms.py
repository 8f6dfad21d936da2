"""Forms with which people come in: a code, their account, their organisation."""

from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.forms import Form
from wasl.ui.login_field import check_login
from wasl.ui.password_field import new_password_field

_LOGIN = {"dir": "ltr", "autocomplete": "username", "autocapitalize": "none"}


class CodeForm(Form):
    """The code of an invitation."""

    code = StringField(
        _("Your code"),
        validators=[DataRequired(_("Enter the code")), Length(max=60)],
        render_kw={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"},
    )


class AccountForm(Form):
    """What every new account needs."""

    display_name = StringField(
        _("Your name"),
        validators=[DataRequired(_("Enter your name")), Length(max=200)],
        render_kw={"autocomplete": "name", "dir": "auto"},
    )
    login = StringField(
        _("E-mail address or phone number"),
        validators=[
            DataRequired(_("Enter your e-mail address or phone number")),
            Length(max=300),
            check_login,
        ],
        render_kw=_LOGIN,
    )
    password = new_password_field(_("A password for here"))


class JoinForm(AccountForm):
    """An account, with the code that invites to it."""

    code = HiddenField(validators=[DataRequired()])


class EmployerForm(AccountForm):
    """An employer and its first owner."""

    organisation = StringField(
        _("Name of the company or organisation"),
        validators=[DataRequired(_("Enter the name of the organisation")), Length(max=200)],
        render_kw={"autocomplete": "organization", "dir": "auto"},
    )
    registration_no = StringField(
        _("Registration number"),
        validators=[Optional(), Length(max=32, message=_("Write at most 32 characters."))],
        render_kw={"dir": "ltr", "autocomplete": "off"},
    )
    sector = StringField(
        _("What it does"), validators=[Optional(), Length(max=200)], render_kw={"dir": "auto"}
    )
    governorate = SelectField(_("Governorate"), validators=[Optional()])


class SentCodeForm(Form):
    """The code that was sent to somebody who registers."""

    code = StringField(
        _("Code from the message"),
        validators=[DataRequired(_("Enter the code")), Length(max=40)],
        render_kw={"dir": "ltr", "inputmode": "numeric", "autocomplete": "one-time-code"},
    )
