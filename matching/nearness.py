"""Nearness of occupations: the digits of ISCO-08 and a curated list of adjacent trades."""

import csv
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from matching.columns import Ints
from matching.levels import Occupation

_BY_NEARNESS = (
    (80, Occupation.TWIN),
    (60, Occupation.CLOSE),
    (50, Occupation.RELATED),
    (40, Occupation.LOOSE),
    (0, Occupation.SUBMAJOR),
)
"""Curated nearness (0 to 100) from which a pair of trades has a level."""

_BY_COMMON_DIGITS = (Occupation.OTHER, Occupation.MAJOR, Occupation.SUBMAJOR, Occupation.MINOR)


@cache
def adjacency() -> dict[tuple[str, str], int]:
    """Return the curated nearness of pairs of unit groups, in both directions."""
    text = files("matching").joinpath("data", "adjacency.csv").read_text(encoding="utf-8")
    pairs: dict[tuple[str, str], int] = {}
    for row in csv.DictReader(text.splitlines()):
        nearness = int(row["nearness"])
        pairs[row["isco_a"], row["isco_b"]] = nearness
        pairs[row["isco_b"], row["isco_a"]] = nearness
    return pairs


def relate(one: str, other: str) -> Occupation:
    """Return the level of nearness of two codes of ISCO-08, of any number of digits."""
    if one == other:
        return Occupation.SAME
    nearness = adjacency().get((one, other))
    if nearness is not None:
        return next(level for least, level in _BY_NEARNESS if nearness >= least)
    common = 0
    for left, right in zip(one[:3], other[:3], strict=False):
        if left != right:
            break
        common += 1
    return _BY_COMMON_DIGITS[common]


def relation_matrix(codes: Sequence[str]) -> Ints:
    """Return the level of each pair of codes, and a last row and column for "not known".

    Shape (n + 1, n + 1), dtype uint8.
    """
    size = len(codes)
    matrix = np.full((size + 1, size + 1), Occupation.UNKNOWN, np.uint8)
    for row, one in enumerate(codes):
        for column in range(row, size):
            level = relate(one, codes[column])
            matrix[row, column] = matrix[column, row] = level
    return matrix
