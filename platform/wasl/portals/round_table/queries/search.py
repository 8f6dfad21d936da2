"""Search across all minutes: which meetings say some words, and where they say them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.meeting import AgendaItem, Meeting
from wasl.access.viewer import Viewer
from wasl.operations.meetings.search_words import meeting_has, wanted_words
from wasl.operations.opportunity_words import search_words
from wasl.paging import Page, cut
from wasl.portals.round_table.queries.resolutions import may_read_minutes
from wasl.ui.posting_checks import Piece

AROUND = 10
MOST_PLACES = 6


@dataclass(frozen=True, kw_only=True)
class Found:
    """A point in which words were found, or (item is none) what stands above all points.

    excerpts: around the words; a point that only its title speaks of has none.
    """

    item: AgendaItem | None
    excerpts: Sequence[Sequence[Piece]]


@dataclass(frozen=True, kw_only=True)
class FoundMeeting:
    """A meeting in which all words are said, and the first points where some of them are."""

    meeting: Meeting
    places: Sequence[Found]


def search_minutes(
    session: Session, viewer: Viewer, text: str, page: int
) -> Page[FoundMeeting] | None:
    """Return a page of the meetings that say some words, the latest first; none without words."""
    wanted = wanted_words(text)
    if not wanted:
        return None
    statement = (
        select(Meeting)
        .where(may_read_minutes(viewer), meeting_has(wanted))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    part = cut(session, statement, page)
    shown = statement.options(
        joinedload(Meeting.series),
        selectinload(Meeting.agenda).selectinload(AgendaItem.resolutions),
    )
    meetings = session.scalars(shown.offset(part.offset).limit(part.size)).all()
    return part.page([_where(meeting, wanted) for meeting in meetings])


def _where(meeting: Meeting, wanted: Sequence[str]) -> FoundMeeting:
    head = _excerpts((meeting.about, meeting.chair), wanted)
    places = [Found(item=None, excerpts=head)] if head else []
    for item in meeting.agenda:
        found = _excerpts(_said_about(item), wanted)
        if found or excerpt(item.title, wanted):
            places.append(Found(item=item, excerpts=found))
    return FoundMeeting(meeting=meeting, places=places[:MOST_PLACES])


def _said_about(item: AgendaItem) -> Iterator[str | None]:
    yield from (item.about, item.minutes)
    for resolution in item.resolutions:
        yield from (resolution.text, resolution.ended_note)


def _excerpts(texts: Iterable[str | None], wanted: Sequence[str]) -> list[list[Piece]]:
    found = (excerpt(text or "", wanted) for text in texts)
    return [pieces for pieces in found if pieces]


def excerpt(text: str, wanted: Sequence[str]) -> list[Piece]:
    """Return the stretch of a text around the first word that is wanted; empty without any.

    wanted: folded words. The words of the text stay as they are written; those found are marked.
    """
    tokens = text.split()
    marks = [_is_wanted(token, wanted) for token in tokens]
    if not any(marks):
        return []
    first = marks.index(True)
    begin, end = max(0, first - AROUND), first + 2 * AROUND
    pieces = [Piece(text="… ", found=False)] if begin else []
    for token, found in zip(tokens[begin:end], marks[begin:end], strict=True):
        pieces += [Piece(text=token, found=found), Piece(text=" ", found=False)]
    return [*pieces, Piece(text="…", found=False)] if end < len(tokens) else pieces


def _is_wanted(token: str, wanted: Sequence[str]) -> bool:
    return any(word in folded for folded in search_words(token) for word in wanted)
