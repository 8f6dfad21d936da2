"""Forms around what members are asked for."""

from typing import Any

from wtforms import HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import HiddenInput

from models.enums import OpportunityKind
from models.round_table_states import AskStep
from wasl.i18n.texts import lazy_gettext as _
from wasl.portals.round_table.queries.gaps import COUNTRY
from wasl.ui.forms import Form
from wasl.ui.labels import choices

TEXT_MOST = 1000
MOST = 100_000
_TOO_LONG = _("Write at most %(max)d characters.")
_NUMBER = _("Write a number from 1 on.")
_HOW_MANY = [InputRequired(_NUMBER), NumberRange(min=1, max=MOST, message=_NUMBER)]
ANSWERS = (AskStep.PROMISE, AskStep.DECLINE, AskStep.DROP, AskStep.TAKE_UP)


class SeenAskForm(Form):
    """What every change carries: the ask as it was read."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])

    def seen(self) -> int:
        """Return the version that was read; only for a form that is valid."""
        return int(self.version.data or 0)


class AskWordsForm(SeenAskForm):
    """How much is asked for, and in which words."""

    quantity = IntegerField(_("How many"), validators=_HOW_MANY)
    text = TextAreaField(
        _("In your words"), validators=[MayBeEmpty(), Length(max=TEXT_MOST, message=_TOO_LONG)]
    )


class AskAnswerForm(SeenAskForm):
    """What came of an ask."""

    step = HiddenField()
    note = TextAreaField(
        _("What they said"), validators=[MayBeEmpty(), Length(max=TEXT_MOST, message=_TOO_LONG)]
    )

    def taken(self) -> AskStep | None:
        """Return the step that was chosen, or none: there is no such button."""
        return next((step for step in ANSWERS if step.value == self.step.data), None)


class AskAddForm(Form):
    """An ask of one member, by hand. The choices are set by the view."""

    organisation = SelectField(_("Member"), validators=[InputRequired(_("Choose a member."))])
    kind = SelectField(_("What"), choices=choices(OpportunityKind))
    group = SelectField(
        _("Occupation"), validators=[InputRequired(_("Choose an occupation of the list."))]
    )
    governorate = SelectField(_("Governorate"))
    quantity = IntegerField(_("How many"), validators=_HOW_MANY)
    text = TextAreaField(
        _("In your words"), validators=[MayBeEmpty(), Length(max=TEXT_MOST, message=_TOO_LONG)]
    )

    def place(self) -> str | None:
        """Return the governorate that is meant; none for the whole country."""
        chosen: Any = self.governorate.data
        return None if chosen in {"", COUNTRY, None} else str(chosen)
