"""What was promised for each national priority, and what became of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from wasl.access.viewer import Viewer
from wasl.portals.round_table.queries.commitments import (
    CommitmentFilter,
    CommitmentLine,
    KindTotal,
    list_commitments,
    total_by_kind,
)


def total_by_priority(
    session: Session, viewer: Viewer, today: date
) -> Mapping[int, Sequence[KindTotal]]:
    """Return what stands for each priority, kind by kind, by the number of the priority.

    Of the commitments that somebody may see; who sees none gets nothing.
    """
    lines: dict[int, list[CommitmentLine]] = defaultdict(list)
    for line in list_commitments(session, viewer, CommitmentFilter(), today):
        if line.commitment.priority is not None:
            lines[line.commitment.priority.number].append(line)
    return {number: total_by_kind(found) for number, found in lines.items()}
