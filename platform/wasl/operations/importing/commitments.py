"""Commitments of a file: written down, or amended; a blank erases nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.access_enums import AuditAction
from models.commitment import Assessment, Commitment, CommitmentParty
from models.meeting import Meeting
from models.opportunity import Organisation
from models.round_table_enums import (
    Achievement,
    AssessmentVoice,
    CommitmentField,
    CommitmentKind,
)
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.files.columns import Reading
from wasl.files.round_table_columns import COMMITMENTS
from wasl.files.round_table_row import CommitmentRow, check_row
from wasl.files.rows import Finding, ParsedRow
from wasl.files.vocabulary import look_up
from wasl.operations.commitments.amend import Change, note_amendments
from wasl.operations.commitments.terms import Terms, write_terms
from wasl.operations.commitments.trade_named import trade_named
from wasl.operations.importing.coding import BatchCoder
from wasl.operations.importing.commitment_problems import problem_of
from wasl.operations.importing.effects import ColumnChange, RowEffect, joined
from wasl.operations.importing.meetings import known_meetings
from wasl.operations.importing.stakeholders import Stakeholders
from wasl.operations.importing.table import NEW, UNCHANGED, UPDATED, Outcome

_STATUS = "status_reported"
_AMENDED = frozenset(member.value for member in CommitmentField)
# What `wasl commitments export` writes beside it: counted anew each time, kept nowhere.
_COUNTED = frozenset({"offered", "filled", "retained", "to_confirm", "status"})


class CommitmentWriter:
    """Writes batches of commitments, after the roundtables of the same file.

    effects: what each row does that does something.
    """

    format = COMMITMENTS

    def __init__(
        self, session: Session, by: Viewer, reading: Reading, stakeholders: Stakeholders
    ) -> None:
        self._session = session
        self._by = by
        self._today = reading.today
        self._stakeholders = stakeholders
        self._coder = BatchCoder(session)
        self.effects: list[RowEffect] = []

    def check(self, values: Mapping[str, object]) -> Iterator[Finding]:
        """Yield what is wrong with the values of a row together."""
        return check_row(values)

    def key(self, row: ParsedRow) -> str:
        """Return the reference, whatever its letters are."""
        return str(row.values["ref"]).upper()

    def write(self, batch: Sequence[ParsedRow], digests: Sequence[str]) -> list[Outcome]:
        """Write a batch of commitments."""
        rows = [CommitmentRow(**row.values) for row in batch]  # type: ignore[arg-type]
        known = _known(self._session, [self.key(row) for row in batch])
        refs = [row.roundtable.upper() for row in rows if row.roundtable]
        meetings = known_meetings(self._session, refs)
        good = [
            problem_of(parsed.number, row, known.get(self.key(parsed)), meetings, self._today)
            for parsed, row in zip(batch, rows, strict=True)
        ]
        self._stakeholders.prepare(
            name for row, no in zip(rows, good, strict=True) if not no for name in row.stakeholder
        )
        outcomes: list[Outcome] = []
        for parsed, row, digest, problem in zip(batch, rows, digests, good, strict=True):
            meeting = meetings.get((row.roundtable or "").upper())
            found = known.get(self.key(parsed))
            outcomes.append(problem or self._write_row(parsed, row, digest, (found, meeting)))
        return outcomes

    def _write_row(
        self,
        parsed: ParsedRow,
        row: CommitmentRow,
        digest: str,
        there: tuple[Commitment | None, Meeting | None],
    ) -> Outcome:
        known, meeting = there
        commitment = known or self._add(row, meeting)
        changes = self._amend(known, row, meeting) if known else _of_new(commitment, row, meeting)
        changes += self._report(commitment, row)
        kept = {n: text for n, text in parsed.unrecognised.items() if n not in _COUNTED}
        merged = {**commitment.unrecognised, **kept}
        if merged != commitment.unrecognised:
            commitment.unrecognised = merged
        if not changes:
            return UNCHANGED
        commitment.digest = digest
        self._session.flush()
        effect = RowEffect(parsed.number, commitment.ref, not known, tuple(changes))
        self.effects.append(effect)
        # Of one that was known, amendments tell the log of themselves.
        beyond = [name for name in effect.columns if name not in _AMENDED]
        told = beyond if known else sorted(parsed.values)
        if told:
            self._record(commitment, told)
        return UPDATED if known else NEW

    def _add(self, row: CommitmentRow, meeting: Meeting | None) -> Commitment:
        kind = CommitmentKind(row.type)
        made = Commitment(
            ref=row.ref,
            meeting_id=meeting.id if meeting else None,
            made_on=meeting.held_on if meeting else self._today,
            kind=kind,
            title="",
            created_by_id=self._by.account_id,
            unrecognised={},
        )
        terms = _merged(Terms(text=row.text or ""), row, kind)
        write_terms(self._session, made, terms.tidied(kind), self._coder)
        made.parties = [
            CommitmentParty(organisation=one, leads=not position)
            for position, one in enumerate(self._parties(row))
        ]
        self._session.add(made)
        self._session.flush()
        return made

    def _amend(
        self, commitment: Commitment, row: CommitmentRow, meeting: Meeting | None
    ) -> list[ColumnChange]:
        """Change what a row says otherwise, each change kept as an amendment; return them."""
        before = Terms.of(commitment)
        after = _merged(before, row, commitment.kind).tidied(commitment.kind)
        old, new = before.as_texts(), after.as_texts()
        changes: dict[CommitmentField, Change] = {
            name: (old[name], new[name]) for name in new if new[name] != old[name]
        }
        if changes:
            write_terms(self._session, commitment, after, self._coder)
        made_at = []
        if meeting is not None and commitment.meeting_id is None:
            commitment.meeting_id = meeting.id
            made_at = [ColumnChange("roundtable", None, meeting.ref)]
        parties = self._join(commitment, row)
        if parties is not None:
            changes[CommitmentField.PARTIES] = parties
        if changes:
            note_amendments(self._session, self._by, commitment, changes, reason=None)
        return [ColumnChange(name, *change) for name, change in changes.items()] + made_at

    def _join(self, commitment: Commitment, row: CommitmentRow) -> tuple[str, str] | None:
        """Add who a row names beside those who made it; nobody is taken away by a file."""
        there = {party.organisation_id for party in commitment.parties}
        joining = [one for one in self._parties(row) if one.id not in there]
        if not joining:
            return None
        before = _names(commitment)
        commitment.parties += [CommitmentParty(organisation=one, leads=False) for one in joining]
        return before, _names(commitment)

    def _parties(self, row: CommitmentRow) -> list[Organisation]:
        return list(dict.fromkeys(self._stakeholders.of(name) for name in row.stakeholder))

    def _report(self, commitment: Commitment, row: CommitmentRow) -> list[ColumnChange]:
        """Keep what a party reports, in its words, where the file did not say so before."""
        words = row.status_reported
        last = _last_wording(self._session, commitment)
        if words is None or words == last:
            return []
        found = look_up("achievement", words)
        self._session.add(
            Assessment(
                commitment_id=commitment.id,
                voice=AssessmentVoice.SELF,
                achievement=Achievement(found) if found else None,
                wording=words,
                organisation_id=commitment.parties[0].organisation_id,
                account_id=self._by.account_id,
            )
        )
        return [ColumnChange(_STATUS, last, words)]

    def _record(self, commitment: Commitment, columns: list[str]) -> None:
        subject = ("commitment", commitment.public_id)
        action = AuditAction.COMMITMENT_IMPORTED
        record(self._session, self._by, action, subject=subject, columns=columns)


def _of_new(
    commitment: Commitment, row: CommitmentRow, meeting: Meeting | None
) -> list[ColumnChange]:
    """Return what is written of a commitment that was not known."""
    said: dict[str, str] = {"type": row.type, "made_on": commitment.made_on.isoformat()}
    if meeting is not None:
        said["roundtable"] = meeting.ref
    said |= {name.value: text for name, text in Terms.of(commitment).as_texts().items() if text}
    said[CommitmentField.PARTIES.value] = joined(
        party.organisation.name for party in commitment.parties
    )
    return [ColumnChange(name, None, text) for name, text in said.items()]


def _known(session: Session, keys: Sequence[str]) -> dict[str, Commitment]:
    found = session.scalars(
        select(Commitment)
        .where(func.upper(Commitment.ref).in_(keys))
        .options(
            joinedload(Commitment.meeting, innerjoin=False),
            selectinload(Commitment.parties).joinedload(CommitmentParty.organisation),
        )
        .with_for_update(of=Commitment)
        .execution_options(populate_existing=True)
    )
    return {commitment.ref.upper(): commitment for commitment in found}


def _merged(terms: Terms, row: CommitmentRow, kind: CommitmentKind) -> Terms:
    """Return terms with what a row says; the trade is read anew where the text is another."""
    given: dict[str, object] = {
        "text": row.text,
        "quantity": row.quantity,
        "unit": row.unit,
        "sector": row.sector.code if row.sector else None,
        "governorate": row.governorate,
        "deadline": row.deadline,
        "responsible_role": row.responsible_role,
    }
    said = {name: value for name, value in given.items() if value is not None}
    if row.text is not None and kind is not CommitmentKind.POLICY:
        new = row.text != terms.text or terms.occupation is None
        said |= {"occupation": trade_named(row.text) or terms.occupation} if new else {}
    return replace(terms, **said)  # type: ignore[arg-type]


def _names(commitment: Commitment) -> str:
    return "; ".join(party.organisation.name for party in commitment.parties)


def _last_wording(session: Session, commitment: Commitment) -> str | None:
    """Return what a file said last about how far it has come."""
    return session.scalar(
        select(Assessment.wording)
        .where(
            Assessment.commitment_id == commitment.id,
            Assessment.voice == AssessmentVoice.SELF,
            Assessment.wording.is_not(None),
        )
        .order_by(Assessment.id.desc())
        .limit(1)
    )
