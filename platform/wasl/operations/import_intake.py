"""Take a file of people into the database (FILES.md, section 1)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from models.enums import ImportKind, Register
from models.person import Person, PersonIdentity
from models.register import RegisterEntry
from models.sealed import keys_of
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.files.columns import canonical
from wasl.files.errors import Problem
from wasl.files.intake_columns import INTAKE
from wasl.files.intake_row import IntakeRow, check_intake
from wasl.files.rows import Finding, ParsedRow, comparable
from wasl.operations.importing.caseload import Caseload
from wasl.operations.importing.coding import BatchCoder
from wasl.operations.importing.known_entries import (
    Known,
    find_known,
    is_to_load,
    load_entries,
)
from wasl.operations.importing.person_changes import apply_row, consent_statements
from wasl.operations.importing.person_state import (
    CONSENT_COLUMNS,
    outdated_consents,
    person_values,
    repeated_consents,
)
from wasl.operations.importing.reference import load_reading
from wasl.operations.importing.report import ImportReport
from wasl.operations.importing.table import (
    NEW,
    UNCHANGED,
    UPDATED,
    ImportOptions,
    Outcome,
    import_table,
)
from wasl.operations.importing.traces import UNRECOGNISED, Traces, record_file
from wasl.operations.referrals.leave_referrals import leave_after_a_no
from wasl.operations.retention.erase import erased_cases
from wasl.operations.retention.tombstones import Tombstone, case_digest

# Columns that tell about a statement or a key, and make no difference by themselves.
_NOT_COMPARED = frozenset({"register", "case_no", "consent_date"})


def import_intake(
    session: Session,
    by: Viewer,
    path: Path,
    settings: Settings,
    options: ImportOptions | None = None,
    *,
    today: date | None = None,
) -> ImportReport:
    """Take in all good rows of a file and return the report; the caller commits or rolls back.

    A row already known is left alone, one that changed is updated: a blank erases nothing, a list
    replaces the list before, a consent is added to the history when the statement changes and
    nothing later was said. New people become cases of the importer's office; a row whose case
    another office has is rejected. With `dry_run` nothing is written. Raises FileError when
    nothing of the file can be used.
    """
    options = options or ImportOptions()
    reading = load_reading(session, today or today_in_baghdad())
    writer = intake_writer(session, by, settings, options)
    report = import_table(path, settings, writer, reading, options)
    if not options.dry_run:
        record_file(session, by, ImportKind.INTAKE, report)
    return report


def intake_writer(
    session: Session, by: Viewer, settings: Settings, options: ImportOptions
) -> "IntakeWriter":
    """Return what writes people, knowing whom it must not bring back."""
    return IntakeWriter(session, by, options, erased_cases(settings))


def intake_row(row: ParsedRow) -> IntakeRow:
    """Return the values of a good row as they are typed."""
    return IntakeRow(**row.values)  # type: ignore[arg-type]


class IntakeWriter:
    """Writes batches of people."""

    format = INTAKE

    def __init__(
        self,
        session: Session,
        by: Viewer,
        options: ImportOptions,
        erased: Mapping[str, Tombstone],
    ) -> None:
        self._session = session
        self._erased = erased
        self._ring = keys_of(session.get_bind().dialect)
        self._by = by
        self._caseload = Caseload(session, by)
        self._traces = Traces(session, by)
        self._options = options
        self._coder = BatchCoder(session)
        self._consenting: list[tuple[RegisterEntry, IntakeRow, set[str]]] = []

    def check(self, values: Mapping[str, object]) -> Iterator[Finding]:
        """Yield what is wrong with the values of a row together."""
        return check_intake(values)

    def key(self, row: ParsedRow) -> str:
        """Return register and case number."""
        return f"{row.values['register']}:{row.values['case_no']}"

    def write(self, batch: Sequence[ParsedRow], digests: Sequence[str]) -> list[Outcome]:
        """Write a batch: people are loaded only where their row is not the same as before."""
        # Keyed: who reads the database must not be able to try out what a row said.
        digests = [self._ring.index("row", digest) for digest in digests]
        known = self._known(batch)
        loaded = load_entries(
            self._session,
            [
                known[self.key(row)].id
                for row, digest in zip(batch, digests, strict=True)
                if is_to_load(known.get(self.key(row)), digest)
            ],
        )
        changes = [self._changes(row, known, loaded) for row in batch]
        if not self._options.dry_run:
            self._prepare_codes(batch, changes)
        outcomes: list[Outcome] = []
        for row, digest, names in zip(batch, digests, changes, strict=True):
            outcomes.append(self._write_row(row, digest, names, known, loaded))
        if not self._options.dry_run:
            self._settle(loaded)
        return outcomes

    def _settle(self, loaded: dict[int, RegisterEntry]) -> None:
        """Store the batch; consents come second because they refer to the stored entries."""
        self._session.flush()
        self._traces.store()
        said = [
            (entry.person, consent_statements(entry, values, names))
            for entry, values, names in self._consenting
        ]
        self._consenting.clear()
        self._session.add_all(chain.from_iterable(statements for _person, statements in said))
        self._session.flush()
        for person, statements in said:
            self._traces.consented(person, statements)
        every = chain.from_iterable(statements for _person, statements in said)
        leave_after_a_no(self._session, self._by, every)
        self._release(loaded)

    def _known(self, batch: Sequence[ParsedRow]) -> dict[str, Known]:
        keys = [(Register(str(row.values["register"])), row.values["case_no"]) for row in batch]
        return find_known(self._session, keys, self._caseload.holds())

    def _changes(
        self, row: ParsedRow, known: dict[str, Known], loaded: dict[int, RegisterEntry]
    ) -> set[str]:
        """Return the columns whose value is new."""
        before = known.get(self.key(row))
        if before is None:
            return set(row.values) - {"register", "case_no"}
        entry = loaded.get(before.id)
        if entry is None:
            return set()
        state = {
            name: canonical(value) for name, value in person_values(entry.person, entry).items()
        }
        old, new = comparable(state, INTAKE), comparable(row.understood(), INTAKE)
        changed = {n for n in new if n not in _NOT_COMPARED and new[n] != old.get(n)}
        changed |= repeated_consents(entry.person, row.values)
        return changed - outdated_consents(entry.person, row.values.get("consent_date"))

    def _prepare_codes(self, batch: Sequence[ParsedRow], changes: Sequence[set[str]]) -> None:
        titles: list[str] = []
        skills: list[str] = []
        for row, names in zip(batch, changes, strict=True):
            values = intake_row(row)
            if "experience" in names:
                titles += [item.title for item in values.experience or ()]
            if "desired_work" in names:
                titles += values.desired_work or ()
            if "skills" in names:
                skills += values.skills or ()
        self._coder.prepare(titles, skills)

    def _write_row(
        self,
        row: ParsedRow,
        digest: str,
        names: set[str],
        known: dict[str, Known],
        loaded: dict[int, RegisterEntry],
    ) -> Outcome:
        before = known.get(self.key(row))
        if before is not None and not before.ours:
            return self._caseload.refusal(row)
        if before is None and self._was_erased(row):
            return Problem(row.number, "case_no", str(row.values["case_no"]), "erased")
        if self._options.dry_run:
            return NEW if before is None else UPDATED if names else UNCHANGED
        if before is None:
            self._add(row, digest, names)
            return NEW
        self._keep_unrecognised(row, before)
        if not names:
            return UNCHANGED
        entry = loaded[before.id]
        entry.digest = digest
        entry.wording = {**entry.wording, **row.wording}
        self._apply(entry.person, entry, intake_row(row), names)
        self._traces.changed(entry.person, names)
        return UPDATED

    def _was_erased(self, row: ParsedRow) -> bool:
        """Tell whether a list from before brings back somebody who was erased.

        Who comes back later and is taken in anew is somebody new.
        """
        stone = self._erased.get(case_digest(self.key(row)))
        taken_in = intake_row(row).intake_date
        return stone is not None and (taken_in is None or taken_in <= stone.day)

    def _add(self, row: ParsedRow, digest: str, names: set[str]) -> None:
        values = intake_row(row)
        person = Person(identity=PersonIdentity())
        entry = RegisterEntry(
            person=person,
            register=Register(values.register),
            case_no=values.case_no,
            digest=digest,
            unrecognised=row.unrecognised,
            wording=row.wording,
        )
        self._session.add(person)
        self._apply(person, entry, values, names)
        self._traces.registered(person, entry, self._caseload.open_case(person, values))

    def _apply(
        self, person: Person, entry: RegisterEntry, values: IntakeRow, names: set[str]
    ) -> None:
        apply_row(person, entry, values, names, self._coder)
        if not names.isdisjoint(CONSENT_COLUMNS):
            self._consenting.append((entry, values, names))

    def _keep_unrecognised(self, row: ParsedRow, before: Known) -> None:
        merged = {**before.unrecognised, **row.unrecognised}
        if merged != before.unrecognised:
            entry = self._session.get_one(RegisterEntry, before.id)
            entry.unrecognised = merged
            self._traces.changed(entry.person, {UNRECOGNISED})

    def _release(self, loaded: dict[int, RegisterEntry]) -> None:
        """Let go of what was written, so that a long file does not fill the memory."""
        for record in list(self._session.identity_map.values()):
            if isinstance(record, RegisterEntry):
                person = None if "person" in inspect(record).unloaded else record.person
                self._session.expunge(record)
                if person is not None and person in self._session:
                    self._session.expunge(person)
        loaded.clear()
