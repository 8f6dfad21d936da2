"""How an employer answers, in sentences; shown to offices and to the employer alike."""

from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.referrals.responsiveness import Pace, Responsiveness
from wasl.ui.formats import format_number


def response_sentence(of: Responsiveness) -> str:
    """Tell of how many introductions of the last 90 days an employer answered, and how fast."""
    if not of.asked:
        return _("Nobody waited for an answer of this employer in the last 90 days.")
    answered, asked = format_number(of.answered), format_number(of.asked)
    said = _(
        "Answered %(answered)s of %(asked)s in the last 90 days.", answered=answered, asked=asked
    )
    return " ".join([said, *_speed(of)])


def _speed(of: Responsiveness) -> list[str]:
    if of.median_days is None:
        return []
    days = max(1, round(of.median_days))
    return [ngettext("Usually within a day.", "Usually within %(shown)s days.", days, shown=days)]


def room_sentence(of: Responsiveness) -> str | None:
    """Tell why fewer people are introduced than usual; none where that is not so."""
    if of.pace not in {Pace.SLOW, Pace.SILENT}:
        return None
    return ngettext(
        "Leaves many without an answer: one person at a time is introduced until answers come.",
        "Leaves many without an answer: at most %(shown)s people at a time are introduced until "
        "answers come.",
        of.room,
        shown=format_number(of.room),
    )
