"""Which canonical column a header may mean."""

import re
from functools import lru_cache

from rapidfuzz import fuzz, process

from wasl.files.columns import Format
from wasl.files.intake_columns import INTAKE
from wasl.files.opportunity_columns import OPPORTUNITIES
from wasl.files.round_table_columns import COMMITMENTS, ROUNDTABLES
from wasl.files.vocabulary import header_words, without_remark, word_key

EXACT, NO_REMARK, PART, NO_NOISE = 100, 98, 96, 94
NEARLY = 91  # of 100: two slips in a header of twenty letters
FORGIVING_FROM = 6
_KEPT = 10_000  # headers whose meaning is remembered
_PARTS = re.compile(r"\s*[/|\n\\]\s*|\s+[-–—:]\s+|\s*[()\[\]]\s*")
_NUMBERING = re.compile(r"^\(?\d{1,3}[.)\-:]\s*|^[*•\-#]+\s*|\s*[*:؟?]+$")
_SCRIPTS = re.compile(r"([A-Za-z0-9 .'&/()-]+)|([^A-Za-z]+)")
_THOUSANDS = re.compile(r"\b(?:الف|بالالف|بالاف|الاف|thousands?|000s?|k iqd|هزار|ههزار)\b")
# The Arabic article, and the Kurdish ending that links a word to the next.
_LINKED = re.compile(r"^ال(?=\w{3})|(?<=\w{3}ه)ي$")
FORMATS = {format_.name: format_ for format_ in (INTAKE, OPPORTUNITIES, ROUNDTABLES, COMMITMENTS)}


class HeaderIndex:
    """The headers that people write for the columns of one format."""

    def __init__(self, format_: Format) -> None:
        self._known: dict[tuple[str, bool], dict[str, int]] = {}
        self.exact: dict[str, list[str]] = {}
        self.quiet: dict[str, list[str]] = {}
        self._noise = sorted(
            {word_key(word) for word in header_words()["(ignore)"]}, key=len, reverse=True
        )
        for column in format_.by_name:
            own = header_words().get(f"{format_.name}.{column}", [])
            for header in (column, *header_words().get(column, []), *own):
                for index, key in (
                    (self.exact, word_key(header)),
                    (self.quiet, self._hush(header)),
                ):
                    columns = index.setdefault(key, [])
                    if key and column not in columns:
                        columns.append(column)
        # What is left of `client no` tells nothing apart.
        self.quiet = {key: columns for key, columns in self.quiet.items() if len(key) > 2}

    def _hush(self, header: str) -> str:
        """Return the key of a header without words that do not tell columns apart."""
        key = f" {word_key(header)} "
        for word in self._noise:
            key = key.replace(f" {word} ", " ")
        return " ".join(_LINKED.sub("", word) for word in key.split())

    def match(self, header: str, fuzzy: bool = True) -> dict[str, int]:
        """Return the columns that a header may mean, each with a score up to 100."""
        if len(self._known) > _KEPT:
            self._known.clear()
        key = (header, fuzzy)
        if key not in self._known:
            self._known[key] = self._match(header, fuzzy)
        return self._known[key]

    def _match(self, header: str, fuzzy: bool) -> dict[str, int]:
        text = _NUMBERING.sub("", header.strip()).strip()
        for key, score in ((word_key(text), EXACT), (word_key(without_remark(text)), NO_REMARK)):
            if key in self.exact:
                return dict.fromkeys(self.exact[key], score)
        parts = self._match_parts(text)
        if parts:
            return parts
        for source in (text, without_remark(text)):
            quiet = self._hush(source)
            if quiet in self.quiet:
                return dict.fromkeys(self.quiet[quiet], NO_NOISE)
        return self._match_nearly(word_key(without_remark(text))) if fuzzy else {}

    def _match_parts(self, text: str) -> dict[str, int]:
        """Match headers in two languages, `Sex / الجنس`; parts that disagree all count."""
        pieces = [piece for piece in _PARTS.split(text) if piece.strip()]
        pieces += [found.group().strip() for found in _SCRIPTS.finditer(text)]
        found: dict[str, int] = {}
        for piece in pieces:
            if len(piece) < len(text):
                found.update(dict.fromkeys(self.exact.get(word_key(piece), ()), PART))
        return found

    def _match_nearly(self, key: str) -> dict[str, int]:
        if len(key) < FORGIVING_FROM:
            return {}
        near = process.extract(
            key, list(self.exact), scorer=fuzz.ratio, score_cutoff=NEARLY, limit=8
        )
        found: dict[str, int] = {}
        for word, score, _ in near:
            for column in self.exact[word]:
                found[column] = max(found.get(column, 0), int(score) - 10)
        best = max(found.values(), default=0)
        return {column: score for column, score in found.items() if score >= best - 3}


@lru_cache(maxsize=8)
def header_index(format_name: str) -> HeaderIndex:
    """Return the index of a format; made once."""
    return HeaderIndex(FORMATS[format_name])


def header_scale(header: str) -> int:
    """Return 1000 for a header that says its amounts are in thousands, else 1."""
    return 1_000 if _THOUSANDS.search(word_key(header)) else 1
