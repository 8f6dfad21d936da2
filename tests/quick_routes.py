"""Addresses compiled once for each worker, not once for each test."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


def have_routes_compiled_once(patch: pytest.MonkeyPatch) -> None:
    """Keep the functions that build addresses, for the next application with the same rules.

    Werkzeug writes two for each rule, which takes most of the time of making an application. A
    function knows nothing of its rule except what it is kept under here, and is bound to each.
    """
    compile_builder = Rule._compile_builder
    kept: dict[tuple[Any, ...], Builder] = {}

    def compile_once(self: Rule, append_unknown: bool = True) -> Builder:
        defaults = sorted((self.defaults or {}).items())
        kinds = [(name, type(self._converters[name])) for name in sorted(self._converters)]
        key = (self.rule, append_unknown, *self._trace, repr(defaults), *kinds)
        if key not in kept:
            kept[key] = compile_builder(self, append_unknown)
        return kept[key]

    patch.setattr(Rule, "_compile_builder", compile_once)
