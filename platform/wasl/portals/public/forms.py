"""Forms that need no account."""

from wtforms import HiddenField, PasswordField, StringField, SubmitField
from wtforms.validators import DataRequired, Length

from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.forms import Form
from wasl.ui.password_field import SHOWABLE


class SignInForm(Form):
    """What one signs in with, and the password."""

    login = StringField(
        _("E-mail or phone"),
        validators=[DataRequired(_("Enter your e-mail address or phone number")), Length(max=300)],
        render_kw={"autocomplete": "username", "dir": "ltr", "autocapitalize": "none"},
    )
    password = PasswordField(
        _("Password"),
        validators=[DataRequired(_("Enter your password")), Length(max=1000)],
        render_kw={"autocomplete": "current-password", **SHOWABLE},
    )
    next = HiddenField()
    submit = SubmitField(_("Sign in"))
