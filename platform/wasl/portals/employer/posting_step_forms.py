"""Small forms around a posting: a step, more time, what a title means, a skill in other words."""

from datetime import date, timedelta

from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, Length, Optional

from models.opportunity_states import OpportunityStep
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.forms import Form, SearchForm
from wasl.ui.labels import as_choices

NO_OCCUPATION = "none"
NEVER_SEEN = -1
_DIGITS = 9
_DAYS = {30, 60, 90}


class SeenForm(Form):
    """What carries the version of the posting that was shown."""

    version = HiddenField()

    def seen(self) -> int:
        """Return the version; a form that says none is never taken for one that is up to date."""
        digits = self.version.data or ""
        sound = digits.isdecimal() and len(digits) <= _DIGITS
        return int(digits) if sound else NEVER_SEEN


class StepForm(SeenForm):
    """A step in the life of a posting."""

    step = SelectField(choices=as_choices((step.value, step.value) for step in OpportunityStep))

    def wanted(self) -> OpportunityStep:
        """Return the step; only for a form that is valid."""
        return OpportunityStep(self.step.data)


class ExtendForm(SeenForm):
    """A new last day: a day, or some days more."""

    last_day = DateField(_("New last day"), validators=[Optional()])
    days = SelectField(
        choices=as_choices((str(days), str(days)) for days in sorted(_DAYS)),
        validators=[Optional()],
        validate_choice=False,
    )

    def day_from(self, before: date | None, today: date) -> date | None:
        """Return the new last day of a posting; none when the form names none."""
        if self.last_day.data is not None:
            return self.last_day.data
        if self.days.data not in {str(days) for days in _DAYS}:
            return None
        return max(before or today, today) + timedelta(days=int(self.days.data))


class BatchForm(ExtendForm):
    """What is done with several postings: closed, or given more time."""

    postings = SelectMultipleField(validate_choice=False)
    action = SelectField(choices=as_choices([("close", ""), ("extend", "")]))


class MeaningOfTitleForm(SeenForm):
    """What a title means: a unit group of ISCO-08."""

    code = RadioField(
        _("Occupation"), validators=[DataRequired(_("Choose an occupation"))], validate_choice=False
    )

    def wanted(self) -> str | None:
        """Return the unit group, or None for a title that names no occupation."""
        return None if self.code.data == NO_OCCUPATION else str(self.code.data)


class SkillForm(SeenForm):
    """A skill as the posting says it, and the words in its place."""

    wording = HiddenField(validators=[Length(max=300)])
    instead = StringField(_("In other words"), validators=[Optional(), Length(max=300)])
    action = HiddenField()

    def words(self) -> str:
        """Return the words in its place; none to leave it out."""
        return "" if self.leaves_out() else (self.instead.data or "").strip()

    def leaves_out(self) -> bool:
        """Tell whether the skill is not asked for any more."""
        return bool(self.action.data == "remove")


class OwnFilterForm(SearchForm):
    """What of one's own postings is listed."""

    q = StringField(validators=[Optional(), Length(max=200)])
    state = StringField(validators=[Optional(), Length(max=20)])
    kind = StringField(validators=[Optional(), Length(max=20)])
    commitment = StringField(validators=[Optional(), Length(max=120)])
