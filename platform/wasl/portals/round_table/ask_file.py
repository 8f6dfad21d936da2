"""What the members of a meeting are asked for, as a sheet of a workbook."""

from collections.abc import Mapping
from datetime import date

from models.ask import Ask
from models.enums import Role
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.portals.round_table.gap_words import ALL_OF_IRAQ, REASONS
from wasl.portals.round_table.queries.asks import AskList
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.names import organisation_name


def ask_sheets(
    shown: AskList,
    title: str,
    occupations: Mapping[str, str],
    places: Mapping[str, str],
    today: date,
    *,
    who: Mapping[int, Role | None],
) -> list[FileSheet]:
    """Return the asks by member, each with its words and what came of it.

    title: the meeting. occupations, places: names by code. who: see `answered_by`.
    """
    header = [
        *(_("Organisation"), _("What is asked for"), _("Kind"), _("How many")),
        *(_("Occupation"), _("Governorate"), _("Why"), _("State")),
        *(_("Sent on"), _("Answered on"), _("Who answered, by role"), _("Note")),
        *(_("Commitment"), _("What was promised"), _("Deadline")),
    ]
    rows: list[list[Value]] = [
        [
            *(
                organisation_name(member.organisation),
                shown.words[ask.id],
                label(ask.kind),
                ask.quantity,
            ),
            occupations.get(ask.group_code or ""),
            places.get(ask.governorate_code or "") or str(ALL_OF_IRAQ),
            *_became(ask, who.get(ask.id)),
        ]
        for member in shown.asked
        for ask in member.asks
    ]
    about = [title, _("As of %(day)s", day=format_day(today))]
    return [FileSheet(name=_("Asks"), about=about, header=header, rows=rows)]


def _became(ask: Ask, role: Role | None) -> list[Value]:
    made = ask.commitment
    reason = REASONS.get(ask.evidence.get("why", ""))
    return [
        *(str(reason) if reason else None, label(ask.state)),
        *(ask.sent_at, ask.answered_at, label(role) if role else None, ask.answer_note),
        *((made.ref, made.text, made.deadline) if made else (None, None, None)),
    ]
