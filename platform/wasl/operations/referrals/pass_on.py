"""What an office does with an employer's wish to meet somebody: ask the person, or say no."""

from sqlalchemy.orm import Session

from models.referral import Referral
from models.referral_enums import Axis, ConsentState, EmployerVerdict, OfficeView
from models.referral_states import ConsentStep, ViewStep, closing_cause
from wasl.access.viewer import Viewer
from wasl.operations.referrals.core import Said, hold_for, take_step
from wasl.operations.referrals.errors import ReferralStepRefusedError
from wasl.operations.referrals.questions import USUAL_ASKING, Asking, put_question
from wasl.operations.spoken import hold_person
from wasl.operations.tell_person import tell_person
from wasl.operations.tell_staff import tell_employer

_KNOWS = frozenset({ConsentState.ASKED, ConsentState.GIVEN})


def pass_on(
    session: Session,
    by: Viewer,
    referral: Referral,
    said: Said,
    *,
    asking: Asking = USUAL_ASKING,
    seen: int | None = None,
) -> bool:
    """Ask the person, for the first time or again; return False when it was done just now.

    Raises ReferralStepRefusedError where a yes would open nothing, because the employer or the
    calendar has ended it; ReferralChangedError; and what `put_question` raises.
    """
    hold_person(session, referral.person)
    if not hold_for(session, by, referral, Axis.CONSENT, ConsentStep.ASK, seen=seen):
        return False
    if not can_be_asked(referral):
        raise ReferralStepRefusedError(ConsentStep.ASK, referral.consent)
    put_question(session, by, referral, said, asking)
    return True


def can_be_asked(referral: Referral) -> bool:
    """Tell whether the person can be asked now, and their yes would open something."""
    if referral.consent in _KNOWS:
        return False
    over = closing_cause(referral.consent, referral.view, referral.verdict)
    if referral.close_cause is not over:
        return False  # something outside it has ended it
    return closing_cause(ConsentState.ASKED, OfficeView.SUPPORTED, referral.verdict) is None


def oppose(
    session: Session, by: Viewer, referral: Referral, said: Said, *, seen: int | None = None
) -> bool:
    """Say no for the office, with one of its reasons; return False when it was said just now.

    An employer who knows of it hears that the person is not available; a person who was asked
    hears that there is an answer. Raises ReasonNotGivenError, ReferralStepRefusedError,
    ReferralChangedError.
    """
    hold_person(session, referral.person)
    if not hold_for(session, by, referral, Axis.VIEW, ViewStep.OPPOSE, seen=seen):
        return False
    if referral.closed_at is not None:
        raise ReferralStepRefusedError(ViewStep.OPPOSE, referral.view)
    known = referral.verdict is not EmployerVerdict.NOT_ASKED
    asked = referral.consent in _KNOWS
    if not take_step(session, by, referral, ViewStep.OPPOSE, said):
        return False
    if known:
        tell_employer(session, referral.opportunity.organisation, "person_not_available")
    if asked:
        tell_person(session, referral.person, "person_news", {})
    return True
