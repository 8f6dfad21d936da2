"""What an import leaves in the audit log: who was registered or changed, what they consented to."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.case import CaseAssignment
from models.enums import ImportKind
from models.office import Office
from models.person import Person
from models.register import Consent, RegisterEntry
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.importing.person_state import CONSENT_COLUMNS
from wasl.operations.importing.report import ImportReport

UNRECOGNISED = "unrecognised"


class Traces:
    """Collects what a batch does to people; recorded once they are stored and have their ids."""

    def __init__(self, session: Session, by: Viewer) -> None:
        self._session = session
        self._by = by
        self._registered: list[tuple[Person, RegisterEntry]] = []
        self._changed: list[tuple[Person, list[str]]] = []
        self._cases: list[CaseAssignment] = []
        self._offices: dict[int, str] = {}

    def registered(self, person: Person, entry: RegisterEntry, case: CaseAssignment | None) -> None:
        """Note somebody new, and the office whose case they become."""
        self._registered.append((person, entry))
        if case is not None:
            self._cases.append(case)

    def changed(self, person: Person, columns: Collection[str]) -> None:
        """Note which columns of somebody changed; consents are told apart."""
        plain = sorted(set(columns) - set(CONSENT_COLUMNS))
        if plain:
            self._changed.append((person, plain))

    def consented(self, person: Person, statements: Sequence[Consent]) -> None:
        """Record statements of somebody who is stored."""
        for said in statements:
            record(
                self._session,
                self._by,
                AuditAction.CONSENT_RECORDED,
                person=person.public_id,
                purpose=said.purpose,
                granted=said.granted,
                given_by=said.given_by,
            )

    def store(self) -> None:
        """Record what was noted; the batch was flushed."""
        for person, entry in self._registered:
            self._record(AuditAction.PERSON_REGISTERED, person, register=entry.register)
        for case in self._cases:
            subject = ("case", case.public_id)
            told = {"office": self._office(case.office_id), "basis": case.basis}
            self._record(AuditAction.CASE_ASSIGNED, case.person, subject, **told)
        for person, columns in self._changed:
            self._record(AuditAction.PERSON_CHANGED, person, columns=columns)
        self._registered, self._changed, self._cases = [], [], []

    def _office(self, office_id: int) -> str:
        if office_id not in self._offices:
            self._offices[office_id] = self._session.get_one(Office, office_id).public_id
        return self._offices[office_id]

    def _record(
        self,
        action: AuditAction,
        person: Person,
        subject: tuple[str, str] | None = None,
        **details: Any,
    ) -> None:
        public_id = person.public_id
        record(self._session, self._by, action, person=public_id, subject=subject, **details)


def record_file(session: Session, by: Viewer, kind: ImportKind, report: ImportReport) -> None:
    """Record that a file was taken in."""
    record(
        session,
        by,
        AuditAction.FILE_IMPORTED,
        kind=kind,
        accepted=report.accepted,
        updated=report.updated,
        unchanged=report.unchanged,
        rejected=len(report.rejected),
    )
