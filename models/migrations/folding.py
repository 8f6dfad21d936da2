"""How names were folded when identity was sealed (0002): a copy that stays as it was then."""

import re
import unicodedata

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
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c", ""),
        **dict.fromkeys("\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c\u00ad", ""),
    }
)
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_LETTERS_OF_A_KEY = 3
_ARTICLE = "ال"


def _plain(character: str) -> str:
    if unicodedata.combining(character):
        return ""
    return str(unicodedata.decimal(character)) if character.isdecimal() else character


def fold(text: str) -> str:
    """Return text with spelling variants made equal."""
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    letters = map(_plain, unicodedata.normalize("NFKD", composed))
    return " ".join("".join(letters).translate(_LETTERS).casefold().split())


def name_beginnings(text: str) -> set[str]:
    """Return the first letters of each word of a name, with and without the Arabic article."""
    words = set(_BETWEEN_WORDS.sub(" ", fold(text)).split())
    bare = {word.removeprefix(_ARTICLE) for word in words if word.startswith(_ARTICLE)}
    words |= {word for word in bare if len(word) >= _LETTERS_OF_A_KEY}
    return {word[:_LETTERS_OF_A_KEY] for word in words}
