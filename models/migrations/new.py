"""Write a migration from the difference between the models and the newest schema."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

import models  # noqa: F401  fills the metadata
from models.migrations import alembic_config, upgrade


def write_migration(message: str) -> None:
    """Compare a fresh database at the newest revision with the models and write the steps."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'new.sqlite'}")
        upgrade(engine)
        config = alembic_config()
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message, autogenerate=True)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1]:
        sys.exit('usage: make migration MESSAGE="add …"')
    write_migration(sys.argv[1])
