"""Which barriers a commitment answers and whether they fell; which commitments could answer one."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.barrier import BarrierLink, BarrierMeasure, BarrierPromise
from models.commitment import Commitment, CommitmentParty
from models.round_table_enums import CommitmentState
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.barriers.course import Course, Rate, course_of
from wasl.operations.barriers.link_promise import links_by_item
from wasl.operations.barriers.put_on_agenda import Finding, last_measured
from wasl.operations.opportunity_words import search_words, words_of
from wasl.operations.organisation_names import all_names
from wasl.paging import Page, cut_list

ON_A_PAGE = 10


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A barrier that a commitment answers. linked: by hand; else by the point where it was made."""

    found: Finding
    then: Rate | None
    now: Rate | None
    course: Course
    linked: bool


def read_answered(session: Session, commitment: Commitment) -> list[Answered]:
    """Return the barriers that a commitment answers, with how large they were and are."""
    linked = session.scalars(
        select(BarrierPromise)
        .where(BarrierPromise.commitment_id == commitment.id)
        .order_by(BarrierPromise.id)
    )
    by_item = [_answered(session, one, linked=False) for one in links_by_item(session, commitment)]
    return [*by_item, *(_answered(session, one, linked=True) for one in linked)]


def list_to_link(
    session: Session, viewer: Viewer, found: Finding, said: str, page: int
) -> Page[Commitment]:
    """Return standing commitments that are not linked with a barrier, the latest first.

    said: words of what was promised or of who did, in whichever script.
    """
    linked = select(BarrierPromise.commitment_id).where(
        BarrierPromise.barrier == found.barrier,
        BarrierPromise.governorate_code.is_not_distinct_from(found.governorate),
    )
    statement = (
        select(Commitment)
        .where(
            visible(viewer, Permission.CHANGE_COMMITMENT),
            Commitment.state == CommitmentState.STANDING,
            Commitment.id.not_in(linked),
        )
        .options(selectinload(Commitment.parties).joinedload(CommitmentParty.organisation))
        .order_by(Commitment.made_on.desc(), Commitment.id.desc())
    )
    wanted = set(search_words(said))
    rows = [one for one in session.scalars(statement) if _has(one, wanted)]
    part = cut_list(len(rows), page, ON_A_PAGE)
    return part.page(rows[part.offset : part.offset + part.size])


def _has(commitment: Commitment, wanted: Collection[str]) -> bool:
    """Tell whether all words are said, also inside longer ones, as Arabic has the article."""
    who = (name for one in commitment.parties for name in all_names(one.organisation))
    said = words_of(commitment.ref, commitment.text, commitment.title, *who)
    return all(word in said for word in wanted)


def _answered(session: Session, link: BarrierLink | BarrierPromise, *, linked: bool) -> Answered:
    found = Finding(barrier=link.barrier, governorate=link.governorate_code)
    last = last_measured(session, found)
    rates = {
        one.on_day: Rate(day=one.on_day, met=one.met, looked_at=one.looked_at)
        for one in session.scalars(
            select(BarrierMeasure).where(
                BarrierMeasure.barrier == found.barrier,
                BarrierMeasure.governorate_code.is_not_distinct_from(found.governorate),
                BarrierMeasure.on_day.in_([link.since, last or link.since]),
            )
        )
    }
    then, now = rates.get(link.since), rates.get(last or link.since)
    return Answered(found=found, then=then, now=now, course=course_of(then, now), linked=linked)
