"""Days and moments as each language writes them, for pages and for messages; digits are 0 to 9."""

from datetime import UTC, date, datetime

from babel.dates import format_date, format_time

from wasl.clock import BAGHDAD

# English of the kind taught in Iraq; Iraqi names of months; the Sorani izafe on day and month.
_PATTERNS = {"en": ("en_GB", "d MMMM y"), "ar": ("ar_IQ", "d MMMM y"), "ckb": ("ckb", "dی MMMMی y")}


def in_baghdad(moment: datetime) -> datetime:
    """Return a moment as clocks in Iraq show it; one without a zone is taken as UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(BAGHDAD)


def write_day(value: date, language: str) -> str:
    """Write a day with the month's name: 5 March 2026, 5 آذار 2026, 5ی ئازاری 2026."""
    locale, pattern = _PATTERNS[language]
    day = in_baghdad(value) if isinstance(value, datetime) else value
    return format_date(day, pattern, locale=locale)


def write_month(value: date, language: str) -> str:
    """Write a month with its year: March 2026, آذار 2026, ئازاری 2026."""
    locale, pattern = _PATTERNS[language]
    return format_date(value, pattern[pattern.index("M") :], locale=locale)


def write_weekday(value: date, language: str) -> tuple[str, str]:
    """Write a day of the week in full and in one sign."""
    locale, _pattern = _PATTERNS[language]
    return format_date(value, "EEEE", locale=locale), format_date(value, "EEEEE", locale=locale)


def write_time(value: datetime) -> str:
    """Write the time of day in Iraq, in 24 hours."""
    return format_time(in_baghdad(value), "HH:mm", locale="en")
