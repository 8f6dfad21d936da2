"""A text as folded words that remember where they stand in it."""

import re
from dataclasses import dataclass

from matching.coding.normalise import words

LINK = "messengerlink"
"""Stands for an address that opens a chat: `wa.me/…`, `t.me/…`, `chat.whatsapp.com/…`."""

SENTENCE, COMMA = ".", ","
"""Stand between words where a sentence or a part of one ends: no phrase reaches across them."""

# Letters of any script with the marks and joiners inside a word; numbers with their separators.
_INSIDE = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u2066-\u2069\u00ad"
)
_LETTER = rf"[^\W\d_][{_INSIDE}]*"
# One sign between two letters, as in "f e e": a wider gap ends the word.
_SPACED = rf"(?<![^\W_]){_LETTER}(?:[ \u00a0\u202f.\-_*·]{_LETTER}){{2,}}(?![^\W_])"
# Ten to fifteen digits from a nought or a plus on, however they are grouped.
_PHONE = r"(?<!\d)(?:\+\d|[0\u0660\u06f0])(?:[ \u00a0\-./()]?\d){9,14}(?!\d)"
_LINK = (
    r"(?i:(?<![\w.\-])(?:https?://)?(?:www\.)?"
    r"(?:(?:wa|t|m|telegram|viber|signal)\.me/|(?:chat|api|web)\.whatsapp\.com|signal\.group/)\S*)"
)
_TOKEN = re.compile(
    rf"(?P<link>{_LINK})|(?P<phone>{_PHONE})|(?P<spaced>{_SPACED})"
    rf"|(?P<number>\d+(?:[.,'\u066b\u066c\u00a0\u202f]\d{{3}})*(?!\d))"
    rf"|(?P<word>(?:[^\W_]|[{_INSIDE}])+)"
    r"|(?P<sentence>[.!?؟;؛\n\u2022])|(?P<comma>[,،])"
)
# Cyrillic and Greek letters that look like Latin ones, and digits in the place of letters.
_LOOKS_LIKE = str.maketrans(
    "асеорхуіѕјкмнтвαοερικντυχΑΒΕΗΙΚΜΝΟΡΤΥΧЅІЈАВЕКМНОРСТХ",
    "aceopxyisjkmhtbaoepikvtuxABEHIKMNOPTYXSIJABEKMHOPCTX",
)
_FOR_LETTERS = str.maketrans("013457", "oieast")
_MIXED = re.compile(r"(?=[a-zA-Z])(?=\w*\d\w*[a-zA-Z])\w+")
_NO_DIGIT = re.compile(r"\D")
_BETWEEN = re.compile(r"[ \u00a0\u202f.\-_*·]")


@dataclass(frozen=True)
class Token:
    """A folded word, or a mark between words; `start` and `end` are places in the text itself."""

    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Return words and marks in order; digits of all scripts are ASCII, without separators.

    A word whose letters stand apart is one word, and so are the groups of a telephone number.
    """
    return [
        Token(folded, match.start(), match.end())
        for match in _TOKEN.finditer(text)
        for folded in _folded(match)
    ]


def _folded(match: re.Match[str]) -> tuple[str, ...]:
    if match["sentence"]:
        return (SENTENCE,)
    if match["comma"]:
        return (COMMA,)
    if match["link"]:
        return (LINK,)
    if digits := match["phone"] or match["number"]:
        return words(_NO_DIGIT.sub("", digits))
    spaced = _BETWEEN.sub("", match["spaced"] or "")
    word = (spaced or match["word"]).translate(_LOOKS_LIKE)
    return words(word.translate(_FOR_LETTERS) if _MIXED.fullmatch(word) else word)
