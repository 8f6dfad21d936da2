"""The map of tiles: every governorate once, its number in it, as dark as it is large."""

import csv
from itertools import pairwise
from pathlib import Path

from wasl.ui.tile_map import SQUARES, Tile, Told, draw_map

PLACES = Path(__file__).parents[2] / "models" / "data" / "places.csv"


def _governorates() -> dict[str, dict[str, str]]:
    with PLACES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file) if row["level"] == "governorate"}


NAMES = {code: row["name_en"] for code, row in _governorates().items()}


def _tiles(**values: int | None) -> dict[str, Tile]:
    told = {f"IQ-{code}": Told(text=str(value), value=value) for code, value in values.items()}
    return {tile.code: tile for tile in draw_map(told, NAMES).tiles}


def test_every_governorate_has_a_square_of_its_own() -> None:
    assert set(SQUARES) == set(NAMES)
    assert len(set(SQUARES.values())) == len(SQUARES) == 19


def test_squares_lie_as_the_governorates_do() -> None:
    """Where two neighbours lie far enough apart, north is above and east is to the right."""
    rows = _governorates()
    for code, row in rows.items():
        for other in filter(None, row["neighbours"].split(";")):
            (x, y), (x2, y2) = SQUARES[code], SQUARES[other]
            north = float(row["latitude"]) - float(rows[other]["latitude"])
            east = float(row["longitude"]) - float(rows[other]["longitude"])
            assert north < 1 or y <= y2, f"{code} lies north of {other}"
            assert east < 1.2 or x >= x2, f"{code} lies east of {other}"


def test_the_more_the_darker_and_nothing_is_not_the_same_as_not_told() -> None:
    tiles = _tiles(BA=100, BG=50, NI=5, AR=0, SU=None)
    shades = [tiles[f"IQ-{code}"].shade for code in ("BA", "BG", "NI", "AR", "SU", "AN")]
    assert shades == [4, 2, 1, 0, None, None]
    assert tiles["IQ-BA"].text == "100"
    assert tiles["IQ-BA"].name == "Basra"


def test_squares_stay_inside_and_do_not_touch() -> None:
    drawn = draw_map({}, NAMES)
    places = {(tile.x, tile.y) for tile in drawn.tiles}
    assert len(places) == 19
    assert max(x for x, _y in places) + drawn.side <= drawn.width
    assert max(y for _x, y in places) + drawn.side <= drawn.height
    columns = sorted({x for x, _y in places})
    assert all(b - a > drawn.side for a, b in pairwise(columns))
