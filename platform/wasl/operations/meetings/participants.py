"""Who takes part in a meeting: organisations and the roles in them, never names of people."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import new_public_id, utc_now
from models.enums import Role
from models.meeting import Meeting, Participant
from models.opportunity import Organisation
from models.round_table_enums import InvitationAnswer, MeetingState, ParticipantPart
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.hold_row import hold_row
from wasl.operations.meetings.call import tell_uninvited
from wasl.operations.meetings.rules import MeetingRule, MeetingRuleError
from wasl.operations.meetings.steps import AHEAD, hold_for
from wasl.operations.tell_staff import tell_role


def participant_of(
    session: Session, meeting: Meeting, organisation_id: int | None
) -> Participant | None:
    """Return the seat of an organisation at a meeting, or none."""
    return session.scalar(
        select(Participant).where(
            Participant.meeting_id == meeting.id, Participant.organisation_id == organisation_id
        )
    )


def add_participants(
    session: Session,
    by: Viewer,
    meeting: Meeting,
    organisations: Iterable[Organisation],
    part: ParticipantPart = ParticipantPart.MEMBER,
) -> list[Participant]:
    """Seat organisations; those that sit there already are passed over. Return the new ones.

    To one that was held, those are added who came without being asked. Raises MeetingRuleError
    where the meeting is cancelled or its minutes are published.
    """
    hold_for(session, meeting)
    if meeting.state not in {*AHEAD, MeetingState.HELD}:
        raise MeetingRuleError(MeetingRule.NOT_ANY_MORE)
    there = {one.organisation_id for one in meeting.participants}
    added = []
    for organisation in organisations:
        if organisation.id in there:
            continue
        there.add(organisation.id)
        seat = Participant(public_id=new_public_id(), organisation=organisation, part=part)
        meeting.participants.append(seat)
        added.append(seat)
        note_participant(session, by, meeting, organisation, "added")
    session.flush()
    return added


def change_participant(
    session: Session,
    by: Viewer,
    meeting: Meeting,
    participant: Participant,
    *,
    part: ParticipantPart,
    role: str,
) -> None:
    """Say what an organisation does there, and which role of it comes.

    Raises MeetingRuleError where the meeting is cancelled, RowGoneError where it takes no part.
    """
    _hold_seat(session, meeting, participant)
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingRuleError(MeetingRule.NOT_ANY_MORE)
    wanted = " ".join(role.split()) or None
    if (participant.part, participant.role) != (part, wanted):
        participant.part, participant.role = part, wanted
        note_participant(session, by, meeting, participant.organisation, "changed")
        session.flush()


def remove_participant(
    session: Session, by: Viewer, meeting: Meeting, participant: Participant
) -> None:
    """Take an organisation off; one that was invited is told.

    Raises MeetingRuleError once it is known to have been there, or the meeting lies behind;
    RowGoneError where it was taken off already.
    """
    _hold_seat(session, meeting, participant)
    if participant.attendance is not None:
        raise MeetingRuleError(MeetingRule.WAS_THERE)
    if meeting.state not in {*AHEAD, MeetingState.HELD}:
        raise MeetingRuleError(MeetingRule.NOT_ANY_MORE)
    if participant.invited_at is not None and meeting.state is MeetingState.CALLED:
        tell_uninvited(session, meeting, participant)
    note_participant(session, by, meeting, participant.organisation, "removed")
    meeting.participants.remove(participant)
    session.flush()


def answer_invitation(
    session: Session,
    by: Viewer,
    meeting: Meeting,
    participant: Participant,
    answer: InvitationAnswer,
    *,
    role: str = "",
    note: str = "",
) -> None:
    """Keep whether somebody comes, and which role; a later answer takes the place of an earlier.

    The organisation answers in its portal, or the secretariat notes what it heard; where it says
    itself that nobody comes, the secretariat is told. Raises MeetingRuleError where it was not
    invited, or the meeting does not lie ahead; RowGoneError where it was taken off.
    """
    _hold_seat(session, meeting, participant)
    if participant.invited_at is None:
        raise MeetingRuleError(MeetingRule.NOT_INVITED)
    if meeting.state is not MeetingState.CALLED:
        raise MeetingRuleError(MeetingRule.NOT_ANY_MORE)
    own_no = answer is InvitationAnswer.NOT_COMING and by.organisation_id is not None
    news = own_no and participant.answer is not answer
    participant.answer, participant.answered_at = answer, utc_now()
    participant.answered_by_id = by.account_id
    participant.role = " ".join(role.split()) or participant.role
    participant.answer_note = note.strip() or None
    session.flush()
    record(
        session,
        by,
        AuditAction.INVITATION_ANSWERED,
        subject=("meeting", meeting.public_id),
        organisation=participant.organisation.public_id,
        answer=answer.value,
    )
    if news:
        _tell_declined(session, meeting, participant)


def _hold_seat(session: Session, meeting: Meeting, participant: Participant) -> None:
    """Lock a meeting and read it anew with one seat of it, however that was found.

    Raises RowGoneError where somebody took the organisation off meanwhile.
    """
    hold_for(session, meeting)
    hold_row(session, participant)


def _tell_declined(session: Session, meeting: Meeting, participant: Participant) -> None:
    told = {"organisation": participant.organisation, "title": meeting.title}
    values = {**told, "day": meeting.held_on}
    tell_role(session, Role.SECRETARIAT, "invitation_declined", values)


def note_participant(
    session: Session, by: Viewer, meeting: Meeting, organisation: Organisation, what: str
) -> None:
    """Record what became of the seat of an organisation."""
    record(
        session,
        by,
        AuditAction.PARTICIPANT_CHANGED,
        subject=("meeting", meeting.public_id),
        what=what,
        organisation=organisation.public_id,
    )
