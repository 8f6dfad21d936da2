"""The companies as sheets of a workbook: how far each has come, and its roadmap."""

from collections.abc import Mapping, Sequence
from datetime import date

from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.operations.engagement.roadmap import Step
from wasl.operations.engagement.stages import Stage, stages_of
from wasl.portals.round_table.engagement_words import (
    STAGES,
    TITLES,
    ready_text,
    serves_text,
    step_text,
)
from wasl.portals.round_table.queries.engagement import Names, Way
from wasl.ui.formats import format_day
from wasl.ui.names import organisation_name


def engagement_sheets(
    ways: Sequence[Way], following: Mapping[int, Sequence[Step]], names: Names, today: date
) -> list[FileSheet]:
    """Return the companies, and what each could do next, step by step."""
    about = _("As of %(day)s. Every number is counted from records.", day=format_day(today))
    return [_companies(ways, about), _roadmaps(ways, following, names, about)]


def _companies(ways: Sequence[Way], about: str) -> FileSheet:
    header = [
        *(
            _("Company"),
            _("Stage"),
            _("Postings"),
            _("Places offered"),
            _("Places filled"),
            _("Lasted 90 days"),
        ),
        *(str(STAGES[stage]) for stage in Stage if stage is not Stage.KNOWN),
    ]
    return FileSheet(
        name=_("Companies"),
        about=[_("Companies: how far each has come"), about],
        header=header,
        rows=[_company(way) for way in ways],
    )


def _company(way: Way) -> list[Value]:
    given, reached = way.given, stages_of(way.given)
    places = given.places
    return [
        *(organisation_name(given.organisation), str(STAGES[way.stage]), given.postings),
        *(places.offered, places.filled, places.retained),
        *(_reached(stage, reached) for stage in Stage if stage is not Stage.KNOWN),
    ]


def _reached(stage: Stage, reached: Mapping[Stage, date | None]) -> Value:
    if stage not in reached:
        return ""
    day = reached[stage]
    return day or _("Yes")


def _roadmaps(
    ways: Sequence[Way], following: Mapping[int, Sequence[Step]], names: Names, about: str
) -> FileSheet:
    people = _("People in fives; do not add steps up: one person may stand behind several.")
    rows: list[list[Value]] = [
        [
            organisation_name(way.given.organisation),
            number,
            str(TITLES[step.kind]),
            step_text(step, names),
            step.commitment.ref if step.commitment else None,
            ready_text(step),
            serves_text(step),
        ]
        for way in ways
        for number, step in enumerate(following[way.given.organisation.id], start=1)
    ]
    header = [
        *(_("Company"), _("Order"), _("Step"), _("What")),
        *(_("Commitment"), _("Who is ready"), _("Would serve")),
    ]
    title = _("What to do next")
    return FileSheet(name=title, about=[title, about, people], header=header, rows=rows)
