"""What single words tell: the share of each code among the lexicon's terms with a word."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from matching.coding.keys import core_words
from matching.coding.lexicon import Term

# A word seen once tells less than one seen often; this many unseen uses are assumed.
_PRIOR = 0.7


class StemVotes:
    """Counts in how many terms of each code a telling word stands."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Count the words of the terms; a code named first counts most."""
        self._counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for term in terms:
            for stem in set(core_words(term.text)):
                for rank, code in enumerate(term.codes):
                    self._counts[stem][code] += (0.3 if term.downloaded else 1) / (1 + rank)

    def votes(self, text: str, leave_out: Sequence[str] = ()) -> dict[str, float]:
        """Return for each code the mean share (0 to 1) that the words of a text give it.

        Words that stand with few codes weigh most; `leave_out` are the codes of a term that is
        not to count, as if it were not in the lexicon.
        """
        total: dict[str, float] = defaultdict(float)
        weights = 0.0
        for stem in set(core_words(text)):
            counts: dict[str, float] = dict(self._counts.get(stem, {}))
            for rank, code in enumerate(leave_out):
                counts[code] = counts.get(code, 0.0) - 1 / (1 + rank)
            seen = sum(count for count in counts.values() if count > 0)
            if seen <= 0:
                weights += 0.5
                continue
            shares = {c: n / (seen + _PRIOR) for c, n in counts.items() if n > 0.01}
            weight = max(shares.values(), default=0.0)
            weights += weight
            for code, share in shares.items():
                total[code] += weight * share
        return {code: share / weights for code, share in total.items()} if weights else {}
