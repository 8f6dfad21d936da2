"""The gap board: what stands in which row, what is missing, what is told of few."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from models.enums import OpportunityKind, OpportunityStatus
from models.opportunity_kinds import CLASS_OF_KIND
from models.placement import Placement
from models.round_table_enums import CommitmentKind, CommitmentState
from tests.operations.cast import coded
from tests.operations.commitments.promises import add_promise, cite
from tests.operations.gaps.conftest import BAKER, TODAY, WELDER, Table
from wasl.figures.tables import ALL, Mark
from wasl.operations.gaps.asks import evidence_of
from wasl.operations.gaps.board import Board, Gap, read_board
from wasl.operations.gaps.members import read_members


def gaps_of(board: Board) -> dict[tuple[str, str], Gap]:
    return {(one.group, one.governorate): one for one in board.gaps}


def test_a_gap_is_who_is_ready_less_free_places_and_promises(table: Table) -> None:
    table.people(23)
    table.posts(table.workshop, 6)
    made = add_promise(
        table.session, table.workshop, quantity=9, occupation_code=WELDER, governorate_code="IQ-BA"
    )
    cite(table.session, made, table.posts(table.workshop, 4, status=OpportunityStatus.PAUSED))
    found = gaps_of(read_board(table.session, TODAY))[WELDER, "IQ-BA"]
    assert (found.ready, found.offered, found.free, found.promised) == (25, 6, 5, 5)
    assert found.missing == 25 - 5 - 5
    assert found.last == date(2026, 3, 10), "it was past midnight in Baghdad"


def test_what_is_not_offered_or_promised_any_more_or_no_place_does_not_count(table: Table) -> None:
    table.people(10)
    for status in (OpportunityStatus.DRAFT, OpportunityStatus.CLOSED, OpportunityStatus.PAUSED):
        table.posts(table.workshop, 10, status=status, ref=status.value)
    course = CLASS_OF_KIND[OpportunityKind.TRAINING](
        organisation=table.workshop,
        ref="course",
        employer_wording="x",
        seats=10,
        status=OpportunityStatus.PUBLISHED,
        governorate_code="IQ-BA",
        published_at=datetime(2026, 10, 1, tzinfo=UTC),
        **coded("Welding", WELDER),
    )
    table.session.add(course)
    where: dict[str, Any] = {"occupation_code": WELDER, "governorate_code": "IQ-BA"}
    add_promise(table.session, table.workshop, state=CommitmentState.WITHDRAWN, **where)
    add_promise(table.session, table.workshop, kind=CommitmentKind.TRAINING, ref="C-2", **where)
    table.session.flush()
    found = gaps_of(read_board(table.session, TODAY))[WELDER, "IQ-BA"]
    assert (found.offered, found.promised, found.missing) == (0, 0, 10)
    assert found.last == date(2026, 3, 10), "of closed ones, never of a draft or a course"


def test_how_many_got_a_place_cannot_be_worked_out(table: Table) -> None:
    table.people(10)
    table.posts(table.workshop, 8, seats_taken=5)
    found = gaps_of(read_board(table.session, TODAY))[WELDER, "IQ-BA"]
    assert (found.offered, found.free) == (8, Mark.FEW)
    assert found.missing == 8, "fewer than five count as two"


def test_how_many_began_in_a_posting_that_ended_is_told_to_no_member(table: Table) -> None:
    table.people(20)
    other = table.organisation("Other")
    where: dict[str, Any] = {"occupation_code": WELDER, "governorate_code": "IQ-BA"}
    made = add_promise(table.session, other, table.workshop, quantity=10, **where)
    posting = table.posts(other, 9, status=OpportunityStatus.CLOSED)
    cite(table.session, made, posting)

    def told(people: int) -> tuple[int, int | None, object, list[int]]:
        for _n in range(people):
            table.session.add(Placement(opportunity=posting, starts_on=date(2026, 10, 1)))
        table.session.flush()
        found = gaps_of(read_board(table.session, TODAY))[WELDER, "IQ-BA"]
        [member] = read_members(table.session, [table.workshop], TODAY)
        owed = [one.left for one in member.unfilled]
        return found.promised, found.missing, evidence_of(found)["promised"], owed

    assert told(0) == (10, 10, 10, [10])
    assert told(3) == (7, 10, 10, [10]), "the secretariat alone sees three fewer"
    assert told(4) == (3, 15, 5, [5]), "seven count as five"


def test_who_kept_all_of_its_own_is_not_asked_for_it_again(table: Table) -> None:
    made = add_promise(
        table.session, table.workshop, quantity=3, occupation_code=WELDER, governorate_code="IQ-BA"
    )
    posting = table.posts(table.workshop, 3, status=OpportunityStatus.CLOSED)
    cite(table.session, made, posting)
    for _n in range(3):
        table.session.add(Placement(opportunity=posting, starts_on=date(2026, 10, 1)))
    table.session.flush()
    [member] = read_members(table.session, [table.workshop], TODAY)
    assert member.unfilled == []


def test_what_names_no_place_or_trade_stands_in_no_governorate(table: Table) -> None:
    table.posts(table.workshop, 6, governorate_code=None)
    table.posts(table.workshop, 7, occupation_code=None, ref="any")
    add_promise(table.session, table.workshop, quantity=8, governorate_code="IQ-BA")
    board = read_board(table.session, TODAY)
    assert {key: one.offered for key, one in gaps_of(board).items()} == {(WELDER, ALL): 6}
    assert (board.untied_places, board.untied_promised) == (13, 8)


def test_the_worst_comes_first_and_what_is_not_told_last(table: Table) -> None:
    table.people(10)
    table.people(20, BAKER, "IQ-NI")
    table.posts(table.workshop, 30, occupation_code="7411")
    board = read_board(table.session, TODAY)
    told = [(one.group, one.missing) for one in board.gaps if one.governorate != ALL]
    assert told == [(BAKER, 20), (WELDER, 10), ("7411", None)]


def test_people_are_those_of_the_day_and_places_those_of_now(table: Table) -> None:
    table.people(10)
    read_board(table.session, TODAY)
    table.session.commit()
    table.people(20, BAKER)
    table.posts(table.workshop, 3)
    table.session.commit()
    found = gaps_of(read_board(table.session, TODAY))
    assert (BAKER, "IQ-BA") not in found
    assert found[WELDER, "IQ-BA"].offered == 3


def test_it_takes_as_many_statements_for_many_as_for_few(table: Table, engine: Engine) -> None:
    table.people(40)
    for n in range(40):
        table.posts(table.workshop, 1, ref=f"job {n}")
        add_promise(table.session, table.workshop, ref=f"C-{n}", occupation_code=WELDER)
    read_board(table.session, TODAY)  # the figures of the day are made once
    table.session.commit()
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    with Session(engine) as session:
        assert read_board(session, TODAY).gaps
    assert len(statements) < 20
