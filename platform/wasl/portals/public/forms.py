"""Forms that need no account."""

from wtforms import EmailField, HiddenField, PasswordField, SubmitField
from wtforms.validators import DataRequired, Length

from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.forms import Form


class SignInForm(Form):
    """E-mail and password."""

    email = EmailField(
        _("E-mail address"),
        validators=[DataRequired(_("Enter your e-mail address")), Length(max=300)],
        render_kw={"autocomplete": "username", "dir": "ltr"},
    )
    password = PasswordField(
        _("Password"),
        validators=[DataRequired(_("Enter your password")), Length(max=1000)],
        render_kw={"autocomplete": "current-password", "dir": "ltr"},
    )
    next = HiddenField()
    submit = SubmitField(_("Sign in"))
