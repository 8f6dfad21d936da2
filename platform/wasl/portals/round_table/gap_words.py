"""The gap board in words, and as a workbook."""

from collections.abc import Mapping, Sequence
from datetime import date

from wasl.figures.tables import ALL, Mark, Shown
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.operations.gaps.board import Board, Gap
from wasl.operations.gaps.rules import AskRule
from wasl.operations.gaps.suggest import Reason
from wasl.portals.round_table.queries.gaps import COUNTRY, GapNames
from wasl.ui.formats import format_day, format_month, format_number

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


def people_text(number: int | None) -> str:
    """Write how many people there are, or that they are too few to be told."""
    return _("not told") if number is None else format_number(number)


def free_text(shown: Shown) -> str:
    """Write how many places nobody has."""
    return _("under 5") if isinstance(shown, Mark) else format_number(shown)


def last_text(gap: Gap) -> str:
    """Write when a place was last posted."""
    return _("Never") if gap.last is None else format_month(gap.last)


def file_sheet(
    board: Board, gaps: Sequence[Gap], names: GapNames, about: Sequence[str], today: date
) -> FileSheet:
    """Return the board as a sheet: every row of it, told as the page tells it."""
    places = places_of(names)
    notes = [
        _("Gap board"),
        _("People as of %(day)s, in fives; under 5, none is told.", day=format_day(board.day)),
        _("Places and promises as of %(day)s.", day=format_day(today)),
    ]
    header = [
        *(_("Occupation"), _("ISCO-08"), _("Governorate"), _("Ready to begin"), _("Trained")),
        *(_("Places offered"), _("Free places"), _("Promised"), _("Missing"), _("Last posted")),
    ]
    rows = [_row(one, names, places) for one in gaps]
    return FileSheet(name=_("Gaps"), about=[*notes, *about], header=header, rows=rows)


def _row(gap: Gap, names: GapNames, places: Mapping[str, str]) -> list[Value]:
    def told(number: int | None) -> Value:
        return people_text(None) if number is None else number

    free = free_text(gap.free) if isinstance(gap.free, Mark) else gap.free
    return [
        names.occupations.get(gap.group, gap.group),
        gap.group,
        places[gap.governorate],
        told(gap.ready),
        told(gap.trained),
        gap.offered,
        free,
        gap.promised,
        told(gap.missing),
        last_text(gap),
    ]
