"""The course of a barrier as a small line: where each point stands, in either direction."""

from collections.abc import Sequence
from dataclasses import dataclass

from wasl.barriers.course import Rate

WIDTH, HEIGHT = 160, 36
_EDGE = 4
_LEAST_TOP = 10  # per cent: a line of small shares does not look like one of large ones


@dataclass(frozen=True, kw_only=True)
class Line:
    """Points of a line, in the order of time; pieces: what is drawn through, as SVG has it.

    Where a share is not told the line is broken.
    """

    points: Sequence[tuple[float, float]]
    pieces: Sequence[str]
    width: int = WIDTH
    height: int = HEIGHT


def weekly(rates: Sequence[Rate]) -> list[Rate]:
    """Return the last measure of each week, in the order of time."""
    return list({one.day.isocalendar()[:2]: one for one in rates}.values())


def draw(rates: Sequence[Rate], *, right_to_left: bool) -> Line | None:
    """Place the points, time running as people read; none where there is nothing to draw."""
    told = [one for one in rates if one.percent is not None]
    if not told:
        return None
    first, last = rates[0].day, rates[-1].day
    days = max(1, (last - first).days)
    top = max(_LEAST_TOP, *(one.percent or 0 for one in told))
    points: list[tuple[float, float]] = []
    runs: list[list[tuple[float, float]]] = [[]]
    for one in rates:
        if one.percent is None:
            runs.append([])
            continue
        x = _EDGE + (WIDTH - 2 * _EDGE) * (one.day - first).days / days
        y = HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * one.percent / top
        point = (round(WIDTH - x if right_to_left else x, 1), round(y, 1))
        points.append(point)
        runs[-1].append(point)
    pieces = [" ".join(f"{x},{y}" for x, y in run) for run in runs if len(run) > 1]
    return Line(points=points, pieces=pieces)
