"""The demo's internships in Basra: posted for a promise, filled by people, asked after 90 days.

Everything is done by the operations that pages use, with the days on which it happened; moments
that operations take from the clock are moved back to those days afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.commitment import Commitment
from models.enums import Agency, ConsentPurpose, OpportunityKind, Role
from models.office import Office
from models.opportunity import Opportunity
from models.opportunity_log import OpportunityMove
from models.person import Person
from models.placement import Placement
from models.placement_states import CHECK_DAYS
from models.referral_enums import EndCause, Side
from wasl.access.viewer import Viewer, viewer_of
from wasl.clock import BAGHDAD
from wasl.operations.commitments.post_for import post_for_commitment
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.demo_meetings import Stage
from wasl.operations.ensure_office import ensure_office
from wasl.operations.placements.checks import say_ended
from wasl.operations.postings.review import ReviewPolicy
from wasl.operations.postings.send_in import send_in
from wasl.operations.postings.write import write_posting
from wasl.operations.record_consent import record_consent
from wasl.operations.register_person import NewReturnee, register_person

_OFFICE = (Agency.MRC, "Basra", "IQ-BA")
_CASEWORKER = "basra@demo.example"
_NUMBER = 7_700_800_000  # of telephones that nobody has
_NAMES = (
    "سجاد حميد",
    "منتظر جبار",
    "زهراء عادل",
    "حيدر فالح",
    "نور كاظم",
    "عباس طالب",
    "مريم غازي",
)


@dataclass(frozen=True, kw_only=True)
class _Places:
    """A posting for the promise. posted: so many days ago."""

    title: str
    seats: int
    posted: int
    about: str


@dataclass(frozen=True, kw_only=True)
class _Trainees:
    """People who began on a posting so many days ago. left: after so many days, if they did."""

    posting: int
    people: int
    began: int
    left: int | None = None


_POSTINGS = (
    _Places(
        title="متدرب لحام",
        seats=6,
        posted=165,
        about="تدريب عملي على اللحام بالقوس الكهربائي في ورشة صيانة المكائن الزراعية.",
    ),
    _Places(
        title="متدرب تصليح مكائن زراعية",
        seats=3,
        posted=110,
        about="العمل مع فني الورشة على تصليح المضخات والساحبات، واللحام عند الحاجة.",
    ),
    _Places(
        title="متدرب لحام أنابيب",
        seats=2,
        posted=18,
        about="تدريب على لحام أنابيب الري مع معدات السلامة.",
    ),
)
_BEGAN = (
    _Trainees(posting=0, people=5, began=150),
    _Trainees(posting=1, people=1, began=100, left=60),
    _Trainees(posting=1, people=1, began=40),
)
_TYPED = {"weeks": "24", "hours": "full", "may_lead_to_job": "yes", "transport": "yes"}


def play_places(
    session: Session, by: Viewer, owner: Account, commitment: Commitment, today: date
) -> None:
    """Let a promise be kept in part: eleven places, seven who began, five who stayed."""
    employer, caseworker = viewer_of(owner), _caseworker(session, by)
    postings = [_post(session, owner, commitment, one, today) for one in _POSTINGS]
    people = _register(session, by, caseworker)
    for group in _BEGAN:
        for _one in range(group.people):
            who = (next(people), postings[group.posting])
            _begin(Stage(session, *who, employer, caseworker, today), group)


def _caseworker(session: Session, by: Viewer) -> Viewer:
    office = ensure_office(session, *_OFFICE)
    given = NewAccount(
        login=_CASEWORKER,
        password=None,
        display_name="Ruqaya Al-Basri",
        role=Role.CASEWORKER,
        office=office,
        language="ar",
    )
    return viewer_of(create_account(session, by, given, way="demo"))


def _post(
    session: Session, owner: Account, commitment: Commitment, given: _Places, today: date
) -> Opportunity:
    """Post places for a promise as its maker does, on a day that lies behind."""
    firm, employer = commitment.parties[0].organisation, viewer_of(owner)
    posting = post_for_commitment(session, employer, commitment, firm, given.title, today=today)
    typed: Mapping[str, str] = {**_TYPED, "description": given.about, "seats": str(given.seats)}
    write_posting(session, employer, posting, typed, today)
    send_in(session, employer, posting, ReviewPolicy.FLAGGED, today)
    posted = _moment(today - timedelta(days=given.posted))
    posting.published_at = posted
    moves = select(OpportunityMove).where(OpportunityMove.opportunity_id == posting.id)
    for move in session.scalars(moves):
        move.at = posted
    return posting


def _register(session: Session, by: Viewer, caseworker: Viewer) -> Iterator[Person]:
    """Yield people who registered with the office in Basra and look for work as welders."""
    office = session.get_one(Office, caseworker.office_id)
    for number, name in enumerate(_NAMES, 1):
        told = NewReturnee(
            governorate_code="IQ-BA",
            worked_as="لحام",
            years=2,
            kinds=(OpportunityKind.INTERNSHIP.value, OpportunityKind.JOB.value),
            office=office.public_id,
            matching=True,
            contact=True,
        )
        person = register_person(session, by, name, f"+964{_NUMBER + number}", told)
        for purpose in ConsentPurpose:
            record_consent(session, caseworker, person, purpose, granted=True)
        yield person


def _begin(stage: Stage, group: _Trainees) -> None:
    """Somebody is introduced, begins, and both sides say after 30 and 90 days: still there."""
    placement = stage.place(stage.introduce(), stage.today - timedelta(days=group.began))
    there = group.left or group.began
    asked = [days for days in CHECK_DAYS if days < there]
    for days in asked:
        stage.confirm(placement, days)
    _answered_then(placement, asked)
    if group.left is not None:
        day = placement.starts_on + timedelta(days=group.left)
        cause, side = EndCause.PERSON_LEFT, Side.OFFICE
        say_ended(stage.session, stage.caseworker, placement, cause, side=side, today=day)


def _answered_then(placement: Placement, days: Sequence[int]) -> None:
    for check in placement.checks:
        if check.day in days:
            check.answered_at = _moment(check.due_on + timedelta(days=1))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(11), BAGHDAD)
