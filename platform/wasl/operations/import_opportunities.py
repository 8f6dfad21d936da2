"""Take a file of opportunities into the database (FILES.md, section 2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import ColumnElement, and_, select, tuple_
from sqlalchemy.orm import Session, selectinload

from models.enums import ImportKind, OpportunityKind, OpportunityStatus
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import CLASS_OF_KIND
from wasl.access.conditions.offers import LABOUR_MINISTRY
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.files.columns import canonical
from wasl.files.opportunity_columns import OPPORTUNITIES
from wasl.files.opportunity_row import OpportunityRow, check_opportunity
from wasl.files.rows import Finding, ParsedRow, comparable
from wasl.operations.commitments.cite import cite_postings
from wasl.operations.importing.coding import BatchCoder
from wasl.operations.importing.held_postings import HeldPostings
from wasl.operations.importing.opportunity_changes import apply_row, change_kind
from wasl.operations.importing.opportunity_problems import problems_of
from wasl.operations.importing.opportunity_state import opportunity_values
from wasl.operations.importing.organisations import Organisations, OwnOrganisation, employer_key
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
from wasl.operations.postings.recheck import holding_words

# What belongs to the employer, or is the key: it makes no difference to a posting by itself.
_NOT_COMPARED = frozenset({"ref", "employer", "employer_reg_no", "sector", "kind"})
_UNPUBLISHED = (OpportunityStatus.DRAFT, OpportunityStatus.IN_REVIEW)
_FIRST_SEATS = 1  # a posting that does not say how many has at least one place
_WITH_LISTS = (
    selectinload(Opportunity.skills),
    selectinload(Opportunity.languages),
    selectinload(Opportunity.licences),
)


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
    secretariat; but one whose wording could hurt people waits to be read first, and the report
    says so. A row already known is left alone, one that changed is updated: a blank erases
    nothing, a list replaces the list before. With `dry_run` nothing is written. Raises FileError
    when nothing of the file can be used.

    An employer's file holds postings of that employer alone, whatever the options say: see
    `options_of`.
    """
    options = options_of(session, by, options or ImportOptions())
    reading = load_reading(session, today or today_in_baghdad())
    writer = OpportunityWriter(session, by, options)
    report = import_table(path, settings, writer, reading, options)
    report.held = writer.held.rows
    if not options.dry_run:
        writer.held.tell()
        cite_postings(session, by)
        record_file(session, by, ImportKind.OPPORTUNITIES, report)
    return report


def options_of(session: Session, by: Viewer, options: ImportOptions) -> ImportOptions:
    """Return the options that hold for whoever sends a file.

    Rows of an employer's file that name no employer are the employer's own.
    """
    options = replace(options, publish=options.publish and may_publish(by))
    own = _own_organisation(session, by)
    if own is None:
        return options
    return replace(options, constants={**options.constants, "employer": own.name})


def may_publish(by: Viewer) -> bool:
    """Tell whether what somebody sends by file may be published at once.

    As on the pages: an office of the labour ministry vouches for it, an employer never does.
    """
    return by.is_system or by.agency in LABOUR_MINISTRY


def _own_organisation(session: Session, by: Viewer) -> Organisation | None:
    return session.get(Organisation, by.organisation_id) if by.organisation_id else None


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
        self.held = HeldPostings(session, by)
        self._own = _own_organisation(session, by)
        self._organisations: Organisations | OwnOrganisation = (
            OwnOrganisation(self._own)
            if self._own
            else Organisations(session, options.publish, options.dry_run)
        )

    def check(self, values: Mapping[str, object]) -> Iterator[Finding]:
        """Yield what is wrong with the values of a row together."""
        return check_opportunity(values)

    def key(self, row: ParsedRow) -> str:
        """Return employer and reference."""
        return f"{self._organisations.key(str(row.values['employer']))}/{row.values['ref']}"

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
            self.held.store()
            for record in list(self._session.identity_map.values()):
                if isinstance(record, Opportunity):
                    self._session.expunge(record)
        return outcomes

    def _known(self, batch: Sequence[ParsedRow]) -> dict[str, Opportunity]:
        postings = self._session.execute(
            select(Organisation.name_key, Opportunity)
            .join(Opportunity.organisation)
            .where(self._among(batch))
            .options(*_WITH_LISTS)
        )
        # A name that nobody has checked yet is not the key of its organisation.
        own = employer_key(self._own.name) if self._own else None
        return {f"{own or name}/{posting.ref}": posting for name, posting in postings}

    def _among(self, batch: Sequence[ParsedRow]) -> ColumnElement[bool]:
        """Tell, in a statement on Opportunity and Organisation, what the rows may be about."""
        if self._own:
            refs = [row.values["ref"] for row in batch]
            return and_(Organisation.id == self._own.id, Opportunity.ref.in_(refs))
        key = self._organisations.key
        keys = [(key(str(row.values["employer"])), row.values["ref"]) for row in batch]
        return tuple_(Organisation.name_key, Opportunity.ref).in_(keys)

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
        problem = next(problems_of(row.number, values, posting, names, self._own), None)
        if problem is not None:
            return problem
        if posting is None:
            if not self._options.dry_run:
                self._add(row, values, digest, names)
            return NEW
        publishes = self._options.publish and _not_seen_yet(posting)
        employer_changed = self._organisations.update(values)
        if not self._options.dry_run:
            self._update(posting, row, digest, names)
        return UPDATED if names or publishes or employer_changed else UNCHANGED

    def _update(self, posting: Opportunity, row: ParsedRow, digest: str, names: set[str]) -> None:
        values = opportunity_row(row)
        merged = {**posting.unrecognised, **row.unrecognised}
        if merged != posting.unrecognised:
            posting.unrecognised = merged
        publishes = self._options.publish and posting.status in _UNPUBLISHED
        before = holding_words(posting)
        if "kind" in names:
            posting = change_kind(self._session, posting, OpportunityKind(values.kind))
        if names:
            posting.digest = digest
            apply_row(posting, values, names, self._coder)
            self.held.changed(row.number, posting, before)
        if publishes:
            self.held.publish(row.number, posting)

    def _add(self, row: ParsedRow, values: OpportunityRow, digest: str, names: set[str]) -> None:
        self._organisations.update(values)
        posting = CLASS_OF_KIND[OpportunityKind(values.kind)](
            organisation=self._organisations.of(values),
            ref=values.ref,
            employer_wording=values.employer,
            title=values.title,
            seats=_FIRST_SEATS,
            status=OpportunityStatus.DRAFT,
            created_by_id=self._by.account_id,
            digest=digest,
            unrecognised=row.unrecognised,
        )
        self._session.add(posting)
        apply_row(posting, values, names, self._coder)
        if self._options.publish:
            self.held.publish(row.number, posting)


def _not_seen_yet(posting: Opportunity) -> bool:
    """Tell whether publishing a posting as it is would change it; what is held stays held."""
    if posting.status is OpportunityStatus.IN_REVIEW:
        return not holding_words(posting)
    return posting.status in _UNPUBLISHED
