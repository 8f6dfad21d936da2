"""Commitments are written down, amended with a reason, taken back; others join them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.commitment import Commitment, CommitmentAmendment, CommitmentParty
from models.opportunity import Organisation
from models.round_table_enums import CommitmentField as F
from models.round_table_enums import CommitmentKind, CommitmentState
from tests.operations.commitments.promises import add_promise, cite
from tests.operations.placements.scene import Scene
from tests.operations.staff import at_once
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.commitments.amend import (
    amend_commitment,
    restore_commitment,
    withdraw_commitment,
)
from wasl.operations.commitments.draw_down import draw_down
from wasl.operations.commitments.errors import (
    CommitmentMovedError,
    CommitmentWithdrawnError,
    DeadlineBeforeError,
    NoPartyError,
    NoReasonError,
)
from wasl.operations.commitments.parties import add_party, let_lead, remove_party
from wasl.operations.commitments.terms import Terms
from wasl.operations.commitments.write import Promise, write_commitment

MADE = date(2026, 10, 7)
CLIENTS = 4
WELDERS = Terms(
    text=" Twenty internships for welders ",
    quantity=20,
    unit="places",
    occupation="  welder ",
    governorate="IQ-BA",
    deadline=date(2027, 9, 30),
)


def _write(scene: Scene, *parties: Organisation, terms: Terms = WELDERS) -> Commitment:
    kind = CommitmentKind.INTERNSHIP
    promise = Promise(kind=kind, terms=terms, parties=parties or [scene.firm], made_on=MADE)
    return write_commitment(scene.session, scene.helper, promise)


def _history(session: Session) -> list[tuple[str, str | None, str | None]]:
    found = session.scalars(select(CommitmentAmendment).order_by(CommitmentAmendment.id))
    return [(one.field.value, one.before, one.after) for one in found]


def _told(session: Session) -> list[tuple[str, Any]]:
    session.commit()
    found = session.scalars(select(AuditEvent).order_by(AuditEvent.id))
    mine = [one for one in found if one.object_kind == "commitment"]
    return [(one.action.value, one.details) for one in mine]


def test_it_is_written_down_as_it_was_said(scene: Scene, other: Organisation) -> None:
    made = _write(scene, other, scene.firm, other)
    assert (made.text, made.title, made.quantity) == (
        "Twenty internships for welders",
        "welder",
        20,
    )
    assert [(one.organisation.name, one.leads) for one in made.parties] == [
        ("Oven", True),
        ("Bakery", False),
    ]
    assert made.created_by_id == scene.helper.account_id
    assert _told(scene.session) == [("commitment.made", {"kind": "internship"})]


def test_each_gets_the_next_reference_of_its_year(scene: Scene) -> None:
    add_promise(scene.session, scene.firm, ref="W2026-00x")  # of somebody's own making
    add_promise(scene.session, scene.firm, ref="C-2026-40")
    assert [_write(scene).ref for _ in range(2)] == ["W2026-001", "W2026-002"]
    add_promise(scene.session, scene.firm, ref="W2026-999")
    assert _write(scene).ref == "W2026-1000"


def test_several_at_the_same_moment_get_one_each(engine: Engine, scene: Scene) -> None:
    scene.session.commit()
    firm = scene.firm.id
    refs: list[str] = []

    def work(session: Session) -> None:
        parties = [session.get_one(Organisation, firm)]
        terms = Terms(text="Ten", quantity=10)
        promise = Promise(kind=CommitmentKind.JOB, terms=terms, parties=parties, made_on=MADE)
        made = write_commitment(session, COMMAND_LINE, promise)
        refs.append(made.ref)

    assert at_once(engine, *[work] * CLIENTS) == [None] * CLIENTS
    assert sorted(refs) == [f"W2026-{no:03d}" for no in range(1, CLIENTS + 1)]
    scene.session.commit()  # what it read so far was of a moment before
    parties = scene.session.scalars(select(CommitmentParty)).all()
    assert len(parties) == CLIENTS, "a try that failed left nothing behind"


def test_somebody_makes_it_and_its_day_comes_later(scene: Scene) -> None:
    promise = Promise(kind=CommitmentKind.JOB, terms=WELDERS, parties=[], made_on=MADE)
    with pytest.raises(NoPartyError):
        write_commitment(scene.session, scene.helper, promise)
    with pytest.raises(DeadlineBeforeError):
        _write(scene, terms=Terms(text="late", deadline=date(2026, 10, 6)))


def test_a_measure_is_one_and_has_no_unit(scene: Scene) -> None:
    promise = Promise(kind=CommitmentKind.POLICY, terms=WELDERS, parties=[scene.firm], made_on=MADE)
    made = write_commitment(scene.session, scene.helper, promise)
    assert (made.quantity, made.unit) == (1, None)


def test_what_it_said_before_stays_readable(scene: Scene) -> None:
    made = _write(scene)
    made.asked_after_at = made.reminded_at = made.created_at
    scene.session.flush()
    terms = Terms(
        text=made.text,
        quantity=12,
        unit="places",
        occupation="welder",
        governorate="IQ-BA",
        deadline=date(2027, 12, 31),
    )
    changed = amend_commitment(
        scene.session, scene.helper, made, terms, reason=" fewer orders ", seen=made.version
    )
    assert changed == {F.QUANTITY, F.DEADLINE}
    assert _history(scene.session) == [
        ("quantity", "20", "12"),
        ("deadline", "2027-09-30", "2027-12-31"),
    ]
    assert {one.reason for one in scene.session.scalars(select(CommitmentAmendment))} == {
        "fewer orders"
    }
    assert made.quantity == 12
    assert not scene.session.scalars(
        select(Commitment).where(
            Commitment.reminded_at.is_not(None) | Commitment.asked_after_at.is_not(None)
        )
    ).all(), "who has a new deadline is reminded anew"
    assert _told(scene.session)[-1] == ("commitment.changed", {"columns": ["deadline", "quantity"]})


def test_nothing_new_is_no_amendment_and_needs_no_reason(scene: Scene) -> None:
    made = _write(scene)
    version = made.version
    assert not amend_commitment(scene.session, scene.helper, made, WELDERS, reason="")
    assert (_history(scene.session), made.version) == ([], version)


def test_a_change_needs_a_reason_and_the_version_that_was_seen(scene: Scene) -> None:
    made, fewer = _write(scene), Terms(text="Ten", quantity=10)
    with pytest.raises(NoReasonError):
        amend_commitment(scene.session, scene.helper, made, fewer, reason=" ")
    with pytest.raises(CommitmentMovedError):
        amend_commitment(scene.session, scene.helper, made, fewer, reason="x", seen=99)
    assert made.quantity == 20


def test_what_was_taken_back_stands_again_before_it_changes(scene: Scene) -> None:
    session, by, made = scene.session, scene.helper, _write(scene)
    withdraw_commitment(session, by, made, reason="the plant closed")
    assert made.state is CommitmentState.WITHDRAWN
    with pytest.raises(CommitmentWithdrawnError):
        amend_commitment(session, by, made, Terms(text="Ten"), reason="x")
    with pytest.raises(CommitmentWithdrawnError):
        withdraw_commitment(session, by, made, reason="again")
    restore_commitment(session, by, made, reason="another plant opened")
    restore_commitment(session, by, made, reason="twice")
    assert _history(session) == [
        ("state", "standing", "withdrawn"),
        ("state", "withdrawn", "standing"),
    ]


def test_what_a_partner_posts_counts_once_it_has_joined(scene: Scene, other: Organisation) -> None:
    session, by, made = scene.session, COMMAND_LINE, _write(scene)
    cite(session, made, scene.posting("1", seats=3, firm=other))
    assert draw_down(session, [made])[made.id].offered == 0
    assert add_party(session, by, made, other, reason="said so in writing")
    assert not add_party(session, by, made, other, reason="said so in writing")
    assert draw_down(session, [made])[made.id].offered == 3
    assert _history(session) == [("parties", "Bakery", "Bakery; Oven")]


def test_one_leads_and_the_last_one_stays(scene: Scene, other: Organisation) -> None:
    session, by, made = scene.session, scene.helper, _write(scene, scene.firm, other)
    assert let_lead(session, by, made, other, reason="it has the trainers")
    assert [one.organisation.name for one in made.parties if one.leads] == ["Oven"]
    assert not let_lead(session, by, made, other, reason="it has the trainers")
    assert remove_party(session, by, made, other, reason="it left")
    assert [(one.organisation.name, one.leads) for one in made.parties] == [("Bakery", True)]
    with pytest.raises(NoPartyError):
        remove_party(session, by, made, scene.firm, reason="it left too")
    assert not remove_party(session, by, made, other, reason="it left")
    assert _history(session)[-1] == ("parties", "Oven; Bakery", "Bakery")
