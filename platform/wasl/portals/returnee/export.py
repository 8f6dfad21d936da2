"""Everything about a person as data, for the person: the columns of the intake format and more."""

from typing import Any

from sqlalchemy.orm import Session

from models.consent_query import in_order
from models.person import Person
from models.register import Consent, RegisterEntry
from wasl.access.releases import list_shared
from wasl.audit.looks import LooksPage, looks_at
from wasl.files.columns import canonical
from wasl.operations.importing.person_state import person_values
from wasl.portals.returnee.export_referrals import export_outcomes, export_referrals
from wasl.portals.returnee.queries.corrections import list_own_corrections
from wasl.portals.returnee.queries.record import read_own_record
from wasl.portals.returnee.queries.shared import list_cards_seen

FORMAT = "wasl-own-data/1"


def export_own_record(session: Session, person: Person) -> dict[str, Any]:
    """Return all that is kept about a person, ready for JSON."""
    record = read_own_record(session, person, "en")
    return {
        "format": FORMAT,
        "record": {name: canonical(value) for name, value in record.values.items()},
        "registers": [_entry(person, entry) for entry in record.entries],
        "offices": [office.name for office in record.offices],
        "consents": [_consent(one) for one in in_order(person.consents)],
        "shared": _shared(session, person),
        "cards_seen_without_name": [
            {
                "employer": one.employer,
                "opportunity": one.opportunity,
                "last_at": one.last_at.isoformat(),
            }
            for one in list_cards_seen(session, person, "en")
        ],
        "referrals": export_referrals(session, person),
        **export_outcomes(session, person),
        "looks": _looks(session, person),
        "corrections": [
            {
                "field": one.field,
                "said": one.said,
                "asked_at": one.asked_at.isoformat(),
                "state": one.state.value,
                "answer": one.answer,
            }
            for one in list_own_corrections(session, person)
        ],
    }


def _entry(person: Person, entry: RegisterEntry) -> dict[str, Any]:
    known = person_values(person, entry)
    names = ("register", "case_no", "intake_agency", "intake_office", "intake_date")
    told = {name: canonical(known[name]) for name in names if name in known}
    return {**told, "as_written": entry.wording, "other_columns": entry.unrecognised}


def _consent(one: Consent) -> dict[str, Any]:
    return {
        "purpose": one.purpose.value,
        "granted": one.granted,
        "given_on": one.given_on.isoformat() if one.given_on else None,
        "recorded_at": one.recorded_at.isoformat(),
        "given_by": one.given_by.value,
        "proxy": one.proxy,
        "witness": one.witness,
        "reason": one.reason,
    }


def _shared(session: Session, person: Person) -> list[dict[str, Any]]:
    return [
        {
            "employer": line.release.opportunity.organisation.name,
            "opportunity": line.release.opportunity.title,
            "scope": line.release.scope.value,
            "given_by": line.release.given_by.value,
            "granted_at": line.release.granted_at.isoformat(),
            "expires_at": line.release.expires_at.isoformat(),
            "state": line.state.value,
        }
        for line in list_shared(session, person)
    ]


def _looks(session: Session, person: Person) -> list[dict[str, Any]]:
    pages: list[LooksPage] = [looks_at(session, person.public_id)]
    while pages[-1].page < pages[-1].pages:
        pages.append(looks_at(session, person.public_id, pages[-1].page + 1))
    return [
        {
            "day": look.day.isoformat(),
            "times": look.times,
            "what": look.action.value,
            "role": look.role.value if look.role else None,
            "staff": look.staff,
            "place": look.place,
            "opportunity": look.opportunity,
            "reason": look.why.value if look.why else None,
        }
        for page in pages
        for look in page.looks
    ]
