"""What is said of a commitment to those who made it."""

from collections.abc import Mapping
from datetime import date

from models.commitment import Commitment
from models.round_table_enums import CommitmentKind, CommitmentProgress
from wasl.figures.tables import Mark
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.commitments.shares import Others
from wasl.portals.employer.queries.commitments import OwnCommitment
from wasl.ui.formats import format_day, format_number
from wasl.ui.sentence_names import isolate


def how_many(commitment: Commitment) -> str:
    """Return what was promised as a number with its unit, as it was said."""
    number = format_number(commitment.quantity)
    if commitment.unit:
        return f"{number} {isolate(commitment.unit)}"
    if commitment.kind in (CommitmentKind.IN_KIND, CommitmentKind.FINANCE, CommitmentKind.POLICY):
        return number
    return ngettext("%(shown)s place", "%(shown)s places", commitment.quantity, shown=number)


def choice_text(commitment: Commitment, places: Mapping[str, str]) -> str:
    """Return a commitment on one line, for a list to choose from."""
    parts = [isolate(commitment.ref), how_many(commitment)]
    if commitment.title:
        parts.append(isolate(commitment.title))
    if commitment.governorate_code:
        parts.append(isolate(places.get(commitment.governorate_code, commitment.governorate_code)))
    if commitment.deadline:
        parts.append(_("until %(day)s", day=format_day(commitment.deadline)))
    return " · ".join(parts)


def time_text(one: OwnCommitment, today: date) -> str | None:
    """Say how much time is left, or for how long it is over; nothing where that does not matter."""
    day = one.commitment.deadline
    settled = (CommitmentProgress.FULFILLED, CommitmentProgress.WITHDRAWN)
    if day is None or one.progress in settled:
        return None
    left = (day - today).days
    if left == 0:
        return _("Today is the last day.")
    if left > 0:
        days = format_number(left)
        return ngettext("One day is left.", "%(days)s days are left.", left, days=days)
    days = format_number(-left)
    return ngettext("Over since yesterday.", "Over for %(days)s days.", -left, days=days)


def next_text(one: OwnCommitment) -> str:
    """Say what is best done next for a commitment."""
    drawn, left = one.share.own, one.share.left
    if not one.open:
        return _("It was withdrawn. Nothing more is expected.")
    if one.commitment.kind is CommitmentKind.POLICY:
        return _("Milestones count here. Tell the secretariat when one is done, with its evidence.")
    if one.progress is CommitmentProgress.FULFILLED:
        return _("It is kept. Thank you.")
    if drawn.to_confirm and not drawn.offered:
        return _("Your posting waits for the secretariat to confirm that it counts.")
    if left:
        return ngettext(
            "One is not offered yet. Post it.",
            "%(shown)s are not offered yet. Post them.",
            left,
            shown=format_number(left),
        )
    return _("All is offered. Look who fits, and answer who waits: filled places count.")


def others_text(others: Others) -> str:
    """Say what others do for a joint commitment, nobody being told of few people."""
    offered = format_number(others.offered)
    if isinstance(others.filled, Mark):
        return _("Others offer %(offered)s; fewer than 5 of theirs are filled.", offered=offered)
    return _(
        "Others offer %(offered)s; about %(filled)s of theirs are filled.",
        offered=offered,
        filled=format_number(others.filled),
    )
