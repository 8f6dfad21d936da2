"""Once a year: does all that a profile says still hold?"""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from models.base import utc_now
from models.capacity import Capacity
from models.opportunity import Organisation
from wasl.access.viewer import Viewer
from wasl.operations.profile.capacities import note_capacity
from wasl.operations.profile.describe import hold_profile, note_profile, running_capacities

HOLDS = timedelta(days=365)
"""So long a profile counts as right without being asked about."""


def is_due(organisation: Organisation, now: datetime) -> bool:
    """Tell whether an organisation is to be asked if its profile still holds."""
    return organisation.profile_at is not None and organisation.profile_at < now - HOLDS


def confirm_profile(
    session: Session,
    by: Viewer,
    organisation: Organisation,
    *,
    today: date,
    seen: str,
) -> int:
    """Say that the whole profile still holds; return how many of its lines are confirmed with it.

    A line whose last day is over is ended instead. Raises ProfileChangedError.
    """
    hold_profile(session, organisation, seen)
    now, confirmed = utc_now(), 0
    for capacity in running_capacities(session, organisation):
        if _is_over(capacity, today):
            capacity.ended_at = now
            note_capacity(session, by, capacity, "ended")
        else:
            capacity.confirmed_at = now
            confirmed += 1
    organisation.profile_at = now
    session.flush()
    note_profile(session, by, organisation, ["profile_at"])
    return confirmed


def _is_over(capacity: Capacity, today: date) -> bool:
    return capacity.available_until is not None and capacity.available_until < today
