"""A skill of a posting that was not understood is said in other words, or left out."""

from datetime import date

from sqlalchemy.orm import Session

from models.opportunity import Opportunity
from wasl.access.viewer import Viewer
from wasl.operations.postings.review import ReviewPolicy
from wasl.operations.postings.values import values_of, written
from wasl.operations.postings.write import Written, write_posting


def reword_skill(
    session: Session,
    by: Viewer,
    opportunity: Opportunity,
    change: tuple[str, str],
    today: date,
    *,
    seen: int | None = None,
    policy: ReviewPolicy = ReviewPolicy.FLAGGED,
) -> Written:
    """Put other words in the place of a skill's wording, wherever the posting asks for it.

    change: the wording, and the words in its place; none leaves the skill out. Raises as
    `write_posting`.
    """
    wording, words = change
    values = values_of(opportunity)
    typed = {}
    for name in ("skills_required", "skills_desired"):
        asked = values.get(name)
        if isinstance(asked, tuple) and wording in asked:
            kept = tuple(words.strip() if item == wording else item for item in asked)
            typed[name] = written(tuple(item for item in kept if item))
    return write_posting(session, by, opportunity, typed, today, seen=seen, policy=policy)
