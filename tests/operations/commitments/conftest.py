"""An employer, a caseworker and what is promised, on both databases."""

import pytest
from sqlalchemy.orm import Session

from models.enums import OrganisationStanding
from models.opportunity import Organisation
from tests.operations.placements.scene import Scene, scene_of


@pytest.fixture
def scene(session: Session) -> Scene:
    """An employer and a caseworker."""
    return scene_of(session)


@pytest.fixture
def other(session: Session) -> Organisation:
    """Another organisation, in good standing as well."""
    firm = Organisation(name="Oven", name_key="oven", standing=OrganisationStanding.VETTED)
    session.add(firm)
    session.flush()
    return firm
