"""Whatever is done to the log behind the triggers, walking the chain finds it."""

import json
import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, LookUpReason
from models.base import utc_now
from models.enums import Role
from wasl.access.viewer import COMMAND_LINE, Viewer
from wasl.audit import verify as verifying
from wasl.audit.anchors import Anchor, AnchorError, add_anchor, read_anchors
from wasl.audit.faults import Fault
from wasl.audit.reasons import erase_reasons
from wasl.audit.record import record, record_each
from wasl.audit.verify import COLUMNS, Verification, read_end, verify_chain
from wasl.database import write_session

EVENTS = 12
VIEWER = Viewer(name="aaaaaaaaaaaa", role=Role.CASEWORKER)
ALL = ", ".join(COLUMNS)
MOST_BYTES = 4_000_000


def _fill(engine: Engine, events: int = EVENTS) -> None:
    for number in range(events):
        with write_session(engine) as session:
            record(
                session,
                VIEWER if number % 2 else COMMAND_LINE,
                AuditAction.PERSON_LOOKED_UP,
                person=f"person{number:06d}",
                subject=("opportunity", "cccccccccccc"),
                reason="زينب كريم",
                why=LookUpReason.PERSON_CALLED,
                attributes=["name", "phone"],
                outcome="found",
            )


def _drop_guards(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        for table in ("audit_event", "audit_head"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in names.scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))


@pytest.fixture
def tamper(engine: Engine) -> Callable[..., Verification]:
    """Fill the log, tamper with it by statements, and verify."""

    def run(*statements: str) -> Verification:
        _fill(engine)
        with engine.begin() as connection:
            _drop_guards(connection)
            for statement in statements:
                assert connection.execute(text(statement)).rowcount != 0
        return verify_chain(engine)

    return run


def _found(verification: Verification) -> tuple[Fault | None, int | None]:
    assert verification.whole is (verification.fault is None)
    return verification.fault, verification.event_id


def test_an_untouched_log_is_whole(engine: Engine) -> None:
    assert _found(verify_chain(engine)) == (None, None)
    _fill(engine)
    done: list[int] = []
    verification = verify_chain(engine, progress=done.append)
    assert (verification.checked, done) == (EVENTS, [EVENTS])
    assert verification.sentence() == "The audit log is whole: 12 events."


