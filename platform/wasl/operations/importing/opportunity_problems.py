"""What keeps a row of opportunities out that is good in itself: what is known already."""

from collections.abc import Collection, Iterator

from models.enums import OpportunityStatus
from models.opportunity import Opportunity, Organisation
from wasl.files.errors import Problem
from wasl.files.opportunity_row import OpportunityRow
from wasl.operations.importing.organisations import employer_key
from wasl.operations.organisation_names import all_names


def problems_of(
    number: int,
    row: OpportunityRow,
    posting: Opportunity | None,
    changes: Collection[str],
    own: Organisation | None,
) -> Iterator[Problem]:
    """Yield why a row cannot go in; columns by their canonical names.

    posting: what is known under its reference; changes: the columns whose value is new;
    own: whose file it is, when an employer sends it.
    """
    if own is not None:
        yield from _problems_of_own(number, row, posting, changes, own)
    if posting is not None:
        yield from _wage_problems(number, row, posting)
        yield from _seats_problems(number, row, posting)


def _problems_of_own(
    number: int,
    row: OpportunityRow,
    posting: Opportunity | None,
    changes: Collection[str],
    own: Organisation,
) -> Iterator[Problem]:
    """Keep an employer to their own name, and to what nobody outside has seen."""
    if employer_key(row.employer) not in map(employer_key, all_names(own)):
        yield Problem(number, "employer", row.employer, "another_employer", {"own": own.name})
    elif posting is not None and changes and posting.status is not OpportunityStatus.DRAFT:
        yield Problem(number, "ref", row.ref, "no_draft")


def _wage_problems(number: int, row: OpportunityRow, posting: Opportunity) -> Iterator[Problem]:
    """Refuse a row that would leave the highest wage below the lowest one known before."""
    low = row.wage_min if row.wage_min is not None else posting.wage_min
    high = row.wage_max if row.wage_max is not None else posting.wage_max
    if low is not None and high is not None and high < low:
        name, value = ("wage_max", high) if row.wage_max is not None else ("wage_min", low)
        yield Problem(number, name, str(value), "wage_order")


def _seats_problems(number: int, row: OpportunityRow, posting: Opportunity) -> Iterator[Problem]:
    """Refuse fewer places than are held by open offers, or filled."""
    if row.seats is not None and row.seats < posting.seats_taken:
        taken = {"taken": str(posting.seats_taken)}
        yield Problem(number, "seats", str(row.seats), "seats_taken", taken)
