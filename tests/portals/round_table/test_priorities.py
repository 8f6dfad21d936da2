"""National priorities of commitments: in forms, on the board, on the plan and in files."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action_plan import Priority
from models.commitment import Citation, Commitment, CommitmentAmendment, Milestone
from models.enums import Role
from models.opportunity import Organisation
from models.round_table_enums import CitationState, CommitmentKind
from tests.operations.commitments.promises import add_promise, cite
from tests.portals.canary import choose
from tests.portals.round_table.test_commitments import posted
from tests.portals.round_table.workbooks import raw_part, read_book

BOARD, PLAN = "/roundtable/commitments", "/roundtable/plan"
SignIn = Callable[[Role | None], FlaskClient]


@pytest.fixture
def firm(web_session: Session, accounts: dict[Role, str]) -> Organisation:
    """The organisation of the employer's account."""
    del accounts
    return web_session.scalars(select(Organisation)).one()


@pytest.fixture
def promises(web_session: Session, firm: Organisation) -> list[Commitment]:
    """Two that serve work and enterprise, of which one posting offers eight; one that says none."""
    third = web_session.scalars(select(Priority).where(Priority.number == 3)).one()
    made = [
        add_promise(web_session, firm, ref="A", priority=third),
        add_promise(web_session, firm, ref="B", priority=third, kind=CommitmentKind.TRAINING),
        add_promise(web_session, firm, ref="C"),
    ]
    cite(web_session, made[0], posted(web_session, firm, "لحام", seats=8))
    web_session.commit()
    return made


@pytest.fixture
def client(sign_in: SignIn) -> Callable[[Role], FlaskClient]:
    """A function that signs somebody in, with pages in English."""

    def enter(role: Role) -> FlaskClient:
        made = sign_in(role)
        choose(made, "en")
        return made

    return enter


def test_it_is_chosen_in_the_form_and_its_history_names_it(
    client: Callable[[Role], FlaskClient],
    token: Callable[[str], str],
    promises: list[Commitment],
    web_session: Session,
) -> None:
    secretariat, one = client(Role.SECRETARIAT), promises[0]
    path = f"{BOARD}/{one.public_id}/amend"
    page = secretariat.get(path).get_data(as_text=True)
    assert '<option selected value="3">Work and enterprise</option>' in page
    form = {"text": one.text, "quantity": "20", "occupation": one.title, "version": one.version}
    form |= {"deadline": str(one.deadline), "reason": "x", "csrf_token": token(page)}
    assert secretariat.post(path, data={**form, "priority": "99"}).status_code == 422
    assert secretariat.post(path, data={**form, "priority": "4"}).status_code == 302
    web_session.rollback()
    assert one.priority is not None
    assert one.priority.number == 4
    assert len(web_session.scalars(select(CommitmentAmendment)).all()) == 1
    shown = secretariat.get(f"{BOARD}/{one.public_id}").get_data(as_text=True)
    assert "<bdi>Work and enterprise</bdi>" in shown, "what it said before"
    assert shown.count("<bdi>Skills and their recognition</bdi>") == 2, "fact and history"


def test_one_is_written_down_with_it(
    client: Callable[[Role], FlaskClient],
    token: Callable[[str], str],
    promises: list[Commitment],
    firm: Organisation,
    web_session: Session,
) -> None:
    secretariat = client(Role.SECRETARIAT)
    page = secretariat.get(f"{BOARD}/new").get_data(as_text=True)
    form = {"kind": "job", "text": "x", "quantity": "5", "party": firm.public_id}
    form |= {"made_on": "2026-10-07", "priority": "5", "csrf_token": token(page)}
    assert secretariat.post(f"{BOARD}/new", data=form).status_code == 302
    web_session.rollback()
    made = web_session.scalars(select(Commitment).where(Commitment.text == "x")).one()
    assert made.priority is not None
    assert made.priority.number == 5


