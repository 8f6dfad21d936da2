"""Statements compiled once for each worker, not once for each test.

SQLAlchemy keeps compiled statements for each engine and its dialect. Outside the tests an engine
lives as long as its process; here each test makes new ones, and nearly a third of the time went
into compiling the same statements again. So an engine that is made in a test is lent a dialect
that an earlier test has given back, with the statements compiled for it. No two engines have the
same dialect at one time, for the keys that seal identity are attached to the dialect.
"""

import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Connection, Dialect, Engine, create_engine, engine_from_config
from sqlalchemy.util import LRUCache

OURS = "wasl_"
STATEMENTS = 3000


def _options(dialect: Dialect) -> dict[str, object]:
    """Return the options of a dialect that was just made."""
    plain = (str, int, bool, type(None))
    return {name: value for name, value in vars(dialect).items() if isinstance(value, plain)}


@dataclass
class _Lent:
    """A dialect with its statements, and the engine that has it now."""

    dialect: Dialect
    options: dict[str, object]
    statements: LRUCache[Any, Any] = field(default_factory=lambda: LRUCache(STATEMENTS))
    knows_server: bool = False
    engine: weakref.ref[Engine] | None = None
    own: Dialect | None = None

    def fits(self, dialect: Dialect) -> bool:
        return type(dialect) is type(self.dialect) and _options(dialect) == self.options

    def lend(self, engine: Engine) -> None:
        own = engine.dialect
        self.engine, self.own = weakref.ref(engine), own
        engine.dialect = engine.pool._dialect = self.dialect
        engine._compiled_cache = self.statements

        def initialize(connection: Connection) -> None:
            if not self.knows_server:
                self.dialect.initialize(connection)
                self.knows_server = True
            type(own).initialize(own, connection)

        own.initialize = initialize  # type: ignore[method-assign]

    def take_back(self) -> None:
        """Leave the engine, should it live on, with the dialect that was made for it."""
        engine, own = self.engine and self.engine(), self.own
        for name in [name for name in vars(self.dialect) if name.startswith(OURS)]:
            setattr(own, name, getattr(self.dialect, name))
            delattr(self.dialect, name)
        if engine is not None and own is not None:
            engine.dialect = engine.pool._dialect = own
            engine._compiled_cache = LRUCache(500)
        self.engine = self.own = None


@dataclass
class Shelf:
    """The dialects of this process that nobody has at the moment, and those of the present test."""

    free: list[_Lent] = field(default_factory=list)
    lent: list[_Lent] = field(default_factory=list)
    lending: bool = False

    def serve(self, engine: Engine) -> None:
        """Lend a dialect to a new engine, unless it may outlive the test."""
        if not self.lending or threading.current_thread() is not threading.main_thread():
            return
        own = engine.dialect
        one = next((one for one in self.free if one.fits(own)), None)
        if one is None:
            make: Any = type(own)
            made = make(dbapi=own.dbapi, compiler_linting=own.compiler_linting)
            one = _Lent(made, _options(made))
            if not one.fits(own):  # made with an option of its own
                return
        else:
            self.free.remove(one)
        self.lent.append(one)
        one.lend(engine)

    @contextmanager
    def during_a_test(self) -> Iterator[None]:
        """Lend until the end of the test, and take back what was lent."""
        self.lending = True
        try:
            yield
        finally:
            self.lending = False
            for one in self.lent:
                one.take_back()
            self.free += [one for one in self.lent if not one.dialect._has_events]
            self.lent.clear()


SHELF = Shelf()


def have_engines_lent(patch: pytest.MonkeyPatch) -> None:
    """Ask the shelf whenever the product makes an engine: by itself, or through Flask."""

    def serving(make: Callable[..., Engine]) -> Callable[..., Engine]:
        def made(*given: Any, **named: Any) -> Engine:
            engine = make(*given, **named)
            SHELF.serve(engine)
            return engine

        return made

    patch.setattr("wasl.database.create_engine", serving(create_engine))
    patch.setattr("sqlalchemy.engine_from_config", serving(engine_from_config))
