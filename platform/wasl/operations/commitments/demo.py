"""What the demo's employer promised: under way, nearly due, and over, each with what was done."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Membership
from models.enums import OpportunityKind, OpportunityStatus, Role
from models.meeting import Meeting
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import Achievement, CommitmentKind
from models.stakeholder import Stakeholder
from wasl.access.viewer import Viewer, viewer_of
from wasl.clock import today_in_baghdad
from wasl.operations.commitments.post_for import cite_own_posting
from wasl.operations.commitments.report import Report, report_commitment
from wasl.operations.commitments.terms import Terms
from wasl.operations.commitments.write import Promise, write_commitment

_AGO, _SOON = timedelta(days=60), timedelta(days=20)


def play_promises(session: Session, by: Viewer) -> None:
    """Write down what the demo's employer promised, and let its postings keep some of it."""
    owner = session.scalar(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.role == Role.EMPLOYER_OWNER, Membership.revoked_at.is_(None))
        .order_by(Account.id)
        .limit(1)
    )
    if owner is None or owner.organisation is None:
        return
    firm, employer, today = owner.organisation, viewer_of(owner), today_in_baghdad()
    jobs = Terms(
        text="نتعهد بتوفير خمس عشرة فرصة عمل خلال ستة أشهر",
        quantity=15,
        deadline=today + _SOON,
        priority=3,
        responsible_role="مدير الموارد البشرية",
    )
    kept = write_commitment(session, by, _promise(session, CommitmentKind.JOB, jobs, [firm]))
    for posting in _postings(session, firm):
        cite_own_posting(session, employer, posting, kept, firm)
    said = Report(achievement=Achievement.LIMITED, note="بدأنا بالإعلان عن الوظائف")
    report_commitment(session, employer, kept, firm, said)
    training = Terms(
        text="دورة في الزراعة المحمية لاثني عشر متدرباً",
        quantity=12,
        occupation="عامل بيوت بلاستيكية",
        governorate="IQ-BG",
        deadline=today + 6 * _SOON,
        priority=4,
    )
    both = [firm, *_partner(session, firm)]
    write_commitment(session, by, _promise(session, CommitmentKind.TRAINING, training, both))
    tools = _tools(today)
    write_commitment(session, by, _promise(session, CommitmentKind.IN_KIND, tools, [firm]))


def _tools(today: date) -> Terms:
    """Return toolkits whose day is over."""
    return Terms(
        text="خمس حقائب عدة للنجارة",
        quantity=5,
        unit="حقيبة",
        occupation="حقيبة عدة نجارة",
        deadline=today - timedelta(days=10),
        priority=6,
    )


def _promise(
    session: Session, kind: CommitmentKind, terms: Terms, parties: list[Organisation]
) -> Promise:
    made_on = today_in_baghdad() - _AGO
    past = select(Meeting).where(Meeting.held_on <= made_on).order_by(Meeting.held_on.desc())
    meeting = session.scalar(past.limit(1))
    day = meeting.held_on if meeting else made_on
    return Promise(kind=kind, terms=terms, parties=parties, made_on=day, meeting=meeting)


def _postings(session: Session, firm: Organisation) -> list[Opportunity]:
    """Return two jobs of the employer that keep nothing so far."""
    listed = select(Opportunity).where(
        Opportunity.organisation_id == firm.id,
        Opportunity.kind == OpportunityKind.JOB,
        Opportunity.status == OpportunityStatus.PUBLISHED,
        Opportunity.commitment_ref.is_(None),
    )
    return list(
        session.scalars(listed.order_by(Opportunity.seats_taken.desc(), Opportunity.id).limit(2))
    )


def _partner(session: Session, firm: Organisation) -> list[Organisation]:
    listed = select(Organisation).join(Stakeholder).where(Organisation.id != firm.id)
    return list(session.scalars(listed.order_by(Organisation.id).limit(1)))
