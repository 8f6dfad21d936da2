"""Named queries: what companies gave and could give next, one of them and all of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.commitment import Commitment, CommitmentParty
from models.enums import OpportunityKind, OrganisationStanding
from models.opportunity import Organisation
from models.round_table_enums import StakeholderKind
from models.stakeholder import Stakeholder
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.code_names import name_occupations, name_places
from wasl.operations.commitments.draw_down import CameOf
from wasl.operations.commitments.shares import Share, read_kept
from wasl.operations.engagement.given import Given, group_names, read_given
from wasl.operations.engagement.roadmap import Step, read_roadmaps
from wasl.operations.engagement.stages import Stage, furthest, stages_of
from wasl.operations.gaps.board import Board, read_board
from wasl.operations.opportunity_words import search_words, words_of
from wasl.operations.organisation_names import all_names
from wasl.operations.referrals.responsiveness import Responsiveness, responsiveness_of
from wasl.portals.round_table.queries.commitments import CommitmentLine, read_lines
from wasl.sectors import name_sector


@dataclass(frozen=True, kw_only=True)
class Names:
    """What trades and places of a roadmap are called, by code."""

    occupations: dict[str, str]
    places: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class GivenOfKind:
    """What it posted of a kind, and what became of it."""

    kind: OpportunityKind
    postings: int
    came: CameOf


@dataclass(frozen=True, kw_only=True)
class Engagement:
    """All that the page of a company shows. answers: under each name that was asked.

    shares: its own part of each commitment, by the id: all that it may be handed over of it.
    """

    given: Given
    kinds: Sequence[GivenOfKind]
    promises: Sequence[CommitmentLine]
    shares: Mapping[int, Share]
    answers: Sequence[Responsiveness]
    steps: Sequence[Step]
    names: Names
    board: Board
    sector: str | None
    governorate: str | None


@dataclass(frozen=True, kw_only=True)
class Way:
    """A company on the overview: what it gave and how far it has come."""

    given: Given
    stage: Stage

    def has_reached(self, stage: str) -> bool:
        """Tell whether it reached a stage, by its code; an empty one was reached by everybody."""
        return not stage or Stage(stage) in stages_of(self.given)


def read_engagement(
    session: Session, by: Viewer, organisation: Organisation, today: date, language: str
) -> Engagement:
    """Return what an organisation gave under all its names, and what it could give next."""
    names = group_names(session, [organisation])[0]
    given = read_given(session, [names])[0]
    board = read_board(session, today)
    steps = read_roadmaps(session, [given], board, today)[0]
    answers = responsiveness_of(session, [one.id for one in names])
    promises = _promises(session, by, names, today)
    place = organisation.governorate_code
    sector = name_sector(session, organisation.sector_code, language)
    return Engagement(
        given=given,
        kinds=[
            GivenOfKind(kind=kind, postings=given.postings_of[kind], came=given.of_kind[kind])
            for kind in OpportunityKind
            if kind in given.of_kind
        ],
        promises=promises,
        shares=_shares(session, names, promises),
        answers=[one for one in answers.values() if one.asked or one.waiting],
        steps=steps,
        names=name_steps(session, steps, language),
        board=board,
        sector=sector or organisation.sector_wording,
        governorate=name_places(session, [place], language).get(place or ""),
    )


def name_steps(session: Session, steps: Sequence[Step], language: str) -> Names:
    """Return what the trades and places of some steps are called."""
    return Names(
        occupations=name_occupations(session, (one.group for one in steps), language),
        places=name_places(session, (one.governorate for one in steps), language),
    )


def list_ways(session: Session, by: Viewer, *, words: str = "", stage: str = "") -> list[Way]:
    """Return the companies, who has come furthest first. stage: only those that reached it."""
    tokens = list(dict.fromkeys(search_words(words)))
    found = [
        Way(given=one, stage=furthest(one))
        for one in read_given(session, _companies(session, by))
        if all(token in _said(one) for token in tokens)
    ]
    return sorted((one for one in found if one.has_reached(stage)), key=_order)


def count_stages(ways: Sequence[Way]) -> Counter[Stage]:
    """Count the companies that reached each stage, however far they have come beyond it."""
    return Counter(stage for way in ways for stage in stages_of(way.given))


def next_steps(session: Session, ways: Sequence[Way], today: date) -> dict[int, list[Step]]:
    """Return by organisation what each of some companies could do next."""
    given = [way.given for way in ways]
    roadmaps = read_roadmaps(session, given, read_board(session, today), today)
    return {one.organisation.id: steps for one, steps in zip(given, roadmaps, strict=True)}


def _order(way: Way) -> tuple[int, int, int, str, int]:
    """The furthest first; of these who filled most."""
    one, furthest_of_all = way.given, list(Stage).index(way.stage)
    name = one.organisation
    return -furthest_of_all, -one.places.filled, -one.places.offered, name.name_key, name.id


def _said(given: Given) -> str:
    return words_of(*(name for one in given.names for name in all_names(one)))


def _companies(session: Session, by: Viewer) -> list[list[Organisation]]:
    """Return companies and whoever is not known, under any name, to be something else.

    Refused ones are left out.
    """
    others = set(
        session.scalars(
            select(Stakeholder.organisation_id).where(Stakeholder.kind != StakeholderKind.COMPANY)
        )
    )
    trusted = Organisation.standing != OrganisationStanding.REFUSED
    statement = select(Organisation).where(visible(by, Permission.SEE_ENGAGEMENT), trusted)
    groups = group_names(session, session.scalars(statement.order_by(Organisation.id)))
    return [names for names in groups if others.isdisjoint(one.id for one in names)]


def _promises(
    session: Session, by: Viewer, names: Sequence[Organisation], today: date
) -> list[CommitmentLine]:
    of_it = select(CommitmentParty.commitment_id).where(
        CommitmentParty.organisation_id.in_([one.id for one in names])
    )
    found = session.scalars(select(Commitment).where(Commitment.id.in_(of_it))).all()
    lines = read_lines(session, by, found, today)
    return sorted(
        lines,
        key=lambda one: (not one.late, one.commitment.deadline or date.max, one.commitment.ref),
    )


def _shares(
    session: Session, names: Sequence[Organisation], promises: Sequence[CommitmentLine]
) -> dict[int, Share]:
    kept = read_kept(session, [line.commitment for line in promises])
    ids = {one.id for one in names}
    return {key: one.share_of(ids) for key, one in kept.items()}
