"""The parts that forms of postings are put together from; each knows its own words.

What is typed stays text: it is read by the readers of files, so both understand the same.
"""

from collections.abc import Iterable

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Optional

from models.enums import Hours
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.labels import as_choices, as_names, label
from wasl.ui.names import education_name

# Nothing is refused here: a draft is kept as it is. What is needed to send it in says so.
_OPTIONAL = [Optional()]
_NEEDED = [DataRequired()]
_WORDS = {"dir": "auto"}
_NUMBER = {"inputmode": "decimal", "autocomplete": "off", "dir": "auto"}
_DAY = {"type": "date"}
_LEVELS = range(1, 9)


def text_field(label: str, hint: str = "", *, needed: bool = False) -> StringField:
    """Return a field for words on one line."""
    rules = _NEEDED if needed else _OPTIONAL
    return StringField(label, description=hint, validators=rules, render_kw=_WORDS)


def number_field(label: str, hint: str = "", *, needed: bool = False) -> StringField:
    """Return a field for a number or an amount, in any digits."""
    rules = _NEEDED if needed else _OPTIONAL
    return StringField(label, description=hint, validators=rules, render_kw=_NUMBER)


def day_field(label: str, hint: str = "") -> StringField:
    """Return a field for a day."""
    return StringField(label, description=hint, validators=_OPTIONAL, render_kw=_DAY)


def lines_field(
    label: str, hint: str = "", *, rows: int = 3, needed: bool = False
) -> TextAreaField:
    """Return a field for several lines."""
    rules, look = _NEEDED if needed else _OPTIONAL, {"dir": "auto", "rows": rows}
    return TextAreaField(label, description=hint, validators=rules, render_kw=look)


def yes_no_field(label: str, yes: str, no: str, *, needed: bool = False) -> RadioField:
    """Return a choice between two."""
    rules = _NEEDED if needed else _OPTIONAL
    return RadioField(label, choices=as_choices([("yes", yes), ("no", no)]), validators=rules)


class BasicParts:
    """What every posting says of itself."""

    title = text_field(_("Title"), _("As people would say it, in any language."), needed=True)
    description = lines_field(
        _("Description"),
        _("What one would do, with whom, and what a day is like."),
        rows=6,
        needed=True,
    )
    seats = number_field(_("Places"), _("How many people you take."), needed=True)


class PlaceParts:
    """Where it is."""

    governorate = SelectField(_("Governorate"), validators=_NEEDED)
    district = text_field(_("District"))


class RemoteParts:
    """Whether it can be done from anywhere."""

    remote = BooleanField(
        _("It can be done from home"), description=_("Then it needs no governorate.")
    )


class DayParts:
    """When it begins, and until when people can come forward."""

    start_date = day_field(_("Begins on"))
    apply_by = day_field(_("Apply by"), _("After this day it is not shown any more."))


class HoursParts:
    """Working time."""

    hours = SelectField(_("Hours"), validators=_OPTIONAL)

    def fill_hours(self) -> None:
        """Offer the working times in the language of the page."""
        times = [(item.value, label(item)) for item in Hours]
        self.hours.choices = as_choices([("", _("Not said")), *times])


class WageParts:
    """What it pays."""

    wage_min = number_field(_("Wage a month, from"), _("In dinars: 750,000 or 750 thousand."))
    wage_max = number_field(_("Wage a month, up to"))


class EducationParts:
    """The lowest education that will do."""

    education_min = SelectField(
        _("Lowest education"),
        validators=_OPTIONAL,
        description=_("Ask only for what the work needs: each condition leaves people out."),
    )

    def fill_education(self) -> None:
        """Offer the levels of education in the language of the page."""
        levels = [(str(level), education_name(level)) for level in _LEVELS]
        self.education_min.choices = as_choices([("", _("none asked for")), *levels])


class ExperienceParts:
    """Years of experience."""

    experience_min_years = number_field(_("Years of experience, at least"))


class SkillsNeededParts:
    """Skills without which it does not work."""

    skills_required = lines_field(
        _("Skills needed"), _("One on each line, in your own words. Who has them comes first.")
    )


class SkillsWelcomeParts:
    """Skills that are good to have."""

    skills_desired = lines_field(
        _("Welcome skills"), _("One on each line. They count for the order, and leave nobody out.")
    )


class LanguageParts:
    """Languages with the lowest level."""

    languages = lines_field(
        _("Languages"), _("One on each line, with the lowest level: Arabic: native, English: B1.")
    )


class LicenceParts:
    """Licences that are needed."""

    licences = lines_field(
        _("Licences"), _("One on each line: driving licence, forklift, electrician …"), rows=2
    )


class AccessibleParts:
    """Whether people with a disability can come."""

    accessible = BooleanField(_("Accessible for people with a disability"))


class TransportParts:
    """Whether people are brought there."""

    transport = BooleanField(_("Transport"))


class ProvidedParts(AccessibleParts, TransportParts):
    """What the employer provides."""

    childcare = BooleanField(_("Childcare"))
    accommodation = BooleanField(_("A place to stay"))


class SignalParts:
    """What is said to applicants, and which promise it keeps."""

    women_encouraged = BooleanField(
        _("Women are encouraged to apply"),
        description=_("This is shown to everybody. It never leaves anybody out."),
    )
    # What a file or a colleague wrote stays, even where it is none of those to choose from.
    commitment = SelectField(
        _("Roundtable commitment"),
        validators=_OPTIONAL,
        validate_choice=False,
        description=_("The promise of your organisation that this keeps, if any."),
    )

    def fill_commitments(self, own: Iterable[tuple[str, str]], written: str | None) -> None:
        """Offer own commitments by reference. written: what the posting names now."""
        known = dict(own)
        for ref in (written, self.commitment.data):
            if ref:
                known.setdefault(ref, ref)
        none = as_choices([("", _("none of them"))])
        self.commitment.choices = [*none, *as_names(known.items())]
