"""Cases move between offices: offered, answered once, handed over, assigned, ended."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, AuditAction
from models.account import Account
from models.audit import AuditEvent
from models.base import utc_now
from models.case import CaseAssignment
from models.case_states import CaseState, CaseStep, in_state, state_of, steps_from
from models.enums import Agency, ConsentPurpose, Role
from models.message import Message
from models.office import Office
from models.person import Person
from models.register import Consent
from tests.operations.cast import add_person
from wasl.access.permissions import Permission
from wasl.access.scope import find
from wasl.access.viewer import COMMAND_LINE, Viewer, viewer_of
from wasl.database import begin_write
from wasl.operations.assign_case import NotOfTheOfficeError, assign_case
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office
from wasl.operations.move_case import (
    CaseMovedError,
    ReasonMissingError,
    accept_case,
    decline_case,
    end_case,
    withdraw_case,
)
from wasl.operations.refer_case import (
    ReferralRefusal,
    ReferralRefusedError,
    Referring,
    refer_case,
)

WHY = "Needs a training that only your centre offers"


@dataclass
class Scene:
    """Two offices with their staff, and a person whose case is the first one's."""

    here: Office
    there: Office
    sender: Account
    receiver: Account
    manager: Account
    person: Person
    case: CaseAssignment


def _staff(session: Session, role: Role, office: Office, name: str) -> Account:
    given = NewAccount(
        login=f"{name}@office.example",
        password="a long enough password",
        display_name=name,
        role=role,
        office=office,
    )
    return create_account(session, COMMAND_LINE, given, way="command")


@pytest.fixture
def scene(session: Session) -> Scene:
    here = ensure_office(session, Agency.MRC, "Erbil")
    there = ensure_office(session, Agency.MOMD, "Ninawa")
    person = add_person(session, "1")
    person.consents.append(Consent(purpose=ConsentPurpose.DATA, granted=True))
    now = utc_now()
    case = CaseAssignment(
        person=person, office=here, basis=AssignmentBasis.INTAKE, offered_at=now, accepted_at=now
    )
    session.add(case)
    made = Scene(
        here=here,
        there=there,
        sender=_staff(session, Role.CASEWORKER, here, "sender"),
        receiver=_staff(session, Role.CASEWORKER, there, "receiver"),
        manager=_staff(session, Role.OFFICE_MANAGER, there, "manager"),
        person=person,
        case=case,
    )
    session.commit()
    return made


def _sees(session: Session, account: Account, person: Person) -> bool:
    viewer = viewer_of(account)
    return find(session, viewer, Permission.SEE_PERSON, person.public_id) is not None


def _offer(session: Session, scene: Scene, **more: object) -> CaseAssignment:
    given = Referring(office=scene.there, reason=WHY, **more)  # type: ignore[arg-type]
    case = refer_case(session, viewer_of(scene.sender), scene.person, given)
    session.commit()
    return case


def test_table_and_states_agree(session: Session, scene: Scene) -> None:
    moments = {name: utc_now() for name in ("accepted_at", "declined_at", "ended_at")}
    for mask in range(8):
        wanted = {name: moments[name] for at, name in enumerate(moments) if mask >> at & 1}
        for name in moments:
            setattr(scene.case, name, wanted.get(name))
        session.flush()
        found = [
            state
            for state in CaseState
            if session.scalar(select(CaseAssignment.id).where(in_state(state)))
        ]
        assert found == [state_of(scene.case)]
    assert steps_from(CaseState.OFFERED) == [CaseStep.ACCEPT, CaseStep.DECLINE, CaseStep.WITHDRAW]
    assert steps_from(CaseState.OPEN) == [CaseStep.END]
    for over in (CaseState.DECLINED, CaseState.WITHDRAWN, CaseState.ENDED):
        assert steps_from(over) == []


def test_receiver_sees_who_it_is_only_after_accepting(session: Session, scene: Scene) -> None:
    case = _offer(session, scene)
    assert state_of(case) is CaseState.OFFERED
    assert not _sees(session, scene.receiver, scene.person)
    accept_case(session, viewer_of(scene.receiver), case)
    session.commit()
    assert case.account_id == scene.receiver.id
    assert _sees(session, scene.receiver, scene.person)
    assert _sees(session, scene.sender, scene.person)


def test_handing_over_ends_the_senders_case(session: Session, scene: Scene) -> None:
    case = _offer(session, scene, hand_over=True)
    assert _sees(session, scene.sender, scene.person)
    accept_case(session, viewer_of(scene.manager), case)
    session.commit()
    assert case.account_id is None
    assert state_of(scene.case) is CaseState.ENDED
    assert not _sees(session, scene.sender, scene.person)
    assert _sees(session, scene.receiver, scene.person)


