"""Postings of a file whose wording could hurt people: they wait to be read, the others go in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.enums import OpportunityStatus, Role
from models.opportunity import Opportunity
from models.opportunity_log import OpportunityMove
from models.opportunity_states import OpportunityStep, ReviewCause
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.postings.recheck import Held, holding_words
from wasl.operations.postings.review import keep_flags
from wasl.operations.tell_staff import tell_role

_SHOWN = (OpportunityStatus.PUBLISHED, OpportunityStatus.PAUSED)


@dataclass(frozen=True)
class HeldRow:
    """A row that waits to be read: its number, the rules it breaks, the words that break them."""

    row: int
    rules: Sequence[str]
    words: Sequence[str]

    def to_json(self) -> dict[str, object]:
        """Return it as the report has it."""
        return {"row": self.row, "rules": list(self.rules), "words": list(self.words)}


@dataclass
class HeldPostings:
    """Decides of postings of a file whether they are seen at once, and keeps those that are not."""

    session: Session
    by: Viewer
    rows: list[HeldRow] = field(default_factory=list)
    _moved: list[tuple[Opportunity, OpportunityStatus, OpportunityStep]] = field(
        default_factory=list
    )

    def publish(self, row: int, posting: Opportunity) -> None:
        """Show a posting that the sender vouches for, unless its wording holds it."""
        held, source = holding_words(posting), posting.status
        keep_flags(posting, [ReviewCause.WORDING] if held else [])
        if not held:
            posting.status, posting.published_at = OpportunityStatus.PUBLISHED, utc_now()
            posting.attended_at, posting.asked_after_at = posting.published_at, None
            self._moved.append((posting, source, OpportunityStep.PUBLISH))
            return
        self._note(row, held)
        if source is not OpportunityStatus.IN_REVIEW:
            self._wait(posting, source)

    def changed(self, row: int, posting: Opportunity, before: Held) -> None:
        """Take back from view what became worse than what was read or let pass before."""
        worse = holding_words(posting) - before
        if worse and posting.status in _SHOWN:
            keep_flags(posting, [ReviewCause.WORDING])
            self._note(row, worse)
            self._wait(posting, posting.status)

    def store(self) -> None:
        """Write the log of what is shown or waits now, after the batch was flushed."""
        for posting, source, step in self._moved:
            self.session.add(
                OpportunityMove(
                    opportunity_id=posting.id,
                    step=step,
                    source=source,
                    target=posting.status,
                    account_id=self.by.account_id,
                )
            )
            moved = {"from": source.value, "to": posting.status.value}
            subject = ("opportunity", posting.public_id)
            record(self.session, self.by, AuditAction.OPPORTUNITY_MOVED, subject=subject, **moved)
        if self._moved:
            self.session.flush()
        self._moved = []

    def tell(self) -> None:
        """Tell those who read postings, once for a whole file."""
        if self.rows:
            tell_role(self.session, Role.SECRETARIAT, "posting_to_review")

    def _wait(self, posting: Opportunity, source: OpportunityStatus) -> None:
        posting.status = OpportunityStatus.IN_REVIEW
        step = OpportunityStep.HOLD if source in _SHOWN else OpportunityStep.SUBMIT
        self._moved.append((posting, source, step))

    def _note(self, row: int, held: Held) -> None:
        rules = sorted({rule for rule, _ in held})
        self.rows.append(HeldRow(row, rules, sorted({words for _, words in held})))
