"""What is going on at the demo's round table: a scene for each thing, played once, in order.

The sample workbook is in the database by now: its roundtables, commitments and what cites them.
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from wasl.access.viewer import Viewer
from wasl.operations.barriers.demo import play_barriers
from wasl.operations.commitments.demo import play_promises
from wasl.operations.commitments.demo_lasting import play_lasting
from wasl.operations.demo_names import play_names
from wasl.operations.demo_stakeholders import play_stakeholders
from wasl.operations.gaps.demo import play_gaps
from wasl.operations.meetings.demo import play_next_roundtable
from wasl.operations.meetings.demo_minutes import play_minutes
from wasl.operations.plan.demo import play_plan

Scene = Callable[[Session, Viewer], None]

SCENES: tuple[Scene, ...] = (
    play_stakeholders,
    play_names,
    play_next_roundtable,
    play_gaps,
    play_promises,
    play_lasting,
    play_minutes,
    play_barriers,
    play_plan,
)


def play_round_table(session: Session, by: Viewer) -> None:
    """Play all scenes; whoever calls sees to it that this happens once."""
    for scene in SCENES:
        scene(session, by)
        session.flush()
