"""What a person says after they were placed, written down by the office."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from wtforms import RadioField
from wtforms.validators import InputRequired

from models.access_enums import ConsentGiver
from models.placement_states import CHECK_DAYS, AllocationStep
from models.referral import Referral
from models.referral_enums import CheckAnswer, EndCause
from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.portals.caseworker.queries.placements import load_made
from wasl.ui.forms import Form
from wasl.ui.labels import as_choices, choices, label
from wasl.ui.placed_forms import STILL_THERE, CheckForm

NOT_KNOWN = "not_known"
_GIVERS = (ConsentGiver.WITH_CASEWORKER, ConsentGiver.PROXY)


class PersonCheckForm(CheckForm):
    """Still there or not, and who says so."""

    given_by = RadioField(
        _("Who says so?"),
        choices=as_choices([(giver.value, label(giver)) for giver in _GIVERS]),
        default=ConsentGiver.WITH_CASEWORKER.value,
    )

    def giver(self) -> ConsentGiver:
        """Return in whose voice it was said."""
        return ConsentGiver(self.given_by.data)


class SettleForm(Form):
    """What an office found out where the two sides disagree, and about which check."""

    day = RadioField(
        choices=as_choices((str(day), str(day)) for day in CHECK_DAYS),
        validators=[InputRequired()],
    )
    said = RadioField(
        _("What did you find out?"),
        choices=[
            *as_choices([(STILL_THERE, label(CheckAnswer.STILL_THERE))]),
            *choices(EndCause),
            *as_choices([(NOT_KNOWN, _("Could not be found out"))]),
        ],
        validators=[InputRequired()],
    )

    def found(self) -> tuple[CheckAnswer | None, EndCause | None]:
        """Return what is so, and why somebody is not there any more; none: nobody knows."""
        if self.said.data == NOT_KNOWN:
            return None, None
        if self.said.data == STILL_THERE:
            return CheckAnswer.STILL_THERE, None
        return CheckAnswer.ENDED, EndCause(self.said.data)


STEP_TEXTS: Mapping[AllocationStep, Callable[[], str]] = {
    AllocationStep.RECEIPT: lambda: gettext("They received it"),
    AllocationStep.RETURN: lambda: gettext("They gave it back"),
    AllocationStep.RELEASE: lambda: gettext("They do not need it any more"),
}


def placed_part(session: Session, referral: Referral, today: date) -> dict[str, Any]:
    """Return what `caseworker/referral/placement.html` shows."""
    return {
        "made": load_made(session, referral, today),
        "check_form": PersonCheckForm(formdata=None),
        "not_known": NOT_KNOWN,
        "step_texts": STEP_TEXTS,
    }
