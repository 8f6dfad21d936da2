"""Two who write on one action of the plan: nothing is lost, and the second one is told."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.action_plan import ActionBody, PlanAction, Priority
from models.opportunity import Organisation
from models.plan_enums import ActionPart, Horizon
from tests.operations.beside import Work, beside
from tests.operations.plan.scene import Plan
from wasl.access.viewer import COMMAND_LINE
from wasl.database import write_session
from wasl.operations.plan import actions
from wasl.operations.plan.actions import ActionTerms, add_action, change_action, set_body
from wasl.operations.plan.errors import PlanMovedError, PlanRule, PlanRuleError

BY = COMMAND_LINE


def _lay(engine: Engine) -> int:
    """Add an action that a firm leads; return its version."""
    with write_session(engine) as session:
        return Plan(session).action.version


def _terms(session: Session, title: str, number: str = "3.1") -> ActionTerms:
    priority = session.scalars(select(Priority).where(Priority.number == 3)).one()
    return ActionTerms(number=number, priority=priority, horizon=Horizon.SHORT, title_en=title)


def _change(title: str, seen: int) -> Work:
    def work(session: Session) -> object:
        action = session.scalars(select(PlanAction)).one()
        return change_action(session, BY, action, _terms(session, title), seen=seen)

    return work


def _add(title: str) -> Work:
    def work(session: Session) -> object:
        return add_action(session, BY, _terms(session, title, "3.2"))

    return work


def _support(session: Session) -> None:
    action = session.scalars(select(PlanAction)).one()
    mill = Organisation(name="Mill", name_key="mill")
    session.add(mill)
    set_body(session, BY, action, mill, ActionPart.SUPPORT)


def _titles(engine: Engine) -> list[str | None]:
    with Session(engine) as session:
        return list(session.scalars(select(PlanAction.title_en).order_by(PlanAction.number)))


def test_of_two_who_change_an_action_the_second_is_told(engine: Engine) -> None:
    seen = _lay(engine)
    assert isinstance(beside(engine, _change("one", seen), _change("two", seen)), PlanMovedError)
    assert _titles(engine) == ["one"]


@pytest.mark.postgresql
def test_without_the_lock_the_second_runs_into_the_first(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the counter in the row still refuses, and what was typed is gone with the page."""
    monkeypatch.setattr(actions, "hold_row", lambda *_: None)
    seen = _lay(postgresql)
    raised = beside(postgresql, _change("one", seen), _change("two", seen))
    assert isinstance(raised, StaleDataError)


def test_without_what_was_seen_the_first_is_lost(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the version: a lock alone only makes the second one wait."""
    hold = actions.hold_action
    monkeypatch.setattr(
        actions, "hold_action", lambda session, one, _seen: hold(session, one, None)
    )
    seen = _lay(engine)
    assert beside(engine, _change("one", seen), _change("two", seen)) is None
    assert _titles(engine) == ["two"]


def test_who_joins_meanwhile_is_not_lost(engine: Engine) -> None:
    seen = _lay(engine)
    assert isinstance(beside(engine, _support, _change("two", seen)), PlanMovedError)
    with Session(engine) as session:
        parts = session.scalars(select(ActionBody.part).order_by(ActionBody.id)).all()
        assert parts == [ActionPart.LEAD, ActionPart.SUPPORT]


def test_a_number_that_two_want_goes_to_one(engine: Engine) -> None:
    _lay(engine)
    raised = beside(engine, _add("one"), _add("two"))
    assert isinstance(raised, PlanRuleError)
    assert raised.rule is PlanRule.NUMBER_TAKEN
    assert _titles(engine) == ["Jobs in bakeries", "one"]


@pytest.mark.postgresql
def test_and_so_does_one_that_an_action_is_given_meanwhile(postgresql: Engine) -> None:
    seen = _lay(postgresql)

    def renumber(session: Session) -> object:
        action = session.scalars(select(PlanAction).where(PlanAction.number == "3.1")).one()
        terms = replace(_terms(session, "renumbered"), number="3.2")
        return change_action(session, BY, action, terms, seen=seen)

    raised = beside(postgresql, _add("one"), renumber)
    assert isinstance(raised, PlanRuleError)
    assert raised.rule is PlanRule.NUMBER_TAKEN


@pytest.mark.postgresql
def test_without_asking_why_it_is_an_error_of_the_database(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_number_of_its_own", lambda session: session.begin_nested())
    _lay(postgresql)
    assert isinstance(beside(postgresql, _add("one"), _add("two")), IntegrityError)
