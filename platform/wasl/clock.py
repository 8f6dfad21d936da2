"""What day it is where Wasl is used, whatever zone its server stands in."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

BAGHDAD = ZoneInfo("Asia/Baghdad")


def today_in_baghdad() -> date:
    """Return the day that it is now in Iraq."""
    return datetime.now(BAGHDAD).date()
