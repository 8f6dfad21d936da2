"""What an amendment says, in words: codes by their names, days as days."""

from datetime import date

from sqlalchemy.orm import Session

from models.round_table_enums import CommitmentField, CommitmentState
from wasl.i18n.texts import gettext as _
from wasl.portals.round_table.queries.commitment import name_amended
from wasl.ui.formats import format_day, format_number
from wasl.ui.labels import label


def amendment_text(
    session: Session, field: CommitmentField, value: str | None, language: str
) -> str:
    """Return what one side of an amendment is called on a page."""
    if value is None:
        return _("Not said")
    if field is CommitmentField.QUANTITY and value.isdigit():
        return format_number(int(value))
    if field is CommitmentField.DEADLINE:
        return format_day(date.fromisoformat(value))
    if field is CommitmentField.STATE:
        return str(label(CommitmentState(value)))
    return name_amended(session, field, value, language) or value
