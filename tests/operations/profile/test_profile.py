"""Who an organisation is and what it could give: kept, confirmed, ended, never lost."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.base import utc_now
from models.capacity import Capacity, Workplace
from models.enums import CodingDecision, OpportunityKind, Role
from models.opportunity import Organisation
from models.referral_enums import OrganisationSize
from tests.operations.staff import Staff, Work, at_once, staff_of, viewer
from wasl.access.viewer import Viewer
from wasl.operations.confirm_occupation import UnknownOccupationError
from wasl.operations.profile import capacities, describe
from wasl.operations.profile.capacities import (
    CapacityLine,
    add_capacity,
    change_capacity,
    choose_occupation,
    end_capacity,
)
from wasl.operations.profile.confirm import HOLDS, confirm_profile, is_due
from wasl.operations.profile.describe import Described, set_profile, state_of, workplaces_of
from wasl.operations.profile.errors import ProfileChangedError, ProfileRule, ProfileRuleError

TODAY = date(2026, 11, 23)
BAKER = CapacityLine(
    kind=OpportunityKind.JOB, title="Baker", quantity=3, governorate="IQ-BA", occupation="7512"
)


@pytest.fixture
def staff(session: Session) -> Staff:
    return staff_of(session)


@pytest.fixture
def owner(session: Session, staff: Staff) -> Viewer:
    """The owner of the bakery, which says that it works in Basra and Maysan."""
    by = viewer(staff.add(Role.EMPLOYER_OWNER))
    set_profile(session, by, staff.bakery, described(), seen="")
    session.flush()
    return by


def described(**values: object) -> Described:
    given: dict[str, object] = {
        "sector": "10",
        "size": OrganisationSize.SMALL,
        "places": frozenset({"IQ-BA", "IQ-MA"}),
        "about": "  Bread since 1978 ",
        "website": "bakery.example",
    }
    return Described(**(given | values))  # type: ignore[arg-type]


def events(session: Session, action: AuditAction) -> list[AuditEvent]:
    session.commit()
    found = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.id)
    return list(session.scalars(found))


def rule_of(session: Session, by: Viewer, organisation: Organisation, **values: object) -> str:
    seen = state_of(organisation)
    with pytest.raises(ProfileRuleError) as caught:
        set_profile(session, by, organisation, described(**values), seen=seen)
    return caught.value.rule


def test_a_profile_is_kept_and_recorded(session: Session, staff: Staff, owner: Viewer) -> None:
    bakery = staff.bakery
    assert (bakery.sector_code, bakery.size) == ("10", OrganisationSize.SMALL)
    assert (bakery.about, bakery.website) == ("Bread since 1978", "https://bakery.example")
    assert workplaces_of(session, bakery) == ["IQ-BA", "IQ-MA"]
    assert bakery.profile_at is not None
    again = described(places=frozenset({"IQ-BA", "IQ-AR"}), about="")
    set_profile(session, owner, bakery, again, seen=state_of(bakery))
    assert workplaces_of(session, bakery) == ["IQ-AR", "IQ-BA"]
    told = [event.details["columns"] for event in events(session, AuditAction.ORGANISATION_CHANGED)]
    assert told == [
        ["sector_code", "size", "about", "website", "workplaces"],
        ["about", "workplaces"],
    ]


def test_what_a_profile_must_keep_to(session: Session, staff: Staff, owner: Viewer) -> None:
    bakery = staff.bakery
    add_capacity(session, owner, bakery, BAKER)
    refused: dict[ProfileRule, dict[str, object]] = {
        ProfileRule.SECTOR_UNKNOWN: {"sector": "04"},
        ProfileRule.NO_PLACE: {"places": frozenset()},
        ProfileRule.PLACE_UNKNOWN: {"places": frozenset({"IQ-BA", "IQ-BA.zubair"})},
        ProfileRule.PLACE_IN_USE: {"places": frozenset({"IQ-MA"})},
        ProfileRule.WEBSITE: {"website": "javascript://x.example/%0aalert(1)"},
    }
    for rule, values in refused.items():
        assert rule_of(session, owner, bakery, **values) == rule
    for website in (
        "javascript:alert(1)",
        "localhost",
        "https://a b.example",
        "http://[",
        "ftp://a.b",
    ):
        assert rule_of(session, owner, bakery, website=website) == ProfileRule.WEBSITE
    assert bakery.website == "https://bakery.example"
    assert workplaces_of(session, bakery) == ["IQ-BA", "IQ-MA"]


def test_who_saw_an_older_profile_changes_nothing(
    session: Session, staff: Staff, owner: Viewer
) -> None:
    seen = state_of(staff.bakery)
    set_profile(session, owner, staff.bakery, described(about="first"), seen=seen)
    with pytest.raises(ProfileChangedError):
        set_profile(session, owner, staff.bakery, described(about="second"), seen=seen)
    with pytest.raises(ProfileChangedError):
        confirm_profile(session, owner, staff.bakery, today=TODAY, seen=seen)
    assert staff.bakery.about == "first"


def test_two_who_change_a_profile_at_once_do_not_overwrite_each_other(
    engine: Engine, session: Session, staff: Staff, owner: Viewer
) -> None:
    assert _two_at_once(engine, session, staff, owner) == ["NoneType", "ProfileChangedError"]


def test_twin_without_looking_at_what_was_seen_the_first_change_is_lost(
    engine: Engine,
    session: Session,
    staff: Staff,
    owner: Viewer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(describe, "hold_profile", lambda *_args: None)
    assert _two_at_once(engine, session, staff, owner) == ["NoneType", "NoneType"]


def _two_at_once(engine: Engine, session: Session, staff: Staff, owner: Viewer) -> list[str]:
    key, seen = staff.bakery.id, state_of(staff.bakery)
    session.commit()

    def change(about: str) -> Work:
        def work(own: Session) -> None:
            bakery = own.get_one(Organisation, key)
            set_profile(own, owner, bakery, described(about=about), seen=seen)

        return work

    raised = at_once(engine, change("one"), change("other"))
    return sorted(type(error).__name__ for error in raised)


def test_a_line_is_added_with_its_code(session: Session, staff: Staff, owner: Viewer) -> None:
    line = add_capacity(session, owner, staff.bakery, BAKER)
    assert (line.title, line.quantity, line.governorate_code) == ("Baker", 3, "IQ-BA")
    assert (line.occupation_code, line.coding_decision) == ("7512", CodingDecision.CONFIRMED)
    found = add_capacity(
        session,
        owner,
        staff.bakery,
        CapacityLine(kind=OpportunityKind.INTERNSHIP, title="  Plumber ", quantity=1),
    )
    assert (found.title, found.occupation_code) == ("Plumber", "7126")
    assert found.coding_decision is CodingDecision.SURE
    told = [event.details for event in events(session, AuditAction.CAPACITY_CHANGED)]
    assert told == [{"what": "added", "kind": "job"}, {"what": "added", "kind": "internship"}]


def test_tools_and_money_are_no_occupation(session: Session, staff: Staff, owner: Viewer) -> None:
    oven = CapacityLine(
        kind=OpportunityKind.IN_KIND, title="Baker", quantity=2, unit="ovens", amount=5
    )
    loan = CapacityLine(
        kind=OpportunityKind.FINANCE, title="Loan", quantity=2, unit="x", amount=5_000_000
    )
    one, other = (add_capacity(session, owner, staff.bakery, line) for line in (oven, loan))
    assert (one.unit, one.amount, other.unit, other.amount) == ("ovens", None, None, 5_000_000)
    assert {one.occupation_code, other.occupation_code} == {None}
    assert not one.undecided


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"title": "  "}, ProfileRule.TITLE_MISSING),
        ({"quantity": 0}, ProfileRule.QUANTITY),
        ({"quantity": 100_001}, ProfileRule.QUANTITY),
        ({"amount": 0}, ProfileRule.AMOUNT),
        ({"governorate": "IQ-AR"}, ProfileRule.NOT_A_PLACE_OF_WORK),
        (
            {"available_from": TODAY, "available_until": TODAY - timedelta(1)},
            ProfileRule.DATES,
        ),
    ],
)
def test_what_a_line_must_keep_to(
    session: Session, staff: Staff, owner: Viewer, change: dict[str, object], rule: ProfileRule
) -> None:
    with pytest.raises(ProfileRuleError) as caught:
        add_capacity(session, owner, staff.bakery, CapacityLine(**(vars(BAKER) | change)))
    assert caught.value.rule is rule
    assert session.scalar(select(func.count(Capacity.id))) == 0


def test_an_occupation_that_does_not_exist_is_refused(
    session: Session, staff: Staff, owner: Viewer
) -> None:
    for code in ("9999", "75"):
        line = CapacityLine(**(vars(BAKER) | {"occupation": code}))
        with pytest.raises(UnknownOccupationError):
            add_capacity(session, owner, staff.bakery, line)


def test_changing_a_line_confirms_it_and_codes_a_new_title(
    session: Session, staff: Staff, owner: Viewer
) -> None:
    line = add_capacity(session, owner, staff.bakery, BAKER)
    line.confirmed_at = utc_now() - timedelta(400)
    session.flush()
    more = CapacityLine(**(vars(BAKER) | {"quantity": 9, "occupation": None}))
    change_capacity(session, owner, line, more, seen=line.version)
    assert (line.quantity, line.occupation_code) == (9, "7512"), "the same title keeps its code"
    assert line.confirmed_at > utc_now() - timedelta(1)
    other = CapacityLine(**(vars(more) | {"title": "Plumber"}))
    stale = line.version
    change_capacity(session, owner, line, other, seen=line.version)
    assert line.occupation_code == "7126"
    with pytest.raises(ProfileChangedError):
        change_capacity(session, owner, line, more, seen=stale)
    assert line.title == "Plumber"


def test_what_a_title_means_can_be_corrected(session: Session, staff: Staff, owner: Viewer) -> None:
    line = add_capacity(session, owner, staff.bakery, BAKER)
    choose_occupation(session, owner, line, "7511", seen=line.version)
    assert (line.occupation_code, line.coding_decision) == ("7511", CodingDecision.CONFIRMED)
    choose_occupation(session, owner, line, None, seen=line.version)
    assert line.occupation_code is None
    with pytest.raises(UnknownOccupationError):
        choose_occupation(session, owner, line, "751", seen=line.version)


def test_an_ended_line_stays_and_is_ended_once(
    session: Session, staff: Staff, owner: Viewer
) -> None:
    line = add_capacity(session, owner, staff.bakery, BAKER)
    seen = line.version
    assert end_capacity(session, owner, line, seen=seen)
    ended = line.ended_at
    assert not end_capacity(session, owner, line, seen=seen), "a second click"
    assert line.ended_at == ended is not None
    with pytest.raises(ProfileRuleError):
        change_capacity(session, owner, line, BAKER, seen=line.version)
    set_profile(
        session,
        owner,
        staff.bakery,
        described(places=frozenset({"IQ-MA"})),
        seen=state_of(staff.bakery),
    )
    assert session.scalar(select(func.count(Capacity.id))) == 1
    told = [event.details["what"] for event in events(session, AuditAction.CAPACITY_CHANGED)]
    assert told == ["added", "ended"]


def test_a_line_that_somebody_changed_is_not_ended(
    session: Session, staff: Staff, owner: Viewer
) -> None:
    line = add_capacity(session, owner, staff.bakery, BAKER)
    seen = line.version
    change_capacity(
        session, owner, line, CapacityLine(**(vars(BAKER) | {"quantity": 8})), seen=seen
    )
    with pytest.raises(ProfileChangedError):
        end_capacity(session, owner, line, seen=seen)
    assert line.ended_at is None


def test_once_a_year_all_of_it_is_confirmed(session: Session, staff: Staff, owner: Viewer) -> None:
    bakery = staff.bakery
    kept = add_capacity(session, owner, bakery, BAKER)
    over = add_capacity(
        session, owner, bakery, CapacityLine(**(vars(BAKER) | {"available_until": TODAY}))
    )
    assert not is_due(bakery, utc_now())
    assert is_due(bakery, utc_now() + HOLDS + timedelta(1))
    before = kept.confirmed_at
    tomorrow = TODAY + timedelta(1)
    count = confirm_profile(session, owner, bakery, today=tomorrow, seen=state_of(bakery))
    assert count == 1
    assert kept.confirmed_at > before
    assert kept.ended_at is None
    assert over.ended_at is not None


def test_places_of_one_organisation_are_nobody_elses(
    session: Session, staff: Staff, owner: Viewer
) -> None:
    set_profile(session, owner, staff.mill, described(places=frozenset({"IQ-AR"})), seen="")
    rows = session.execute(select(Workplace.organisation_id, Workplace.governorate_code)).all()
    assert sorted(map(tuple, rows)) == sorted(
        [
            (staff.bakery.id, "IQ-BA"),
            (staff.bakery.id, "IQ-MA"),
            (staff.mill.id, "IQ-AR"),
        ]
    )
    with pytest.raises(ProfileRuleError):
        add_capacity(session, owner, staff.mill, BAKER)
    assert capacities.is_coded(OpportunityKind.MENTORING)
