"""Named queries: what the members of a meeting are asked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.ask import Ask
from models.meeting import Meeting, Participant
from models.opportunity import Organisation
from models.round_table_enums import AskState
from models.taxonomy import Occupation
from wasl.operations.gaps.ask_words import words_of
from wasl.operations.gaps.send import invited_to
from wasl.operations.meetings.recipients import recipients_by_organisation
from wasl.ui.names import organisation_name

UNIT_GROUP = 4  # digits


@dataclass(frozen=True, kw_only=True)
class MemberAsks:
    """A member with what it is asked for.

    reachable: a message to it arrives somewhere. invited: it can read the page of the meeting.
    """

    organisation: Organisation
    asks: Sequence[Ask]
    reachable: bool
    invited: bool

    @property
    def drafts(self) -> int:
        """How many asks of it were not sent yet."""
        return sum(one.state is AskState.DRAFT for one in self.asks)


@dataclass(frozen=True, kw_only=True)
class AskList:
    """All members of a meeting: those that are asked, those that are not, and the words."""

    asked: Sequence[MemberAsks]
    not_asked: Sequence[Organisation]
    words: dict[int, str]

    @property
    def drafts(self) -> int:
        """How many asks were not sent yet."""
        return sum(one.drafts for one in self.asked)

    @property
    def to_send(self) -> int:
        """How many of them can be sent: their members are invited."""
        return sum(one.drafts for one in self.asked if one.invited)

    @property
    def all(self) -> Sequence[Ask]:
        """Return the asks of all members."""
        return [ask for one in self.asked for ask in one.asks]

    def count(self, *states: AskState) -> int:
        """Return how many asks are in some states."""
        return sum(ask.state in states for one in self.asked for ask in one.asks)


def list_asks(session: Session, meeting: Meeting, language: str) -> AskList:
    """Return the asks of a meeting by member, in the order of their names."""
    found = session.scalars(
        select(Ask)
        .where(Ask.meeting_id == meeting.id)
        .options(joinedload(Ask.organisation), joinedload(Ask.commitment))
        .order_by(Ask.id)
    ).all()
    members = list_members(session, meeting)
    of_member: dict[int, list[Ask]] = defaultdict(list)
    for one in found:
        of_member[one.organisation_id].append(one)
    named = {one.organisation_id: one.organisation for one in found}
    named |= {one.id: one for one in members}
    reached = recipients_by_organisation(session, of_member)
    invited = invited_to(meeting)
    asked = [
        MemberAsks(
            organisation=named[key], asks=asks, reachable=key in reached, invited=key in invited
        )
        for key, asks in of_member.items()
    ]
    return AskList(
        asked=sorted(asked, key=lambda one: organisation_name(one.organisation)),
        not_asked=[one for one in members if one.id not in of_member],
        words=words_of(session, found, language),
    )


def list_members(session: Session, meeting: Meeting) -> Sequence[Organisation]:
    """Return the organisations that take part in a meeting, by name."""
    return session.scalars(
        select(Organisation)
        .join(Participant, Participant.organisation_id == Organisation.id)
        .where(Participant.meeting_id == meeting.id)
        .order_by(Organisation.name)
    ).all()


def list_unit_groups(session: Session, language: str) -> list[tuple[str, str]]:
    """Return code and label of all unit groups of ISCO-08, by label."""
    label = getattr(Occupation, f"label_{language}")
    rows = session.execute(
        select(Occupation.code, label)
        .where(func.length(Occupation.code) == UNIT_GROUP)
        .order_by(label)
    )
    return [(code, text) for code, text in rows]
