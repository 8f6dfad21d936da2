"""Erasure reaches every table and file, and survives a restore."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ErasureCause, ResetKind
from models.account import Account, Membership
from models.audit import AuditEvent
from models.base import Base, utc_now
from models.case import Erasure
from models.enums import ImportKind, ImportState
from models.import_job import ImportJob
from models.message import Message
from models.opportunity import Opportunity
from models.person import Person
from models.placement import Allocation, Placement
from models.sign_in import ResetRequest
from tests.operations.retention.everything import NAME, PHONE, add_everything
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.operations.logins import find_by_login
from wasl.operations.queue_message import queue_message
from wasl.operations.retention.erase import (
    erase_due,
    erase_person,
    personal_tables,
    replay_erasures,
)
from wasl.operations.retention.tombstones import case_digest, read_tombstones
from wasl.operations.tell_account import tell_account

LOGIN = "mrc-77120@home.example"


def _rows(session: Session, person_id: int) -> dict[str, int]:
    """Count the rows of each table that refer to a person."""
    counts = {}
    for table, column in personal_tables():
        counted = select(func.count()).select_from(table).where(column == person_id)
        counts[table.name] = session.scalar(counted) or 0
    return counts


def _erase(session: Session, person: Person, settings: Settings) -> int:
    return erase_person(session, COMMAND_LINE, person, ErasureCause.OWN_WISH, settings)


def test_the_person_of_the_tests_stands_in_every_table(session: Session) -> None:
    person = add_everything(session)
    empty = [name for name, count in _rows(session, person.id).items() if not count]
    assert not empty, f"add a row of {empty} in everything.py: erasure is tested by it"


def test_no_table_keeps_a_row(session: Session, settings: Settings) -> None:
    other = add_everything(session, "MRC-1")
    person = add_everything(session)
    person_id, before = person.id, _rows(session, other.id)
    _erase(session, person, settings)
    session.commit()
    assert set(_rows(session, person_id).values()) == {0}
    assert session.get(Person, person_id) is None
    assert _rows(session, other.id) == before, "somebody else lost something"


def _hanging(session: Session) -> dict[str, int]:
    """Count the rows of every table that hangs on a person through another one, by cascades."""
    gone = {table.name for table, _column in personal_tables()}
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.ondelete == "CASCADE" and key.column.table.name in gone:
                gone.add(table.name)
    tables = (table for table in Base.metadata.sorted_tables if table.name in gone)
    count = {table.name: select(func.count()).select_from(table) for table in tables}
    return {name: session.scalar(counted) or 0 for name, counted in count.items()}


def test_what_hangs_on_it_goes_as_well(session: Session, settings: Settings) -> None:
    person = add_everything(session)
    before = _hanging(session)
    assert {"referral_step", "answer_code", "interview", "interview_slot", "offer"} <= set(before)
    assert [name for name, count in before.items() if not count] == [], "add it in everything.py"
    _erase(session, person, settings)
    session.commit()
    left = {name: count for name, count in _hanging(session).items() if count}
    # What is told to the employer is not about her: a message to their own account.
    assert set(left) <= {"message"}


def test_open_referrals_end_first_and_what_was_placed_stays_counted(
    session: Session, settings: Settings
) -> None:
    person = add_everything(session)
    postings = {one.ref: one for one in session.scalars(select(Opportunity))}
    _erase(session, person, settings)
    session.commit()
    session.expire_all()
    assert {ref: one.seats_taken for ref, one in postings.items()} == {
        "MRC-77120": 0,
        "MRC-77120/2": 1,
    }
    placed = session.scalars(select(Placement)).one()
    assert (placed.person_id, placed.referral_id) == (None, None)
    assert len(placed.checks) == 1
    stock = session.scalars(select(Allocation)).one()
    assert (stock.person_id, stock.referral_id) == (None, None)


def test_twin_without_leaving_first_the_place_would_be_held_by_nobody(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = add_everything(session)
    posting = session.scalars(select(Opportunity).filter_by(ref="MRC-77120")).one()
    leave = "wasl.operations.retention.erase.leave_referrals"
    monkeypatch.setattr(leave, lambda *_args, **_more: 0)
    _erase(session, person, settings)
    session.commit()
    session.expire_all()
    assert posting.seats_taken == 1


def test_without_the_walk_over_the_tables_rows_stay(
    session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: what the walk does not name stays or stops the erasure."""
    person = add_everything(session)
    walk = list(personal_tables())
    short = [(table, column) for table, column in walk if table.name != "certificate"]
    monkeypatch.setattr("wasl.operations.retention.erase.personal_tables", lambda: iter(short))
    with pytest.raises(Exception, match=r"certificate|FOREIGN KEY"):
        _erase(session, person, settings)


def test_the_account_is_emptied_and_its_history_stays(session: Session, settings: Settings) -> None:
    person = add_everything(session)
    account = find_by_login(session, LOGIN)
    assert account is not None
    account_id = account.id
    _erase(session, person, settings)
    session.commit()
    session.expire_all()
    emptied = session.get_one(Account, account_id)
    assert (emptied.login, emptied.display_name, emptied.password_hash) == (None, "", None)
    assert not emptied.active
    membership = session.scalars(select(Membership).filter_by(account_id=account_id)).one()
    assert membership.person_id is None
    assert membership.revoked_at is not None
    assert find_by_login(session, LOGIN) is None


