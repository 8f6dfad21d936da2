"""Give a new record the next reference, also when several are written at the same moment."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.commitment import Commitment
from models.meeting import Meeting

TRIES = 5


def add_with_reference(
    session: Session, made: Commitment | Meeting, next_reference: Callable[[], str]
) -> None:
    """Store a new record under the next reference; whoever took that meanwhile keeps it.

    next_reference: what is free now, asked anew for each try. Raises IntegrityError when each
    was taken by somebody who was quicker.
    """
    for left in reversed(range(TRIES)):
        made.ref = next_reference()
        try:
            with session.begin_nested():
                session.add(made)
        except IntegrityError:
            if not left:
                raise
        else:
            return
