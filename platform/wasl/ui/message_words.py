"""What messages are called on pages, and why one did not leave, in words."""

from dataclasses import dataclass
from datetime import datetime

from models.access_enums import Channel
from models.message import Message
from wasl.i18n.language import choose_language
from wasl.i18n.texts import lazy_gettext as _
from wasl.messages.carriers.carrier import Trouble
from wasl.messages.registry import TEMPLATES
from wasl.messages.render import render, say, write_moment
from wasl.messages.template import N_

_TROUBLES: dict[str, str] = {
    Trouble.NO_CONNECTION: _("No connection"),
    Trouble.NOT_TRUSTED: _("The other side is not trusted (TLS)"),
    Trouble.SIGN_IN_REFUSED: _("The password or token was refused"),
    Trouble.ADDRESS_REFUSED: _("The address was refused"),
    Trouble.REFUSED: _("The message was refused"),
    Trouble.BUSY: _("The other side is busy"),
    Trouble.EXPIRED: _("Too late: its code had expired"),
    Trouble.NO_CONSENT: _("The person does not wish to be contacted"),
    Trouble.PERSON_GONE: _("The person's data were deleted"),
    Trouble.NO_WORDS: _("There are no words for it"),
    Trouble.GIVEN_UP: _("Dropped by hand"),
}


def message_name(template: str) -> str:
    """Return the subject of a message, in the language of the page."""
    found = TEMPLATES.get(template)
    return say(found.subject, choose_language()) if found else template


def trouble_words(error: str | None) -> str | None:
    """Return in words why a message did not leave, with the number that the other side gave."""
    if not error:
        return None
    code, _space, number = error.partition(" ")
    words = str(_TROUBLES.get(code, code))
    return f"{words} ({number})" if number else words


@dataclass(frozen=True, kw_only=True)
class SlipParts:
    """What stands on a slip, in the language of who takes it home. code: none on a mere note."""

    language: str
    title: str
    code: str | None
    lines: list[tuple[str, str]]
    note: str


_UNTIL, _PAGE = N_("Valid until"), N_("Page")
_KEEP = N_("Show this paper to nobody. Whoever has the code can use it.")


def slip_parts(message: Message, site: str) -> SlipParts:
    """Return what stands on the paper of a message. site: where the platform's addresses begin."""
    language, params = message.language, message.params
    letter = render(message.template, params, language=language, channel=Channel.SLIP, own=False)
    lines = []
    if "code" in params and "until" in params:
        until = write_moment(datetime.fromisoformat(params["until"]), language)
        lines.append((say(_UNTIL, language), until))
    path = TEMPLATES[message.template].path
    if site and path:
        lines.append((say(_PAGE, language), f"{site}{path}"))
    return SlipParts(
        language=language,
        title=letter.subject,
        code=params.get("code"),
        lines=lines,
        note=say(_KEEP, language) if "code" in params else letter.body,
    )
