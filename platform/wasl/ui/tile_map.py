"""The map of Iraq as tiles: a square for each governorate, about where it lies.

Every governorate is as large as the others, so that Baghdad is read as easily as Anbar. North is
above in every language: a map is not mirrored, only its words are read from the right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# From north to south, and from west to east; the code after "IQ-".
_ROWS = (
    (None, "DA", "AR", None),
    ("NI", "KI", "SU", "XHA"),
    (None, "SD", "DI", None),
    ("AN", "BG", "WA", None),
    ("KA", "BB", "QA", "MA"),
    ("NA", "MU", "DQ", "BA"),
)
SQUARES: Mapping[str, tuple[int, int]] = {
    f"IQ-{code}": (column, row)
    for row, codes in enumerate(_ROWS)
    for column, code in enumerate(codes)
    if code
}
_STEP, _GAP, _EDGE = 88, 4, 2
_SHADES = 4


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of a governorate. value: none where no number is, then `text` says why."""

    text: str
    value: int | None


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A square. shade: 1 to 4, the darker the more; 0 is nobody or nothing; none is not told."""

    code: str
    name: str
    x: int
    y: int
    text: str
    shade: int | None


@dataclass(frozen=True, kw_only=True)
class TileMap:
    """All squares, their side, and the size of the whole."""

    tiles: Sequence[Tile]
    side: int = _STEP - _GAP
    width: int = _STEP * max(len(row) for row in _ROWS)
    height: int = _STEP * len(_ROWS)


def draw_map(told: Mapping[str, Told], names: Mapping[str, str]) -> TileMap:
    """Return the map of numbers by governorate.

    told: by code; a governorate that is not in it is drawn as not told. names: by code, in the
    language of the page; the squares are those of which there is a name.
    """
    nothing = Told(text="–", value=None)
    drawn = {code: told.get(code, nothing) for code in SQUARES if code in names}
    most = max((one.value or 0 for one in drawn.values()), default=0)
    return TileMap(
        tiles=[
            Tile(
                code=code,
                name=names[code],
                x=SQUARES[code][0] * _STEP + _EDGE,
                y=SQUARES[code][1] * _STEP + _EDGE,
                text=one.text,
                shade=_shade(one.value, most),
            )
            for code, one in drawn.items()
        ]
    )


def _shade(value: int | None, most: int) -> int | None:
    """Return in which quarter of the largest number a number lies."""
    if not value:
        return value
    return min(_SHADES, 1 + value * _SHADES // (most + 1))
