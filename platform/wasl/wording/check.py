"""Find in the texts of a posting what its rules do not allow."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from wasl.wording.patterns import Anchor, keys_of
from wasl.wording.rules import ANYWHERE, HOLDING, Phrase, WordingRule, load_phrases
from wasl.wording.tokens import Token, tokens_of


@dataclass(frozen=True)
class Finding:
    """Words of one text that break a rule: `texts[field][start:end] == words`."""

    field: str
    code: WordingRule
    words: str
    start: int
    end: int

    @property
    def holds(self) -> bool:
        """Whether somebody must read the posting before it is seen."""
        return self.code in HOLDING


def check_texts(texts: Mapping[str, str]) -> list[Finding]:
    """Return what breaks a rule, in the order of the texts and of the words in them.

    texts: by field; some phrases count in the field `title` alone. Of words that break one rule
    in several ways the longest stretch is named, once.
    """
    findings: list[Finding] = []
    for field, text in texts.items():
        findings += _check_text(field, text)
    return findings


@dataclass(frozen=True)
class _Line:
    """The folded words of a text in one line, and where each of them begins there."""

    text: str
    tokens: Sequence[Token]
    starts: Sequence[int]

    def places(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return where in the text itself something stands that was found in the line."""
        first = self.tokens[bisect_right(self.starts, span[0]) - 1]
        last = self.tokens[bisect_right(self.starts, span[1] - 1) - 1]
        return first.start, last.end


def _line_of(text: str) -> _Line:
    tokens, starts, at = tokens_of(text), [], 1
    for token in tokens:
        starts.append(at)
        at += len(token.text) + 1
    return _Line(f" {' '.join(token.text for token in tokens)} ", tokens, starts)


def _check_text(field: str, text: str) -> list[Finding]:
    line = _line_of(text)
    found: dict[WordingRule, list[tuple[int, int]]] = defaultdict(list)
    harmless: dict[WordingRule, list[tuple[int, int]]] = defaultdict(list)
    for phrase in _possible(line.tokens):
        if phrase.where in (ANYWHERE, field):
            target = harmless if phrase.harmless else found
            target[phrase.rule] += phrase.pattern.spans(line.text)
    findings = []
    for rule, spans in found.items():
        kept = [span for span in spans if not any(_meet(span, other) for other in harmless[rule])]
        for start, end in map(line.places, _longest(kept)):
            findings.append(Finding(field, rule, text[start:end], start, end))
    return sorted(findings, key=lambda finding: (finding.start, finding.code))


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of stretches that meet, return the longest."""
    kept: list[tuple[int, int]] = []
    for span in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        if not any(_meet(span, other) for other in kept):
            kept.append(span)
    return kept


@cache
def _by_anchor() -> Mapping[Anchor, Sequence[Phrase]]:
    index: dict[Anchor, list[Phrase]] = defaultdict(list)
    for phrase in load_phrases():
        for anchor in phrase.pattern.anchors:
            index[anchor].append(phrase)
    return index


def _possible(tokens: Iterable[Token]) -> list[Phrase]:
    """Return the phrases that could stand in a text, by a word that each of them needs."""
    index = _by_anchor()
    anchors = {
        anchor
        for word in {token.text for token in tokens}
        for key in keys_of(word)
        for anchor in (
            Anchor(key, begins=False),
            *(Anchor(key[:length], begins=True) for length in range(1, len(key) + 1)),
        )
    }
    return list({id(phrase): phrase for a in anchors for phrase in index.get(a, ())}.values())
