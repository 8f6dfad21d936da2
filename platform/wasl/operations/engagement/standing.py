"""How far organisations have come that are no companies: what they promised, and kept."""

from collections.abc import Iterable
from enum import StrEnum

from models.round_table_enums import CommitmentProgress


class Standing(StrEnum):
    """A stage on the way of who gives no places itself, the first first."""

    KNOWN = "known"
    MET = "met"
    PROMISED = "promised"
    UNDER_WAY = "under_way"
    FULFILLED = "fulfilled"


_BY_PROGRESS = {
    CommitmentProgress.UNDER_WAY: Standing.UNDER_WAY,
    CommitmentProgress.FULFILLED: Standing.FULFILLED,
}


def standing_of(progress: Iterable[CommitmentProgress], *, was_there: bool) -> Standing:
    """Return how far an organisation has come. progress: of each of its commitments.

    What was withdrawn is no promise any more; what is overdue is one, kept in part or not at all.
    """
    made = [one for one in progress if one is not CommitmentProgress.WITHDRAWN]
    reached = [_BY_PROGRESS.get(one, Standing.PROMISED) for one in made]
    reached.append(Standing.MET if was_there else Standing.KNOWN)
    return max(reached, key=list(Standing).index)
