"""Write down when there was contact with an organisation."""

from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.opportunity import Organisation
from models.round_table_enums import ContactWay
from models.stakeholder import ContactNote
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.stakeholders.errors import StakeholderRule, StakeholderRuleError


def note_contact(
    session: Session,
    by: Viewer,
    organisation: Organisation,
    way: ContactWay,
    today: date,
    *,
    on: date | None = None,
    note: str = "",
) -> ContactNote:
    """Add that there was contact, today or on a day before; notes are only added.

    Raises StakeholderRuleError for a day that has not come.
    """
    day = on or today
    if day > today:
        raise StakeholderRuleError(StakeholderRule.FUTURE)
    added = ContactNote(
        organisation_id=organisation.id,
        on=day,
        way=way,
        note=note.strip() or None,
        account_id=by.account_id,
    )
    session.add(added)
    session.flush()
    subject = ("organisation", organisation.public_id)
    record(
        session,
        by,
        AuditAction.CONTACT_NOTED,
        subject=subject,
        way=way.value,
        day=day.isoformat(),
    )
    return added
