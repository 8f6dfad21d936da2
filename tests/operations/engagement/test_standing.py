"""How far somebody has come who is no company: by what was promised and kept."""

import pytest

from models.round_table_enums import CommitmentProgress as P
from wasl.operations.engagement.standing import Standing, standing_of


@pytest.mark.parametrize(
    ("progress", "was_there", "standing"),
    [
        ([], False, Standing.KNOWN),
        ([], True, Standing.MET),
        ([P.NOT_STARTED], True, Standing.PROMISED),
        ([P.OVERDUE], False, Standing.PROMISED),
        ([P.WITHDRAWN], False, Standing.KNOWN),
        ([P.WITHDRAWN], True, Standing.MET),
        ([P.NOT_STARTED, P.UNDER_WAY], False, Standing.UNDER_WAY),
        ([P.OVERDUE, P.FULFILLED, P.UNDER_WAY], False, Standing.FULFILLED),
    ],
)
def test_the_furthest_of_what_was_reached_counts(
    progress: list[P], was_there: bool, standing: Standing
) -> None:
    assert standing_of(progress, was_there=was_there) is standing
