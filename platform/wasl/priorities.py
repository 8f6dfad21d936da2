"""National priorities by name, in the language of a page."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action_plan import Priority


def list_priorities(session: Session) -> Sequence[Priority]:
    """Return the national priorities in their order."""
    return session.scalars(select(Priority).order_by(Priority.number)).all()


def name_priority(priority: Priority, language: str) -> str:
    """Return what a priority is called."""
    return str(getattr(priority, f"title_{language}"))


def name_priorities(session: Session, language: str) -> dict[int, str]:
    """Return what the national priorities are called by their numbers, in their order."""
    return {one.number: name_priority(one, language) for one in list_priorities(session)}
