"""How an organisation comes to be trusted: which step leads from which standing to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.enums import OrganisationStanding as Standing

# What these post is seen and matched; what others post, only by themselves and by who vets them.
SEEN_STANDINGS = frozenset({Standing.LISTED, Standing.VETTED})
APPROVALS_NEEDED = 2


class OrganisationStep(StrEnum):
    """Something that changes the standing of an organisation."""

    LIST = "list"
    APPROVE = "approve"
    REFUSE = "refuse"
    APPLY_AGAIN = "apply_again"


@dataclass(frozen=True)
class StandingChange:
    """From any of some standings to one."""

    sources: frozenset[Standing]
    target: Standing


# LIST: an office vouches for it in a file. APPROVE: by the second of two people. REFUSE: one is
# enough, also when it was trusted before.
STANDING_CHANGES: Mapping[OrganisationStep, StandingChange] = {
    OrganisationStep.LIST: StandingChange(frozenset({Standing.UNVETTED}), Standing.LISTED),
    OrganisationStep.APPROVE: StandingChange(
        frozenset({Standing.UNVETTED, Standing.LISTED}), Standing.VETTED
    ),
    OrganisationStep.REFUSE: StandingChange(
        frozenset({Standing.UNVETTED, Standing.LISTED, Standing.VETTED}), Standing.REFUSED
    ),
    OrganisationStep.APPLY_AGAIN: StandingChange(frozenset({Standing.REFUSED}), Standing.UNVETTED),
}


def organisation_steps_from(standing: Standing) -> list[OrganisationStep]:
    """Return the steps that are possible from a standing, in the order of the table."""
    return [step for step, change in STANDING_CHANGES.items() if standing in change.sources]
