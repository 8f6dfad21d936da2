"""Forms of what came of a referral, for all who fill them in: still there, and steps of stock."""

from wtforms import RadioField
from wtforms.validators import InputRequired

from models.placement_states import AllocationStep
from models.referral_enums import CheckAnswer, EndCause
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.forms import Form
from wasl.ui.labels import as_choices, choices, label

STILL_THERE = CheckAnswer.STILL_THERE.value


class CheckForm(Form):
    """Two taps: still there, or why not any more."""

    said = RadioField(
        _("Still there?"),
        choices=[*as_choices([(STILL_THERE, label(CheckAnswer.STILL_THERE))]), *choices(EndCause)],
        validators=[InputRequired()],
    )

    def word(self) -> tuple[CheckAnswer, EndCause | None]:
        """Return what is said; for somebody who is not there any more with the reason."""
        if self.said.data == STILL_THERE:
            return CheckAnswer.STILL_THERE, None
        return CheckAnswer.ENDED, EndCause(self.said.data)


class EndForm(Form):
    """Why somebody is not there any more."""

    said = RadioField(_("Why?"), choices=choices(EndCause), validators=[InputRequired()])

    def cause(self) -> EndCause:
        """Return why."""
        return EndCause(self.said.data)


class StockForm(Form):
    """What was done with stock."""

    step = RadioField(
        choices=as_choices((step.value, step.value) for step in AllocationStep),
        validators=[InputRequired()],
    )

    def taken(self) -> AllocationStep:
        """Return the step."""
        return AllocationStep(self.step.data)
