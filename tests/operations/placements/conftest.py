"""The cast of a placement, on both databases."""

import pytest
from sqlalchemy.orm import Session

from tests.operations.placements.scene import Scene, scene_of


@pytest.fixture
def scene(session: Session) -> Scene:
    """An employer and a caseworker."""
    return scene_of(session)