CHANGES = {
    "at": "at = '2026-01-01 00:00:00.000000'",
    "action": "action = 'person.seen'",
    "no action at all": "action = 'nonsense'",
    "actor": "actor = 'bbbbbbbbbbbb'",
    "actor_role": "actor_role = 'office_manager'",
    "no role at all": "actor_role = NULL",
    "person": "person = 'somebodyelse'",
    "object_kind": "object_kind = 'person'",
    "object_id": "object_id = NULL",
    "reason": "reason_digest = NULL",
    "another reason": "reason_digest = 'ff'",
    "details": """details = '{"why": "danger", "outcome": "found", "attributes": []}'""",
    "digest": "digest = 'ff'",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("number", [2, EVENTS])
def test_a_changed_event_is_found(
    tamper: Callable[..., Verification], change: str, number: int
) -> None:
    verification = tamper(f"UPDATE audit_event SET {change} WHERE id = {number}")
    fault, found = _found(verification)
    assert found == number
    assert fault in {Fault.CHANGED, Fault.KEY_MISSING}
    assert verification.checked == number - 1
    assert f"broken at event {number}:" in verification.sentence()


@pytest.mark.parametrize(
    "change", ["text = 's1:none:AAAA'", "salt = '00'", "person = 'x', text = text || 'A'"]
)
def test_a_changed_reason_is_found(tamper: Callable[..., Verification], change: str) -> None:
    verification = tamper(f"UPDATE audit_reason SET {change} WHERE event_id = 4")
    assert _found(verification) == (Fault.REASON_CHANGED, 4)


def test_a_reason_goes_with_the_person_and_not_otherwise(engine: Engine) -> None:
    _fill(engine)
    with write_session(engine) as session:
        assert erase_reasons(session, "person000004") == 1
    assert _found(verify_chain(engine)) == (Fault.REASON_MISSING, 5)
    with write_session(engine) as session:
        erased = {"cause": "own_wish", "rows": 1}
        record(session, COMMAND_LINE, AuditAction.PERSON_ERASED, person="person000004", **erased)
    assert verify_chain(engine).whole


def test_details_that_are_no_json_are_found(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return  # PostgreSQL refuses them
    _fill(engine)
    with engine.begin() as connection:
        _drop_guards(connection)
        connection.execute(text("UPDATE audit_event SET details = '{', at = 'x' WHERE id = 5"))
    assert _found(verify_chain(engine)) == (Fault.CHANGED, 5)


def test_another_key_is_found(tamper: Callable[..., Verification]) -> None:
    verification = tamper("UPDATE audit_event SET key_id = 'another' WHERE id = 3")
    assert _found(verification) == (Fault.KEY_MISSING, 3)


def test_a_removed_event_is_found(tamper: Callable[..., Verification]) -> None:
    assert _found(tamper("DELETE FROM audit_event WHERE id = 4")) == (Fault.MISSING, 4)


def test_a_removed_beginning_is_found(tamper: Callable[..., Verification]) -> None:
    assert _found(tamper("DELETE FROM audit_event WHERE id < 4")) == (Fault.MISSING, 1)


def test_a_removed_event_is_found_though_the_others_move_up(
    tamper: Callable[..., Verification],
) -> None:
    moves = [f"UPDATE audit_event SET id = {n - 1} WHERE id = {n}" for n in range(5, EVENTS + 1)]
    fewer = f"UPDATE audit_head SET last_id = {EVENTS - 1}"
    verification = tamper("DELETE FROM audit_event WHERE id = 4", *moves, fewer)
    assert _found(verification) == (Fault.CHANGED, 4)


def test_an_event_put_in_is_found(tamper: Callable[..., Verification]) -> None:
    later = range(EVENTS, 5, -1)
    moves = [f"UPDATE audit_event SET id = {n + 1} WHERE id = {n}" for n in later]
    copied = ALL.replace("id,", "6 AS id,", 1)
    put_in = f"INSERT INTO audit_event ({ALL}) SELECT {copied} FROM audit_event WHERE id = 5"
    longer = f"UPDATE audit_head SET last_id = {EVENTS + 1}"
    assert _found(tamper(*moves, put_in, longer)) == (Fault.CHANGED, 6)


@pytest.mark.parametrize("number", [-3, 0])
def test_an_event_before_the_first_is_found(
    tamper: Callable[..., Verification], number: int
) -> None:
    copied = ALL.replace("id,", f"{number} AS id,", 1)
    put_in = f"INSERT INTO audit_event ({ALL}) SELECT {copied} FROM audit_event WHERE id = 1"
    assert _found(tamper(put_in)) == (Fault.CHANGED, 1)


def test_events_that_changed_places_are_found(tamper: Callable[..., Verification]) -> None:
    swaps = [(5, 99), (6, 5), (99, 6)]
    moves = [f"UPDATE audit_event SET id = {new} WHERE id = {old}" for old, new in swaps]
    assert _found(tamper(*moves)) == (Fault.CHANGED, 5)


def test_a_cut_off_end_is_found(tamper: Callable[..., Verification]) -> None:
    verification = tamper(f"DELETE FROM audit_event WHERE id > {EVENTS - 2}")
    assert _found(verification) == (Fault.CUT_OFF, EVENTS - 1)


def test_an_event_past_the_end_is_found(tamper: Callable[..., Verification]) -> None:
    shorter = (
        f"UPDATE audit_head SET last_id = {EVENTS - 1}, "
        f"digest = (SELECT digest FROM audit_event WHERE id = {EVENTS - 1})"
    )
    assert _found(tamper(shorter)) == (Fault.BEYOND_END, EVENTS)


def test_a_changed_end_is_found(tamper: Callable[..., Verification]) -> None:
    assert _found(tamper("UPDATE audit_head SET digest = ''")) == (Fault.END_CHANGED, EVENTS)


def test_a_missing_end_is_found(tamper: Callable[..., Verification]) -> None:
    assert _found(tamper("DELETE FROM audit_head")) == (Fault.NO_END, EVENTS)


def _anchor(engine: Engine) -> Anchor:
    with engine.connect() as connection:
        end = read_end(connection)
    assert end is not None
    return Anchor(id=end[0], digest=end[1], at=utc_now())


def _cut_cleanly(engine: Engine, last: int) -> None:
    """Take the log back to an event, end and all, as bringing back an old copy does."""
    with engine.begin() as connection:
        _drop_guards(connection)
        connection.execute(text(f"DELETE FROM audit_event WHERE id > {last}"))
        connection.execute(text(f"DELETE FROM audit_reason WHERE event_id > {last}"))
        digest = f"(SELECT digest FROM audit_event WHERE id = {last})"
        connection.execute(text(f"UPDATE audit_head SET last_id = {last}, digest = {digest}"))


def test_only_an_anchor_tells_of_a_clean_cut(engine: Engine) -> None:
    _fill(engine)
    anchor = _anchor(engine)
    assert verify_chain(engine, [anchor]).whole
    _cut_cleanly(engine, EVENTS - 3)
    assert verify_chain(engine).whole  # the twin: without the anchor nothing is noticed
    assert _found(verify_chain(engine, [anchor])) == (Fault.BEFORE_ANCHOR, EVENTS - 2)


def test_an_anchor_tells_of_a_log_that_grew_again(engine: Engine) -> None:
    _fill(engine)
    anchor = _anchor(engine)
    _cut_cleanly(engine, EVENTS - 3)
    _fill(engine, 5)
    assert verify_chain(engine).whole
    assert _found(verify_chain(engine, [anchor])) == (Fault.NOT_AS_ANCHORED, EVENTS)


def test_a_log_that_went_on_holds_its_anchors(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "anchors.jsonl"
    add_anchor(path, _anchor(engine))  # of an empty log
    for _ in range(2):
        _fill(engine, 3)
        add_anchor(path, _anchor(engine))
    _fill(engine, 3)
    anchors = read_anchors(path)
    assert [anchor.id for anchor in anchors] == [0, 3, 6]
    assert path.stat().st_mode & 0o077 == 0
    assert verify_chain(engine, anchors).whole


@pytest.mark.parametrize("line", ["nonsense", "[]", "{}", json.dumps({"event": 1, "at": "x"})])
def test_a_file_that_holds_no_anchors_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "anchors.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(AnchorError, match="line 2"):
        read_anchors(path)


def test_any_single_change_is_found(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chosen at random, in batches smaller than the log."""
    monkeypatch.setattr(verifying, "BATCH", 5)
    _fill(engine)
    chance = random.Random(7)
    changes = list(CHANGES.values())
    for _ in range(10):
        number, change = chance.randint(1, EVENTS), chance.choice(changes)
        with engine.connect() as connection:
            _drop_guards(connection)
            connection.execute(text(f"UPDATE audit_event SET {change} WHERE id = {number}"))
            monkeypatch.setattr(verifying, "_snapshot", lambda _engine, c=connection: _Kept(c))
            assert verify_chain(engine).event_id == number, change
            connection.rollback()


class _Kept:
    """Lets the walk see what another transaction has not kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Connection:
        return self._connection

    def __exit__(self, *_error: object) -> None:
        return


def test_what_is_added_meanwhile_does_not_disturb(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "BATCH", 4)
    _fill(engine)
    verification = verify_chain(engine, progress=lambda _done: _fill(engine, 1))
    assert verification.whole
    assert verification.checked == EVENTS


def test_a_long_log_takes_the_memory_of_a_batch(engine: Engine, session: Session) -> None:
    people = [f"p{number:011d}" for number in range(20_000)]
    record_each(session, COMMAND_LINE, AuditAction.PERSON_CODED, people, code="7512")
    session.commit()
    original, verifying.BATCH = verifying.BATCH, 1000
    tracemalloc.start()
    try:
        assert verify_chain(engine).checked == len(people)
        assert tracemalloc.get_traced_memory()[1] < MOST_BYTES
    finally:
        tracemalloc.stop()
        verifying.BATCH = original