def test_what_the_log_says_names_nobody(session: Session, settings: Settings) -> None:
    person = add_everything(session)
    reference = person.public_id
    rows = _erase(session, person, settings)
    session.commit()
    event = session.scalars(select(AuditEvent).filter_by(action=AuditAction.PERSON_ERASED)).one()
    assert (event.person, event.details) == (reference, {"cause": "own_wish", "rows": rows})
    kept = " ".join(str(value) for row in _everything_left(session) for value in row)
    assert NAME not in kept
    assert PHONE not in kept


def test_what_was_written_to_them_goes_as_well(session: Session, settings: Settings) -> None:
    person, other = add_everything(session), add_everything(session, "MRC-1")
    account = find_by_login(session, LOGIN)
    assert account is not None
    manager = find_by_login(session, "mrc-1@home.example")
    assert manager is not None
    tell_account(session, account, "account_suspended")  # names the account, not the person
    for address in (LOGIN, PHONE):  # sent before there was an account
        queue_message(session, "login_taken", {}, language="ckb", address=address)
    tell_account(session, manager, "account_suspended")
    session.add(
        ResetRequest(
            account=account,
            kind=ResetKind.BOTH,
            reason=NAME,
            requested_by_id=manager.id,
            expires_at=utc_now(),
        )
    )
    session.flush()
    person_id = other.id
    _erase(session, person, settings)
    session.commit()
    session.expire_all()
    left = session.scalars(select(Message)).all()
    assert {message.account_id or message.person_id for message in left} == {manager.id, person_id}
    assert not session.scalars(select(ResetRequest)).all()


def _everything_left(session: Session) -> list[tuple[object, ...]]:
    left: list[tuple[object, ...]] = []
    for table in Base.metadata.sorted_tables:
        if table.name not in {"occupation_term", "skill_term", "occupation", "skill", "place"}:
            left += [tuple(row) for row in session.execute(select(table))]
    return left


def test_erasure_is_carried_out_on_its_day_unless_it_was_cancelled(
    session: Session, settings: Settings
) -> None:
    now = utc_now()
    gone, later, cancelled = (add_everything(session, f"MRC-{n}") for n in "123")
    for person, due, taken_back in (
        (gone, now, None),
        (later, now + timedelta(days=3), None),
        (cancelled, now, now),
    ):
        session.add(
            Erasure(
                person_ref=person.public_id,
                cause=ErasureCause.OWN_WISH,
                due_at=due,
                cancelled_at=taken_back,
            )
        )
    reference = gone.public_id
    session.flush()
    assert erase_due(session, COMMAND_LINE, settings) == 1
    session.commit()
    left = set(session.scalars(select(Person.public_id)))
    assert left == {later.public_id, cancelled.public_id}
    request = session.scalars(select(Erasure).filter_by(person_ref=reference)).one()
    assert request.done_at is not None
    assert erase_due(session, COMMAND_LINE, settings) == 0


def test_a_restored_database_is_erased_again(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=sqlite_url)
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    engine = make_engine(settings)
    with write_session(engine) as session:
        reference = add_everything(session).public_id
    _settle(engine)
    shutil.copy(file, tmp_path / "backup.sqlite")
    with write_session(engine) as session:
        _erase(session, session.scalars(select(Person)).one(), settings)
    _settle(engine)
    shutil.copy(tmp_path / "backup.sqlite", file)
    with write_session(engine) as session:
        assert session.scalars(select(Person.public_id)).all() == [reference]
        assert replay_erasures(session, COMMAND_LINE, settings) == 1
    with write_session(engine) as session:
        assert session.scalars(select(Person)).all() == []
        assert replay_erasures(session, COMMAND_LINE, settings) == 0
    engine.dispose()


def _settle(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def test_tombstones_name_nobody_and_outlive_a_power_cut(
    session: Session, settings: Settings
) -> None:
    person = add_everything(session)
    reference = person.public_id
    _erase(session, person, settings)
    path = settings.data_dir / "erased.log"
    assert path.stat().st_mode & 0o777 == 0o600
    told = path.read_text("ascii")
    assert "77120" not in told
    path.write_text(told + "2026-11-23 half", "ascii")
    stones = list(read_tombstones(settings))
    assert [(stone.person, stone.cases) for stone in stones] == [
        (reference, (case_digest("mrc:MRC-77120"),))
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1256"])
def test_kept_files_that_mention_the_person_go(
    session: Session, settings: Settings, encoding: str
) -> None:
    person = add_everything(session)
    settings.upload_dir.mkdir(parents=True, exist_ok=True)
    jobs = {}
    for name, told in (("mine", NAME), ("other", "علي حسن")):
        report = {"rejected": [{"row": 2, "value": told, "more": []}]}
        job = ImportJob(
            kind=ImportKind.INTAKE, state=ImportState.DONE, filename="list.csv", size=1,
            digest="0" * 64, report=report,
        )  # fmt: skip
        session.add(job)
        session.flush()
        path = settings.upload_dir / f"{job.public_id}.rejected.csv"
        path.write_bytes(f"name\n{told}\n".encode(encoding))
        jobs[name] = (job, path)
    _erase(session, person, settings)
    session.commit()
    assert not jobs["mine"][1].exists()
    assert jobs["other"][1].exists()
    assert jobs["mine"][0].report["rejected"][0]["value"] == ""
    assert jobs["other"][0].report["rejected"][0]["value"] == "علي حسن"
