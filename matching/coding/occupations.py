"""Titles to ISCO-08 unit groups: exact wording, then telling words, then likeness of letters."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from matching.coding.calibration import Calibration, length_share, load_calibration
from matching.coding.keys import core_key, core_words, exact_key, role_of
from matching.coding.lexicon import Coding, Decision, Term, unique
from matching.coding.nearest import NearestTerms, Neighbours
from matching.coding.stems import StemVotes
from matching.coding.wording import parts, tells_enough, without_frame

SURE = 0.93
ASK = 0.12
CANDIDATES = 5
# Probability that the first, second, third code of a wording is meant, by how many it has.
_SHARES = {1: (1.0,), 2: (0.66, 0.34), 3: (0.55, 0.28, 0.17)}
# Certainty of a match by all words or by the telling words, with a title and with a mere cue.
_EXACT = {"title": 0.98, "cue": 0.92}
_CORE = {"title": 0.95, "cue": 0.92}
# What the single words tell, beside likeness; found by leaving each term out once.
_STEM_SHARE = 0.35
# Certainty of a match with a title whose part in the trade was left out of the key.
_OTHER_PART = 0.8
# How well a part in a trade goes with the ten major groups of ISCO-08 (first digit 0 to 9).
_ROLE_FIT = {
    "labourer": (0.6, 0.5, 0.6, 0.75, 0.85, 0.95, 0.97, 0.97, 1.0, 1.0),
    "worker": (0.7, 0.7, 0.75, 0.85, 0.95, 1.0, 1.0, 1.0, 1.0, 1.0),
    "technician": (0.7, 0.5, 0.75, 1.0, 0.7, 0.9, 0.9, 1.0, 0.9, 0.6),
    "employee": (0.7, 0.7, 0.9, 1.0, 1.0, 1.0, 0.6, 0.7, 0.7, 0.6),
    "helper": (0.6, 0.5, 0.6, 0.9, 0.9, 0.9, 0.75, 0.7, 0.75, 1.0),
    "engineer": (0.6, 0.7, 1.0, 0.8, 0.5, 0.5, 0.5, 0.6, 0.5, 0.4),
    "manager": (0.9, 1.0, 0.8, 0.85, 0.7, 0.8, 0.7, 0.6, 0.5, 0.4),
}

Scores = dict[str, float]


def _shares(codes: Sequence[str]) -> Iterable[tuple[str, float]]:
    return zip(codes, _SHARES[min(len(codes), 3)], strict=False)


class OccupationCoder:
    """Codes titles with a lexicon; built once, used for many."""

    def __init__(self, terms: Sequence[Term], calibration: Calibration | None = None) -> None:
        """Index the terms; their codes are unit groups."""
        self._calibration = calibration or load_calibration("occupations")
        self._exact = _index(terms, exact_key)
        self._core = _index(terms, core_key)
        near = _index(terms, lambda text: " ".join(core_words(text)))
        near |= self._exact
        self._near_codes = [entry.codes for entry in near.values()]
        self.nearest = NearestTerms(list(near))
        self._stems = StemVotes(terms)

    def code(self, texts: Sequence[str]) -> list[Coding]:
        """Return what each text was understood as, in the order given."""
        distinct = unique(texts)
        codings = {
            text: _decide(text, _completed(self._look_up(text), alike))
            for text, alike in zip(distinct, self._by_likeness_of_parts(distinct), strict=True)
        }
        return [codings[text] for text in texts]

    def _look_up(self, text: str) -> Scores:
        for wording in unique([text, without_frame(text)]):
            entry = self._exact.get(exact_key(wording))
            if entry:
                scores = {code: share * _EXACT[entry.kind] for code, share in _shares(entry.codes)}
                return _fitted(scores, role_of(wording)) if len(scores) > 1 else scores
            entry = self._core.get(core_key(wording))
            if entry and tells_enough(wording):
                certain = _CORE[entry.kind] if entry.rank[1] < 2 else _OTHER_PART
                scores = {code: share * certain for code, share in _shares(entry.codes)}
                return _fitted(scores, role_of(wording))
        return self._look_up_parts(text)

    def _look_up_parts(self, text: str) -> Scores:
        known = [(part, self._core.get(core_key(part))) for part in parts(text)]
        entries = [(part, entry) for part, entry in known if entry]
        scores: Scores = defaultdict(float)
        for part, entry in entries:
            found = {code: share * _CORE[entry.kind] for code, share in _shares(entry.codes)}
            for code, score in _fitted(found, role_of(part)).items():
                scores[code] = max(scores[code], score)
        if len({entry.codes[0] for _, entry in entries}) > 1:  # different occupations are named
            total = sum(scores.values())
            return {code: 0.8 * score / max(total, 1.0) for code, score in scores.items()}
        return dict(scores)

    def _by_likeness_of_parts(self, texts: Sequence[str]) -> list[Scores]:
        """Return the scores of the wording or the part of it that is understood best."""
        wordings = [unique([without_frame(text), *parts(text)]) for text in texts]
        flat = [wording for group in wordings for wording in group]
        found = dict(zip(flat, self._by_likeness(flat), strict=True))
        return [
            max((found[wording] for wording in group), key=lambda s: max(s.values(), default=0.0))
            for group in wordings
        ]

    def _by_likeness(self, texts: Sequence[str]) -> list[Scores]:
        if not texts:
            return []
        full = self.nearest.find([exact_key(text) for text in texts])
        core = self.nearest.find([" ".join(core_words(text)) for text in texts])
        return [
            _fitted(self._calibrated(text, self.votes(text, pair)), role_of(text))
            if tells_enough(text)
            else {}
            for text, *pair in zip(texts, full, core, strict=True)
        ]

    def votes(
        self, text: str, found: Sequence[Neighbours], leave_out: Sequence[str] = ()
    ) -> list[tuple[str, float]]:
        """Return each code's likeness: its likest terms and what the single words tell."""
        likeness: dict[str, list[float]] = defaultdict(list)
        for neighbours in found:
            for position, alike in zip(neighbours.positions, neighbours.likeness, strict=True):
                for code, share in _shares(self._near_codes[position]):
                    likeness[code].append(float(alike) * (0.85 + 0.15 * share))
        pooled: Scores = defaultdict(float)
        pooled |= {code: _pooled(values) for code, values in likeness.items()}
        for code, share in self._stems.votes(text, leave_out).items():
            pooled[code] += _STEM_SHARE * share
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


