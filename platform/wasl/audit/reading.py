"""Read the audit log: groups of actions, filters, pages by the number of the event."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.access_enums import AuditAction as A
from models.audit import AuditCheck, AuditEvent


class ActionGroup(StrEnum):
    """What events are looked for by."""

    LOOKS = "looks"
    PEOPLE = "people"
    CASES = "cases"
    CONSENT = "consent"
    REFERRALS = "referrals"
    ACCOUNTS = "accounts"
    SIGN_IN = "sign_in"
    OFFICES = "offices"
    ROUND_TABLE = "round_table"
    WORK = "work"
    PLATFORM = "platform"


# Every action is in one group; a test compares.
GROUPS: Mapping[ActionGroup, tuple[A, ...]] = {
    ActionGroup.LOOKS: (
        *(A.PERSON_SEEN, A.PERSON_LISTED, A.PERSON_LOOKED_UP, A.PERSON_EXPORTED),
        *(A.CARD_SEEN, A.IDENTITY_SEEN, A.REFERRAL_SEEN, A.OWN_RECORD_SEEN),
        *(A.ACCOUNTS_SEARCHED, A.CONTACTS_SEEN),
    ),
    ActionGroup.PEOPLE: (
        *(A.PERSON_REGISTERED, A.PERSON_CHANGED, A.PERSON_CODED, A.PERSON_ANONYMISED),
        *(A.PERSON_ERASED, A.CORRECTION_ASKED, A.CORRECTION_DECIDED, A.ERASURE_ASKED),
        *(A.ERASURE_CANCELLED, A.RETENTION_NOTICED),
    ),
    ActionGroup.CASES: (
        *(A.CASE_ASSIGNED, A.CASE_REFERRED, A.CASE_ACCEPTED, A.CASE_DECLINED, A.CASE_ENDED),
    ),
    ActionGroup.CONSENT: (A.CONSENT_RECORDED, A.RELEASE_GRANTED, A.RELEASE_WITHDRAWN),
    ActionGroup.REFERRALS: (
        *(A.REFERRAL_OPENED, A.REFERRAL_MOVED, A.REFERRAL_CLOSED, A.ANSWER_CODE_MADE),
        *(A.INTERVIEW_CHANGED, A.OFFER_CHANGED, A.SEATS_TAKEN, A.SEATS_FREED, A.PLACED),
        *(A.PLACEMENT_ENDED, A.CHECK_ANSWERED, A.CHECK_SETTLED, A.ALLOCATION_MOVED),
        A.STOCK_ASKED_BACK,
    ),
    ActionGroup.ACCOUNTS: (
        *(A.ACCOUNT_CREATED, A.ACCOUNT_SUSPENDED, A.ACCOUNT_RESTORED, A.MEMBERSHIP_GRANTED),
        *(A.MEMBERSHIP_REVOKED, A.INVITED, A.INVITATION_ACCEPTED, A.INVITATION_REVOKED),
        *(A.TOKEN_MADE, A.TOKEN_REVOKED, A.ACCOUNT_CLOSED, A.SLIP_OPENED),
        *(A.DISPLAY_NAME_CHANGED, A.MESSAGE_SETTLED),
    ),
    ActionGroup.SIGN_IN: (
        *(A.SIGNED_IN, A.SIGN_IN_FAILED, A.SIGNED_OUT, A.SESSION_ENDED, A.PASSWORD_CHANGED),
        *(A.SECOND_FACTOR_SET, A.SECOND_FACTOR_REMOVED, A.RESET_ASKED, A.RESET_CONFIRMED),
        *(A.RESET_USED, A.RESET_DECLINED, A.LOGIN_CHANGED),
    ),
    ActionGroup.OFFICES: (
        *(A.ORGANISATION_REGISTERED, A.ORGANISATION_VETTED, A.ORGANISATION_CHANGED),
        *(A.CAPACITY_CHANGED, A.OFFICE_CHANGED, A.PROFILE_ASKED_AFTER),
    ),
    ActionGroup.ROUND_TABLE: (
        *(A.AGENDA_CHANGED, A.MINUTES_CHANGED, A.RESOLUTION_CHANGED),
        *(A.MEETING_PLANNED, A.MEETING_CHANGED, A.MEETING_MOVED, A.MEETING_CALLED),
        A.SERIES_CHANGED,
        *(A.PARTICIPANT_CHANGED, A.INVITATION_ANSWERED, A.DOCUMENT_CHANGED),
        *(A.ROUND_TABLES_IMPORTED, A.MEETING_IMPORTED, A.COMMITMENT_IMPORTED),
        *(A.COMMITMENT_MADE, A.COMMITMENT_CHANGED, A.COMMITMENT_ASSESSED, A.MILESTONE_CHANGED),
        *(A.CITATION_MADE, A.CITATION_DECIDED, A.CITATION_DROPPED, A.BARRIER_LINKED),
        *(A.ASKS_SUGGESTED, A.ASK_CHANGED, A.ASKS_SENT),
        *(A.ACTION_CHANGED, A.ACTION_LINKED, A.ACTION_FILE_CHANGED),
    ),
    ActionGroup.WORK: (
        *(A.OPPORTUNITY_ADDED, A.OPPORTUNITY_CHANGED),
        *(A.OPPORTUNITY_MOVED, A.OPPORTUNITY_CODED, A.FILE_IMPORTED, A.MATCHES_COMPUTED),
        *(A.STAKEHOLDER_CHANGED, A.RELATION_CHANGED, A.CONTACT_NOTED),
    ),
    ActionGroup.PLATFORM: (
        *(A.AUDIT_READ, A.KEYS_ROTATED, A.KEY_DROPPED, A.DATABASE_RESTORED),
        A.RETENTION_POLICY_SET,
    ),
}


@dataclass(frozen=True, kw_only=True)
class EventFilter:
    """What events are looked for by; empty means all. `until` itself is no longer included."""

    person: str | None = None
    actor: str | None = None
    group: ActionGroup | None = None
    since: datetime | None = None
    until: datetime | None = None


def _conditions(wanted: EventFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.person is not None:
        conditions.append(AuditEvent.person == wanted.person)
    if wanted.actor is not None:
        conditions.append(AuditEvent.actor == wanted.actor)
    if wanted.group is not None:
        conditions.append(AuditEvent.action.in_(GROUPS[wanted.group]))
    if wanted.since is not None:
        conditions.append(AuditEvent.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(AuditEvent.at < wanted.until)
    return conditions


def read_events(
    session: Session, wanted: EventFilter, most: int, before: int | None = None
) -> Sequence[AuditEvent]:
    """Return the events that a filter finds, the latest first, from before an event on."""
    statement = select(AuditEvent).where(*_conditions(wanted))
    if before is not None:
        statement = statement.where(AuditEvent.id < before)
    return session.scalars(statement.order_by(AuditEvent.id.desc()).limit(most)).all()


def last_check(session: Session) -> AuditCheck | None:
    """Return when the chain was walked last, and what was found."""
    return session.scalar(select(AuditCheck).order_by(AuditCheck.id.desc()).limit(1))


def line_of(told: AuditEvent) -> str:
    """Write an event as one line for a terminal: fields by tabs, details as JSON.

    Free text does not stand in it: it may say something of a person.
    """
    role = told.actor_role.value if told.actor_role else "-"
    subject = f"{told.object_kind}:{told.object_id}" if told.object_kind else "-"
    details = json.dumps(told.details, ensure_ascii=False, sort_keys=True) if told.details else ""
    fields = (
        str(told.id),
        told.at.isoformat(timespec="seconds"),
        AuditAction(told.action).value,
        f"{told.actor} ({role})",
        told.person or "-",
        subject,
        details,
    )
    return "\t".join(fields)
