"""The base of all forms: messages in the language of the page, also those of WTForms itself."""

from datetime import date
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import (
    DateField,
    Field,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.csrf.core import CSRFTokenField
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, ListWidget

from wasl.i18n.texts import gettext, lazy_gettext
from wasl.ui.typed_text import plain_text

# What WTForms may say by itself and our forms can meet; listed so that the catalogues hold it.
WTFORMS_MESSAGES = (
    lazy_gettext("This field is required."),
    lazy_gettext("Not a valid choice."),
    lazy_gettext("Invalid Choice: could not coerce."),
    lazy_gettext("Invalid choice(s): one or more data inputs could not be coerced."),
    lazy_gettext("Not a valid date value."),
    lazy_gettext("Not a valid integer value."),
    lazy_gettext("Not a valid decimal value."),
    lazy_gettext("Not a valid float value."),
    lazy_gettext("Invalid email address."),
    lazy_gettext("Invalid input."),
)


FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
"""Between them lies every day that is meant; the year 9999 would break whoever adds a day to it."""


class Translations:
    """Hands WTForms' own messages to our catalogues, which have Sorani and all Arabic plurals."""

    def gettext(self, string: str) -> str:
        """Translate a message."""
        return gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Say that a text is too long; browsers do not let anybody write one.

        WTForms puts its numbers in afterwards, which a translation would miss already.
        """
        del singular, plural, n
        return gettext("Invalid input.")


class Form(FlaskForm):  # type: ignore[misc]
    """A form with our messages and a token against forgery."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Where WTForms looks for translations."""

        def get_translations(self, form: object) -> Translations:
            """Use our catalogues."""
            del form
            return Translations()

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Markup:
            """Give the token no id: a page may hold several forms, and nothing points at it."""
            unnamed = {"id": False} if isinstance(field, CSRFTokenField) else {}
            rendered: Markup = super().render_field(field, render_kw | unnamed)
            return rendered

    def process(self, *args: Any, **given: Any) -> None:
        """Take in what was typed, without what nobody sees in it; passwords as they are."""
        super().process(*args, **given)
        for field in self:
            if isinstance(field, StringField) and not isinstance(field, PasswordField):
                _clean(field)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask the fields, and of each day that it can be meant."""
        valid: bool = super().validate(extra_validators)
        for field in self:
            if isinstance(field, DateField) and field.data and not _is_meant(field.data):
                field.errors = [*field.errors, gettext("Not a valid date value.")]
                valid = False
        return valid


def _clean(field: StringField) -> None:
    if isinstance(field.data, str):
        field.data = plain_text(field.data)
    if field.raw_data:
        field.raw_data = [
            plain_text(one) if isinstance(one, str) else one for one in field.raw_data
        ]


def _is_meant(day: date) -> bool:
    return FIRST_DAY <= day <= LAST_DAY


class SearchForm(Form):
    """A form that is sent by GET: filters and searches, which change nothing and need no token."""

    class Meta(Form.Meta):
        """No token: it would end up in the address."""

        csrf = False


class CheckboxesField(SelectMultipleField):
    """Several of a list, each with its own box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NeededSometimes:
    """Marks a field that another answer makes needed: calling it optional would be wrong."""

    field_flags: ClassVar = {"needed_sometimes": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Let everything pass: the form knows the other answer, and asks."""


def error_count(form: Form) -> int:
    """Count the fields with an error."""
    return sum(1 for field in form if isinstance(field, Field) and field.errors)


def may_stay_empty(field: Field) -> bool:
    """Tell whether a field can be left out; one that has an answer from the start cannot."""
    if field.flags.required or field.flags.needed_sometimes:
        return False
    if isinstance(field, RadioField):
        return field.default is None
    if isinstance(field, SelectField) and not isinstance(field, SelectMultipleField):
        return any(not value for value, *_rest in field.iter_choices())
    return True
