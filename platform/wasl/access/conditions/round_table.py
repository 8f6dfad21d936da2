"""Relations to roundtables, what is promised there, and what members are asked for."""

from sqlalchemy import ColumnElement, and_, exists, or_

from models.ask import Ask
from models.commitment import Commitment, CommitmentParty
from models.meeting import Meeting, MeetingDocument, MeetingSeries, Participant
from models.round_table_enums import AskState, MeetingState
from wasl.access.conditions.common import same
from wasl.access.viewer import Viewer

# Before an invitation leaves, a meeting is the secretariat's own draft.
_KNOWN = (MeetingState.CALLED, MeetingState.HELD, MeetingState.PUBLISHED, MeetingState.CANCELLED)


def _sits_at(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's organisation was invited to it, or took part."""
    seat = exists().where(
        Participant.meeting_id == Meeting.id,
        same(Participant.organisation_id, viewer.organisation_id),
        or_(Participant.invited_at.is_not(None), Participant.attendance.is_not(None)),
    )
    return seat.correlate_except(Participant)


def meeting_of_own_organisation(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's organisation sits at it, and it is no draft any more."""
    return and_(Meeting.state.in_(_KNOWN), _sits_at(viewer))


def meeting_published(viewer: Viewer) -> ColumnElement[bool]:
    """Its minutes are published to the members."""
    del viewer
    return Meeting.state == MeetingState.PUBLISHED


def series_published(viewer: Viewer) -> ColumnElement[bool]:
    """The minutes of one of its meetings are published to the members."""
    of_it = exists().where(Meeting.series_id == MeetingSeries.id, meeting_published(viewer))
    return of_it.correlate_except(Meeting)


def document_of_own_meeting(viewer: Viewer) -> ColumnElement[bool]:
    """It is meant for members, and belongs to a meeting of the viewer's organisation."""
    mine = exists().where(
        Meeting.id == MeetingDocument.meeting_id, meeting_of_own_organisation(viewer)
    )
    return and_(MeetingDocument.for_members, mine.correlate_except(Meeting))


def document_published(viewer: Viewer) -> ColumnElement[bool]:
    """It is meant for members, and the minutes of its meeting are published."""
    of_it = exists().where(Meeting.id == MeetingDocument.meeting_id, meeting_published(viewer))
    return and_(MeetingDocument.for_members, of_it.correlate_except(Meeting))


def commitment_of_own_organisation(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's organisation made it, alone or with others."""
    party = exists().where(
        CommitmentParty.commitment_id == Commitment.id,
        same(CommitmentParty.organisation_id, viewer.organisation_id),
    )
    return party.correlate_except(CommitmentParty)


def ask_of_own_organisation(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's organisation is asked for it, and the ask was sent."""
    sent = Ask.state.in_((AskState.SENT, AskState.PROMISED, AskState.DECLINED))
    return and_(same(Ask.organisation_id, viewer.organisation_id), sent)
