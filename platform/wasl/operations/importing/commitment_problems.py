"""Why a good row of a commitment stays out all the same: what is known already says otherwise."""

from collections.abc import Mapping
from datetime import date

from models.commitment import Commitment
from models.meeting import Meeting
from wasl.files.errors import Problem
from wasl.files.round_table_columns import POLICY
from wasl.files.round_table_row import CommitmentRow


def problem_of(
    number: int,
    row: CommitmentRow,
    known: Commitment | None,
    meetings: Mapping[str, Meeting],
    today: date,
) -> Problem | None:
    """Return why a row stays out; columns by their canonical names."""
    meeting = meetings.get((row.roundtable or "").upper())
    if row.roundtable and meeting is None:
        return Problem(number, "roundtable", row.roundtable, "no_such_roundtable")
    found = _problem_of_new(number, row) if known is None else _not_the_same(number, row, known)
    if found is not None:
        return found
    made_on = meeting.held_on if meeting else today
    made_on = known.made_on if known else made_on
    if row.deadline is not None and row.deadline < made_on:
        day = {"day": made_on.isoformat()}
        return Problem(number, "deadline", row.deadline.isoformat(), "before_made", day)
    return None


def _problem_of_new(number: int, row: CommitmentRow) -> Problem | None:
    if row.text is None:
        return Problem(number, "text", "", "required")
    if row.quantity is None and row.type != POLICY:
        return Problem(number, "quantity", "", "required")
    return None


def _not_the_same(number: int, row: CommitmentRow, known: Commitment) -> Problem | None:
    """Keep one reference for one commitment: its kind and where it was made do not change."""
    if row.type != known.kind.value:
        told = {"known": known.kind.value}
        return Problem(number, "type", row.type, "other_commitment", told)
    there = known.meeting
    if row.roundtable and there is not None and row.roundtable.upper() != there.ref.upper():
        return Problem(
            number, "roundtable", row.roundtable, "other_commitment", {"known": there.ref}
        )
    return None
