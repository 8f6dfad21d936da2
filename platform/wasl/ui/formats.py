"""Dates, numbers and money as they are written in each language; digits are 0 to 9 in all."""

from datetime import date, datetime

from wasl.i18n.days import write_day, write_month, write_time, write_weekday
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext


def format_day(value: date) -> str:
    """Write a date with the month's name: 5 March 2026, 5 آذار 2026, 5ی ئازاری 2026."""
    return write_day(value, choose_language())


def format_month(value: date) -> str:
    """Write a month with its year."""
    return write_month(value, choose_language())


def format_weekday(value: date) -> tuple[str, str]:
    """Write a day of the week in full and in one sign."""
    return write_weekday(value, choose_language())


def format_moment(value: datetime) -> str:
    """Write a date with the time of day in Baghdad, in 24 hours."""
    return _("%(day)s, %(time)s", day=format_day(value), time=write_time(value))


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
