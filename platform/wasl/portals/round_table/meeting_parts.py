"""The pages of a meeting and the parts of its first one: each engineer of them adds a line here.

A page stands in the tabs as soon as its endpoint exists. A part is a template that is included
and finds what `load` returned as `part`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app, url_for

from models.meeting import Meeting
from wasl.access.guard import may
from wasl.access.permissions import Permission
from wasl.i18n.texts import lazy_gettext as _
from wasl.portals.round_table.blueprint import blueprint


@dataclass(frozen=True)
class MeetingPage:
    """A page of a meeting, in the tabs of all its pages."""

    label: str
    endpoint: str
    permission: Permission


@dataclass(frozen=True)
class MeetingPart:
    """A part of the first page of a meeting, for who may change it."""

    template: str
    load: Callable[[Meeting], object]


PAGES: tuple[MeetingPage, ...] = (
    MeetingPage(_("Overview"), "round_table.meeting", Permission.SEE_MEETING),
    MeetingPage(_("Members"), "round_table.members", Permission.CHANGE_MEETING),
    MeetingPage(_("Agenda and minutes"), "round_table.agenda", Permission.CHANGE_MEETING),
    MeetingPage(_("Asks"), "round_table.asks", Permission.MAKE_ASKS),
    MeetingPage(_("Documents"), "round_table.documents", Permission.CHANGE_MEETING),
)
PARTS: list[MeetingPart] = []


def add_part(template: str, load: Callable[[Meeting], object]) -> None:
    """Put a part on the first page of a meeting, below those that are there."""
    PARTS.append(MeetingPart(template, load))


def load_parts(meeting: Meeting) -> list[tuple[str, object]]:
    """Return the parts of a meeting's page: the template of each, and what it shows."""
    return [(part.template, part.load(meeting)) for part in PARTS]


@blueprint.app_template_global("meeting_pages")
def meeting_pages(meeting: Meeting, here: str) -> Sequence[tuple[str, str, bool, None]]:
    """Return the tabs of a meeting's pages: those that exist and that the viewer may open."""
    return [
        (
            page.label,
            url_for(page.endpoint, meeting_id=meeting.public_id),
            page.endpoint == here,
            None,
        )
        for page in PAGES
        if page.endpoint in current_app.view_functions and may(page.permission)
    ]
