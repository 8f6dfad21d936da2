"""Forms of signing in further and of one's own account."""

from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from wasl.i18n.language import NATIVE_NAMES
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.forms import Form
from wasl.ui.labels import as_names
from wasl.ui.password_field import new_password_field, present_password_field

_CODE = {"autocomplete": "one-time-code", "dir": "ltr", "autocapitalize": "none"}
_ONE_TIME_CODE = {
    "autocomplete": "off", "dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"
}  # fmt: skip


class SecondFactorForm(Form):
    """The code of the app, or a recovery code."""

    code = StringField(
        _("Code"), validators=[DataRequired(_("Enter the code")), Length(max=40)], render_kw=_CODE
    )
    next = HiddenField()


class SetUpForm(Form):
    """The first code of an app that was just set up."""

    code = StringField(
        _("Code that the app shows"),
        validators=[DataRequired(_("Enter the code that the app shows")), Length(max=40)],
        render_kw={**_CODE, "inputmode": "numeric"},
    )
    next = HiddenField()


class ProvenSetUpForm(SetUpForm):
    """The same, by somebody who signed in a while ago: with the password once more."""

    password = present_password_field()


class ProofForm(Form):
    """A code of the second factor, to show once more that it is you."""

    code = StringField(
        _("Code of your app, or a recovery code"),
        validators=[DataRequired(_("Enter the code")), Length(max=40)],
        render_kw=_CODE,
    )


class PasswordForm(Form):
    """A new password, with the one that holds now."""

    present = present_password_field()
    new = new_password_field()


class ProfileForm(Form):
    """What others see of an account, and its language."""

    display_name = StringField(
        _("Name"),
        validators=[DataRequired(_("Enter your name")), Length(max=200)],
        render_kw={"autocomplete": "name", "dir": "auto"},
    )
    language = SelectField(
        _("Language"), choices=as_names(NATIVE_NAMES.items()), validators=[InputRequired()]
    )


class LoginForm(Form):
    """A new login, with the password."""

    login = StringField(
        _("New e-mail or phone"),
        validators=[DataRequired(_("Enter your e-mail address or phone number")), Length(max=300)],
        render_kw={"autocomplete": "username", "dir": "ltr", "autocapitalize": "none"},
    )
    password = present_password_field()


class CloseForm(Form):
    """The password, to close one's own account."""

    password = present_password_field()


class ForgottenForm(Form):
    """Whose password was forgotten."""

    login = StringField(
        _("E-mail or phone"),
        validators=[DataRequired(_("Enter your e-mail address or phone number")), Length(max=300)],
        render_kw={"autocomplete": "username", "dir": "ltr", "autocapitalize": "none"},
    )


class OneTimeCodeForm(Form):
    """A code from a message or a slip."""

    code = StringField(
        _("Code with 12 letters and digits"),
        validators=[DataRequired(_("Enter the code")), Length(max=40)],
        render_kw=_ONE_TIME_CODE,
    )


class NewPasswordForm(Form):
    """A new password after a reset."""

    new = new_password_field()


class NewStartForm(Form):
    """A press of a button: the second step of a lost phone goes."""
