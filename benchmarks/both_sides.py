"""What the samples' own measure does not say: halves of the people, and the lists of opportunities.

A change that is good for the fit in general shows on both halves. Which half somebody is in
depends on nothing but their case number.
"""

import csv
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

CUT = 10
GOOD = 2

Lists = Mapping[str, Sequence[str]]
Grades = Mapping[str, Mapping[str, int]]


def half_of(key: str) -> int:
    """Return which half a key belongs to, 0 or 1."""
    return hashlib.sha256(key.encode()).digest()[0] & 1


def read_grades(relevance: Path) -> tuple[Grades, Grades]:
    """Return the grades of the pairs that meet every requirement, by person, by opportunity."""
    people: dict[str, dict[str, int]] = defaultdict(dict)
    offers: dict[str, dict[str, int]] = defaultdict(dict)
    with relevance.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["eligible"] == "yes":
                people[row["person"]][row["opportunity"]] = int(row["grade"])
                offers[row["opportunity"]][row["person"]] = int(row["grade"])
    return people, offers


def read_lists(matches: Path) -> tuple[Lists, Lists]:
    """Return what is offered to each person in its order, and for each opportunity by points."""
    people: dict[str, list[tuple[int, str]]] = defaultdict(list)
    offers: dict[str, list[tuple[float, str]]] = defaultdict(list)
    with matches.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["eligible"] == "yes":
                people[row["returnee"]].append((int(row["rank"]), row["opportunity"]))
                offers[row["opportunity"]].append((-float(row["score"]), row["returnee"]))
    return _in_order(people), _in_order(offers)


def _in_order(
    lists: Mapping[str, list[tuple[int, str]]] | Mapping[str, list[tuple[float, str]]],
) -> Lists:
    return {owner: [other for _, other in sorted(rows)] for owner, rows in lists.items()}


def gain(grades: Iterable[int]) -> float:
    """Return the discounted gain of the first ten grades."""
    best = list(grades)[:CUT]
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(best))


def ndcg(grades: Grades, lists: Lists) -> dict[str, float]:
    """Return nDCG@10 of everybody who has a good pair at all."""
    return {
        owner: gain(of.get(other, 0) for other in lists.get(owner, ()))
        / gain(sorted(of.values(), reverse=True))
        for owner, of in grades.items()
        if max(of.values()) >= GOOD
    }


def show_both_sides(relevance: Path, matches: Path) -> None:
    """Print nDCG@10 of both halves of the people, and of what opportunities are shown."""
    grades, lists = read_grades(relevance), read_lists(matches)
    people, offers = (ndcg(*side) for side in zip(grades, lists, strict=True))
    halves = [[value for who, value in people.items() if half_of(who) == half] for half in (0, 1)]
    print(f"\n{'nDCG@10, beside the measure':34} {'found':>7}")
    for name, values in (
        *((f"people, half {'AB'[index]}", half) for index, half in enumerate(halves)),
        ("opportunities", list(offers.values())),
    ):
        print(f"  {f'{name} ({len(values)})':32} {fmean(values):7.3f}")
