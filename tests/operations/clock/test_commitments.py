"""Commitments under the clock: reminded of twice, asked after once, and left alone when kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.base import utc_now
from models.commitment import Commitment, Milestone
from models.enums import Role
from models.message import Message
from models.opportunity import Organisation
from models.round_table_enums import CommitmentKind, CommitmentState
from models.stakeholder import ContactRole
from tests.operations.clock.conftest import Turn
from tests.operations.commitments.promises import add_promise, cite
from tests.operations.placements.scene import TODAY, Scene
from tests.operations.trust import add_account
from wasl.operations.clock.commitments import remind_of_commitments

NOTHING = {"reminded": 0, "asked_after": 0}


@pytest.fixture
def promise(scene: Scene) -> Commitment:
    """Two jobs, to be kept in a hundred days; the secretariat has an account."""
    add_account(scene.session, Role.SECRETARIAT, "sara@gmac.example")
    return add_promise(scene.session, scene.firm, quantity=2, deadline=TODAY + timedelta(days=100))


def _sent(scene: Scene) -> list[tuple[str, str | None]]:
    rows = scene.session.execute(
        select(Message.template, Message.address).order_by(Message.id)
    ).all()
    return [(template, address) for template, address in rows if template.startswith("commitment")]


def test_it_is_reminded_of_twice_and_asked_after_once(
    scene: Scene, turn: Turn, promise: Commitment
) -> None:
    version = promise.version
    assert turn(remind_of_commitments, 69) == NOTHING
    assert turn(remind_of_commitments, 70) == {"reminded": 1, "asked_after": 0}
    assert turn(remind_of_commitments, 71) == NOTHING
    assert turn(remind_of_commitments, 92) == NOTHING
    assert turn(remind_of_commitments, 93) == {"reminded": 1, "asked_after": 0}
    assert turn(remind_of_commitments, 100) == NOTHING, "its last day is a day to keep it"
    assert turn(remind_of_commitments, 101) == {"reminded": 0, "asked_after": 1}
    assert turn(remind_of_commitments, 130) == NOTHING
    assert promise.version == version, "whoever amends it now is not disturbed"
    told = [template for template, _ in _sent(scene)]
    assert told == ["commitment_due", "commitment_soon"] * 2 + [
        "commitment_over",
        "commitment_not_kept",
    ]


def test_a_machine_that_was_off_reminds_once(scene: Scene, turn: Turn, promise: Commitment) -> None:
    assert promise.reminded_at is None
    assert turn(remind_of_commitments, 95) == {"reminded": 1, "asked_after": 0}
    assert len(_sent(scene)) == 2


def test_another_deadline_is_reminded_of_anew(
    scene: Scene, turn: Turn, promise: Commitment
) -> None:
    assert turn(remind_of_commitments, 101)["asked_after"] == 1
    promise.deadline = TODAY + timedelta(days=300)
    assert turn(remind_of_commitments, 200) == NOTHING
    assert turn(remind_of_commitments, 271)["reminded"] == 1
    assert turn(remind_of_commitments, 301)["asked_after"] == 1
    assert scene.session.get(Commitment, promise.id) is promise


def test_what_is_kept_is_left_alone_and_what_is_only_offered_is_not(
    scene: Scene, turn: Turn, promise: Commitment
) -> None:
    posting = scene.posting("1", seats=2)
    cite(scene.session, promise, posting)
    scene.placed(scene.person("1"), posting)
    assert turn(remind_of_commitments, 71)["reminded"] == 1, "one of two began"
    scene.placed(scene.person("2"), posting)
    assert turn(remind_of_commitments, 94) == NOTHING
    assert turn(remind_of_commitments, 101) == NOTHING


def test_a_measure_is_kept_with_its_last_milestone(
    scene: Scene, turn: Turn, promise: Commitment
) -> None:
    promise.kind = CommitmentKind.POLICY
    step = Milestone(commitment=promise, text="قرار")
    scene.session.add(step)
    assert turn(remind_of_commitments, 71)["reminded"] == 1
    step.done_on, step.evidence = TODAY, "أمر 12"
    assert turn(remind_of_commitments, 101) == NOTHING


def test_what_was_withdrawn_or_has_no_deadline_is_never_asked_after(
    scene: Scene, turn: Turn, promise: Commitment
) -> None:
    add_promise(scene.session, scene.firm, ref="OPEN", deadline=None)
    promise.state = CommitmentState.WITHDRAWN
    for day in (71, 101):
        assert turn(remind_of_commitments, day) == NOTHING


def test_each_party_hears_where_it_reads(
    scene: Scene, turn: Turn, promise: Commitment, other: Organisation
) -> None:
    joint = add_promise(
        scene.session, scene.firm, other, ref="JOINT", deadline=TODAY + timedelta(days=20)
    )
    role = ContactRole(organisation=other, role="HR", email="hr@oven.example")
    gone = ContactRole(organisation=other, role="HR", email="old@oven.example", ended_at=utc_now())
    scene.session.add_all([role, gone])
    turn(remind_of_commitments, 0)
    heard = [address for template, address in _sent(scene) if template == "commitment_due"]
    assert "hr@oven.example" in heard
    assert "old@oven.example" not in heard
    assert len(heard) == 2
    params = scene.session.scalars(
        select(Message.params).where(Message.template == "commitment_due")
    ).all()
    assert {one["ref"] for one in params} == {joint.ref}
    assert promise.reminded_at is None
