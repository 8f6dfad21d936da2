"""The database itself refuses to change the audit log."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.migrations import downgrade, upgrade
from wasl.access.viewer import COMMAND_LINE
from wasl.audit.record import record

KEPT = "The audit log can be added to. What stands in it is never changed or removed."
HEAD_KEPT = "The end of the audit log moves forward only."
COLUMNS = "id, at, action, actor, details, key_id, digest"
AGAINST = {
    "UPDATE audit_event SET actor = 'somebody' WHERE id = 1": KEPT,
    "UPDATE audit_event SET digest = '' WHERE id = 1": KEPT,
    "DELETE FROM audit_event WHERE id = 2": KEPT,
    "DELETE FROM audit_head": HEAD_KEPT,
    "UPDATE audit_head SET last_id = 1": HEAD_KEPT,
    "UPDATE audit_head SET id = 2": HEAD_KEPT,
}
AGAINST_SQLITE = {
    f"INSERT OR REPLACE INTO audit_event ({COLUMNS}) SELECT {COLUMNS} FROM audit_event": KEPT,
    f"REPLACE INTO audit_event ({COLUMNS}) SELECT {COLUMNS} FROM audit_event WHERE id = 1": KEPT,
    "INSERT OR REPLACE INTO audit_head (id, last_id, digest) VALUES (1, 0, '')": HEAD_KEPT,
}
AGAINST_POSTGRESQL = {
    "TRUNCATE audit_event": KEPT,
    "TRUNCATE audit_head": HEAD_KEPT,
    f"INSERT INTO audit_event ({COLUMNS}) SELECT {COLUMNS} FROM audit_event "
    "ON CONFLICT (id) DO UPDATE SET actor = 'somebody'": KEPT,
}


def _fill(engine: Engine) -> None:
    with Session(engine) as session:
        for _ in range(3):
            record(session, COMMAND_LINE, AuditAction.AUDIT_READ)
        session.commit()


def _rows(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT * FROM audit_event"))]


def test_nothing_that_was_recorded_can_be_changed_or_removed(engine: Engine) -> None:
    _fill(engine)
    before = _rows(engine)
    own = AGAINST_SQLITE if engine.dialect.name == "sqlite" else AGAINST_POSTGRESQL
    for statement, says in {**AGAINST, **own}.items():
        with engine.connect() as connection:
            with pytest.raises(DBAPIError) as refused:
                connection.execute(text(statement))
            assert says in str(refused.value.orig), statement
    assert _rows(engine) == before


def test_the_guards_go_down_and_up_with_events_in_the_log(engine: Engine) -> None:
    _fill(engine)
    before = _rows(engine)
    downgrade(engine, "0004")
    with engine.begin() as connection:  # the twin: without the guards the database obeys
        connection.execute(text("UPDATE audit_head SET last_id = last_id - 1"))
        connection.execute(text("DELETE FROM audit_event WHERE id = 3"))
    upgrade(engine)
    assert _rows(engine) == before[:2]
    with engine.connect() as connection, pytest.raises(DBAPIError, match="never changed"):
        connection.execute(text("DELETE FROM audit_event"))
