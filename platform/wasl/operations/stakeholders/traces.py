"""What is recorded of changes of a stakeholder, and what its parts are checked for alike."""

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.enums import PlaceLevel
from models.opportunity import Organisation
from models.place import Place
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.stakeholders.errors import StakeholderRule, StakeholderRuleError


def note_change(
    session: Session, by: Viewer, organisation: Organisation, what: str, columns: list[str]
) -> None:
    """Record what was done with what is known of an organisation, and in which columns."""
    subject = ("organisation", organisation.public_id)
    record(
        session, by, AuditAction.STAKEHOLDER_CHANGED, subject=subject, what=what, columns=columns
    )


def check_governorate(session: Session, code: str | None) -> None:
    """Raise StakeholderRuleError for a code that is none of a governorate; none is none."""
    place = session.get(Place, code) if code else None
    if code and (place is None or place.level is not PlaceLevel.GOVERNORATE):
        raise StakeholderRuleError(StakeholderRule.PLACE_UNKNOWN)