def test_the_receiving_offices_manager_is_told_and_nothing_personal_in_it(
    session: Session, scene: Scene
) -> None:
    _offer(session, scene)
    (message,) = session.scalars(select(Message)).all()
    assert message.template == "case_offered"
    assert message.account_id == scene.manager.id
    assert message.params == {}


def test_no_consent_no_referral_unless_it_is_said_why(session: Session, scene: Scene) -> None:
    scene.person.consents.append(Consent(purpose=ConsentPurpose.DATA, granted=False))
    session.commit()
    with pytest.raises(ReferralRefusedError) as refused:
        _offer(session, scene)
    assert refused.value.why is ReferralRefusal.NO_CONSENT
    session.rollback()
    case = _offer(session, scene, override="A child is in danger")
    assert case.consent_override == "A child is in danger"
    event = session.scalars(
        select(AuditEvent).where(AuditEvent.action == AuditAction.CASE_REFERRED)
    ).one()
    assert event.details["consent"] == "override"
    assert event.reason == "A child is in danger"


@pytest.mark.parametrize(
    "why",
    [ReferralRefusal.OWN_OFFICE, ReferralRefusal.ALREADY_THERE, ReferralRefusal.OFFICE_CLOSED],
)
def test_where_a_case_cannot_be_offered(
    session: Session, scene: Scene, why: ReferralRefusal
) -> None:
    if why is ReferralRefusal.OWN_OFFICE:
        scene.there = scene.here
    elif why is ReferralRefusal.ALREADY_THERE:
        _offer(session, scene)
    else:
        scene.there.active = False
    with pytest.raises(ReferralRefusedError) as refused:
        _offer(session, scene)
    assert refused.value.why is why


@pytest.mark.parametrize(
    "reason",
    [
        "Zaynab Karim needs a training",
        "zaynab, daughter of KARIM",
        "تحتاج زينب بنت كريم دورة",
        "Call 0770 123 4567 first",
        "See MRC-BAS-1299",
    ],
)
def test_a_reason_that_says_who_it_is_is_refused(
    session: Session, scene: Scene, reason: str
) -> None:
    identity = scene.person.identity
    identity.name_ar, identity.name_latin = "زينب كريم حسن", "Zaynab Karim"
    identity.phone, scene.person.entries[0].case_no = "+9647701234567", "MRC-BAS-1299"
    session.commit()
    with pytest.raises(ReferralRefusedError) as refused:
        refer_case(
            session,
            viewer_of(scene.sender),
            scene.person,
            Referring(office=scene.there, reason=reason),
        )
    assert refused.value.why is ReferralRefusal.NAMES_PERSON
    session.rollback()
    assert _offer(session, scene).reason == WHY


def test_who_has_no_case_offers_none(session: Session, scene: Scene) -> None:
    given = Referring(office=scene.here, reason=WHY)
    with pytest.raises(ReferralRefusedError) as refused:
        refer_case(session, viewer_of(scene.receiver), scene.person, given)
    assert refused.value.why is ReferralRefusal.NO_CASE


def test_a_reason_is_needed(session: Session, scene: Scene) -> None:
    with pytest.raises(ReasonMissingError):
        refer_case(
            session,
            viewer_of(scene.sender),
            scene.person,
            Referring(office=scene.there, reason=" "),
        )
    case = _offer(session, scene)
    with pytest.raises(ReasonMissingError):
        decline_case(session, viewer_of(scene.receiver), case, "")


def test_declined_and_offered_again(session: Session, scene: Scene) -> None:
    case = _offer(session, scene)
    decline_case(session, viewer_of(scene.receiver), case, "No free place before spring")
    session.commit()
    assert state_of(case) is CaseState.DECLINED
    assert case.answer == "No free place before spring"
    assert not _sees(session, scene.receiver, scene.person)
    assert _offer(session, scene).id != case.id


def test_what_was_taken_back_cannot_be_accepted(session: Session, scene: Scene) -> None:
    case = _offer(session, scene)
    withdraw_case(session, viewer_of(scene.sender), case)
    session.commit()
    with pytest.raises(CaseMovedError) as moved:
        accept_case(session, viewer_of(scene.receiver), case)
    assert moved.value.state is CaseState.WITHDRAWN
    session.rollback()
    assert not _sees(session, scene.receiver, scene.person)


def test_ended_cases_are_seen_no_more(session: Session, scene: Scene) -> None:
    end_case(session, viewer_of(scene.sender), scene.case, "Moved abroad")
    session.commit()
    assert not _sees(session, scene.sender, scene.person)
    with pytest.raises(CaseMovedError):
        end_case(session, viewer_of(scene.sender), scene.case, "Again")


