"""Two write the same role at once: the second is told; the nightly round ends nothing unseen.

The twins take out the lock, or the version that was seen: then what the tests rule out happens.
"""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.access_enums import RetentionKind
from models.base import utc_now
from models.stakeholder import ContactRole
from tests.operations.beside import Work, beside
from tests.operations.meetings.minuting import table_of
from wasl.access.viewer import COMMAND_LINE, SCHEDULER
from wasl.database import write_session
from wasl.operations.retention import round_table
from wasl.operations.retention.policies import Keep
from wasl.operations.stakeholders import contacts
from wasl.operations.stakeholders.contacts import ContactLine, change_contact, end_contact
from wasl.operations.stakeholders.errors import (
    StakeholderChangedError,
    StakeholderRule,
    StakeholderRuleError,
)

LONG_AGO = utc_now() - timedelta(days=3 * 365)
KEEP = {kind: Keep(keep_days=2 * 365, notice_days=0) for kind in RetentionKind}


def _lay(engine: Engine) -> None:
    """Add a role of which nothing was heard for years."""
    with write_session(engine) as session:
        role = ContactRole(organisation=table_of(session).bakery, role="HR manager", name="شيلان")
        role.email, role.created_at = "hr@bakery.example", LONG_AGO
        session.add(role)


def _role(session: Session) -> ContactRole:
    return session.scalars(select(ContactRole)).one()


def _change(seen: int = 1, **line: str) -> Work:
    def work(session: Session) -> None:
        role = _role(session)
        wanted = ContactLine(**{"role": role.role, "name": role.name or "", **line})
        change_contact(session, COMMAND_LINE, role.organisation, role.public_id, wanted, seen=seen)

    return work


def _end(session: Session) -> None:
    role = _role(session)
    end_contact(session, COMMAND_LINE, role.organisation, role.public_id, seen=1)


def _forget(session: Session) -> None:
    round_table.forget_round_table(session, SCHEDULER, KEEP)


def _kept(engine: Engine) -> tuple[str, str | None, bool]:
    with Session(engine) as session:
        role = _role(session)
        return role.role, role.name, role.ended_at is not None


def test_the_second_of_two_writers_is_told_and_the_first_one_stands(engine: Engine) -> None:
    _lay(engine)
    raised = beside(engine, _change(name="سلمى"), _change(role="Director"))
    assert isinstance(raised, StakeholderChangedError)
    assert _kept(engine) == ("HR manager", "سلمى", False)


def test_without_what_was_seen_the_second_one_writes_over_the_first(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: read anew under the lock, with the version of now, a stale form still wins."""
    hold = contacts.hold_contact

    def hold_whatever(
        session: Session, organisation: object, contact_id: str, *, seen: int
    ) -> object:
        del seen
        now = session.scalars(select(ContactRole.version)).one()
        return hold(session, organisation, contact_id, seen=now)  # type: ignore[arg-type]

    monkeypatch.setattr(contacts, "hold_contact", hold_whatever)
    _lay(engine)
    with write_session(engine) as session:
        _change(name="سلمى")(session)
    with write_session(engine) as session:
        _change(name="شيلان", role="Director")(session)
    assert _kept(engine) == ("Director", "شيلان", False)


@pytest.mark.postgresql
def test_without_the_lock_the_second_breaks_off(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: what is left is the counter in the row, which refuses without a word of why."""
    monkeypatch.setattr(contacts, "hold_row", lambda *_: None)
    _lay(postgresql)
    raised = beside(postgresql, _change(name="سلمى"), _change(role="Director"))
    assert isinstance(raised, StaleDataError)


def test_what_was_ended_meanwhile_is_not_changed(engine: Engine) -> None:
    _lay(engine)
    raised = beside(engine, _end, _change(name="سلمى"))
    assert isinstance(raised, StakeholderRuleError)
    assert raised.rule is StakeholderRule.ENDED
    assert _kept(engine) == ("HR manager", None, True)


def test_the_nightly_round_goes_on_beside_a_writer(engine: Engine) -> None:
    _lay(engine)
    assert beside(engine, _change(name="سلمى"), _forget) is None
    assert _kept(engine) == ("HR manager", None, True)


def test_what_somebody_ended_the_nightly_round_leaves(engine: Engine) -> None:
    _lay(engine)
    assert beside(engine, _end, _forget) is None
    assert _kept(engine) == ("HR manager", None, True)


@pytest.mark.postgresql
def test_without_the_lock_the_whole_round_breaks_off(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(round_table, "hold_row", lambda *_: None)
    _lay(postgresql)
    assert isinstance(beside(postgresql, _change(name="سلمى"), _forget), StaleDataError)
