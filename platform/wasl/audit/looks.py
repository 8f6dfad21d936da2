"""Who looked at a person, for that person to read: by office and role, folded by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Row, Select, func, select
from sqlalchemy import cast as as_type
from sqlalchemy.orm import Session

from models.access_enums import OFFICE_ROLES, AuditAction, LookUpReason
from models.account import Account
from models.audit import AuditEvent
from models.enums import Role
from models.office import Office
from models.opportunity import Opportunity, Organisation
from models.referral import Referral
from wasl.shown_names import shown_name

LOOKS_ON_A_PAGE = 20
LOOKS = (
    AuditAction.PERSON_SEEN,
    AuditAction.PERSON_LISTED,
    AuditAction.PERSON_LOOKED_UP,
    AuditAction.PERSON_EXPORTED,
    AuditAction.CARD_SEEN,
    AuditAction.IDENTITY_SEEN,
    AuditAction.REFERRAL_SEEN,
)


@dataclass(frozen=True, kw_only=True)
class Look:
    """Looks of one kind by one account on one day.

    staff: the name that somebody of an office goes by at work; nobody else is named, an employer
    is its organisation. place: the office or organisation. opportunity: the title of the posting
    that the look was for. Without role, place and staff it was who runs the platform.
    """

    day: date
    last_at: datetime
    times: int
    action: AuditAction
    role: Role | None
    staff: str | None
    place: str | None
    opportunity: str | None
    why: LookUpReason | None


@dataclass(frozen=True, kw_only=True)
class LooksPage:
    """A page of looks, the latest first."""

    looks: Sequence[Look]
    page: int
    pages: int
    total: int


def day_in_baghdad(session: Session) -> ColumnElement[date]:
    """Return the day of an event as an expression of the session's database."""
    if session.get_bind().dialect.name == "sqlite":
        # Iraq has kept three hours from UTC all year since 2008. The cast would be to a number.
        return func.date(AuditEvent.at, "+3 hours", type_=Date)
    return as_type(func.timezone("Asia/Baghdad", AuditEvent.at), Date)


def looks_at(
    session: Session, person_public_id: str, page: int = 1, *, language: str = "en"
) -> LooksPage:
    """Return a page of who looked at a person; views of a day by the same account are one line.

    language: in which employers are named.

    A page beyond the last one is the last one.
    """
    grouped = _grouped(session, person_public_id)
    total = session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    pages = max(1, -(-total // LOOKS_ON_A_PAGE))
    page = min(max(1, page), pages)
    newest = func.max(AuditEvent.id).desc()
    part = grouped.order_by(newest).offset((page - 1) * LOOKS_ON_A_PAGE).limit(LOOKS_ON_A_PAGE)
    rows = session.execute(part).all()
    return LooksPage(looks=_named(session, rows, language), page=page, pages=pages, total=total)


def _grouped(session: Session, person: str) -> Select[*tuple[Any, ...]]:
    who = (
        AuditEvent.actor,
        AuditEvent.actor_role,
        AuditEvent.actor_office_id,
        AuditEvent.actor_organisation_id,
        AuditEvent.action,
        AuditEvent.object_kind,
        AuditEvent.object_id,
    )
    day = day_in_baghdad(session)
    return (
        select(
            day.label("day"),
            *who,
            func.max(AuditEvent.at, type_=AuditEvent.at.type).label("last_at"),
            func.max(AuditEvent.id).label("last_id"),
            func.count().label("times"),
        )
        .where(AuditEvent.person == person, AuditEvent.action.in_(LOOKS))
        .group_by(day, *who)
    )


def _named(session: Session, rows: Sequence[Row[Any]], language: str) -> list[Look]:
    """Put names to the ids of a page, a statement for each kind of record."""
    staff = _texts(
        session,
        Account.public_id,
        Account.display_name,
        {row.actor for row in rows if row.actor_role in OFFICE_ROLES},
    )
    offices = _texts(session, Office.id, Office.name, {row.actor_office_id for row in rows})
    asked = {row.actor_organisation_id for row in rows}
    employers = _texts(session, Organisation.id, shown_name(language), asked)
    for_what = {row.object_id for row in rows if row.object_kind == "opportunity"}
    titles = _texts(session, Opportunity.public_id, Opportunity.title, for_what)
    titles |= _titles_of_referrals(session, rows)
    why = _reasons(session, rows)
    return [
        Look(
            day=row.day,
            last_at=row.last_at,
            times=row.times,
            action=row.action,
            role=row.actor_role,
            staff=staff.get(row.actor),
            place=offices.get(row.actor_office_id) or employers.get(row.actor_organisation_id),
            opportunity=titles.get(row.object_id),
            why=why.get(row.last_id),
        )
        for row in rows
    ]


def _titles_of_referrals(session: Session, rows: Sequence[Row[Any]]) -> dict[str, str]:
    """Return what the referrals are for that somebody looked at, by the referral's id."""
    wanted = {row.object_id for row in rows if row.object_kind == "referral"}
    if not wanted:
        return {}
    found = session.execute(
        select(Referral.public_id, Opportunity.title)
        .join(Opportunity, Opportunity.id == Referral.opportunity_id)
        .where(Referral.public_id.in_(wanted))
    )
    return {row[0]: row[1] for row in found}


def _texts(session: Session, key: Any, text: Any, wanted: set[Any]) -> dict[Any, str]:
    wanted -= {None}
    if not wanted:
        return {}
    return {row[0]: row[1] for row in session.execute(select(key, text).where(key.in_(wanted)))}


def _reasons(session: Session, rows: Sequence[Row[Any]]) -> dict[int, LookUpReason]:
    """Return the latest reason given for each group of looks outside a caseload."""
    asked = [row.last_id for row in rows if row.action == AuditAction.PERSON_LOOKED_UP]
    if not asked:
        return {}
    found = session.execute(
        select(AuditEvent.id, AuditEvent.details).where(AuditEvent.id.in_(asked))
    )
    known = {reason.value: reason for reason in LookUpReason}
    whys = {number: known.get(str(details.get("why"))) for number, details in found}
    return {number: why for number, why in whys.items() if why is not None}
