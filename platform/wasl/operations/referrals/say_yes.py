"""A person says yes to one opportunity: its employer is told that somebody waits for an answer."""

from sqlalchemy.orm import Session

from models.referral import Referral
from models.referral_enums import EmployerVerdict
from models.referral_states import ConsentStep
from wasl.access.viewer import Viewer
from wasl.operations.referrals.core import Said, take_step
from wasl.operations.tell_staff import tell_employer


def say_yes(session: Session, by: Viewer, referral: Referral, said: Said) -> bool:
    """Write the yes down and tell the employer; return False when it was said before.

    The caller holds the referral. An employer who asked to meet the person hears that they agreed.
    One who knew nothing of it hears of the person once there is room (`core.introduce_next`).
    Raises ReferralStepRefusedError.
    """
    if not take_step(session, by, referral, ConsentStep.SAY_YES, said):
        return False
    if referral.closed_at is None and referral.verdict is EmployerVerdict.MEET:
        tell_employer(session, referral.opportunity.organisation, "person_agreed")
    return True
