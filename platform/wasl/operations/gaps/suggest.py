"""Whom to ask for what: gaps of the board, put to the members who could close them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.enums import OpportunityKind
from models.round_table_enums import StakeholderKind
from wasl.figures.tables import ALL
from wasl.operations.gaps.board import Gap
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
_EVERYWHERE = _FOR_OTHERS - {StakeholderKind.CHAMBER}  # a chamber is one of a governorate
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
    """What to ask a member for. most: what it said that it could give; none: nothing was said."""

    member: Member
    gap: Gap
    reason: Reason
    kind: OpportunityKind
    quantity: int
    most: int | None = None


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
    """
    wide = _worth_asking(gaps)
    found = [
        one
        for member in members
        for one in _for_member(member, wide, trades, _left_of_it(member, without), without)
    ]
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
    trades: Mapping[str, frozenset[str]],
    most: int,
    without: frozenset[tuple[int, str, str]],
) -> list[Suggestion]:
    known = trades.get(member.section or "", frozenset())
    found = [
        one
        for gap in gaps
        if (member.organisation.id, gap.group, gap.governorate) not in without
        and (one := _best(member, gap, known)) is not None
    ]
    found.sort(key=lambda one: (_STRENGTH[one.reason], -(one.gap.missing or 0)))
    return found[:most]


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
            return _asked(member, gap, Reason.PROMISED, one.kind, one.left)
    return None


def _could_give(member: Member, gap: Gap) -> Suggestion | None:
    for digits in (len(gap.group), MINOR_GROUP):
        for line in member.lines:
            near = line.group is not None and line.group[:digits] == gap.group[:digits]
            there = _same_place(line.governorate, gap)
            if near and there and (line.governorate or _works_there(member, gap)):
                return _asked(member, gap, Reason.COULD_GIVE, line.kind, line.quantity)
    return None


def _same_place(governorate: str | None, gap: Gap) -> bool:
    return governorate is None or gap.governorate in {ALL, governorate}


def _works_there(member: Member, gap: Gap) -> bool:
    """Tell whether a member works where the gap is; who speaks for all of Iraq, everywhere."""
    if gap.governorate == ALL or gap.governorate in member.places:
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
    return Suggestion(**{**vars(one), "quantity": part})
