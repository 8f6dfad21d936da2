"""Whom to ask for what: gaps of the board, put to the members who could close them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from models.enums import OpportunityKind
from models.round_table_enums import StakeholderKind
from wasl.figures.tables import ALL
from wasl.operations.gaps.board import Cell, Gap
from wasl.operations.gaps.members import Member

MOST_OF_MEMBER = 3
MINOR_GROUP = 3  # digits: trades so near that a line of a profile for one may serve another

# Who speaks for many: a chamber asks its members, a ministry its directorates.
_FOR_OTHERS = frozenset(
    {
        StakeholderKind.CHAMBER,
        StakeholderKind.UNION,
        StakeholderKind.MINISTRY,
        StakeholderKind.AUTHORITY,
    }
)
_EVERYWHERE = _FOR_OTHERS - {StakeholderKind.CHAMBER}
_TEACHING = frozenset({StakeholderKind.PROVIDER, StakeholderKind.ACADEMIC})


class Reason(StrEnum):
    """Why a member is asked, the strongest first."""

    PROMISED = "promised"
    COULD_GIVE = "could_give"
    POSTED = "posted"
    SPEAKS_FOR_MANY = "speaks_for_many"
    TEACHES = "teaches"
    SAME_SECTOR = "same_sector"


_STRENGTH = {reason: number for number, reason in enumerate(Reason)}


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What to ask a member for.

    most, place: what it said that it could give, and where; none: nothing was said.
    """

    member: Member
    gap: Gap
    reason: Reason
    kind: OpportunityKind
    quantity: int
    most: int | None = None
    place: str | None = None


def suggest(
    members: Sequence[Member],
    gaps: Sequence[Gap],
    trades: Mapping[str, frozenset[str]],
    *,
    without: frozenset[tuple[int, str, str]] = frozenset(),
) -> list[Suggestion]:
    """Return what to ask the members for, each of them at most `MOST_OF_MEMBER` things.

    gaps: the worst first. trades: occupations by section of ISIC. without: what is asked already,
    by organisation, group and governorate. Who asks several members for one gap asks each a part.
    Who is of a governorate is asked for that one, never for all of Iraq.
    """
    wide = _worth_asking(gaps)
    cells = {(one.group, one.governorate): one for one in gaps}
    found = [one for member in members for one in _for_member(member, wide, cells, trades, without)]
    asked = Counter((one.gap.group, one.gap.governorate) for one in found)
    return [_share(one, asked[one.gap.group, one.gap.governorate]) for one in found]


def _worth_asking(gaps: Sequence[Gap]) -> list[Gap]:
    """Return the gaps that are told; of a country only where no governorate of it is."""
    told = {one.group for one in gaps if one.governorate != ALL and one.missing}
    return [
        one for one in gaps if one.missing and (one.governorate != ALL or one.group not in told)
    ]


def _left_of_it(member: Member, without: frozenset[tuple[int, str, str]]) -> int:
    asked = sum(organisation == member.organisation.id for organisation, _, _ in without)
    return max(0, MOST_OF_MEMBER - asked)


def _for_member(
    member: Member,
    gaps: Iterable[Gap],
    cells: Mapping[Cell, Gap],
    trades: Mapping[str, frozenset[str]],
    without: frozenset[tuple[int, str, str]],
) -> list[Suggestion]:
    known = trades.get(member.section or "", frozenset())
    best = (_best(member, gap, known) for gap in gaps)
    found = [
        one
        for suggested in best
        if suggested is not None
        and (one := _at_its_place(suggested, cells)) is not None
        and (member.organisation.id, one.gap.group, one.gap.governorate) not in without
    ]
    found.sort(key=lambda one: (_STRENGTH[one.reason], -one.quantity))
    return found[: _left_of_it(member, without)]


def is_bound(stakeholder: StakeholderKind | None, places: Collection[str]) -> bool:
    """Tell whether a member is one of some governorates, as a chamber always is."""
    return stakeholder is StakeholderKind.CHAMBER or (
        bool(places) and stakeholder not in _EVERYWHERE
    )


def _at_its_place(one: Suggestion, cells: Mapping[Cell, Gap]) -> Suggestion | None:
    """Put what is told of the whole country alone to the governorate that is meant or is theirs.

    None for a chamber of no governorate that is known: it would be asked for what is not its own.
    """
    member, gap = one.member, one.gap
    if gap.governorate != ALL:
        return one
    bound = is_bound(member.stakeholder, member.places)
    place = one.place or (min(member.places) if bound and len(member.places) == 1 else None)
    if place is None:
        return None if member.stakeholder is StakeholderKind.CHAMBER else one
    there = cells.get((gap.group, place)) or Gap(group=gap.group, governorate=place)
    return replace(one, gap=there)


def _best(member: Member, gap: Gap, trades: frozenset[str]) -> Suggestion | None:
    """Return the strongest reason to ask a member about a gap, or none."""
    named = _promised(member, gap) or _could_give(member, gap)
    if named is not None or not _works_there(member, gap):
        return named
    if gap.group in member.posted:
        return _asked(member, gap, Reason.POSTED, member.posted[gap.group])
    for reason, holds, kind in (
        (Reason.SPEAKS_FOR_MANY, member.stakeholder in _FOR_OTHERS, OpportunityKind.JOB),
        (Reason.TEACHES, member.stakeholder in _TEACHING, OpportunityKind.TRAINING),
        (Reason.SAME_SECTOR, gap.group in trades, OpportunityKind.JOB),
    ):
        if holds:
            return _asked(member, gap, reason, kind)
    return None


def _promised(member: Member, gap: Gap) -> Suggestion | None:
    for one in member.unfilled:
        if one.group == gap.group and _same_place(one.governorate, gap):
            said = _asked(member, gap, Reason.PROMISED, one.kind, one.left)
            return replace(said, place=one.governorate)
    return None


def _could_give(member: Member, gap: Gap) -> Suggestion | None:
    for digits in (len(gap.group), MINOR_GROUP):
        for line in member.lines:
            near = line.group is not None and line.group[:digits] == gap.group[:digits]
            there = _same_place(line.governorate, gap)
            anywhere = gap.governorate == ALL or _works_there(member, gap)
            if near and there and (line.governorate or anywhere):
                said = _asked(member, gap, Reason.COULD_GIVE, line.kind, line.quantity)
                return replace(said, place=line.governorate)
    return None


def _same_place(governorate: str | None, gap: Gap) -> bool:
    return governorate is None or gap.governorate in {ALL, governorate}


def _works_there(member: Member, gap: Gap) -> bool:
    """Tell whether a member works where the gap is; who speaks for all of Iraq, everywhere."""
    if gap.governorate == ALL:
        return not is_bound(member.stakeholder, member.places)
    if gap.governorate in member.places:
        return True
    return not member.places and member.stakeholder in _EVERYWHERE


def _asked(
    member: Member, gap: Gap, reason: Reason, kind: OpportunityKind, most: int | None = None
) -> Suggestion:
    return Suggestion(
        member=member, gap=gap, reason=reason, kind=kind, quantity=gap.missing or 1, most=most
    )


def _share(one: Suggestion, asked: int) -> Suggestion:
    part = -(-one.quantity // asked)
    if one.reason is Reason.PROMISED and one.most:
        part = one.most  # what was promised is owed, however many are ready
    elif one.most:
        part = min(part, one.most)
    return replace(one, quantity=part)
