"""What the page before publishing shows: what was found in a posting, and whom it reaches."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import PlaceLevel
from models.opportunity import Opportunity
from models.opportunity_states import ReviewCause
from models.place import Place
from wasl.operations.postings.reach import reach_of_posting
from wasl.operations.postings.review import ReviewPolicy, must_be_reviewed
from wasl.operations.postings.wording import check_posting, texts_of
from wasl.ui.posting_checks import Remark, present_findings
from wasl.ui.reach_sentences import ReachTexts, present_reach


@dataclass(frozen=True, kw_only=True)
class Checked:
    """remarks: on the wording; causes: why somebody reads it first; reach: none when not asked."""

    remarks: list[Remark]
    causes: list[ReviewCause]
    reach: ReachTexts | None


def check_draft(
    session: Session,
    opportunity: Opportunity,
    policy: ReviewPolicy,
    today: date,
    *,
    language: str,
    with_reach: bool,
) -> Checked:
    """Look at a posting as it will be looked at when it is sent in; nothing is changed."""
    return Checked(
        remarks=present_findings(check_posting(opportunity), texts_of(opportunity)),
        causes=must_be_reviewed(session, opportunity, policy),
        reach=_reach(session, opportunity, today, language) if with_reach else None,
    )


def _reach(session: Session, opportunity: Opportunity, today: date, language: str) -> ReachTexts:
    name = getattr(Place, f"name_{language}")
    query = select(Place.code, name).where(Place.level == PlaceLevel.GOVERNORATE)
    places = {code: text for code, text in session.execute(query)}  # noqa: C416
    return present_reach(reach_of_posting(session, opportunity, today), opportunity, places)
