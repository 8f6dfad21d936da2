"""Forms of the profile: who an organisation is, and each line of what it could give."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from wtforms import (  # type: ignore[attr-defined] # the stubs are of 3.2
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from models.capacity import Capacity
from models.enums import OpportunityKind
from models.referral_enums import OrganisationSize
from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.confirm_occupation import NO_OCCUPATION
from wasl.operations.profile.capacities import MOST_IN_A_YEAR, MOST_IQD, CapacityLine
from wasl.operations.profile.describe import Described
from wasl.operations.profile.suggestions import Suggestion
from wasl.sectors import SectorName
from wasl.ui.forms import CheckboxesField, Form
from wasl.ui.labels import choices

_LONGEST = 1_000
_TOO_LONG = _("Write less: at most 1000 characters.")
_TOO_LONG_LINE = _("Write less: at most 200 characters.")
_NUMBER = {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}


class ProfileForm(Form):
    """Who an organisation is, and where it works."""

    seen = HiddenField()
    sector = SelectField(_("Sector"), validators=[DataRequired(_("Choose the sector"))])
    size = RadioField(
        _("How many people work there"),
        choices=choices(OrganisationSize),
        validators=[InputRequired(_("Say how many people work there"))],
    )
    places = CheckboxesField(
        _("Where it works"), validators=[DataRequired(_("Choose at least one place"))]
    )
    about = TextAreaField(
        _("What it does, in a few sentences"),
        validators=[Optional(), Length(max=_LONGEST, message=_TOO_LONG)],
        render_kw={"dir": "auto", "rows": 4},
    )
    website = StringField(
        _("Website"),
        validators=[Optional(), Length(max=200, message=_TOO_LONG_LINE)],
        render_kw={"dir": "ltr", "inputmode": "url", "autocomplete": "url"},
    )

    def described(self) -> Described:
        """Return what was filled in; only for a form that is valid."""
        return Described(
            sector=self.sector.data,
            size=OrganisationSize(self.size.data),
            places=frozenset(self.places.data or ()),
            about=self.about.data or "",
            website=self.website.data or "",
        )


class CapacityForm(Form):
    """One line: what could be given, how many a year, where, when."""

    version = HiddenField()
    title = StringField(
        _("What"),
        validators=[
            DataRequired(_("Write what you could give")),
            Length(max=200, message=_TOO_LONG_LINE),
        ],
        render_kw={"dir": "auto"},
    )
    quantity = IntegerField(
        _("How many a year"),
        validators=[
            InputRequired(_("Write how many a year")),
            NumberRange(1, MOST_IN_A_YEAR, _("Write a number from 1 to 100,000")),
        ],
        render_kw=_NUMBER,
    )
    unit = StringField(
        _("Unit"),
        validators=[Optional(), Length(max=100, message=_TOO_LONG_LINE)],
        render_kw={"dir": "auto"},
    )
    amount = IntegerField(
        _("Amount for each, in IQD"),
        validators=[
            Optional(),
            NumberRange(1, MOST_IQD, _("Write an amount up to 2,000,000,000")),
        ],
        render_kw=_NUMBER,
    )
    governorate = SelectField(_("Where"), validators=[Optional()])
    available_from = DateField(_("From"), validators=[Optional()])
    available_until = DateField(_("Until"), validators=[Optional()])
    conditions = TextAreaField(
        _("Under which conditions"),
        validators=[Optional(), Length(max=_LONGEST, message=_TOO_LONG)],
        render_kw={"dir": "auto", "rows": 3},
    )

    def line(self, kind: OpportunityKind) -> CapacityLine:
        """Return what was filled in; only for a form that is valid."""
        return CapacityLine(
            kind=kind,
            title=self.title.data or "",
            quantity=self.quantity.data or 0,
            unit=self.unit.data or "",
            amount=self.amount.data,
            governorate=self.governorate.data or None,
            available_from=self.available_from.data,
            available_until=self.available_until.data,
            conditions=self.conditions.data or "",
        )

    def seen(self) -> int:
        """Return the version that the page was made from; one that cannot be read is none."""
        return seen_version(self.version.data)


class SeenForm(Form):
    """A button: nothing to fill in, but what it was pressed upon."""

    seen = HiddenField()


class MeaningForm(Form):
    """What the title of a line means: a unit group of ISCO-08."""

    version = HiddenField()
    code = RadioField(
        validators=[DataRequired(_("Choose an occupation"))], choices=[], validate_choice=False
    )

    def wanted(self) -> str | None:
        """Return the unit group, or None for a title that names no occupation."""
        return None if self.code.data == NO_OCCUPATION else str(self.code.data)


def seen_version(text: str | None) -> int:
    """Read the number of a version; what is none is a version that no line has."""
    digits = text or ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1


def sector_choices(sectors: Sequence[SectorName]) -> list[SelectChoice]:
    """Return the sectors as choices, the divisions of a section below it."""
    names = {one.code: one.name for one in sectors}
    return [
        SelectChoice("", gettext("Choose …")),
        *(SelectChoice(one.code, one.name, optgroup=names[one.section]) for one in sectors),
    ]


def line_values(capacity: Capacity) -> Mapping[str, Any]:
    """Return what a line says, as the form shows it."""
    return {
        "version": str(capacity.version),
        "title": capacity.title,
        "quantity": capacity.quantity,
        "unit": capacity.unit,
        "amount": capacity.amount,
        "governorate": capacity.governorate_code or "",
        "available_from": capacity.available_from,
        "available_until": capacity.available_until,
        "conditions": capacity.conditions,
    }


def suggestion_form(suggestions: Sequence[Suggestion], language: str) -> Form:
    """Return a form with a box and a number for each suggestion."""
    fields: dict[str, Any] = {}
    in_range = NumberRange(1, MOST_IN_A_YEAR, _("Write a number from 1 to 100,000"))
    for one in suggestions:
        title = one.titles[language]
        fields[f"take_{one.key}"] = BooleanField(title)
        fields[f"many_{one.key}"] = IntegerField(
            gettext("%(title)s: how many a year", title=title),
            default=one.quantity,
            validators=[Optional(), in_range],
            render_kw=_NUMBER,
        )
    return cast("Form", type("SuggestionForm", (Form,), fields)())


def ticked(form: Form, suggestions: Sequence[Suggestion]) -> dict[str, int]:
    """Return what was ticked, and how many of each."""
    data = form.data
    return {
        one.key: data[f"many_{one.key}"] or one.quantity
        for one in suggestions
        if data[f"take_{one.key}"]
    }
