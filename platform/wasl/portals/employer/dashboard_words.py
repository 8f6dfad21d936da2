"""What the employer's first page says: each number a tile that leads to the list behind it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from flask import url_for

from models.ask import Ask
from models.opportunity import Opportunity
from models.placement_states import CHECK_DAYS
from models.referral_enums import ReferralStage
from wasl.clock import BAGHDAD
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.placements.outcomes import Lasting
from wasl.operations.referrals.responsiveness import Pace, Responsiveness
from wasl.portals.employer.queries.dashboard import Care, Waiting
from wasl.portals.employer.queries.meetings import Turn
from wasl.portals.employer.queries.roundtables import OwnMeeting
from wasl.portals.employer.queries.stock import Late
from wasl.ui.formats import format_day, format_number

Tile = tuple[int, str, str]


def waiting_tiles(waiting: Waiting, checks: int, today: date) -> list[Tile]:
    """Return what waits for the employer, or what it waits for, with the days left; no zeros."""
    answers = ngettext(
        "person waits for your answer", "people wait for your answer", waiting.answers
    )
    meetings = ngettext(
        "person to meet needs a next step", "people to meet need a next step", waiting.meetings
    )
    asked = ngettext("person: are they still there?", "people: are they still there?", checks)
    offers = ngettext("offer waits for the person", "offers wait for the person", waiting.offers)
    to_answer = _people(ReferralStage.WITH_EMPLOYER, Turn.MINE)
    tiles = [
        (waiting.answers, _with(answers, waiting.answer_by, today), to_answer),
        (waiting.meetings, meetings, _people(ReferralStage.MEETING, Turn.MINE)),
        (checks, asked, url_for(".checks")),
        (
            waiting.offers,
            _with(offers, waiting.offer_by, today),
            _people(ReferralStage.OFFER, Turn.OTHERS),
        ),
    ]
    return [tile for tile in tiles if tile[0]]


def invitation_tiles(meetings: Iterable[OwnMeeting]) -> list[Tile]:
    """Return how many invitations to roundtables wait for an answer; nothing for none."""
    number = sum(one.waits for one in meetings)
    text = ngettext(
        "invitation to a roundtable waits for your answer",
        "invitations to roundtables wait for your answer",
        number,
    )
    return [(number, text, url_for(".roundtables"))] if number else []


def ask_tiles(asks: Sequence[Ask]) -> list[Tile]:
    """Return how many asks of the round table wait for an answer; nothing for none."""
    text = ngettext(
        "thing that the round table asks you for",
        "things that the round table asks you for",
        len(asks),
    )
    if not asks:
        return []
    first = asks[0].meeting.public_id
    return [(len(asks), text, url_for(".roundtable", meeting_id=first, _anchor="asks"))]


def _people(stage: ReferralStage, turn: Turn) -> str:
    return url_for(".meetings", stage=stage.value, turn=turn.value)


def _with(text: str, until: datetime | None, today: date) -> str:
    """Add how many days the first one has left."""
    if until is None:
        return text
    left = (until.astimezone(BAGHDAD).date() - today).days
    if left < 0:
        return _("%(said)s; the first one's time is over", said=text)
    if left == 0:
        return _("%(said)s; the first one until today", said=text)
    return ngettext(
        "%(said)s; the first one has one day left",
        "%(said)s; the first one has %(num)d days left",
        left,
        said=text,
    )


def care_text(posting: Opportunity, care: Care) -> str:
    """Say why a posting needs its employer."""
    if care is Care.SENT_BACK:
        return _("Sent back to you: read the note, correct it and send it in again.")
    if care is Care.ASKED_AFTER:
        return _("Does it still stand? Without a word from you it is taken from view.")
    last = format_day(posting.apply_by) if posting.apply_by else ""
    return _("Ends on %(day)s. Give it more time, or let it end.", day=last)


def late_text(late: Late) -> str:
    """Say how much of a posting should be back, and since when."""
    return ngettext(
        "One unit should be back since %(day)s. Say what came back.",
        "%(shown)s units should be back since %(day)s. Say what came back.",
        late.units,
        shown=format_number(late.units),
        day=format_day(late.since),
    )


def answering_tiles(of: Responsiveness) -> list[Tile]:
    """Return how the employer answered in the last 90 days."""
    people = url_for(".meetings")
    asked = format_number(of.asked)
    tiles = [(of.answered, _("answered, of %(asked)s in 90 days", asked=asked), people)]
    if of.median_days is not None:
        days = max(1, round(of.median_days))
        usual = ngettext("day, usually, to your answer", "days, usually, to your answer", days)
        tiles.append((days, usual, people))
    return tiles if of.asked else []


def answering_text(of: Responsiveness) -> str:
    """Say what the way they answer means for whom they are shown."""
    texts: Mapping[Pace, str] = {
        Pace.NEW: _("Few have waited for you so far. Who answers in time is shown more people."),
        Pace.GOOD: _("You answer in time: people who say yes are introduced to you at once."),
    }
    return texts.get(of.pace) or ngettext(
        "Slow answers: one person at a time is introduced to you, until you answer who waits.",
        "Slow answers: at most %(shown)s people at a time are introduced to you, until you answer "
        "who waits.",
        of.room,
        shown=format_number(of.room),
    )


def lasting_tiles(lasting: Lasting) -> list[Tile]:
    """Return how many are still there after 30, 90 and 180 days, of those of whom it is known."""
    checks = url_for(".checks")
    return [
        (
            lasting.retained(day),
            _(
                "still there after %(days)s days, of %(known)s",
                known=format_number(lasting.known(day)),
                days=format_number(day),
            ),
            checks,
        )
        for day in CHECK_DAYS
        if lasting.known(day)
    ]
