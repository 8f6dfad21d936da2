"""Take a file of opportunities into the database (FILES.md, section 2)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, selectinload

from models.enums import ImportKind, OpportunityKind, OpportunityStatus
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import CLASS_OF_KIND
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.files.columns import canonical
from wasl.files.errors import Problem
from wasl.files.opportunity_columns import OPPORTUNITIES
from wasl.files.opportunity_row import OpportunityRow, check_opportunity
from wasl.files.rows import Finding, ParsedRow, comparable
from wasl.operations.importing.coding import BatchCoder
from wasl.operations.importing.opportunity_changes import apply_row, change_kind
from wasl.operations.importing.opportunity_state import opportunity_values
from wasl.operations.importing.organisations import Organisations, employer_key
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
from wasl.operations.importing.traces import record_file

# What belongs to the employer, or is the key: it makes no difference to a posting by itself.
_NOT_COMPARED = frozenset({"ref", "employer", "employer_reg_no", "sector", "kind"})
_UNPUBLISHED = (OpportunityStatus.DRAFT, OpportunityStatus.IN_REVIEW)
_FIRST_SEATS = 1  # a posting that does not say how many has at least one place


def import_opportunities(
    session: Session,
    by: Viewer,
    path: Path,
    settings: Settings,
    options: ImportOptions | None = None,
    *,
    today: date | None = None,
) -> ImportReport:
    """Take in all good rows of a file and return the report; the caller commits or rolls back.

    Postings arrive as drafts, with `publish` as published and their employers as listed by the
    secretariat. A row already known is left alone, one that changed is updated: a blank erases
    nothing, a list replaces the list before. With `dry_run` nothing is written. Raises FileError
    when nothing of the file can be used.
    """
    options = options or ImportOptions()
    reading = load_reading(session, today or today_in_baghdad())
    report = import_table(path, settings, OpportunityWriter(session, by, options), reading, options)
    if not options.dry_run:
        record_file(session, by, ImportKind.OPPORTUNITIES, report)
    return report


def opportunity_row(row: ParsedRow) -> OpportunityRow:
    """Return the values of a good row as they are typed."""
    return OpportunityRow(**row.values)  # type: ignore[arg-type]


class OpportunityWriter:
    """Writes batches of postings."""

    format = OPPORTUNITIES

    def __init__(self, session: Session, by: Viewer, options: ImportOptions) -> None:
        self._session = session
        self._by = by
        self._options = options
        self._coder = BatchCoder(session)
        self._organisations = Organisations(session, options.publish, options.dry_run)

    def check(self, values: Mapping[str, object]) -> Iterator[Finding]:
        """Yield what is wrong with the values of a row together."""
        return check_opportunity(values)

    def key(self, row: ParsedRow) -> str:
        """Return employer and reference."""
        return f"{employer_key(str(row.values['employer']))}/{row.values['ref']}"

    def write(self, batch: Sequence[ParsedRow], digests: Sequence[str]) -> list[Outcome]:
        """Write a batch of postings."""
        known = self._known(batch)
        changes = [self._changes(row, known.get(self.key(row))) for row in batch]
        self._organisations.prepare([opportunity_row(row) for row in batch])
        if not self._options.dry_run:
            self._prepare_codes(batch, changes)
        outcomes = [
            self._write_row(row, digest, names, known)
            for row, digest, names in zip(batch, digests, changes, strict=True)
        ]
        if not self._options.dry_run:
            self._session.flush()
            for record in list(self._session.identity_map.values()):
                if isinstance(record, Opportunity):
                    self._session.expunge(record)
        return outcomes

    def _known(self, batch: Sequence[ParsedRow]) -> dict[str, Opportunity]:
        names = {self.key(row): employer_key(str(row.values["employer"])) for row in batch}
        keys = [(names[self.key(row)], row.values["ref"]) for row in batch]
        postings = self._session.execute(
            select(Organisation.name_key, Opportunity)
            .join(Opportunity.organisation)
            .where(tuple_(Organisation.name_key, Opportunity.ref).in_(keys))
            .options(
                selectinload(Opportunity.skills),
                selectinload(Opportunity.languages),
                selectinload(Opportunity.licences),
            )
        )
        return {f"{name}/{posting.ref}": posting for name, posting in postings}

    def _changes(self, row: ParsedRow, posting: Opportunity | None) -> set[str]:
        """Return the columns whose value is new."""
        if posting is None:
            return set(row.values)
        state = {name: canonical(value) for name, value in opportunity_values(posting).items()}
        old, new = comparable(state, OPPORTUNITIES), comparable(row.understood(), OPPORTUNITIES)
        names = {n for n in new if n not in _NOT_COMPARED and new[n] != old.get(n)}
        if new["kind"] != old["kind"]:
            names.add("kind")
        return names

    def _prepare_codes(self, batch: Sequence[ParsedRow], changes: Sequence[set[str]]) -> None:
        titles: list[str] = []
        skills: list[str] = []
        for row, names in zip(batch, changes, strict=True):
            values = opportunity_row(row)
            if "title" in names:
                titles.append(values.title)
            if "skills_required" in names:
                skills += values.skills_required or ()
            if "skills_desired" in names:
                skills += values.skills_desired or ()
        self._coder.prepare(titles, skills)

    def _write_row(
        self, row: ParsedRow, digest: str, names: set[str], known: dict[str, Opportunity]
    ) -> Outcome:
        posting = known.get(self.key(row))
        values = opportunity_row(row)
        problem = _wage_problem(row, posting, values)
        if problem is not None:
            return problem
        if posting is None:
            if not self._options.dry_run:
                self._add(row, values, digest, names)
            return NEW
        publishes = self._options.publish and posting.status in _UNPUBLISHED
        employer_changed = self._organisations.update(values)
        if not self._options.dry_run:
            self._update(posting, row, digest, names)
        return UPDATED if names or publishes or employer_changed else UNCHANGED

    def _update(self, posting: Opportunity, row: ParsedRow, digest: str, names: set[str]) -> None:
        values = opportunity_row(row)
        merged = {**posting.unrecognised, **row.unrecognised}
        if merged != posting.unrecognised:
            posting.unrecognised = merged
        if self._options.publish and posting.status in _UNPUBLISHED:
            posting.status = OpportunityStatus.PUBLISHED
        if "kind" in names:
            posting = change_kind(self._session, posting, OpportunityKind(values.kind))
        if names:
            posting.digest = digest
            apply_row(posting, values, names, self._coder)

    def _add(self, row: ParsedRow, values: OpportunityRow, digest: str, names: set[str]) -> None:
        published = self._options.publish
        self._organisations.update(values)
        posting = CLASS_OF_KIND[OpportunityKind(values.kind)](
            organisation=self._organisations.of(values),
            ref=values.ref,
            employer_wording=values.employer,
            title=values.title,
            seats=_FIRST_SEATS,
            status=OpportunityStatus.PUBLISHED if published else OpportunityStatus.DRAFT,
            digest=digest,
            unrecognised=row.unrecognised,
        )
        self._session.add(posting)
        apply_row(posting, values, names, self._coder)


def _wage_problem(
    row: ParsedRow, posting: Opportunity | None, values: OpportunityRow
) -> Problem | None:
    """Refuse a row that would leave the highest wage below the lowest one known before."""
    if posting is None:
        return None
    low = values.wage_min if values.wage_min is not None else posting.wage_min
    high = values.wage_max if values.wage_max is not None else posting.wage_max
    if low is None or high is None or high >= low:
        return None
    name, value = ("wage_max", high) if values.wage_max is not None else ("wage_min", low)
    return Problem(row.number, name, str(value), "wage_order")
