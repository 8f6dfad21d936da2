"""Who answered what members were asked for: read from the log, in which their roles stand."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.ask import Ask
from models.audit import AuditEvent
from models.enums import Role
from models.round_table_states import AskStep

_SAID = frozenset({AskStep.PROMISE.value, AskStep.DECLINE.value})
_LINKED, _TAKEN_UP = "linked", AskStep.TAKE_UP.value


def answered_by(session: Session, asks: Sequence[Ask]) -> dict[int, Role | None]:
    """Return by asks the role of whoever gave the answer that holds, or noted it for a member.

    A commitment that is linked is an answer where none was a yes before. Nothing for asks that
    wait, or were answered before there was a log of it.
    """
    ids = {one.public_id: one.id for one in asks if one.answered_at is not None}
    found: dict[int, Role | None] = {}
    promised: set[int] = set()
    for event in session.scalars(
        select(AuditEvent)
        .where(AuditEvent.action == AuditAction.ASK_CHANGED, AuditEvent.object_id.in_(ids))
        .order_by(AuditEvent.id)
    ):
        ask, what = ids[event.object_id or ""], event.details.get("what")
        if what in _SAID or (what == _LINKED and ask not in promised):
            found[ask] = event.actor_role
            promised.discard(ask)
            if what != AskStep.DECLINE.value:
                promised.add(ask)
        elif what == _TAKEN_UP:
            found.pop(ask, None)
            promised.discard(ask)
    return found
