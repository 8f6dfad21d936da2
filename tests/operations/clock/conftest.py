"""A scene whose clock can be turned."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import OrganisationStanding
from models.opportunity import Organisation
from tests.operations.placements.scene import Scene, scene_of
from wasl.operations.clock.rounds import Round, run_round

Turn = Callable[..., dict[str, int]]


@pytest.fixture
def scene(session: Session) -> Scene:
    """An employer and a caseworker."""
    return scene_of(session)


@pytest.fixture
def turn(engine: Engine, session: Session) -> Turn:
    """Do a round as of some days from now, twice: the second one finds nothing to do."""

    def go(work: Callable[[Round], None], days: float) -> dict[str, int]:
        session.commit()
        moment = utc_now() + timedelta(days=days)
        done = run_round(engine, work, moment)
        again = run_round(engine, work, moment)
        assert not any(again.values()), f"done twice: {again}"
        session.expire_all()
        return done

    return go


@pytest.fixture
def other(session: Session) -> Organisation:
    """Another organisation, without anybody who signs in for it."""
    firm = Organisation(name="Oven", name_key="oven", standing=OrganisationStanding.VETTED)
    session.add(firm)
    session.flush()
    return firm
