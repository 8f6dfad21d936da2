"""Write commitments and what became of them as the file that FILES.md, section 6, describes."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.commitment import Commitment, CommitmentParty
from wasl.files.formulas import neutralise
from wasl.operations.commitments.draw_down import draw_down, progress_of

COLUMNS = (
    "commitment",
    "stakeholder",
    "type",
    "pledged",
    "offered",
    "filled",
    "retained",
    "to_confirm",
    "deadline",
    "status",
)


def commitment_rows(session: Session, today: date) -> Iterator[list[str]]:
    """Yield the cells of each commitment, by reference. Who made one together is a list."""
    statement = (
        select(Commitment)
        .options(selectinload(Commitment.parties).joinedload(CommitmentParty.organisation))
        .order_by(Commitment.ref)
    )
    commitments = session.scalars(statement).all()
    drawn = draw_down(session, commitments)
    for one in commitments:
        counted = drawn[one.id]
        parties = "; ".join(party.organisation.name for party in one.parties)
        yield [
            neutralise(one.ref),
            neutralise(parties),
            one.kind.value,
            str(counted.pledged),
            str(counted.offered),
            str(counted.filled),
            str(counted.retained),
            str(counted.to_confirm),
            one.deadline.isoformat() if one.deadline else "",
            progress_of(one, counted, today).value,
        ]


def export_commitments(session: Session, out: Path, today: date) -> int:
    """Write all commitments as CSV, whole or not at all; return how many. Nobody stands in it.

    Raises OSError if the file cannot be written.
    """
    unfinished = out.with_name(f".{out.name}.unfinished")
    count = 0
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for cells in commitment_rows(session, today):
                writer.writerow(cells)
                count += 1
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return count
