"""What is said of barriers: numbers, by what they show, what became of them, on an agenda."""

from collections.abc import Mapping, Sequence
from datetime import date

from models.plan_enums import Barrier
from wasl.barriers.bodies import bodies_of
from wasl.barriers.course import Course, Rate
from wasl.barriers.definitions import Ground, grounds_of
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.operations.barriers.put_on_agenda import BarrierRule
from wasl.operations.meetings.agenda import Point
from wasl.portals.round_table.queries.barriers import BarrierLine
from wasl.ui.formats import format_day, format_number
from wasl.ui.labels import label

SHOWS: Mapping[Ground, tuple[str, str]] = {
    Ground.REGISTERED: (
        lazy_gettext("Everybody who allows that they are matched"),
        lazy_gettext("They asked for help with papers, or have none."),
    ),
    Ground.CERTIFIED: (
        lazy_gettext("Everybody with a certificate"),
        lazy_gettext("Somebody said that a certificate of theirs is not recognised."),
    ),
    Ground.LOOKED_FOR: (
        lazy_gettext("Everybody for whom something fits, or nearly"),
        lazy_gettext("Nothing fits, and something would but for this."),
    ),
    Ground.ANSWERED: (
        lazy_gettext("Everybody of whom somebody said yes or no to a posting"),
        lazy_gettext("It was the reason of a no, whoever said it."),
    ),
    Ground.INTRODUCED: (
        lazy_gettext("Everybody who was introduced to an employer"),
        lazy_gettext("An employer did not answer in time."),
    ),
    Ground.PLACED: (
        lazy_gettext("Everybody who had a place"),
        lazy_gettext("It never began, or ended before its time."),
    ),
}
COURSES: Mapping[Course, tuple[str, str]] = {
    Course.FALLEN: (lazy_gettext("Fallen since"), "met"),
    Course.NOT_FALLEN: (lazy_gettext("Not fallen yet"), "unmet"),
    Course.TOO_SOON: (lazy_gettext("Too soon to tell"), "unknown"),
    Course.NOT_TOLD: (lazy_gettext("Too few people to tell"), "unknown"),
}
RULES: Mapping[BarrierRule, str] = {
    BarrierRule.NOT_MEASURED: lazy_gettext("This was never measured. It is, every night."),
    BarrierRule.ON_AGENDA: lazy_gettext("It is on the agenda of this meeting already."),
    BarrierRule.LINKED: lazy_gettext("This commitment answers this barrier already."),
}


def shows_by(barrier: Barrier) -> list[tuple[str, str]]:
    """Return of whom a barrier is counted, and by what it shows."""
    return [SHOWS[ground] for ground in Ground if ground in grounds_of(barrier)]


def number_text(number: int | None) -> str:
    """Write a number of people as it is told."""
    if number is None:
        return _("Not told")
    return format_number(number) if number else _("Under 5")


def share_text(rate: Rate | None) -> str:
    """Write which part met a barrier; nothing where that is not told."""
    if rate is None or rate.percent is None:
        return "–"
    return _("%(number)s%%", number=format_number(rate.percent))


def body_names(barrier: Barrier, language: str) -> list[str]:
    """Return what those in charge are called."""
    return [body.name(language) for body in bodies_of(barrier)]


def write_point(barrier: Barrier, place: str | None, rate: Rate | None, language: str) -> Point:
    """Write a barrier as a point of an agenda: its evidence and who is in charge."""
    title = f"{label(barrier)} – {place}" if place else str(label(barrier))
    bodies = _("In charge: %(names)s.", names=" · ".join(body_names(barrier, language)))
    return Point(title=title, about=" ".join([*_evidence(rate), bodies]))


def _evidence(rate: Rate | None) -> Sequence[str]:
    if rate is None:
        return []
    said = _("Counted over the half year up to %(day)s.", day=format_day(rate.day))
    if rate.percent is None:
        few = _("How many people met it is not told: they are too few.")
        return [said, few]
    how_many = _(
        "About %(met)s of about %(all)s people met it: %(share)s.",
        met=format_number(rate.met or 0),
        all=format_number(rate.looked_at or 0),
        share=share_text(rate),
    )
    return [said, how_many]


def file_sheet(lines: Sequence[BarrierLine], place: str, language: str, today: date) -> FileSheet:
    """Return barriers as a sheet, told as the page tells them."""
    header = [
        *(_("Barrier"), _("People who met it"), _("Of how many"), _("Share"), _("Measured on")),
        *(_("In charge"), _("What became of it")),
    ]
    return FileSheet(
        name=_("Barriers"),
        about=[
            _("What stands between people and work"),
            _("Numbers in fives, over half a year. As of %(day)s.", day=format_day(today)),
            place,
        ],
        header=header,
        rows=[_row(line, language) for line in lines],
    )


def _row(line: BarrierLine, language: str) -> list[Value]:
    now = line.now
    told: list[Value] = [_("Not told")] * 2
    if now is not None:
        told = [number or number_text(number) for number in (now.met, now.looked_at)]
    return [
        str(label(line.barrier)),
        *told,
        share_text(now),
        now.day if now else None,
        " · ".join(body_names(line.barrier, language)),
        " · ".join(str(COURSES[one.course][0]) for one in line.answers),
    ]
