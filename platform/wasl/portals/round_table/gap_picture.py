"""The picture of gaps: where each box and each word stands, in either direction of reading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wasl.portals.round_table.queries.gaps import Heat

_HEADS = 130
_CELL_WIDTH, _CELL_HEIGHT = 54, 32
_LONGEST = 40
_LETTER = 7.5  # wide, about; what a name needs is not known before it is drawn
_SPACE = 8
_SHADES = (0.15, 0.3, 0.45, 0.6)  # so light that dark numbers are read on each of them


@dataclass(frozen=True, kw_only=True)
class Box:
    """A cell. shade: how strongly it is coloured; none: nothing is missing there."""

    x: float
    y: float
    number: int
    shade: float | None
    title: str


@dataclass(frozen=True, kw_only=True)
class Word:
    """A name beside the boxes; `title` is all of it where it was cut."""

    x: float
    y: float
    text: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """All that is drawn. Rows are named at the side where reading begins."""

    width: int
    height: int
    names: Sequence[Word]
    heads: Sequence[Word]
    boxes: Sequence[Box]
    names_end: bool
    box_width: int = _CELL_WIDTH - 2
    box_height: int = _CELL_HEIGHT - 2


def draw(
    heat: Heat, groups: Mapping[str, str], places: Mapping[str, str], *, right_to_left: bool
) -> Picture:
    """Place everything. groups, places: names by code."""
    names = _room_for(groups.get(code, code) for code in heat.groups)
    width = names + _CELL_WIDTH * len(heat.places)
    columns = {code: names + number * _CELL_WIDTH for number, code in enumerate(heat.places)}
    if right_to_left:
        columns = {code: width - x - _CELL_WIDTH for code, x in columns.items()}
    rows = {code: _HEADS + number * _CELL_HEIGHT for number, code in enumerate(heat.groups)}
    beside = width - names + _SPACE if right_to_left else names - _SPACE
    return Picture(
        width=width,
        height=_HEADS + _CELL_HEIGHT * len(heat.groups),
        names=[
            _word(beside, y + _CELL_HEIGHT / 2 + 5, groups.get(code, code))
            for code, y in rows.items()
        ],
        heads=[
            _word(x + _CELL_WIDTH / 2 + 5, _HEADS - _SPACE, places[code])
            for code, x in columns.items()
        ],
        boxes=[
            Box(
                x=columns[place] + 1,
                y=rows[group] + 1,
                number=gap.missing or 0,
                shade=_shade(gap.missing or 0, heat.most),
                title=f"{groups.get(group, group)} – {places[place]}",
            )
            for (group, place), gap in heat.gaps.items()
        ],
        names_end=not right_to_left,
    )


def _room_for(names: Iterable[str]) -> int:
    return int(max((min(len(name), _LONGEST) for name in names), default=0) * _LETTER) + 2 * _SPACE


def _word(x: float, y: float, text: str) -> Word:
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
    return Word(x=x, y=y, text=cut, title=text)


def _shade(missing: int, most: int) -> float | None:
    if not missing:
        return None
    return _SHADES[min(len(_SHADES) - 1, missing * len(_SHADES) // (most + 1))]
