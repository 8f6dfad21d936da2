"""Walk the audit log, note what was found, and anchor its end outside the database."""

from collections.abc import Callable, Sequence

from sqlalchemy import Engine

from models.audit import AuditCheck
from models.base import utc_now
from wasl.access.viewer import Viewer
from wasl.audit.anchors import Anchor, add_anchor, anchor_path, read_anchors
from wasl.audit.verify import Verification, verify_chain
from wasl.config import Settings
from wasl.short_writes import short_write


def check_audit(
    engine: Engine,
    settings: Settings,
    by: Viewer,
    anchors: Sequence[Anchor] = (),
    progress: Callable[[int], None] = lambda _done: None,
) -> Verification:
    """Verify the log against the anchors in the data folder and keep the outcome for the page.

    anchors: from other places, in addition.
    A log that is whole gets a new anchor; one that is broken does not. In transactions of its own:
    call it while this thread holds no write lock. Raises AnchorError and OSError for a file of
    anchors that cannot be used.
    """
    path = anchor_path(settings)
    own = read_anchors(path) if path.exists() else []
    found = verify_chain(engine, [*own, *anchors], progress)
    with short_write(engine) as session:
        session.add(
            AuditCheck(
                checked=found.checked,
                fault=found.fault.value if found.fault else None,
                event_id=found.event_id,
                by=by.name,
            )
        )
    if found.whole:
        add_anchor(path, Anchor(id=found.checked, digest=found.digest, at=utc_now()))
    return found
