"""Forms with which an office writes down what a person says about their own data."""

from typing import Any

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from models.access_enums import ConsentGiver
from models.enums import ConsentPurpose
from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.corrections import LONGEST
from wasl.operations.spoken import Missing, Spoken
from wasl.questions.release_form import ReleaseFields
from wasl.ui.forms import Form, NeededSometimes
from wasl.ui.labels import as_choices, choices, label

_GIVERS = (ConsentGiver.WITH_CASEWORKER, ConsentGiver.PROXY)
_MISSING = {
    Missing.PROXY: _("Write who speaks for the person."),
    Missing.WITNESS: _("Write who was there."),
    Missing.REASON: _("Write why."),
}


def _words(text: str) -> StringField:
    rules = [Optional(), Length(max=200), NeededSometimes()]
    return StringField(text, validators=rules, render_kw={"dir": "auto"})


class SpokenForm(Form):
    """Who said it, who heard it, why it was not the person alone."""

    given_by = RadioField(
        _("Who says so?"),
        choices=as_choices((giver.value, label(giver)) for giver in _GIVERS),
        default=ConsentGiver.WITH_CASEWORKER.value,
    )
    proxy = _words(_("Who speaks for the person, and how they are related"))
    witness = _words(_("Who was there as a witness"))
    reason = _words(_("Why it is not the person alone who says so"))

    def spoken(self) -> Spoken:
        """Return how it was said."""
        giver = ConsentGiver(self.given_by.data)
        return Spoken(
            given_by=giver,
            proxy=(self.proxy.data or None) if giver is ConsentGiver.PROXY else None,
            witness=self.witness.data or None,
            reason=self.reason.data or None,
        )

    def mark_missing(self, missing: list[Missing]) -> None:
        """Say at each field what it lacks."""
        for name in missing:
            field: Any = self[name.value]
            field.errors = [_MISSING[name]]


class ConsentForm(SpokenForm):
    """A yes or no for one purpose."""

    purpose = RadioField(
        _("For what?"),
        choices=choices(ConsentPurpose),
        validators=[InputRequired(_("Choose for what."))],
    )
    granted = RadioField(
        _("What did they say?"),
        choices=as_choices([("yes", _("Yes")), ("no", _("No"))]),
        validators=[InputRequired(_("Choose yes or no."))],
    )
    given_on = DateField(
        _("On which day"), validators=[Optional()], render_kw={"type": "date", "dir": "ltr"}
    )


class ReleaseForm(ReleaseFields, SpokenForm):
    """Let one employer know who the person is."""


class EmptyForm(Form):
    """A button."""


class DecisionForm(Form):
    """Accept or decline what a person says is wrong."""

    decision = RadioField(
        _("What do you decide?"),
        choices=as_choices([("accept", _("It is corrected")), ("decline", _("It stays as it is"))]),
        validators=[InputRequired(_("Choose what you decide."))],
    )
    value = StringField(
        _("What is written down from now on"),
        validators=[Optional(), Length(max=LONGEST)],
        render_kw={"dir": "auto"},
    )
    answer = TextAreaField(
        _("Your answer to the person"),
        validators=[Optional(), Length(max=1000)],
        render_kw={"rows": 3, "dir": "auto"},
    )


class EraseForm(SpokenForm):
    """Have a person's data erased."""

    cause = SelectField(
        _("Why?"),
        choices=as_choices(
            [
                ("own_wish", _("The person asked for it")),
                ("office", _("Decided by the office")),
            ]
        ),
        validators=[DataRequired()],
    )
