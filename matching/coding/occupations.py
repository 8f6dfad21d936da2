"""Titles to ISCO-08 unit groups: exact wording, then telling words, then likeness of letters."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from matching.coding.calibration import Calibration, length_share, load_calibration
from matching.coding.keys import core_key, core_words, exact_key
from matching.coding.lexicon import Coding, Decision, Term, unique
from matching.coding.nearest import NearestTerms, Neighbours

SURE = 0.8
ASK = 0.12
CANDIDATES = 5
# Probability that the first, second, third code of a wording is meant, by how many it has.
_SHARES = {1: (1.0,), 2: (0.66, 0.34), 3: (0.55, 0.28, 0.17)}
_EXACT = 0.98
_CORE = 0.95
_SPLIT = re.compile(r"\s*(?:[()\[\]{}/|,،;؛:+&–—]|\s-\s|\n)\s*")

Scores = dict[str, float]


def _shares(codes: Sequence[str]) -> Iterable[tuple[str, float]]:
    return zip(codes, _SHARES[min(len(codes), 3)], strict=False)


class OccupationCoder:
    """Codes titles with a lexicon; built once, used for many."""

    def __init__(self, terms: Sequence[Term], calibration: Calibration | None = None) -> None:
        """Index the terms; their codes are unit groups."""
        self._calibration = calibration or load_calibration("occupations")
        self._exact: dict[str, tuple[str, ...]] = {}
        self._core: dict[str, tuple[str, ...]] = {}
        self._index(terms)
        near: dict[str, tuple[str, ...]] = {}
        for term in terms:
            for key in (exact_key(term.text), " ".join(core_words(term.text))):
                near[key] = _joined(near.get(key, ()), term.codes)
        self._near_codes = list(near.values())
        self.nearest = NearestTerms(list(near))

    def _index(self, terms: Sequence[Term]) -> None:
        # Labels and titles first: where a cue says something else, the title holds.
        for term in sorted(terms, key=lambda term: term.kind == "cue"):
            for index, key in ((self._exact, exact_key), (self._core, core_key)):
                found = key(term.text)
                if term.kind == "cue" and found in index:
                    continue
                index[found] = _joined(index.get(found, ()), term.codes)

    def code(self, texts: Sequence[str]) -> list[Coding]:
        """Return what each text was understood as, in the order given."""
        distinct = unique(texts)
        codings: dict[str, Coding] = {}
        left = []
        for text in distinct:
            scores = self._look_up(text)
            if scores:
                codings[text] = _decide(text, scores)
            else:
                left.append(text)
        for text, scores in zip(left, self._by_likeness(left), strict=True):
            codings[text] = _decide(text, scores)
        return [codings[text] for text in texts]

    def _look_up(self, text: str) -> Scores:
        for index, key, certainty in (
            (self._exact, exact_key, _EXACT),
            (self._core, core_key, _CORE),
        ):
            codes = index.get(key(text))
            if codes:
                return {code: share * certainty for code, share in _shares(codes)}
        return self._look_up_parts(text)

    def _look_up_parts(self, text: str) -> Scores:
        parts = [part for part in _SPLIT.split(text) if part.strip()]
        if len(parts) < 2:
            return {}
        known = [codes for codes in (self._core.get(core_key(part)) for part in parts) if codes]
        scores: Scores = defaultdict(float)
        for codes in known:
            for code, share in _shares(codes):
                scores[code] = max(scores[code], share * _CORE)
        if len({codes[0] for codes in known}) > 1:  # the parts name different occupations
            return {code: score * 0.7 for code, score in scores.items()}
        return dict(scores)

    def _by_likeness(self, texts: Sequence[str]) -> list[Scores]:
        if not texts:
            return []
        full = self.nearest.find([exact_key(text) for text in texts])
        core = self.nearest.find([" ".join(core_words(text)) for text in texts])
        return [
            self._calibrated(text, self.votes(pair))
            for text, *pair in zip(texts, full, core, strict=True)
        ]

    def votes(self, found: Sequence[Neighbours]) -> list[tuple[str, float]]:
        """Return each code with its likest term and a little for every further one, best first."""
        likeness: dict[str, list[float]] = defaultdict(list)
        for neighbours in found:
            for position, alike in zip(neighbours.positions, neighbours.likeness, strict=True):
                for code, share in _shares(self._near_codes[position]):
                    likeness[code].append(float(alike) * (0.85 + 0.15 * share))
        pooled = {code: _pooled(values) for code, values in likeness.items()}
        return sorted(pooled.items(), key=lambda item: (-item[1], item[0]))

    def _calibrated(self, text: str, votes: Sequence[tuple[str, float]]) -> Scores:
        if not votes:
            return {}
        best = votes[:CANDIDATES]
        first, second = best[0][1], best[1][1] if len(best) > 1 else 0.0
        certain = self._calibration.chance(first, first - second, length_share(text))
        weights = np.exp(8 * (np.array([score for _, score in best[1:]]) - first))
        rest = (1 - certain) * 0.8 * weights / max(weights.sum(), 1.0)
        chances = np.minimum(rest, certain)
        return {best[0][0]: certain} | {
            code: float(chance) for (code, _), chance in zip(best[1:], chances, strict=True)
        }


def _pooled(values: list[float]) -> float:
    top = sorted(values, reverse=True)[:4]
    return top[0] + 0.05 * sum(value**2 for value in top[1:])


def _joined(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def _decide(text: str, scores: Scores) -> Coding:
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:CANDIDATES]
    candidates = tuple((code, round(score, 3)) for code, score in best)
    decision: Decision = "unknown"
    if candidates and candidates[0][1] >= SURE:
        decision = "sure"
    elif candidates and candidates[0][1] >= ASK:
        decision = "ask"
    return Coding(text, decision, candidates)
