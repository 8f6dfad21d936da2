"""Profiles of the demo's organisations, so that the map of demand has something to show."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import OpportunityKind as Kind
from models.opportunity import Opportunity, Organisation
from models.referral_enums import OrganisationSize
from wasl.access.viewer import Viewer
from wasl.operations.profile.capacities import CapacityLine, add_capacity
from wasl.operations.profile.confirm import HOLDS
from wasl.operations.profile.describe import Described, running_capacities, set_profile, state_of
from wasl.operations.profile.suggestions import Suggestion, suggest_capacities, take_suggestions

_SIZES = (
    OrganisationSize.SMALL,
    OrganisationSize.MICRO,
    OrganisationSize.MEDIUM,
    OrganisationSize.SMALL,
    OrganisationSize.LARGE,
)
# How much more than a small workshop a company of each size could give.
_TIMES = {
    OrganisationSize.MICRO: 1,
    OrganisationSize.SMALL: 1,
    OrganisationSize.MEDIUM: 3,
    OrganisationSize.LARGE: 6,
}
_KURDISH_LETTERS = frozenset("ەێۆڕڵ")
_SILENT_EACH = 6  # so that the map also shows who has not said anything yet

_ABOUT = (
    "نزرع الخضر والحبوب ونربّي الأغنام والدواجن في أربع محافظات، ونبيع لأسواق الجملة. "
    "نعمل منذ 2009 ونشغّل نحو ثمانين شخصاً، ونصفهم في الموسم."
)
_LINES = (
    CapacityLine(kind=Kind.JOB, title="عامل زراعة محاصيل", quantity=12, occupation="6111"),
    CapacityLine(
        kind=Kind.JOB,
        title="سائق شاحنة",
        quantity=2,
        occupation="8332",
        conditions="إجازة سوق شاحنات، والسكن متوفر في الموقع.",
    ),
    CapacityLine(kind=Kind.INTERNSHIP, title="فني بيطري", quantity=3, occupation="3240"),
    CapacityLine(kind=Kind.TRAINING, title="الري الحديث والزراعة", quantity=15, occupation="6111"),
    CapacityLine(kind=Kind.MENTORING, title="كيف تبدأ مشروع دواجن", quantity=4, occupation="6122"),
    CapacityLine(kind=Kind.IN_KIND, title="شتلات وبذور", quantity=200, unit="كيس"),
    CapacityLine(
        kind=Kind.FINANCE,
        title="قرض لبيت بلاستيكي",
        quantity=3,
        amount=4_000_000,
        conditions="يُسدَّد من المحصول خلال سنة ونصف.",
    ),
)


def add_profiles(session: Session, by: Viewer, employer: Organisation | None) -> int:
    """Say for most organisations that have none what they could give; return for how many.

    employer: whose accounts the demo gives out. It said so a year ago, and is asked anew.
    """
    statement = select(Organisation).where(
        Organisation.profile_at.is_(None), Organisation.sector_code.is_not(None)
    )
    added, silent = 0, session.scalars(statement.order_by(Organisation.id)).all()
    for organisation in silent:
        if organisation is employer:
            _describe_employer(session, by, organisation)
        elif organisation.id % _SILENT_EACH == 0 or not _places(session, organisation):
            continue
        else:
            _describe(session, by, organisation)
        added += 1
    return added


def _describe_employer(session: Session, by: Viewer, organisation: Organisation) -> None:
    said = Described(
        sector=organisation.sector_code or "01",
        size=OrganisationSize.MEDIUM,
        places=_places(session, organisation) or frozenset({"IQ-BG"}),
        about=_ABOUT,
        website="www.dhifaf-alzab.example",
    )
    set_profile(session, by, organisation, said, seen=state_of(organisation))
    for line in _LINES:
        add_capacity(session, by, organisation, line)
    long_ago = utc_now() - HOLDS - timedelta(days=12)
    organisation.profile_at = long_ago
    for capacity in running_capacities(session, organisation):
        capacity.created_at = capacity.confirmed_at = long_ago
    session.flush()


def _describe(session: Session, by: Viewer, organisation: Organisation) -> None:
    number = organisation.id
    size = _SIZES[number % len(_SIZES)]
    said = Described(
        sector=organisation.sector_code or "",
        size=size,
        places=_places(session, organisation),
    )
    set_profile(session, by, organisation, said, seen=state_of(organisation))
    wanted = {
        one.key: one.quantity * _TIMES[size]
        for place, one in enumerate(suggest_capacities(session, organisation))
        if _could(one, place + number, size)
    }
    taken = take_suggestions(session, by, organisation, wanted, _language_of(organisation.name))
    home = min(said.places)
    for capacity in taken[::2]:
        capacity.governorate_code = home
    session.flush()


def _could(suggestion: Suggestion, turn: int, size: OrganisationSize) -> bool:
    """Tell whether a company ticks a suggestion: all that are large, else two of three."""
    return size is OrganisationSize.LARGE or turn % 3 != 0 or suggestion.kind is Kind.FINANCE


def _places(session: Session, organisation: Organisation) -> frozenset[str]:
    """Return where an organisation has posted something, and its seat."""
    statement = select(Opportunity.governorate_code).where(
        Opportunity.organisation_id == organisation.id
    )
    found = {*session.scalars(statement.distinct()), organisation.governorate_code}
    return frozenset(code for code in found if code)


def _language_of(name: str) -> str:
    """Guess from its name in which language a company writes."""
    if name.isascii():
        return "en"
    return "ckb" if _KURDISH_LETTERS & set(name) else "ar"
