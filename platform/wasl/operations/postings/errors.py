"""Why something cannot be done with a posting."""

from collections.abc import Mapping

from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from wasl.files.errors import CellError


class PostingChangedError(Exception):
    """Somebody was quicker: the posting is not as whoever acts had it before their eyes."""

    def __init__(self, opportunity: Opportunity) -> None:
        super().__init__(f"posting {opportunity.public_id} was changed meanwhile")
        self.opportunity = opportunity


class PostingNotOpenError(Exception):
    """In this state a posting is not changed: take it back or open it again first."""

    def __init__(self, status: OpportunityStatus) -> None:
        super().__init__(f"a posting that is {status.value} is not changed")
        self.status = status


class PostingInvalidError(ValueError):
    """What was typed cannot be taken as it is; `problems` say why, by column."""

    def __init__(self, problems: Mapping[str, CellError]) -> None:
        super().__init__(", ".join(f"{name}: {error.code}" for name, error in problems.items()))
        self.problems = problems
