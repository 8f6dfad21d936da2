"""Nearest lexicon terms of a wording by the letters they share, within one script."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from scipy.sparse import csr_matrix

# Found by leaving each lexicon term out once (benchmarks/calibrate_coding.py).
_COSINE_SHARE = 0.55
_NEIGHBOURS = 24
# Below this two wordings share letters by chance only.
_LEAST = 0.3
_BLOCK = 256


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Positions of the nearest terms of one wording and how alike they are (0 to 1)."""

    positions: NDArray[np.intp]
    likeness: NDArray[np.float64]


class NearestTerms:
    """Character n-grams weighted by rarity, refined by edit distance on the few best."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Index keys (folded wordings); at least one."""
        # Takes a second to import, and most commands fold words without coding any.
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

        self._keys = list(keys)
        self._vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, dtype=np.float32
        )
        self._matrix: csr_matrix = self._vectorizer.fit_transform(self._keys)
        self._transposed = self._matrix.T.tocsr()

    def find(
        self, keys: Sequence[str], leave_out: Sequence[Collection[str]] = ()
    ) -> list[Neighbours]:
        """Return the nearest terms of each key; `leave_out`, parallel, are terms to pass over."""
        found: list[Neighbours] = []
        for start in range(0, len(keys), _BLOCK):
            block = keys[start : start + _BLOCK]
            scores = self._vectorizer.transform(block) @ self._transposed
            for row, key in enumerate(block):
                left_out = leave_out[start + row] if leave_out else ()
                found.append(self._best(key, scores[row : row + 1], left_out))
        return found

    def _best(self, key: str, scores: csr_matrix, leave_out: Collection[str]) -> Neighbours:
        positions, cosine = scores.indices, scores.data.astype(np.float64)
        if leave_out:
            other = np.array([self._keys[p] not in leave_out for p in positions], dtype=bool)
            positions, cosine = positions[other], cosine[other]
        if len(positions) > _NEIGHBOURS:
            top = np.argpartition(cosine, -_NEIGHBOURS)[-_NEIGHBOURS:]
            positions, cosine = positions[top], cosine[top]
        edits = np.array([fuzz.token_sort_ratio(key, self._keys[p]) / 100 for p in positions])
        likeness = _COSINE_SHARE * cosine + (1 - _COSINE_SHARE) * edits
        order = np.argsort(-likeness, kind="stable")
        order = order[likeness[order] >= _LEAST]
        return Neighbours(positions[order].astype(np.intp), likeness[order])
