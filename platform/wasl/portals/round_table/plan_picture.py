"""The plan along time, as a picture: a bar for each action, years below, today as a line.

Only numbers are worked out here; the template draws. Time goes as the page is read: in a
right-to-left language from the right to the left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.plan_enums import ActionStatus
from wasl.portals.round_table.queries.plan import PlanRow

WIDTH = 1000
_TOP, _ROW, _BAR, _SIDE = 34, 44, 12, 8
_LONGEST = 60

# Names of colours in tokens.css; the words stand beside each bar as well.
STATUS_COLOURS: Mapping[ActionStatus, str] = {
    ActionStatus.NOT_STARTED: "--unknown-fill",
    ActionStatus.UNDER_WAY: "--river-600",
    ActionStatus.DONE: "--met-fill",
    ActionStatus.STOPPED: "--soft-fill",
}


@dataclass(frozen=True, kw_only=True)
class Bar:
    """An action: its bar from x over width, and where its title begins or ends.

    open: it has a first day or a last one only; the bar goes to the edge of the picture.
    """

    row: PlanRow
    title: str
    x: float
    y: int
    width: float
    text_x: float
    at_end: bool
    colour: str
    open: bool


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """What the template draws, in a box of `WIDTH` by height. years: where each begins."""

    height: int
    bars: Sequence[Bar]
    years: Sequence[tuple[int, float, float]]
    today: float | None


def draw_timeline(rows: Sequence[PlanRow], today: date, *, right_to_left: bool) -> Timeline:
    """Lay out the actions that have a day, in their order; whole years are shown."""
    dated = [row for row in rows if row.action.starts_on or row.action.ends_on]
    days = [
        day
        for row in dated
        for day in (row.action.starts_on, row.action.ends_on)
        if day is not None
    ]
    first = date(min((day.year for day in days), default=today.year), 1, 1)
    last = date(max((day.year for day in days), default=today.year) + 1, 1, 1)
    scale = _Scale(first, last, right_to_left)
    return Timeline(
        height=_TOP + _ROW * len(dated) + _SIDE,
        bars=[_bar(row, _TOP + _ROW * line, scale) for line, row in enumerate(dated)],
        years=[
            (year, scale.at(date(year, 1, 1)), scale.at(date(year, 7, 1)))
            for year in range(first.year, last.year)
        ],
        today=scale.at(today) if first <= today < last else None,
    )


@dataclass(frozen=True)
class _Scale:
    first: date
    last: date
    right_to_left: bool

    def at(self, day: date) -> float:
        """Return where a day is, across the picture."""
        part = (day - self.first).days / (self.last - self.first).days
        along = _SIDE + part * (WIDTH - 2 * _SIDE)
        return round(WIDTH - along if self.right_to_left else along, 1)


def _bar(row: PlanRow, y: int, scale: _Scale) -> Bar:
    action = row.action
    ends = scale.at(action.starts_on or scale.first), scale.at(action.ends_on or scale.last)
    begin, end = min(ends), max(ends)
    # A title begins where its bar does; of a bar that begins late, it ends where the bar ends.
    late_start = abs(ends[0] - scale.at(scale.first)) > WIDTH / 2
    at_end = late_start is not scale.right_to_left
    return Bar(
        row=row,
        title=_short(row),
        x=begin,
        y=y,
        width=max(4.0, round(end - begin, 1)),
        text_x=end if at_end else begin,
        at_end=at_end,
        colour=STATUS_COLOURS[action.status],
        open=action.starts_on is None or action.ends_on is None,
    )


def _short(row: PlanRow) -> str:
    return row.title if len(row.title) <= _LONGEST else f"{row.title[: _LONGEST - 1].rstrip()}…"
