"""Named query: a meeting as its members and the offices read it, in whichever portal they do."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.ask import Ask
from models.meeting import AgendaItem, Meeting, MeetingDocument, Participant
from models.round_table_enums import MeetingState
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.table import relations
from wasl.access.viewer import Viewer
from wasl.code_names import name_places
from wasl.operations.gaps.ask_words import words_of


@dataclass(frozen=True, kw_only=True)
class MemberReading:
    """What of a meeting is read outside the secretariat.

    minuted: its minutes are published, so that minutes and resolutions may be shown; before that
    agenda points stand without them. own: the seat of the viewer's organisation. asks: what it is
    asked for, each with its words.
    """

    place: str | None
    members: Sequence[Participant]
    items: Sequence[AgendaItem]
    minuted: bool
    documents: Sequence[MeetingDocument]
    own: Participant | None
    asks: Sequence[tuple[Ask, str]]


def read_as_member(
    session: Session, viewer: Viewer, meeting: Meeting, language: str
) -> MemberReading:
    """Return what the page of a meeting shows to who does not prepare it."""
    members = session.scalars(
        select(Participant)
        .where(Participant.meeting_id == meeting.id)
        .options(joinedload(Participant.organisation))
        .order_by(Participant.id)
    ).all()
    mine = [one for one in members if one.organisation_id == viewer.organisation_id]
    asks = _asks(session, viewer, meeting)
    words = words_of(session, asks, language)
    places = name_places(session, [meeting.governorate_code], language)
    return MemberReading(
        place=places.get(meeting.governorate_code or ""),
        members=members,
        items=_items(session, meeting),
        minuted=meeting.state is MeetingState.PUBLISHED,
        documents=_documents(session, viewer, meeting),
        own=mine[0] if mine and viewer.organisation_id is not None else None,
        asks=[(ask, words[ask.id]) for ask in asks],
    )


def _items(session: Session, meeting: Meeting) -> Sequence[AgendaItem]:
    return session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id)
        .options(joinedload(AgendaItem.presenter), selectinload(AgendaItem.resolutions))
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()


def _documents(session: Session, viewer: Viewer, meeting: Meeting) -> Sequence[MeetingDocument]:
    return session.scalars(
        select(MeetingDocument)
        .where(MeetingDocument.meeting_id == meeting.id, visible(viewer, Permission.READ_DOCUMENT))
        .order_by(MeetingDocument.id)
    ).all()


def _asks(session: Session, viewer: Viewer, meeting: Meeting) -> Sequence[Ask]:
    if not relations(viewer.role, Permission.SEE_OWN_ASKS):
        return []
    return session.scalars(
        select(Ask)
        .where(Ask.meeting_id == meeting.id, visible(viewer, Permission.SEE_OWN_ASKS))
        .order_by(Ask.id)
    ).all()
