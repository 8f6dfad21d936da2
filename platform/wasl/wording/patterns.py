"""The small language of phrases, and how a phrase is looked for among folded words.

A phrase is a row of items with a space between them:

    word            this word, however it is spelled
    one|two|three   any of these words
    word*           a word that begins so
    +word           also with و ف ب ل ك ال before it; so are all words of +one|two
    item?           may be missing
    #  #14-70       a number, a number in a range
    ,               a comma: no other item reaches across one
    <3>             up to three other words of the same part of a sentence
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.coding.normalise import words

_CLITICS = [a + b + c for a in ("", "و", "ف") for b in ("", "ب", "ل", "ك") for c in ("", "ال", "ل")]
_CLITIC = "[وف]?[بلك]?(?:ال|ل)?"
_GAP = re.compile(r"<(\d)>")
_NUMBER = re.compile(r"#(?:(\d+)-(\d+))?")
_ANYTHING_SHORT = r"(?:[^ .,]+ ){0,%s}"


@dataclass(frozen=True)
class Anchor:
    """A word that every text with the phrase has: exact, or how it begins."""

    word: str
    begins: bool


@dataclass(frozen=True)
class Pattern:
    """A compiled phrase. ranges: lowest and highest value of the groups that are numbers."""

    phrase: str
    regex: re.Pattern[str]
    ranges: tuple[tuple[int, int], ...]
    anchors: tuple[Anchor, ...]

    def spans(self, joined: str) -> Iterator[tuple[int, int]]:
        """Yield where the phrase stands in words joined by spaces, with a space at each end."""
        at = 0
        while (match := self.regex.search(joined, at)) is not None:
            numbers = zip(match.groups(), self.ranges, strict=True)
            if all(low <= int(value) <= high for value, (low, high) in numbers if value):
                yield match.start() + 1, match.end() - 1
            at = match.start() + 1


def compile_pattern(phrase: str) -> Pattern:
    """Compile a phrase; raises ValueError where it cannot be understood."""
    source = " "
    ranges: list[tuple[int, int]] = []
    anchors: list[tuple[Anchor, ...]] = []
    for item in phrase.split():
        if gap := _GAP.fullmatch(item):
            source += _ANYTHING_SHORT % gap[1]
            continue
        if item == ",":
            source += ", "
            continue
        bare = item.removesuffix("?")
        if number := _NUMBER.fullmatch(bare):
            part = r"(\d+)"
            ranges.append((int(number[1] or 0), int(number[2] or 10**12)))
        else:
            clitics = "+" if bare.startswith("+") else ""
            words_of = [name if name[:1] == "+" else clitics + name for name in bare.split("|")]
            names = [_alternative(name, phrase) for name in words_of]
            part = "(?:" + "|".join(regex for regex, _ in names) + ")"
            if bare == item and all(anchor.word for _, anchor in names):
                anchors.append(tuple(anchor for _, anchor in names))
        source += f"(?:{part} )?" if bare != item else f"{part} "
    if not anchors:
        raise ValueError(f"{phrase!r}: no word of it is certain")
    return Pattern(phrase, re.compile(source), tuple(ranges), _rarest(anchors))


def _alternative(name: str, phrase: str) -> tuple[str, Anchor]:
    """Return an expression for one word, and the word as an anchor; of a number it is empty."""
    if name == "#":
        return r"\d+", Anchor("", begins=True)
    begins = name.endswith("*")
    folded = words(name.removeprefix("+").removesuffix("*"))
    if len(folded) != 1:
        raise ValueError(f"{phrase!r}: {name!r} is not one word")
    regex = re.escape(folded[0]) + ("[^ .,]*" if begins else "")
    return (_CLITIC if name.startswith("+") else "") + regex, Anchor(folded[0], begins)


def _rarest(anchors: Sequence[tuple[Anchor, ...]]) -> tuple[Anchor, ...]:
    """Return the item that fewest texts have: the one whose shortest word is the longest."""
    return max(anchors, key=lambda item: min(len(anchor.word) for anchor in item))


def keys_of(word: str) -> Iterator[str]:
    """Yield a folded word, and what is left of it without the letters that are written to it."""
    for clitic in _CLITICS:
        if word.startswith(clitic) and len(word) > len(clitic):
            yield word[len(clitic) :]
