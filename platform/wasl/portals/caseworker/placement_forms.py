"""What a person says after they were placed, written down by the office."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from wtforms import RadioField

from models.access_enums import ConsentGiver
from models.placement_states import AllocationStep
from models.referral import Referral
from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.portals.caseworker.queries.placements import load_made
from wasl.ui.labels import as_choices, label
from wasl.ui.placed_forms import CheckForm

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
        "step_texts": STEP_TEXTS,
    }
