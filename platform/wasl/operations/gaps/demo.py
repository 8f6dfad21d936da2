"""The demo's gaps: people of some trades who registered themselves, and what members are asked."""

from collections.abc import Iterator
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.enums import ConsentPurpose, OpportunityKind, Register
from models.meeting import Meeting
from models.opportunity import Organisation
from models.person import Person, PersonIdentity, WantedKind, WorkExperience
from models.register import RegisterEntry
from models.round_table_enums import StakeholderKind
from models.stakeholder import Stakeholder
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.clock import today_in_baghdad
from wasl.operations.gaps.asks import suggest_asks
from wasl.operations.gaps.send import send_asks
from wasl.operations.importing.coding import BatchCoder
from wasl.operations.meetings.participants import add_participants
from wasl.operations.meetings.steps import AHEAD
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
    add_participants(session, by, meeting, chambers)
    asks = suggest_asks(session, by, meeting, today_in_baghdad())
    if asks:
        send_asks(session, by, meeting, [asks[0].organisation_id])


def _names() -> Iterator[str]:
    return (f"{first} {father}" for father, first in product(_FATHER, _FIRST))
