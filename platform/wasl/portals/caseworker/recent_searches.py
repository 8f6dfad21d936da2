"""What caseworkers searched people by, kept on the server.

A name or a case number must stand neither in an address nor in a cookie: both stay behind on
shared computers and in logs. So a search is sent by POST, kept here in memory for a while, and the
address holds only a random key that works for the account that searched. In memory, as `wasl serve`
runs one process with threads; after a restart people search again.
"""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from flask import current_app

KEEP_SECONDS = 4 * 3600
_MOST_KEPT = 10_000


class RecentSearches:
    """Words by a random key, each for one account."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[int, str, float]] = OrderedDict()

    def keep(self, account_id: int, words: str) -> str:
        """Keep words and return their key; the oldest go first when there are too many."""
        key = secrets.token_urlsafe(9)
        with self._lock:
            self._kept[key] = (account_id, words, self._clock() + KEEP_SECONDS)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return key

    def find(self, account_id: int, key: str) -> str | None:
        """Return the words of a key; none when it is unknown, too old or another account's."""
        with self._lock:
            owner, words, until = self._kept.get(key, (None, "", 0.0))
        return words if owner == account_id and self._clock() < until else None


def recent_searches() -> RecentSearches:
    """Return the searches of the running application."""
    kept: RecentSearches = current_app.extensions.setdefault("recent_searches", RecentSearches())
    return kept
