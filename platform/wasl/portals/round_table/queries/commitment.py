"""One commitment: the postings behind each of its numbers, its history, what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.commitment import Assessment, Commitment, CommitmentAmendment
from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.round_table_enums import AssessmentVoice, CommitmentField
from wasl.access.viewer import Viewer
from wasl.code_names import name_occupations, name_places
from wasl.operations.commitments.assess import latest_of, list_assessments
from wasl.operations.commitments.draw_down import Cited
from wasl.operations.commitments.told import sees_people
from wasl.portals.round_table.queries.commitment_details import list_cited, status_told
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
    """A posting that counts, or waits for a word, with what came of it.

    status, offered: as the reader is told it.
    """

    posting: Opportunity
    cited: Cited
    status: OpportunityStatus
    offered: int


@dataclass(frozen=True, kw_only=True)
class Said:
    """Words on a commitment: the latest of each voice, and all, the latest first."""

    own: Assessment | None
    review: Assessment | None
    all: Sequence[Assessment]


@dataclass(frozen=True, kw_only=True)
class CommitmentPage:
    """What the page of a commitment shows. people: whether its reader is told of them.

    place, sector, occupation, priority: their names.
    """

    line: CommitmentLine
    people: bool
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
    session: Session,
    viewer: Viewer,
    commitment: Commitment,
    behind: Behind | None,
    *,
    today: date,
    language: str,
) -> CommitmentPage:
    """Return a commitment with everything that is known of it."""
    people = sees_people(viewer)
    places = name_places(session, [commitment.governorate_code], language)
    occupations = name_occupations(session, [commitment.occupation_code], language)
    words, amendments = list_assessments(session, commitment), _amendments(session, commitment)
    acted = [*(one.account_id for one in words), *(one.account_id for one in amendments)]
    return CommitmentPage(
        line=read_lines(session, viewer, [commitment], today)[0],
        people=people,
        postings=_postings(session, commitment, behind, people=people),
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
    session: Session, commitment: Commitment, behind: Behind | None, *, people: bool
) -> list[PostingBehind]:
    """Return the postings behind a number. people: whether whom they came to may be told."""
    listed = list_cited(session, [commitment.id])
    return [
        PostingBehind(
            posting=posting,
            cited=cited,
            status=posting.status if people else status_told(posting),
            offered=cited.offered if people else cited.posted,
        )
        for cited, posting in listed
        if _is_behind(cited, behind, people=people)
    ]


def _is_behind(cited: Cited, behind: Behind | None, *, people: bool) -> bool:
    if behind is Behind.WAITING:
        return not cited.counts
    if people:
        return behind is None or (cited.counts and bool(getattr(cited, behind.value)))
    # Which postings somebody got something of tells of people: asked for, all are shown.
    return behind is not Behind.OFFERED or (cited.counts and bool(cited.posted))


def _amendments(session: Session, commitment: Commitment) -> Sequence[CommitmentAmendment]:
    found = select(CommitmentAmendment).where(CommitmentAmendment.commitment_id == commitment.id)
    latest = found.order_by(CommitmentAmendment.at.desc(), CommitmentAmendment.id.desc())
    return session.scalars(latest).all()


def _names(session: Session, account_ids: Sequence[int | None]) -> dict[int, str]:
    wanted = {one for one in account_ids if one is not None}
    rows = session.execute(select(Account.id, Account.display_name).where(Account.id.in_(wanted)))
    return {key: name for key, name in rows}  # noqa: C416
