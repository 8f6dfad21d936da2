"""One commitment: the postings behind each of its numbers, its history, what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.account import Account
from models.commitment import Assessment, Commitment, CommitmentAmendment
from models.opportunity import Opportunity
from models.round_table_enums import AssessmentVoice, CommitmentField
from wasl.code_names import name_occupations, name_places
from wasl.operations.commitments.assess import latest_of, list_assessments
from wasl.operations.commitments.draw_down import Cited, cited_postings
from wasl.portals.round_table.queries.commitments import CommitmentLine, read_lines
from wasl.priorities import name_priorities, name_priority
from wasl.sectors import name_sector


class Behind(StrEnum):
    """Which postings are shown: those behind one number, or all."""

    OFFERED = "offered"
    FILLED = "filled"
    RETAINED = "retained"
    WAITING = "waiting"


@dataclass(frozen=True, kw_only=True)
class PostingBehind:
    """A posting that counts, or waits for a word, with what came of it."""

    posting: Opportunity
    cited: Cited


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words on a commitment: the latest of each voice, and all, the latest first."""

    own: Assessment | None
    review: Assessment | None
    all: Sequence[Assessment]


@dataclass(frozen=True, kw_only=True)
class CommitmentPage:
    """What the page of a commitment shows.

    place, sector, occupation, priority: their names.
    """

    line: CommitmentLine
    postings: Sequence[PostingBehind]
    amendments: Sequence[CommitmentAmendment]
    said: Said
    who: dict[int, str]
    place: str | None
    sector: str | None
    occupation: str | None
    priority: str | None
    today: date


def read_commitment(
    session: Session, commitment: Commitment, behind: Behind | None, today: date, language: str
) -> CommitmentPage:
    """Return a commitment with everything that is known of it."""
    places = name_places(session, [commitment.governorate_code], language)
    occupations = name_occupations(session, [commitment.occupation_code], language)
    words, amendments = list_assessments(session, commitment), _amendments(session, commitment)
    acted = [*(one.account_id for one in words), *(one.account_id for one in amendments)]
    return CommitmentPage(
        line=read_lines(session, [commitment], today)[0],
        postings=_postings(session, commitment, behind),
        amendments=amendments,
        said=Said(
            own=latest_of(words, AssessmentVoice.SELF),
            review=latest_of(words, AssessmentVoice.REVIEW),
            all=words,
        ),
        who=_names(session, acted),
        place=places.get(commitment.governorate_code or ""),
        sector=name_sector(session, commitment.sector_code, language),
        occupation=occupations.get(commitment.occupation_code or ""),
        priority=name_priority(commitment.priority, language) if commitment.priority else None,
        today=today,
    )


def name_amended(session: Session, field: CommitmentField, value: str, language: str) -> str | None:
    """Return what a code in an amendment is called; none for what is no code."""
    if field is CommitmentField.GOVERNORATE:
        return name_places(session, [value], language).get(value)
    if field is CommitmentField.SECTOR:
        return name_sector(session, value, language)
    if field is CommitmentField.PRIORITY:
        return name_priorities(session, language).get(int(value))
    return None


def _postings(
    session: Session, commitment: Commitment, behind: Behind | None
) -> list[PostingBehind]:
    cited = [one for one in cited_postings(session, [commitment.id]) if _is_behind(one, behind)]
    found = session.scalars(
        select(Opportunity)
        .where(Opportunity.id.in_([one.opportunity_id for one in cited]))
        .options(joinedload(Opportunity.organisation))
    )
    by_id = {one.id: one for one in found}
    return [PostingBehind(posting=by_id[one.opportunity_id], cited=one) for one in cited]


def _is_behind(cited: Cited, behind: Behind | None) -> bool:
    if behind is None:
        return True
    if behind is Behind.WAITING:
        return not cited.counts
    return cited.counts and bool(getattr(cited, behind.value))


def _amendments(session: Session, commitment: Commitment) -> Sequence[CommitmentAmendment]:
    found = select(CommitmentAmendment).where(CommitmentAmendment.commitment_id == commitment.id)
    latest = found.order_by(CommitmentAmendment.at.desc(), CommitmentAmendment.id.desc())
    return session.scalars(latest).all()


def _names(session: Session, account_ids: Sequence[int | None]) -> dict[int, str]:
    wanted = {one for one in account_ids if one is not None}
    rows = session.execute(select(Account.id, Account.display_name).where(Account.id.in_(wanted)))
    return {key: name for key, name in rows}  # noqa: C416
