"""The demo's gaps: people of some trades who registered themselves, and what members are asked."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.ask import Ask
from models.base import new_public_id
from models.commitment import Commitment
from models.enums import ConsentPurpose, OpportunityKind, Register
from models.meeting import Meeting
from models.opportunity import Organisation
from models.person import Person, PersonIdentity, WantedKind, WorkExperience
from models.register import RegisterEntry
from models.round_table_enums import AskState, StakeholderKind
from models.round_table_states import AskStep
from models.stakeholder import Stakeholder
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.clock import BAGHDAD, today_in_baghdad
from wasl.operations.gaps.asks import AskFacts, add_ask, answer_ask, link_commitment, suggest_asks
from wasl.operations.gaps.board import PROMISES
from wasl.operations.gaps.send import send_asks
from wasl.operations.importing.coding import BatchCoder
from wasl.operations.meetings.call import call_meeting
from wasl.operations.meetings.participants import add_participants
from wasl.operations.meetings.steps import AHEAD, OVER
from wasl.operations.record_consent import record_consent

# Trade, as people say it; governorate; how many of them are ready.
_READY = (
    ("لحام", "IQ-BA", 14),
    ("خباز", "IQ-BG", 9),
    ("خياط", "IQ-NI", 13),
    ("کارەباچی", "IQ-AR", 12),
)
_FIRST = ("أحمد", "علي", "حسين", "مصطفى", "كرار", "ياسر", "عمر", "سيف", "هيوا", "ئاراس")
_FATHER = ("جاسم", "كاظم", "خليل", "صباح", "عباس", "ناصر", "رشيد", "شاكر", "کەریم")
_OF_THE_EMPLOYER = AskFacts(
    kind=OpportunityKind.INTERNSHIP, group="7531", governorate="IQ-NI", quantity=5
)
_NOT_NOW = "لا نستطيع هذا العام، اسألونا في الربيع."
_NUMBER = 7_700_900_000  # of telephones that nobody has


def play_gaps(session: Session, by: Viewer) -> None:
    """Register people of some trades, and draw up what the next roundtable asks of its members."""
    coder = BatchCoder(session)
    coder.prepare([trade for trade, _place, _people in _READY], [])
    names = _names()
    number = 1
    for trade, governorate, people in _READY:
        for _ready in range(people):
            person = _person(coder, next(names), trade, governorate, number)
            session.add(person)
            session.flush()
            register = Register.SELF.value
            action = AuditAction.PERSON_REGISTERED
            record(session, by, action, person=person.public_id, register=register)
            for purpose in (ConsentPurpose.DATA, ConsentPurpose.MATCHING):
                record_consent(session, by, person, purpose, granted=True)
            number += 1
    session.flush()
    _draw_up_asks(session, by)


def _person(coder: BatchCoder, name: str, trade: str, governorate: str, number: int) -> Person:
    identity = PersonIdentity(name_ar=name, phone=f"+964{_NUMBER + number}")
    person = Person(governorate_code=governorate, identity=identity)
    person.experiences = [coder.code_title(WorkExperience(title=trade, years=4))]
    person.wants = [WantedKind(kind=OpportunityKind.JOB)]
    person.entries = [
        RegisterEntry(
            register=Register.SELF,
            case_no=f"GAPS-{number:04d}",
            intake_date=today_in_baghdad(),
            digest="",
        )
    ]
    return person


def _draw_up_asks(session: Session, by: Viewer) -> None:
    meeting = session.scalar(
        select(Meeting).where(Meeting.state.in_(AHEAD)).order_by(Meeting.held_on, Meeting.id)
    )
    if meeting is None:
        return
    chambers = session.scalars(
        select(Organisation)
        .join(Stakeholder, Stakeholder.organisation_id == Organisation.id)
        .where(Stakeholder.kind == StakeholderKind.CHAMBER)
        .order_by(Organisation.id)
    ).all()
    if add_participants(session, by, meeting, chambers):
        call_meeting(session, by, meeting, seen=meeting.version)
    asks = suggest_asks(session, by, meeting, today_in_baghdad())
    first = meeting.participants[0].organisation  # the demo's employer, who answers for itself
    add_ask(session, by, meeting, first, _OF_THE_EMPLOYER, today=today_in_baghdad())
    asked = [first.id, *(one.organisation_id for one in asks[:1])]
    send_asks(session, by, meeting, asked)
    _ask_before(session, by, meeting)


def _ask_before(session: Session, by: Viewer, meeting: Meeting) -> None:
    """Let the last roundtable of the series have had asks: one promised, one refused, one open."""
    before = session.scalar(
        select(Meeting)
        .where(Meeting.series_id == meeting.series_id, Meeting.state.in_(OVER))
        .order_by(Meeting.held_on.desc())
        .limit(1)
    )
    if before is None:
        return
    made = select(Commitment).where(
        Commitment.meeting_id == before.id, Commitment.kind.in_(PROMISES)
    )
    commitment = session.scalars(made.order_by(Commitment.id)).first()
    members = [one.organisation for one in before.participants]
    if commitment is not None:
        members.insert(0, commitment.parties[0].organisation)
    asks = [_asked(before, one) for one in dict.fromkeys(members)][:3]
    session.add_all(asks)
    session.flush()
    if commitment is not None:
        link_commitment(session, by, asks[0], commitment)
    for ask in asks[1:2]:
        answer_ask(session, by, ask, AskStep.DECLINE, seen=ask.version, note=_NOT_NOW)
    for ask in asks[:2]:
        ask.answered_at = datetime.combine(before.held_on, time(12), BAGHDAD)


def _asked(meeting: Meeting, organisation: Organisation) -> Ask:
    day = meeting.held_on - timedelta(days=14)
    return Ask(
        public_id=new_public_id(),
        meeting=meeting,
        organisation=organisation,
        kind=OpportunityKind.INTERNSHIP,
        group_code="7212",
        governorate_code="IQ-BA",
        quantity=10,
        evidence={"ready": 15, "free": 0},
        as_of=day,
        state=AskState.SENT,
        sent_at=datetime.combine(day, time(9), BAGHDAD),
    )


def _names() -> Iterator[str]:
    return (f"{first} {father}" for father, first in product(_FATHER, _FIRST))
