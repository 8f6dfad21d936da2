"""Results kept for short texts only: a file full of huge cells must not fill the memory."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

SHORT = 200
KEPT = 32_768

P = ParamSpec("P")
R = TypeVar("R")


def remember_short(function: Callable[P, R]) -> Callable[P, R]:
    """Keep the last results of a function of texts, unless a text is long."""
    remembered = lru_cache(maxsize=KEPT)(function)

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        for text in args:
            if isinstance(text, str) and len(text) > SHORT:
                return function(*args, **kwargs)
        # lru_cache wants hashable arguments, which texts and flags are.
        return cast("Callable[P, R]", remembered)(*args, **kwargs)

    return call
