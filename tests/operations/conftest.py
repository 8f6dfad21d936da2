"""What tests of operations share."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from wasl.config import Settings
from wasl.database import make_engine


@pytest.fixture
def postgresql(postgres_url: str) -> Iterator[Engine]:
    """PostgreSQL alone, for twins without a lock: SQLite has one writer at a time anyway."""
    engine = make_engine(Settings(database_url=postgres_url))
    yield engine
    engine.dispose()
