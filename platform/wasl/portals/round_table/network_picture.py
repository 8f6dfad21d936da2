"""Who works with whom as a picture: a ring of organisations grouped by kind, lines across it.

Only numbers are worked out here; the template draws. The ring is read as the page is: it begins
on the side where a line begins, goes down there, and comes up again on the other side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot, sqrt

from models.round_table_enums import RelationKind, StakeholderKind
from wasl.operations.stakeholders.relations import MUTUAL
from wasl.portals.round_table.queries.network import Link, Member, Network

_RADIUS = 170.0
_ROW = 30.0
_MARGIN = 16.0
_DOT = 7.0
_GAP = 6.0
_LONGEST = 26
_LETTER = 7.6  # how wide one is at most on average, in letters of 14
_TOWARDS_CENTRE = 0.55

# Names of colours in tokens.css, and how a line is broken: never told by colour alone.
LINE_STYLES: Mapping[RelationKind | None, tuple[str, str]] = {
    RelationKind.SAME_AS: ("--ink", "1 5"),
    RelationKind.WORKS_WITH: ("--river-600", ""),
    RelationKind.MEMBER_OF: ("--sand-500", "9 4"),
    RelationKind.FUNDS: ("--met-fill", "14 4 2 4"),
    RelationKind.REFERS_TO: ("--focus", "4 4"),
    RelationKind.SUPERVISES: ("--clay-600", "14 5"),
    None: ("--soft-fill", "2 3"),
}
DOT_COLOURS: Mapping[StakeholderKind | None, str] = {
    StakeholderKind.MINISTRY: "--river-900",
    StakeholderKind.AUTHORITY: "--river-600",
    StakeholderKind.CHAMBER: "--clay-600",
    StakeholderKind.UNION: "--clay-300",
    StakeholderKind.COMPANY: "--sand-500",
    StakeholderKind.PROVIDER: "--met-fill",
    StakeholderKind.INTERNATIONAL: "--focus",
    StakeholderKind.DONOR: "--soft-fill",
    StakeholderKind.ACADEMIC: "--unmet-fill",
    None: "--unknown-fill",
}


@dataclass(frozen=True, kw_only=True)
class Dot:
    """An organisation on the ring. label: what stands beside it, on the outer side at label_x."""

    member: Member
    x: float
    y: float
    label: str
    label_x: float
    at_end: bool
    colour: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A relation as a curve. tip: the three points of its arrow, where it has a direction."""

    link: Link
    path: str
    tip: str
    colour: str
    dashes: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What the template draws, in a box that is as wide as its names need."""

    width: int
    height: int
    dots: Sequence[Dot]
    lines: Sequence[Line]
    kinds: Sequence[StakeholderKind | None]
    relations: Sequence[RelationKind | None]


def draw_network(network: Network, *, right_to_left: bool) -> Picture:
    """Lay out a network; members are on the ring in their order, grouped by kind."""
    members = network.members
    first_half = -(-len(members) // 2)
    tall = max(_RADIUS, first_half * _ROW / 2)
    # Down one side and up the other, so that neighbours in the order are neighbours on the ring.
    sides = members[:first_half], members[first_half:][::-1]
    start = 1 if right_to_left else -1
    room = _LETTER * max((len(_short(one)) for one in members), default=0)
    centre = (_RADIUS + _DOT + _GAP + room + _MARGIN, tall + _MARGIN)
    dots = [*_side(sides[0], start, centre), *_side(sides[1], -start, centre)]
    at = {dot.member.id: dot for dot in dots}
    return Picture(
        width=round(2 * centre[0]),
        height=round(2 * centre[1]),
        dots=dots,
        lines=[_line(link, at[link.first], at[link.second], centre) for link in network.links],
        kinds=list(dict.fromkeys(one.kind for one in members)),
        relations=[one for one in LINE_STYLES if any(x.kind is one for x in network.links)],
    )


def _side(members: Sequence[Member], side: int, centre: tuple[float, float]) -> list[Dot]:
    """Set organisations on one half of the ring from top to bottom, each in a row of its own."""
    dots = []
    for row, member in enumerate(members):
        height = (2 * row + 1) / len(members) - 1
        x = centre[0] + side * _RADIUS * sqrt(1 - height**2)
        dots.append(
            Dot(
                member=member,
                x=round(x, 1),
                y=round(centre[1] + (centre[1] - _MARGIN) * height, 1),
                label=_short(member),
                label_x=round(x + side * (_DOT + _GAP), 1),
                at_end=side < 0,
                colour=DOT_COLOURS[member.kind],
            )
        )
    return dots


def _short(member: Member) -> str:
    name = member.short_name or member.name
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


def _line(link: Link, first: Dot, second: Dot, centre: tuple[float, float]) -> Line:
    """Bend a line towards the centre; it ends at the edge of the second dot."""
    middle = ((first.x + second.x) / 2, (first.y + second.y) / 2)
    bend_x, bend_y = (m + (c - m) * _TOWARDS_CENTRE for m, c in zip(middle, centre, strict=True))
    away = hypot(second.x - bend_x, second.y - bend_y) or 1.0
    to_x, to_y = (second.x - bend_x) / away, (second.y - bend_y) / away
    end_x, end_y = second.x - to_x * (_DOT + 2), second.y - to_y * (_DOT + 2)
    colour, dashes = LINE_STYLES[link.kind]
    directed = link.kind is not None and link.kind not in MUTUAL
    return Line(
        link=link,
        path=f"M{first.x} {first.y}Q{bend_x:.1f} {bend_y:.1f} {end_x:.1f} {end_y:.1f}",
        tip=_tip(end_x, end_y, to_x, to_y) if directed else "",
        colour=colour,
        dashes=dashes,
    )


def _tip(x: float, y: float, to_x: float, to_y: float) -> str:
    """Return the points of an arrow that ends at a point, pointing as the line goes."""
    back_x, back_y = x - to_x * 11, y - to_y * 11
    one, other = (-to_y * 5, to_x * 5), (to_y * 5, -to_x * 5)
    return (
        f"{x:.1f},{y:.1f} {back_x + one[0]:.1f},{back_y + one[1]:.1f} "
        f"{back_x + other[0]:.1f},{back_y + other[1]:.1f}"
    )
