"""Write into a posting what its employer typed; a draft keeps also what cannot be read yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.files.errors import CellError
from wasl.operations.commitments.cite import cite_postings
from wasl.operations.importing.reference import load_reading
from wasl.operations.postings.apply import apply_values
from wasl.operations.postings.errors import PostingInvalidError, PostingNotOpenError
from wasl.operations.postings.fields import TELLING
from wasl.operations.postings.hold import hold_posting
from wasl.operations.postings.reading import Read, read_typed
from wasl.operations.postings.recheck import hold_changed, holding_words
from wasl.operations.postings.review import ReviewPolicy
from wasl.operations.postings.values import values_of

# What is in review is read as it was sent in; what is over is opened again first.
WRITABLE = frozenset(
    {OpportunityStatus.DRAFT, OpportunityStatus.PUBLISHED, OpportunityStatus.PAUSED}
)


@dataclass(frozen=True)
class Written:
    """What became of a posting: the columns that changed, and why others did not.

    held: it is read again before it is shown on.
    """

    changed: frozenset[str] = frozenset()
    problems: Mapping[str, CellError] = field(default_factory=dict)
    held: bool = False


def write_posting(
    session: Session,
    by: Viewer,
    opportunity: Opportunity,
    typed: Mapping[str, str],
    today: date,
    *,
    seen: int | None = None,
    policy: ReviewPolicy = ReviewPolicy.FLAGGED,
) -> Written:
    """Set the columns that were typed, as an import would read them.

    A draft takes what can be read and keeps the rest as it was typed. What others see already
    takes all or nothing, and is checked again. Raises PostingChangedError, PostingNotOpenError,
    and PostingInvalidError for what is not a draft.
    """
    hold_posting(session, opportunity, seen)
    if opportunity.status not in WRITABLE:
        raise PostingNotOpenError(opportunity.status)
    found = read_typed(opportunity, typed, load_reading(session, today))
    draft = opportunity.status is OpportunityStatus.DRAFT
    if found.problems and not draft:
        raise PostingInvalidError(found.problems)
    names, before = _changed(opportunity, found), holding_words(opportunity)
    apply_values(session, opportunity, found.values, names)
    if draft:
        _keep_typed(opportunity, typed, found)
    _mark_written(session, by, opportunity, names)
    held = False
    if not draft and names & TELLING:
        held = hold_changed(session, by, opportunity, before, policy=policy, today=today)
    if "commitment" in names:
        cite_postings(session, by, [opportunity.id])
    session.flush()
    return Written(frozenset(names), found.problems, held)


def _changed(opportunity: Opportunity, found: Read) -> set[str]:
    before = values_of(opportunity)
    return {name for name, value in found.values.items() if value != before[name]}


def _keep_typed(opportunity: Opportunity, typed: Mapping[str, str], found: Read) -> None:
    """Keep what cannot be read; a part that was typed anew is kept no longer."""
    kept = {name: text for name, text in opportunity.typed.items() if name not in typed}
    kept |= {name: typed[name] for name in found.problems}
    if kept != opportunity.typed:
        opportunity.typed = kept


def _mark_written(session: Session, by: Viewer, opportunity: Opportunity, names: set[str]) -> None:
    now = utc_now()
    opportunity.attended_at, opportunity.asked_after_at = now, None
    if not names:
        return
    opportunity.updated_at = now
    if "apply_by" in names:
        opportunity.expiry_told_at = None
    session.flush()
    subject, columns = ("opportunity", opportunity.public_id), sorted(names)
    record(session, by, AuditAction.OPPORTUNITY_CHANGED, subject=subject, columns=columns)
