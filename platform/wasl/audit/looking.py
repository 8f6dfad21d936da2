"""Record looks at people, one event for each person who was shown."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.person import Person
from models.stakeholder import ContactRole
from wasl.access.permissions import Permission
from wasl.access.scope import relation_to
from wasl.access.viewer import Viewer
from wasl.audit.record import record, record_each
from wasl.clock import BAGHDAD, today_in_baghdad


def see_person(session: Session, viewer: Viewer, person: str, page: str) -> None:
    """Record that somebody opened a page about a person. page: a word for which one."""
    relation = relation_to(session, viewer, Permission.SEE_PERSON, person)
    record(session, viewer, AuditAction.PERSON_SEEN, person=person, page=page, relation=relation)


def list_people(
    session: Session,
    viewer: Viewer,
    people: Iterable[str],
    page: str,
    subject: tuple[str, str] | None = None,
) -> None:
    """Record that somebody was shown a list, for each person on it. people: public ids."""
    listed = list(dict.fromkeys(people))
    record_each(
        session,
        viewer,
        AuditAction.PERSON_LISTED,
        listed,
        subject=subject,
        page=page,
        count=len(listed),
    )


def see_cards(session: Session, viewer: Viewer, opportunity: str, cards: Mapping[int, str]) -> None:
    """Record which work cards an employer saw: once a day for each person, however often.

    opportunity: public id. cards: numbers of cards by the person's id in the database.
    """
    whose = select(Person.id, Person.public_id).where(Person.id.in_(cards))
    seen = _cards_seen_today(session, viewer, opportunity)
    subject = ("opportunity", opportunity)
    for id_, public_id in session.execute(whose):
        if public_id not in seen:
            card = cards[id_]
            record(
                session, viewer, AuditAction.CARD_SEEN, person=public_id, subject=subject, card=card
            )


def see_contacts(
    session: Session, viewer: Viewer, organisation: str, contacts: Iterable[ContactRole]
) -> None:
    """Record that somebody was shown who holds roles in an organisation, by its public id."""
    named = sum(bool(one.name or one.email or one.phone) for one in contacts)
    if named:
        subject = ("organisation", organisation)
        record(session, viewer, AuditAction.CONTACTS_SEEN, subject=subject, count=named)


def _cards_seen_today(session: Session, viewer: Viewer, opportunity: str) -> set[str | None]:
    """Return whose cards of an opportunity an account has seen today.

    Found by the indexes on the opportunity and on the moment, without reading the log through.
    """
    midnight = datetime.combine(today_in_baghdad(), time(), BAGHDAD).astimezone(UTC)
    return set(
        session.scalars(
            select(AuditEvent.person).where(
                AuditEvent.object_id == opportunity,
                AuditEvent.action == AuditAction.CARD_SEEN,
                AuditEvent.actor == viewer.name,
                AuditEvent.at >= midnight,
            )
        )
    )
