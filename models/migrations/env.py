"""Alembic's environment: runs on the connection it is handed."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON

from models.base import Base
from models.sealed import Sealed, SealedDate, SealedJson


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write our JSON type by its name: its variant for PostgreSQL does not render as code."""
    if kind == "type" and isinstance(item, Sealed | SealedDate | SealedJson):
        return "sa.Text()"
    return "models.base.JSON_TYPE" if kind == "type" and isinstance(item, JSON) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
