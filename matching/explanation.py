"""Explanations out: what the score of a pair is made of, as data with names."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

import numpy as np

from matching.block import Prepared
from matching.columns import Columns, Ints
from matching.criteria import Pairs, compare, points_of, total_points
from matching.engine import Matches
from matching.facts import FACTS, LEVELS_OF_CRITERION, FactWriter, unmet_of
from matching.levels import Consent, Level, Licences, Requirement, State, WantedKind
from matching.policy import Criterion, Policy

PART = 100_000
"""Pairs that are explained at a time."""

_CRITERION_OF = {
    Requirement.GOVERNORATE: Criterion.PLACE,
    Requirement.EDUCATION: Criterion.EDUCATION,
    Requirement.LANGUAGES: Criterion.LANGUAGES,
    Requirement.EXPERIENCE: Criterion.EXPERIENCE,
    Requirement.WAGE: Criterion.WAGE,
    Requirement.HOURS: Criterion.HOURS,
    Requirement.AVAILABLE_FROM: Criterion.DATE,
}

_DAYS = frozenset({"available_from", "start_date", "apply_by"})


@dataclass(frozen=True)
class RequirementLine:
    """A hard requirement: its level, whether that is met, soft, unmet or unknown, and why."""

    requirement: str
    level: str
    state: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CriterionLine:
    """A weighted criterion: `points` = `weight` × `share` / 1000, rounded down."""

    criterion: str
    level: str
    unknown: bool
    share: int
    weight: int
    points: int
    matched: list[str]
    missing: list[str]
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Explanation:
    """Everything a score is made of; the points of the criteria add up to `points`."""

    points: int
    eligible: bool
    unmet: list[str]
    requirements: list[RequirementLine]
    criteria: list[CriterionLine]

    def as_data(self) -> dict[str, Any]:
        """Return dicts, lists, words and numbers only."""
        return asdict(self)


@dataclass(frozen=True)
class ExplainedPairs:
    """Some kept pairs: their positions in Matches, what is not met, and stored explanations."""

    position: Ints
    unmet: list[list[str]]
    stored: list[str]  # JSON text


def explain_matches(columns: Columns, matches: Matches) -> Iterator[ExplainedPairs]:
    """Explain all kept pairs with the tables that scored them, a block at a time."""
    prepared = Prepared(columns)
    writer = FactWriter(prepared)
    order = np.argsort(matches.opportunity, kind="stable")
    sorted_opportunities = matches.opportunity[order]
    for block in prepared.blocks(np.unique(sorted_opportunities)):
        start = np.searchsorted(sorted_opportunities, block.rows, side="left")
        stop = np.searchsorted(sorted_opportunities, block.rows, side="right")
        row = np.repeat(np.arange(len(block.rows)), stop - start)
        position = np.concatenate([order[a:b] for a, b in zip(start, stop, strict=True)])
        pairs = Pairs(row, matches.person[position])
        for first in range(0, len(pairs), PART):
            span = slice(first, first + PART)
            part = pairs.part(span)
            found = compare(prepared, block, part)
            failures = block.failures[part.row, part.person].tolist()
            stored = writer.write(block, part, found)
            yield ExplainedPairs(position[span], unmet_of(failures), stored)


def explain_pair(
    columns: Columns, policy: Policy, person: int, opportunity: int
) -> tuple[Explanation, str]:
    """Explain one pair, kept or not; return it with the text that a run would store.

    person, opportunity: indices into the columns.
    """
    prepared = Prepared(columns)
    block = prepared.block(np.array([opportunity]))
    pair = Pairs(np.array([0]), np.array([person]))
    found = compare(prepared, block, pair)
    points = int(total_points(found, policy.vector())[0])
    unmet = unmet_of(block.failures[pair.row, pair.person].tolist())[0]
    stored = FactWriter(prepared).write(block, pair, found)[0]
    return read_explanation(json.loads(stored), policy.weights, unmet, points), stored


def read_explanation(
    stored: Mapping[str, Any], weights: Mapping[str, int], unmet: list[str], points: int
) -> Explanation:
    """Give names to a stored explanation.

    weights: of the policy of its run; unmet and points: from the match itself.
    """
    lines = {
        criterion: _criterion_line(criterion, values, weights[criterion])
        for criterion, values in zip(Criterion, stored["criteria"], strict=True)
    }
    return Explanation(
        points, not unmet, unmet, _requirements(stored, lines, unmet), [*lines.values()]
    )


def _criterion_line(criterion: Criterion, values: list[Any], weight: int) -> CriterionLine:
    label, share, *rest = values
    facts = dict(zip(FACTS[criterion], rest, strict=True))
    for name in _DAYS & facts.keys():
        if facts[name] is not None:
            facts[name] = date.fromordinal(facts[name]).isoformat()
    matched, missing = facts.pop("matched", []), facts.pop("missing", [])
    if criterion == Criterion.LANGUAGES:
        facts["languages"] = [
            dict(zip(("language", "level", "level_asked"), item, strict=True))
            for item in facts["languages"]
        ]
        known = [item for item in facts["languages"] if item["level"] is not None]
        matched = [i["language"] for i in known if i["level"] >= i["level_asked"]]
        missing = [i["language"] for i in known if i["level"] < i["level_asked"]]
    level = _level(LEVELS_OF_CRITERION[criterion], label)
    return CriterionLine(
        criterion=criterion.value,
        level=label,
        unknown=level.state == State.UNKNOWN,
        share=share,
        weight=weight,
        points=int(points_of(np.array([share]), weight)[0]),
        matched=matched,
        missing=missing,
        facts=facts,
    )


def _requirements(
    stored: Mapping[str, Any], lines: Mapping[Criterion, CriterionLine], unmet: list[str]
) -> list[RequirementLine]:
    """Return the hard requirements in the order of FILES.md."""
    consent = Consent.NOT_GIVEN if Requirement.CONSENT.label in unmet else Consent.GIVEN
    licence, held, missing = stored["licences"]
    own: dict[Requirement, tuple[Level, dict[str, Any]]] = {
        Requirement.CONSENT: (consent, {}),
        Requirement.KIND: (
            _level(WantedKind, stored["kind"]),
            {"kind": lines[Criterion.WANTS].facts["kind"]},
        ),
        Requirement.LICENCES: (
            _level(Licences, licence),
            {"matched": held, "missing": missing},
        ),
    }
    for requirement, criterion in _CRITERION_OF.items():
        line = lines[criterion]
        own[requirement] = (_level(LEVELS_OF_CRITERION[criterion], line.level), line.facts)
    return [
        RequirementLine(item.label, level.label, level.state.name.lower(), facts)
        for item, (level, facts) in sorted(own.items())
    ]


def _level(levels: type[Level], label: str) -> Level:
    return levels[label.upper()]
