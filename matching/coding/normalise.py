"""Folding of Arabic, Kurdish and Latin text: what differs only in spelling becomes equal."""

import re
import unicodedata

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
    r"|\(in\)|\((?:ة|ه)\)",
    re.IGNORECASE,
)


def fold(text: str) -> str:
    """Return text with spelling variants made equal: for comparing, never for showing.

    Compatibility forms, case, diacritics, tatweel, hamza carriers, alef, ya, ta marbuta, Kurdish
    letters, digits of all scripts and white space are folded. Punctuation stays.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", plain)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LETTERS)
    digits = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c for c in letters
    )
    return _SPACE.sub(" ", digits).strip()


def words(text: str) -> list[str]:
    """Return the folded words of a text without punctuation and without marks of gender."""
    plain = _PUNCTUATION.sub(" ", fold(_GENDER.sub(" ", text)))
    return plain.translate(_SPOKEN).split()


def is_arabic_script(text: str) -> bool:
    """Tell whether most letters of a text are Arabic or Kurdish."""
    letters = [c for c in text if c.isalpha()]
    return sum("\u0600" <= c <= "\u06ff" for c in letters) * 2 > len(letters)