def test_assigning_begins_a_new_row(session: Session, scene: Scene) -> None:
    following = assign_case(session, COMMAND_LINE, scene.case, scene.sender)
    session.commit()
    assert state_of(scene.case) is CaseState.ENDED
    assert state_of(following) is CaseState.OPEN
    assert following.account_id == scene.sender.id
    assert assign_case(session, COMMAND_LINE, following, scene.sender) is following
    back = assign_case(session, COMMAND_LINE, following, None)
    session.commit()
    assert back.account_id is None
    assert _sees(session, scene.sender, scene.person)


def test_nobody_of_another_office_is_put_in_charge(session: Session, scene: Scene) -> None:
    with pytest.raises(NotOfTheOfficeError):
        assign_case(session, COMMAND_LINE, scene.case, scene.receiver)
    scene.sender.suspended_at = utc_now()
    with pytest.raises(NotOfTheOfficeError):
        assign_case(session, COMMAND_LINE, scene.case, scene.sender)


def test_each_step_is_recorded(session: Session, scene: Scene) -> None:
    case = _offer(session, scene, hand_over=True)
    accept_case(session, viewer_of(scene.receiver), case)
    session.commit()
    ours = ("case.referred", "case.accepted", "case.ended")
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.action.in_(ours)).order_by(AuditEvent.id)
    ).all()
    assert tuple(event.action.value for event in events) == ours
    assert {event.person for event in events} == {scene.person.public_id}
    assert events[1].details == {"office": scene.there.public_id}


def _at_once(engine: Engine, tries: list[Callable[[Session], None]]) -> list[str]:
    start, outcomes = Barrier(len(tries)), []

    def run(attempt: Callable[[Session], None]) -> None:
        start.wait()
        with Session(engine) as session:
            begin_write(session)
            try:
                attempt(session)
                session.commit()
                outcomes.append("done")
            except CaseMovedError as moved:
                outcomes.append(moved.state.value)

    threads = [Thread(target=run, args=(attempt,)) for attempt in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def _try(case: CaseAssignment, viewer: Viewer, step: CaseStep) -> Callable[[Session], None]:
    number = case.id

    def attempt(session: Session) -> None:
        mine = session.get_one(CaseAssignment, number)
        if step is CaseStep.ACCEPT:
            accept_case(session, viewer, mine)
        else:
            withdraw_case(session, viewer, mine)

    return attempt


def test_of_sixteen_who_accept_at_once_one_does(
    engine: Engine, session: Session, scene: Scene
) -> None:
    case = _offer(session, scene, hand_over=True)
    people = [viewer_of(scene.receiver), viewer_of(scene.manager)] * 8
    tries = [_try(case, viewer, CaseStep.ACCEPT) for viewer in people]
    session.rollback()
    assert _at_once(engine, tries) == ["done"] + ["open"] * 15
    accepted = select(func.count()).where(AuditEvent.action == AuditAction.CASE_ACCEPTED)
    assert session.scalar(accepted) == 1
    ended = select(func.count()).where(AuditEvent.action == AuditAction.CASE_ENDED)
    assert session.scalar(ended) == 1


def test_accepted_or_taken_back_but_never_both(
    engine: Engine, session: Session, scene: Scene
) -> None:
    case = _offer(session, scene)
    sender, receiver = viewer_of(scene.sender), viewer_of(scene.receiver)
    tries = [_try(case, sender, CaseStep.WITHDRAW) for _ in range(8)]
    tries += [_try(case, receiver, CaseStep.ACCEPT) for _ in range(8)]
    session.rollback()
    outcomes = _at_once(engine, tries)
    assert outcomes.count("done") == 1
    assert len(set(outcomes)) == 2
    session.refresh(case)
    assert state_of(case) in {CaseState.OPEN, CaseState.WITHDRAWN}
    assert outcomes.count(state_of(case).value) == 15


def test_twin_whoever_reads_and_then_writes_accepts_twice(
    engine: Engine, session: Session, scene: Scene
) -> None:
    """Without the condition in the UPDATE, two who looked before either wrote both accept.

    On SQLite whoever writes after somebody else wrote is refused as a whole.
    """
    case = _offer(session, scene)
    number = case.id
    session.rollback()
    accepted = 0
    with Session(engine) as one, Session(engine) as two:
        first, second = one.get_one(CaseAssignment, number), two.get_one(CaseAssignment, number)
        for owner, row in ((one, first), (two, second)):
            if state_of(row) is CaseState.OFFERED:
                row.accepted_at = utc_now()
                with suppress(OperationalError):
                    owner.commit()
                    accepted += 1
    assert accepted == (1 if engine.dialect.name == "sqlite" else 2)
