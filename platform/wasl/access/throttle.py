"""Slows down guessing of passwords. In memory: `wasl serve` runs one process with threads."""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

WINDOW_SECONDS = 15 * 60
TRIES_PER_ACCOUNT = 8
TRIES_PER_ADDRESS = 40
_MOST_KEYS = 20_000


class Throttle:
    """Counts failed tries by key within a sliding window."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures: dict[str, deque[float]] = {}

    def _recent(self, key: str) -> deque[float]:
        tries = self._failures.get(key, deque())
        while tries and tries[0] <= self._clock() - WINDOW_SECONDS:
            tries.popleft()
        return tries

    def blocked(self, *, account: str, address: str) -> bool:
        """Tell whether this account or this address has failed too often lately."""
        with self._lock:
            return (
                len(self._recent(f"account:{account}")) >= TRIES_PER_ACCOUNT
                or len(self._recent(f"address:{address}")) >= TRIES_PER_ADDRESS
            )

    def failed(self, *, account: str, address: str) -> None:
        """Count a failed try."""
        with self._lock:
            if len(self._failures) > _MOST_KEYS:
                self._failures = {key: t for key in self._failures if (t := self._recent(key))}
            for key in (f"account:{account}", f"address:{address}"):
                tries = self._recent(key)
                tries.append(self._clock())
                self._failures[key] = tries

    def succeeded(self, *, account: str) -> None:
        """Forget the failures of an account that has now signed in."""
        with self._lock:
            self._failures.pop(f"account:{account}", None)
