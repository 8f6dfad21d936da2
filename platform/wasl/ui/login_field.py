"""What one signs in with, as a field: an e-mail address or a phone number."""

from wtforms import Field, Form
from wtforms.validators import ValidationError

from wasl.i18n.texts import gettext as _
from wasl.operations.logins import LoginError, normalise_login


def check_login(form: Form, field: Field) -> None:
    """Refuse, as a validator of a field, what is neither an e-mail address nor a phone number."""
    del form
    try:
        normalise_login(field.data or "")
    except LoginError:
        text = _("Enter an e-mail address or a phone number such as 0770 123 4567")
        raise ValidationError(text) from None
