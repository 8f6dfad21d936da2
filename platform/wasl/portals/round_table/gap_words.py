"""The gap board in words, and as a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from wasl.figures.tables import ALL, Mark, Shown
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.operations.gaps.board import Board, Gap
from wasl.operations.gaps.rules import AskRule
from wasl.operations.gaps.suggest import Reason
from wasl.portals.round_table.barrier_words import share_text
from wasl.portals.round_table.queries.barriers_met import BarriersMet
from wasl.portals.round_table.queries.gaps import COUNTRY, GapNames
from wasl.ui.formats import format_day, format_month, format_number
from wasl.ui.labels import label

MOST_BARRIERS = 3
"""So many barriers of a place stand in one row; the page of the row has all."""
ALL_OF_IRAQ = lazy_gettext("All of Iraq")
REASONS: Mapping[str, str] = {
    Reason.PROMISED: lazy_gettext("They promised it"),
    Reason.COULD_GIVE: lazy_gettext("They say they could give it"),
    Reason.POSTED: lazy_gettext("They posted such places before"),
    Reason.SPEAKS_FOR_MANY: lazy_gettext("They speak for many"),
    Reason.TEACHES: lazy_gettext("They teach"),
    Reason.SAME_SECTOR: lazy_gettext("Others of their sector posted such places"),
}
RULES: Mapping[AskRule, str] = {
    AskRule.NOT_A_MEMBER: lazy_gettext("Only members of the meeting can be asked."),
    AskRule.MEETING_OVER: lazy_gettext("This meeting does not lie ahead any more."),
    AskRule.ASKED_ALREADY: lazy_gettext("This member is asked for that already."),
    AskRule.NOTHING_TO_SEND: lazy_gettext("Everything was sent already."),
    AskRule.NOT_INVITED: lazy_gettext(
        "Members read their asks once they are invited. Send the invitations first."
    ),
    AskRule.OF_ITS_PLACE: lazy_gettext(
        "A chamber is asked for its own governorate. Choose a governorate."
    ),
    AskRule.CANCELLED: lazy_gettext("It does not take place."),
    AskRule.NO_OCCUPATION: lazy_gettext("Choose an occupation of the list."),
    AskRule.QUANTITY: lazy_gettext("Write a number from 1 on."),
}
QUICKER = lazy_gettext("Somebody was quicker. This is how it stands now.")


def places_of(names: GapNames) -> dict[str, str]:
    """Return what the places of a board are called, the whole country too."""
    return {**dict(names.governorates), ALL: str(ALL_OF_IRAQ)}


def place_choices(names: GapNames) -> list[tuple[str, str]]:
    """Return the places as choices, the whole country first."""
    return [(COUNTRY, str(ALL_OF_IRAQ)), *names.governorates]


def code_of(place: str) -> str:
    """Return a place as addresses of the board name it."""
    return COUNTRY if place == ALL else place


def place_code(place: str) -> str | None:
    """Return a place as addresses of barriers name it; the whole country by nothing."""
    return None if place == ALL else place


def people_text(number: int | None) -> str:
    """Write how many people there are, or that they are too few to be told."""
    return _("not told") if number is None else format_number(number)


def free_text(shown: Shown) -> str:
    """Write how many places nobody has."""
    return _("under 5") if isinstance(shown, Mark) else format_number(shown)


def last_text(gap: Gap) -> str:
    """Write when a place was last posted."""
    return _("Never") if gap.last is None else format_month(gap.last)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a sheet of the board rests on, beside its rows. today: of places and promises."""

    board: Board
    names: GapNames
    met: BarriersMet
    today: date


def barriers_text(met: BarriersMet, place: str) -> str:
    """Write what most people of a place met, with the share of it; empty where none is told."""
    told = met.at(place)[:MOST_BARRIERS]
    return " · ".join(f"{label(barrier)} ({share_text(rate)})" for barrier, rate in told)


def level_text(met: BarriersMet) -> str:
    """Say of whom barriers are counted, and why not of each occupation."""
    if met.day is None:
        return _("Barriers are counted every night.")
    return _(
        "Barriers: what most people of the governorate met, of all occupations together, over half "
        "a year up to %(day)s. In one occupation they would be too few to be told.",
        day=format_day(met.day),
    )


def file_sheet(told: Told, gaps: Sequence[Gap], about: Sequence[str]) -> FileSheet:
    """Return the board as a sheet: every row of it, told as the page tells it."""
    notes = [
        _("Gap board"),
        _("People as of %(day)s, in fives; under 5, none is told.", day=format_day(told.board.day)),
        _("Places and promises as of %(day)s.", day=format_day(told.today)),
        level_text(told.met),
    ]
    header = [
        *(_("Occupation"), _("ISCO-08"), _("Governorate"), _("Ready to begin"), _("Trained")),
        *(_("Places offered"), _("Free places"), _("Promised"), _("Missing"), _("Last posted")),
        _("Barriers met there"),
    ]
    rows = [_row(one, told) for one in gaps]
    return FileSheet(name=_("Gaps"), about=[*notes, *about], header=header, rows=rows)


def _row(gap: Gap, told: Told) -> list[Value]:
    def people(number: int | None) -> Value:
        return people_text(None) if number is None else number

    free = free_text(gap.free) if isinstance(gap.free, Mark) else gap.free
    return [
        told.names.occupations.get(gap.group, gap.group),
        gap.group,
        places_of(told.names)[gap.governorate],
        people(gap.ready),
        people(gap.trained),
        gap.offered,
        free,
        gap.promised,
        people(gap.missing),
        last_text(gap),
        barriers_text(told.met, gap.governorate),
    ]
