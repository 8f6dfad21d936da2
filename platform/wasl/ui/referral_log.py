"""A line of a referral's log in words: what of it moved, and to where."""

from enum import Enum

from models.referral import ReferralStep
from models.referral_enums import (
    Axis,
    CloseCause,
    ConsentState,
    EmployerVerdict,
    InterviewState,
    OfficeView,
)
from wasl.ui.labels import label

_STATES: dict[Axis, type[Enum]] = {
    Axis.CONSENT: ConsentState,
    Axis.VIEW: OfficeView,
    Axis.VERDICT: EmployerVerdict,
    Axis.MEETING: InterviewState,
}


def log_text(step: ReferralStep) -> tuple[str, str]:
    """Return what a step changed and to what, such as "The person's answer", "Said yes"."""
    if step.axis is Axis.CLOSING:
        return label(step.axis), label(CloseCause(step.step))
    return label(step.axis), label(_STATES[step.axis](step.target))
