"""Profiles under the clock: asked after once a year, until somebody confirms them."""

from datetime import timedelta

from models.base import utc_now
from models.enums import OrganisationStanding
from tests.operations.clock.conftest import Turn
from tests.operations.placements.scene import Scene
from wasl.operations.clock.profiles import ask_after_profiles

NOTHING, ASKED = {"asked": 0}, {"asked": 1}


def test_it_is_asked_after_once_a_year_until_it_is_confirmed(scene: Scene, turn: Turn) -> None:
    scene.firm.profile_at = utc_now()
    scene.told()
    assert turn(ask_after_profiles, 364) == NOTHING
    assert turn(ask_after_profiles, 366) == ASKED
    assert scene.told() == ["profile_year_old"]
    for day in (367, 500, 729):
        assert turn(ask_after_profiles, day) == NOTHING
    assert turn(ask_after_profiles, 731) == ASKED
    scene.firm.profile_at = utc_now() + timedelta(days=740)
    assert turn(ask_after_profiles, 1100) == NOTHING, "confirmed after that"
    assert turn(ask_after_profiles, 1106) == ASKED


def test_who_has_no_profile_or_was_refused_is_not_asked(scene: Scene, turn: Turn) -> None:
    assert scene.firm.profile_at is None
    assert turn(ask_after_profiles, 800) == NOTHING
    scene.firm.profile_at = utc_now()
    scene.firm.standing = OrganisationStanding.REFUSED
    assert turn(ask_after_profiles, 800) == NOTHING