@dataclass(frozen=True, slots=True)
class _Entry:
    codes: tuple[str, ...]
    kind: Literal["title", "cue"]
    rank: tuple[bool, int]


def _entry(term: Term) -> _Entry:
    """Return a term's entry; what is written for Iraq ranks before downloads, titles before cues.

    A title that names a part ("labourer at X") comes after the bare X: without the part, which a
    core key leaves out, it does not speak for X.
    """
    if term.kind == "cue":
        return _Entry(term.codes, "cue", (term.downloaded, 1))
    return _Entry(term.codes, "title", (term.downloaded, 2 if role_of(term.text) else 0))


def _index(terms: Sequence[Term], key_of: Callable[[str], str]) -> dict[str, _Entry]:
    """Index terms by a key; of several with one key the best ranked hold, together."""
    index: dict[str, _Entry] = {}
    for term in terms:
        key, entry = key_of(term.text), _entry(term)
        held = index.get(key)
        if held is None or entry.rank < held.rank:
            index[key] = entry
        elif entry.rank == held.rank:
            index[key] = replace(held, codes=_joined(held.codes, entry.codes))
    return index


def _fitted(scores: Scores, role: str | None) -> Scores:
    """Lower what does not go with the part the wording names."""
    if role is None:
        return scores
    return {code: score * _ROLE_FIT[role][int(code[0])] for code, score in scores.items()}


def _completed(known: Scores, alike: Scores) -> Scores:
    """Return what is known from the lexicon, with what is alike to choose from instead."""
    if not known:
        return alike
    left = max(1.0 - sum(known.values()), 0.02)
    others = {code: chance for code, chance in alike.items() if code not in known}
    total = max(sum(others.values()), 1e-9)
    return known | {code: left * 0.9 * chance / total for code, chance in others.items()}


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
