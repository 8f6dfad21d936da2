"""What organisations of a sector could tick: sound data, nothing twice."""

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.capacity import Capacity
from models.enums import CodingDecision, OpportunityKind, Role
from models.taxonomy import Occupation, Sector
from tests.operations.staff import Staff, staff_of, viewer
from wasl.access.viewer import Viewer
from wasl.operations.profile.capacities import end_capacity, is_coded
from wasl.operations.profile.describe import Described, set_profile
from wasl.operations.profile.suggestions import (
    all_suggestions,
    suggest_capacities,
    take_suggestions,
)

ALL = all_suggestions()


@pytest.fixture
def staff(session: Session) -> Staff:
    return staff_of(session)


@pytest.fixture
def owner(session: Session, staff: Staff) -> Viewer:
    by = viewer(staff.add(Role.EMPLOYER_OWNER))
    in_basra = Described(sector="10", size=None, places=frozenset({"IQ-BA"}))
    set_profile(session, by, staff.bakery, in_basra, seen="")
    return by


def test_every_section_has_some_and_all_are_sound(session: Session) -> None:
    sectors = set(session.scalars(select(Sector.code)))
    codes = set(session.scalars(select(Occupation.code)))
    sections = {code for code in sectors if code.isalpha()}
    assert sections <= {one.sector for one in ALL} <= sectors
    for one in ALL:
        assert all(one.titles[language].strip() for language in ("en", "ar", "ckb")), one
        assert (one.occupation is not None) == is_coded(one.kind), one
        assert one.occupation is None or (len(one.occupation) == 4 and one.occupation in codes)
        assert (one.amount is not None) == (one.kind is OpportunityKind.FINANCE), one
        assert 1 <= one.quantity <= 50
    assert {one.kind for one in ALL} == set(OpportunityKind)


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_nothing_is_suggested_twice_to_a_sector(language: str) -> None:
    counted = Counter((one.sector, one.kind, one.titles[language]) for one in ALL)
    assert [key for key, count in counted.items() if count > 1] == []


def test_a_division_has_its_own_or_its_sections(
    session: Session, staff: Staff, owner: Viewer
) -> None:
    assert {one.sector for one in suggest_capacities(session, staff.bakery)} == {"10"}
    staff.bakery.sector_code = "16"
    assert {one.sector for one in suggest_capacities(session, staff.bakery)} == {"C"}
    staff.bakery.sector_code = None
    assert suggest_capacities(session, staff.bakery) == []


def test_what_is_ticked_becomes_lines_once(session: Session, staff: Staff, owner: Viewer) -> None:
    baker, *_others = suggest_capacities(session, staff.bakery)
    oven = next(one for one in ALL if one.sector == "10" and not one.occupation)
    wanted = {baker.key: 7, oven.key: 2, "999": 1}
    taken = take_suggestions(session, owner, staff.bakery, wanted, "ar")
    assert [(line.title, line.quantity) for line in taken] == [
        (baker.titles["ar"], 7),
        (oven.titles["ar"], 2),
    ]
    assert taken[0].occupation_code == "7512"
    assert {line.coding_decision for line in taken} == {CodingDecision.CONFIRMED}
    assert take_suggestions(session, owner, staff.bakery, wanted, "en") == [], "a second click"
    left = {one.key for one in suggest_capacities(session, staff.bakery)}
    assert not left & set(wanted)
    end_capacity(session, owner, taken[0], seen=taken[0].version)
    assert baker.key in {one.key for one in suggest_capacities(session, staff.bakery)}
    assert len(session.scalars(select(Capacity)).all()) == 2
