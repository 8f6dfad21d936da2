"""Dates, numbers and money as they are written in each language; digits are 0 to 9 in all."""

from datetime import UTC, date, datetime

from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time

from wasl.clock import BAGHDAD
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext

# English of the kind taught in Iraq; Iraqi names of months; the Sorani izafe on day and month.
_PATTERNS = {"en": ("en_GB", "d MMMM y"), "ar": ("ar_IQ", "d MMMM y"), "ckb": ("ckb", "dی MMMMی y")}


def format_day(value: date) -> str:
    """Write a date with the month's name: 5 March 2026, 5 آذار 2026, 5ی ئازاری 2026."""
    locale, pattern = _PATTERNS[choose_language()]
    if isinstance(value, datetime):
        value = _local(value)
    return babel_date(value, pattern, locale=locale)


def _local(value: datetime) -> datetime:
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(BAGHDAD)


def format_moment(value: datetime) -> str:
    """Write a date with the time of day in Baghdad, in 24 hours."""
    time = babel_time(_local(value), "HH:mm", locale="en")
    return _("%(day)s, %(time)s", day=format_day(value), time=time)


def format_number(value: float) -> str:
    """Write a number with commas between thousands and at most one decimal."""
    return f"{value:,.1f}".removesuffix(".0")


def format_iqd(value: int) -> str:
    """Write an amount of Iraqi dinars."""
    return _("%(amount)s IQD", amount=format_number(value))


def format_years(value: float) -> str:
    """Write a number of years; half years count as such, Arabic's dual and plurals apply."""
    whole = value == int(value)
    count = int(value) if whole else 11
    return ngettext("%(shown)s year", "%(shown)s years", count, shown=format_number(value))


def format_size(value: int) -> str:
    """Write a number of bytes as kB or MB."""
    if value < 1_000_000:
        return _("%(size)s kB", size=format_number(max(1, round(value / 1000))))
    return _("%(size)s MB", size=format_number(value / 1_000_000))
