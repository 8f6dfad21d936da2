"""A message's words, made when it leaves: in the recipient's language, for the channel it takes.

Not tied to a page: jobs and the command line send too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from babel.support import NullTranslations, Translations

from models.access_enums import Channel
from wasl.i18n.compile import LOCALE_DIR, compile_catalogues
from wasl.i18n.days import write_day, write_time
from wasl.messages.registry import template_of
from wasl.messages.template import CALENDAR, DAYS, MOMENTS, N_

FIRST_STRONG, END_OF_ISOLATE = "\u2068", "\u2069"
_LINK = N_("Page: %(address)s")
_MOMENT = N_("%(day)s, %(time)s")
_AUTOMATIC = N_("A program wrote this message. Answers are not read.")


@dataclass(frozen=True)
class Letter:
    """The words of one message. The subject holds nothing of anybody.

    calendar: the text of a calendar file (RFC 5545) that goes with a mail.
    """

    subject: str
    body: str
    language: str
    calendar: str | None = None


@cache
def _catalogue(language: str) -> NullTranslations:
    compile_catalogues()
    return Translations.load(str(LOCALE_DIR), [language])


def say(text: str, language: str) -> str:
    """Translate a text; English, and what has no translation yet, stay as they are."""
    return _catalogue(language).gettext(text) if text else text


def say_number(forms: tuple[str, str], number: int, language: str) -> str:
    """Translate a text of numbers, in the form that the language has for this one."""
    return _catalogue(language).ngettext(*forms, number)


def render(
    name: str,
    params: Mapping[str, Any],
    *,
    language: str,
    channel: Channel,
    own: bool,
    site: str = "",
) -> Letter:
    """Return the words of a message.

    own: the reader is surely its person alone; otherwise the neutral words are taken. Paper can be
    found by anybody, so slips are always neutral. site: where the platform's addresses begin
    (`https://…`), or empty. Raises UnknownTemplateError, and KeyError for a missing value.
    """
    template = template_of(name)
    body = template.own if own and channel is not Channel.SLIP else template.neutral
    values = {key: _written(key, value, language, channel) for key, value in params.items()}
    paragraphs = [say(body, language) % values]
    if site and template.path:
        paragraphs.append(say(_LINK, language) % {"address": f"{site}{template.path}"})
    if channel is Channel.EMAIL:
        paragraphs.append(say(_AUTOMATIC, language))
    between = " " if channel is Channel.SMS else "\n\n"
    calendar = params[CALENDAR] if template.calendar and channel is Channel.EMAIL else None
    return Letter(say(template.subject, language), between.join(paragraphs), language, calendar)


def write_moment(moment: datetime, language: str) -> str:
    """Write a day and the time of day, as pages do."""
    values = {"day": write_day(moment, language), "time": write_time(moment)}
    return say(_MOMENT, language) % values


def _written(key: str, value: Any, language: str, channel: Channel) -> str:
    if key in MOMENTS:
        return write_moment(datetime.fromisoformat(value), language)
    if key in DAYS:
        return write_day(date.fromisoformat(value), language)
    # Old phones show the signs that isolate as boxes, so a text message goes without.
    isolated = channel is not Channel.SMS
    return f"{FIRST_STRONG}{value}{END_OF_ISOLATE}" if isolated else str(value)
