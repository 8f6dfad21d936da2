"""A new password on a form: how it is asked for, and why one is refused."""

from collections.abc import Mapping

from wtforms import PasswordField
from wtforms.validators import DataRequired, Length

from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.passwords import LONGEST, SHORTEST, Weakness

WEAKNESS_TEXTS: Mapping[Weakness, str] = {
    Weakness.SHORT: _("Use at least %(number)d characters", number=SHORTEST),
    Weakness.LONG: _("Use at most %(number)d characters", number=LONGEST),
    Weakness.PERSONAL: _("Do not use your name, your e-mail, your phone or words of this platform"),
    Weakness.PATTERN: _("Do not repeat or count up; take a few words that do not belong together"),
    Weakness.KNOWN: _("This password is on lists that thieves try first; take another one"),
}
NEW_PASSWORD_HINT = _(
    "At least %(number)d characters. Three or four words that do not belong together are easy to "
    "remember and hard to guess.",
    number=SHORTEST,
)
# The script of our pages makes a button of these; without it the field stays as it is.
SHOWABLE = {"dir": "ltr", "data-show": _("Show the password"), "data-hide": _("Hide the password")}


def new_password_field(label: str = _("New password")) -> PasswordField:
    """Return a field for a new password; anything can be pasted, a manager can fill it in."""
    return PasswordField(
        label,
        validators=[DataRequired(_("Enter a new password")), Length(max=1000)],
        render_kw={"autocomplete": "new-password", **SHOWABLE},
    )


def present_password_field(label: str = _("Your password now")) -> PasswordField:
    """Return a field in which somebody shows once more that it is them."""
    return PasswordField(
        label,
        validators=[DataRequired(_("Enter your password")), Length(max=1000)],
        render_kw={"autocomplete": "current-password", **SHOWABLE},
    )
