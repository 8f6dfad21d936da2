"""Anonymise a person whose record is no longer needed: figures stay, nobody can be named."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ErasureCause
from models.base import utc_now
from models.case import CaseAssignment
from models.coding import CodedOccupation
from models.match import Match
from models.person import Person, PersonIdentity, PersonKey, ReturnJourney
from models.register import Consent, RegisterEntry
from wasl.access.viewer import Viewer
from wasl.audit.reasons import erase_reasons
from wasl.audit.record import record
from wasl.config import Settings
from wasl.operations.referrals.leave_referrals import leave_referrals
from wasl.operations.retention.erase import (
    addresses_of,
    empty_account,
    personal_tables,
    unlink_outcomes,
)
from wasl.operations.retention.kept_files import forget_in_files

# What figures are made of, with what below is done to it; everything else about the person goes.
KEPT_TABLES = frozenset(
    {
        *("person", "education", "work_experience", "desired_work", "person_skill"),
        *("person_language", "person_licence", "return_journey", "wanted_kind"),
        "case_assignment",
    }
)


def anonymise_person(
    session: Session, by: Viewer, person: Person, cause: ErasureCause, settings: Settings
) -> None:
    """Take out of a record what names the person or what they wrote, and make the rest coarse.

    Occupations, skills and languages stay by their codes; dates become years, districts and
    origin go. What is open with employers ends first; places that were filled stay counted, without
    the person. Their own account is closed and emptied. Cannot be undone.
    """
    leave_referrals(session, by, person, given_by=None)
    forget_in_files(session, settings, person)
    empty_account(session, person.id, addresses_of(person))
    unlink_outcomes(session, person.id)
    _delete_named(session, person.id)
    session.expire(person)
    _blunt(person)
    person.anonymised_at = utc_now()
    erase_reasons(session, person.public_id)
    session.flush()
    record(session, by, AuditAction.PERSON_ANONYMISED, person=person.public_id, cause=cause.value)


def _delete_named(session: Session, person_id: int) -> None:
    first: Iterable[Any] = (Match, Consent, RegisterEntry, PersonKey, PersonIdentity)
    for table in first:
        session.execute(delete(table).where(table.person_id == person_id))
    for table, column in personal_tables():
        if table.name not in KEPT_TABLES:
            session.connection().execute(delete(table).where(column == person_id))
    for case in session.scalars(select(CaseAssignment).filter_by(person_id=person_id)):
        case.reason = case.consent_override = case.answer = None


def _blunt(person: Person) -> None:
    person.district_code = person.district_wording = person.origin_code = None
    for job in person.experiences:
        job.country_wording = None
    titles: list[CodedOccupation] = [*person.experiences, *person.desired_work]
    for title in titles:
        title.title = ""
        title.coding_candidates = []
    for skill in person.skills:
        skill.wording = ""
    person.skills[:] = [skill for skill in person.skills if skill.skill_code]
    if person.education is not None:
        person.education.field_of_study = None
    _blunt_journey(person.journey)


def _blunt_journey(journey: ReturnJourney | None) -> None:
    if journey is None:
        return
    journey.country_wording = journey.reason_migrated = None
    if journey.return_date is not None:
        journey.return_date = journey.return_date.replace(month=1, day=1)
