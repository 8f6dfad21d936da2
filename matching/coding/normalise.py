"""Folding of Arabic, Kurdish and Latin text: what differs only in spelling becomes equal."""

import re
import unicodedata
from functools import lru_cache

# Letters that writers of Arabic and Kurdish use for one another, and carriers of hamza.
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        **dict.fromkeys("ىیێېۍئےۓ", "ي"),
        **dict.fromkeys("ةەھہۀۃهۂ", "ه"),
        **dict.fromkeys("کڪګ", "ك"),
        **dict.fromkeys("ۆؤۇۅۊۋ", "و"),
        "ڕ": "ر",
        "ڵ": "ل",
        "ڤ": "ف",
        "ڡ": "ف",
        "ء": "",
        "ـ": "",
        # Latin letters that have no decomposition.
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        # Marks of direction and joining, and the byte order mark, are not text.
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c", ""),
        **dict.fromkeys("\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c\u00ad", ""),
    }
)
# Spoken Iraqi letters and the standard ones that formal writing puts in their place.
_SPOKEN = str.maketrans({"گ": "ك", "چ": "ج", "پ": "ب", "ژ": "ز", "ظ": "ض"})
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_SPACE = re.compile(r"\s+")
_GENDER = re.compile(
    r"[/*:_·]\s*-?(?:innen|in|en|frau|a|ka|ة|ه)\b|\((?:m|w|f|d|x|h|k|v|i|n)(?:\s*[/|,]\s*(?:m|w|f|d|x|h|k|v))*\)"
    r"|\((?:er|en|e|r|n|in|innen)\)(?:in|innen|e|r)?\b|\((?:ة|ه)\)",
    re.IGNORECASE,
)


def _marks_and_digits() -> dict[int, str | None]:
    """Map combining marks to nothing and decimal digits of every script to ASCII."""
    table: dict[int, str | None] = {}
    for point in range(0x80, 0x1FBFA):
        character = chr(point)
        if unicodedata.combining(character):
            table[point] = None
        elif character.isdecimal():
            table[point] = str(unicodedata.decimal(character))
    return table


# Marks first: what they leave may be a letter that is folded in turn.
_MARKS = _marks_and_digits()


def fold(text: str) -> str:
    """Return text with spelling variants made equal: for comparing, never for showing.

    Compatibility forms, case, diacritics, tatweel, hamza carriers, alef, ya, ta marbuta, Kurdish
    letters, digits of all scripts and white space are folded. Punctuation stays.
    """
    if not text.isascii():
        plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
        text = unicodedata.normalize("NFKD", plain).translate(_MARKS).translate(_LETTERS)
    return _SPACE.sub(" ", text.casefold()).strip()


@lru_cache(maxsize=1 << 17)
def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text without punctuation and without marks of gender."""
    plain = _PUNCTUATION.sub(" ", fold(_GENDER.sub(" ", text)))
    return tuple(plain.translate(_SPOKEN).split())


def is_arabic_script(text: str) -> bool:
    """Tell whether most letters of a text are Arabic or Kurdish."""
    letters = [c for c in text if c.isalpha()]
    return sum("\u0600" <= c <= "\u06ff" for c in letters) * 2 > len(letters)