def test_the_board_and_its_file_are_narrowed_to_one(
    client: Callable[[Role], FlaskClient], promises: list[Commitment]
) -> None:
    secretariat = client(Role.SECRETARIAT)

    def refs(query: str) -> set[str]:
        board = read_book(secretariat.get(f"{BOARD}.xlsx?{query}").data)[0]
        return {row[0] for row in board}

    assert refs("priority=3") == {"A", "B"}
    assert refs("priority=0") == {"C"}, "what serves none yet"
    assert refs("priority=4") == set()
    for no_filter in ("", "priority=", "priority=x", "priority=" + "9" * 40, "priority=-1"):
        assert refs(no_filter) == {"A", "B", "C"}, no_filter
    page = secretariat.get(f"{BOARD}?priority=3").get_data(as_text=True)
    assert f"{BOARD}.xlsx?priority=3" in page
    assert '<option value="3" selected>' in page
    board = read_book(secretariat.get(f"{BOARD}.xlsx").data)[0]
    assert {row[0]: row[8] for row in board} == {
        "A": "Work and enterprise",
        "B": "Work and enterprise",
        "C": "",
    }


def test_the_plan_counts_what_was_promised_for_each(
    client: Callable[[Role], FlaskClient], promises: list[Commitment]
) -> None:
    page = client(Role.SECRETARIAT).get(PLAN).get_data(as_text=True)
    for kind in ("job", "training"):
        assert f"{BOARD}?priority=3&amp;kind={kind}" in page
    assert page.count("What was promised for it</caption>") == 1, (
        "nothing is promised for the others"
    )
    assert "8 of 20 offered" in page
    served = read_book(client(Role.SECRETARIAT).get(f"{PLAN}.xlsx").data)[-1]
    assert served == [
        ["Work and enterprise", "Job", "1", "20", "8", "0", "0"],
        ["Work and enterprise", "Training", "1", "20", "0", "0", "0"],
    ]


def test_who_sees_totals_alone_sees_no_counts_of_a_priority(
    client: Callable[[Role], FlaskClient], promises: list[Commitment]
) -> None:
    observer = client(Role.OBSERVER)
    assert "What was promised for it" not in observer.get(PLAN).get_data(as_text=True)
    assert "of 20" not in observer.get(PLAN).get_data(as_text=True)
    assert len(read_book(observer.get(f"{PLAN}.xlsx").data)) == 1


def test_the_file_holds_what_stands_behind_each(
    client: Callable[[Role], FlaskClient],
    promises: list[Commitment],
    firm: Organisation,
    web_session: Session,
) -> None:
    law = add_promise(web_session, firm, ref="P", kind=CommitmentKind.POLICY, quantity=1)
    law.milestones = [Milestone(text="=مسودة")]
    web_session.commit()
    sent = client(Role.SECRETARIAT).get(f"{BOARD}.xlsx").data
    _board, totals, postings, milestones, words, history = read_book(sent)
    assert [row[:3] for row in totals] == [
        ["Job", "2", "40"],
        ["Training", "1", "20"],
        ["Policy measure", "1", "1"],
    ]
    assert [(row[0], row[1], row[5], row[6]) for row in postings] == [("A", "لحام", "Counts", "8")]
    assert [row[:2] for row in milestones] == [["P", "=مسودة"]]
    assert (words, history) == ([], [])
    assert "<f>" not in raw_part(sent, "xl/worksheets/sheet4.xml")


def test_postings_that_count_wait_or_do_not(
    client: Callable[[Role], FlaskClient],
    promises: list[Commitment],
    web_session: Session,
) -> None:
    other = Organisation(name="فرن", name_key="فرن")
    web_session.add(other)
    for title, state in (("ينتظر", CitationState.PROPOSED), ("لا", CitationState.REFUSED)):
        cite(web_session, promises[1], posted(web_session, other, title, seats=3), state)
    web_session.commit()
    assert web_session.scalars(select(Citation)).all()
    [rows] = read_book(client(Role.SECRETARIAT).get("/roundtable/citations.xlsx").data)
    assert [(row[0], row[3], row[7]) for row in rows] == [
        ("لحام", "A", "Counts"),
        ("ينتظر", "B", "Waits for a word"),
        ("لا", "B", "Does not count"),
    ]
    assert client(Role.OFFICE_MANAGER).get("/roundtable/citations.xlsx").status_code == 403
