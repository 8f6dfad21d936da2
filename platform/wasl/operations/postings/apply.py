"""How a posting takes on values that were typed: unlike in a file, a blank empties a column."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from sqlalchemy.orm import Session

from models.opportunity import Opportunity
from wasl.files.opportunity_row import OpportunityRow
from wasl.operations.importing.coding import BatchCoder
from wasl.operations.importing.opportunity_changes import apply_row
from wasl.operations.postings.fields import OWN_COLUMNS


def apply_values(
    session: Session,
    opportunity: Opportunity,
    values: Mapping[str, object],
    names: Collection[str],
) -> None:
    """Set the columns in `names` on a posting; a new title and new skills are coded."""
    shared = {name for name in names if name not in OWN_COLUMNS}
    coder = BatchCoder(session)
    skills: list[str] = []
    for name in ("skills_required", "skills_desired"):
        if name in shared:
            skills += cast("tuple[str, ...]", values[name] or ())
    coder.prepare([cast("str", values["title"])] if "title" in shared else [], skills)
    given: dict[str, Any] = {name: values[name] for name in shared if name != "title"}
    row = OpportunityRow(
        ref=opportunity.ref,
        employer=opportunity.employer_wording,
        kind=opportunity.kind.value,
        title=cast("str", values.get("title", opportunity.title)),
        **given,
    )
    apply_row(opportunity, row, shared, coder)
    _empty_blanks(opportunity, row, shared)
    for name in names:
        if name in OWN_COLUMNS:
            setattr(opportunity, name, values[name])


def _empty_blanks(opportunity: Opportunity, row: OpportunityRow, names: Collection[str]) -> None:
    """Empty what a blank cell of a file would leave as it was."""
    if "hours" in names and row.hours is None:
        opportunity.hours = None
    if "district" in names and row.district is None:
        opportunity.district_code = opportunity.district_wording = None
