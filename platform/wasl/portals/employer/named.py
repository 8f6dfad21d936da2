"""Candidates who let this employer know who they are, for one opportunity."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ReleaseScope
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from wasl.access.disclosure import Disclosed, disclose
from wasl.access.viewer import Viewer
from wasl.access.work_card import card_number
from wasl.audit.record import record
from wasl.i18n.texts import gettext as _
from wasl.ui.formats import format_day
from wasl.ui.names import ordered_names


@dataclass(frozen=True, kw_only=True)
class NamedCandidate:
    """A candidate by the number of their card, and what they let this employer know."""

    number: str
    names: list[str]
    contact: list[tuple[str, str]]
    until: str


def list_named(
    session: Session, viewer: Viewer, opportunity: Opportunity
) -> dict[str, NamedCandidate]:
    """Return who may be named to a viewer now, by the number of their card; each is recorded."""
    known = disclose(session, viewer, opportunity=opportunity.id)
    people = session.execute(select(Person.id, Person.public_id).where(Person.id.in_(known)))
    named: dict[str, NamedCandidate] = {}
    for person_id, public_id in people:
        number = card_number(opportunity.public_id, public_id)
        named[number] = _named(number, known[person_id])
        _note(session, viewer, opportunity, public_id, known[person_id].scope)
    return dict(sorted(named.items()))


def name_one(session: Session, viewer: Viewer, referral: Referral) -> NamedCandidate | None:
    """Return who somebody is whom the employer deals with, where they let it know; recorded."""
    opportunity = referral.opportunity
    known = disclose(session, viewer, [referral.person_id], opportunity=opportunity.id)
    if referral.person_id not in known:
        return None
    person = session.scalar(select(Person.public_id).where(Person.id == referral.person_id))
    found = known[referral.person_id]
    _note(session, viewer, opportunity, person or "", found.scope)
    return _named(referral.card, found)


def _named(number: str, known: Disclosed) -> NamedCandidate:
    contact = [(_("Phone"), known.phone), (_("E-mail"), known.email)]
    return NamedCandidate(
        number=number,
        names=ordered_names(known),
        contact=[(term, text) for term, text in contact if text],
        until=format_day(known.until) if known.until else "",
    )


def _note(
    session: Session,
    viewer: Viewer,
    opportunity: Opportunity,
    person: str,
    scope: ReleaseScope | None,
) -> None:
    subject = ("opportunity", opportunity.public_id)
    record(
        session,
        viewer,
        AuditAction.IDENTITY_SEEN,
        person=person,
        subject=subject,
        scope=scope.value if scope else None,
    )
