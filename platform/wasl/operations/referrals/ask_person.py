"""Ask a person something in a referral by message, with a code to answer it."""

from datetime import datetime

from sqlalchemy.orm import Session

from models.enums import ConsentPurpose
from models.referral import Referral
from wasl.access.viewer import Viewer
from wasl.operations.referrals.codes import make_answer_code
from wasl.operations.tell_person import address_of, tell_person


def ask_person(
    session: Session, by: Viewer, referral: Referral, template: str, until: datetime
) -> bool:
    """Send a person a question that a new code opens; return False where no message reaches them.

    template: one whose words take `code` and `until`. Where nothing reaches them no code is made
    either: one that they hold on a slip still works, and their caseworker asks them.
    """
    person = referral.person
    if not person.allows(ConsentPurpose.CONTACT) or address_of(session, person) is None:
        return False
    code = make_answer_code(session, by, referral, until=until, way="message")
    tell_person(session, person, template, {"code": code, "until": until})
    return True
