"""Files on actions: what they tell, that issued ones stay, and two who write at once."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.action_plan import ActionFile, ActionFileVersion, PlanAction
from models.audit import AuditEvent
from models.key_ring import KeyRing
from models.sealed import attach_keys
from tests.operations.beside import Work, beside
from tests.operations.plan.scene import FIRST, HALF, TODAY, Plan
from wasl.access.viewer import COMMAND_LINE
from wasl.database import write_session
from wasl.figures.blur import Blur
from wasl.operations.plan import action_files
from wasl.operations.plan.action_files import edit_section, issue_file, renew_file, write_file
from wasl.operations.plan.content import Content, Section
from wasl.operations.plan.errors import PlanMovedError, PlanRuleError
from wasl.operations.plan.write_content import write_content

BY = COMMAND_LINE


@pytest.fixture
def plan(session: Session) -> Plan:
    return Plan(session)


def _written(plan: Plan, language: str = "en") -> ActionFile:
    plan.session.expire_all()
    return write_file(plan.session, BY, plan.action, HALF, language, today=TODAY)


def _said(file: ActionFile, section: Section) -> list[str]:
    return [line.plain for line in Content.read(file.versions[-1].content).lines(section)]


def _fill(plan: Plan, places: int, *, lasting: int = 0) -> None:
    posting = plan.posting(30, FIRST)
    for number in range(places):
        plan.place(posting, date(2026, 2, 1), *[FIRST] * (2 if number < lasting else 0))


def test_a_file_tells_who_leads_what_was_counted_and_what_comes_next(plan: Plan) -> None:
    _fill(plan, 10, lasting=10)
    file = _written(plan)
    assert _said(file, Section.LEADS) == ["Leads: Bakery"]
    (counted,) = _said(file, Section.RESULTS)
    assert counted == (
        "Promise C-1 (Bakery): 30 offered, 10 filled, 10 lasted 90 days."
        " In all, 10 of 20 are filled."
    )
    (left,) = _said(file, Section.NEXT_STEPS)
    assert left.startswith("Promise C-1: 10 of 20 are still to be filled (until ")


@pytest.mark.parametrize("places", [0, 1, 4])
def test_of_fewer_than_five_people_no_number_is_told(plan: Plan, places: int) -> None:
    _fill(plan, places, lasting=places)
    file = _written(plan)
    (counted,) = _said(file, Section.RESULTS)
    assert counted == (
        "Promise C-1 (Bakery): 30 offered, fewer than 5 filled, fewer than 5 lasted 90 days."
        " In all, fewer than 5 of 20 are filled."
    )
    (left,) = _said(file, Section.NEXT_STEPS)
    assert left.startswith("Promise C-1 (until ")


@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 1)])
def test_whether_a_promise_of_few_was_kept_cannot_be_told(session: Session, today: date) -> None:
    plan = Plan(session, quantity=2)
    _fill(plan, 1)
    begun = write_file(session, BY, plan.action, HALF, "en", today=today)
    said = _said(begun, Section.RESULTS), _said(begun, Section.NEXT_STEPS)
    plan.place(plan.posting(2, FIRST), date(2026, 2, 1))
    session.expire_all()
    renew_file(session, BY, begun, seen=begun.versions[-1].number, today=today)
    assert (_said(begun, Section.RESULTS), _said(begun, Section.NEXT_STEPS)) == said
    assert said[0] == ["Promise C-1 (Bakery): 2 promised. Of so few, no more is told."]
    assert bool(said[1]) is (today == TODAY)


def _told_under_many_keys(plan: Plan) -> list[str]:
    """Return what a file says of who got something, on installations whose keys differ."""
    told = []
    plan.session.flush()
    plan.session.expire_all()
    for number in range(40):
        ring = KeyRing("a", {"a": number.to_bytes(32, "big")})
        attach_keys(plan.session.get_bind(), partial(_same, ring))  # type: ignore[arg-type]
        content = write_content(plan.session, plan.action, "en", HALF, TODAY)
        told.append(content.results[0].plain.partition("In all, ")[2])
    return told


def _seven(plan: Plan) -> int:
    posting = plan.posting(30, FIRST)
    for _number in range(7):
        plan.place(posting, date(2026, 2, 1))
    return posting


def _same(ring: KeyRing) -> KeyRing:
    return ring


def test_of_two_versions_nobody_reads_at_which_count_a_multiple_of_five_was_crossed(
    plan: Plan,
) -> None:
    posting = _seven(plan)
    before = _told_under_many_keys(plan)
    assert before == _told_under_many_keys(plan), "asked again, it says the same"
    plan.place(posting, date(2026, 2, 1))
    after = _told_under_many_keys(plan)
    assert set(before) == set(after) == {"5 of 20 are filled.", "10 of 20 are filled."}
    assert any(one == other for one, other in zip(before, after, strict=True))


def test_without_noise_it_would_be_read(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Blur, "number", lambda _self, count, _whose: count)
    posting = _seven(plan)
    before = _told_under_many_keys(plan)
    plan.place(posting, date(2026, 2, 1))
    told = set(before), set(_told_under_many_keys(plan))
    assert told == ({"5 of 20 are filled."}, {"10 of 20 are filled."})


def test_a_promise_that_is_kept_is_no_next_step(session: Session) -> None:
    plan = Plan(session, quantity=6)
    _fill(plan, 6)
    assert _said(_written(plan), Section.NEXT_STEPS) == []


def test_milestones_and_what_meetings_came_to_are_results_on_their_days(plan: Plan) -> None:
    law = plan.promised("C-2", "policy", 1)
    for name, day in (("old", date(2025, 12, 31)), ("first", HALF.since), ("last", HALF.until),
                      ("late", date(2026, 7, 1)), ("due", None)):  # fmt: skip
        plan.step(law, name, day)
    plan.resolved("Old", date(2025, 12, 31))
    head = plan.resolved("Head", HALF.since)
    plan.resolved("Followed", HALF.until, follows=head)
    plan.resolved("Late", date(2026, 7, 1))
    plan.resolved("Open", None, follows=head)
    file = _written(plan)
    told = [line for line in _said(file, Section.RESULTS) if not line.startswith("Promise")]
    assert [line.split(" on ")[0] for line in told] == [
        "first: done", "last: done", "Decision settled", "Decision settled",
    ]  # fmt: skip
    assert told[2].endswith(": Head")
    assert told[3].endswith(": Followed")
    ahead = _said(file, Section.NEXT_STEPS)
    assert [line.split(" (")[0] for line in ahead] == ["due", "Promise C-1", "Decision: Open"]


def test_an_issued_version_stays_whatever_is_written_later(plan: Plan) -> None:
    file = _written(plan)
    issued = issue_file(plan.session, BY, file, seen=1)
    kept, moment = dict(issued.content), issued.issued_at
    assert moment is not None
    with pytest.raises(PlanRuleError):
        issue_file(plan.session, BY, file, seen=1)
    edit_section(plan.session, BY, file, Section.OBJECTIVE, "Another one", seen=1, note=" why ")
    _fill(plan, 9)
    renew_file(plan.session, BY, file, seen=2, today=TODAY)
    plan.session.expire_all()
    first, second, third = file.versions
    assert (first.content, first.issued_at) == (kept, moment)
    assert (second.note, second.issued_at, third.issued_at) == ("why", None, None)
    assert Content.read(third.content).objective == "Another one"
    plan.session.commit()
    events = select(AuditEvent).where(AuditEvent.action == AuditAction.ACTION_FILE_CHANGED)
    told = plan.session.scalars(events.order_by(AuditEvent.id)).all()
    assert [one.details["what"] for one in told] == ["written", "issued", "changed", "renewed"]


def test_nothing_new_is_no_new_version(plan: Plan) -> None:
    file = _written(plan)
    typed = Content.read(file.versions[0].content).typed(Section.LEADS)
    edit_section(plan.session, BY, file, Section.LEADS, typed, seen=1)
    renew_file(plan.session, BY, file, seen=1, today=TODAY)
    assert [one.number for one in file.versions] == [1]


def test_lines_by_hand_stay_when_it_is_counted_anew(plan: Plan) -> None:
    file = _written(plan)
    edit_section(plan.session, BY, file, Section.RESULTS, "By hand\n\n", seen=1)
    renew_file(plan.session, BY, file, seen=2, today=TODAY)
    counted, by_hand = _said(file, Section.RESULTS)
    assert counted.startswith("Promise C-1")
    assert by_hand == "By hand"


def test_a_half_year_that_has_not_begun_has_no_file(plan: Plan) -> None:
    with pytest.raises(PlanRuleError):
        write_file(plan.session, BY, plan.action, HALF, "en", today=date(2025, 12, 31))
    assert write_file(plan.session, BY, plan.action, HALF, "en", today=HALF.since).versions


def _write(session: Session) -> ActionFile:
    action = session.scalars(select(PlanAction)).one()
    return write_file(session, BY, action, HALF, "en", today=TODAY)


def _edit(said: str, section: Section = Section.OBJECTIVE) -> Work:
    def edit(session: Session) -> object:
        file = session.scalars(select(ActionFile)).one()
        return edit_section(session, BY, file, section, said, seen=1)

    return edit


def test_two_who_write_the_same_file_at_once_get_one(engine: Engine) -> None:
    with write_session(engine) as session:
        Plan(session)
    assert beside(engine, _write, _write) is None
    with Session(engine) as session:
        assert len(session.scalars(select(ActionFile)).all()) == 1
        assert session.scalars(select(ActionFileVersion.number)).all() == [1]


def test_of_two_who_edit_one_version_the_second_is_told(engine: Engine) -> None:
    with write_session(engine) as session:
        Plan(session)
        _write(session)
    assert isinstance(beside(engine, _edit("one"), _edit("two")), PlanMovedError)
    with Session(engine) as session:
        last = session.scalars(select(ActionFile)).one().versions[-1]
        assert (last.number, Content.read(last.content).objective) == (2, "one")


def test_two_who_edit_two_sections_do_not_disturb_each_other(engine: Engine) -> None:
    with write_session(engine) as session:
        Plan(session)
        _write(session)
    assert beside(engine, _edit("one"), _edit("By hand", Section.TIMEFRAME)) is None
    with Session(engine) as session:
        last = session.scalars(select(ActionFile)).one().versions[-1]
        says = Content.read(last.content)
        assert (last.number, says.objective, says.timeframe) == (3, "one", "By hand")


def test_of_a_version_that_never_was_nothing_is_edited(plan: Plan) -> None:
    file = _written(plan)
    with pytest.raises(PlanMovedError):
        edit_section(plan.session, BY, file, Section.OBJECTIVE, "x", seen=7)


@pytest.mark.postgresql
def test_without_the_lock_the_second_runs_into_the_first(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: on PostgreSQL it is the lock that tells the second one."""
    monkeypatch.setattr(action_files, "hold_row", lambda *_: None)
    with write_session(postgresql) as session:
        Plan(session)
        _write(session)
    assert isinstance(beside(postgresql, _edit("one"), _edit("two")), IntegrityError)
