"""Measure barriers once a day: read without a lock, kept at the end in one short transaction."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.barrier import BarrierMeasure
from wasl.barriers.measure import Measured, measure
from wasl.database import write_session
from wasl.figures.tables import ALL


def measure_barriers(engine: Engine, today: date) -> int:
    """Measure all barriers of a day and keep them; return how many measures are new.

    A day is measured once: who looks twice on one day sees nobody come or go.
    """
    with Session(engine) as session:
        if is_measured(session, today):
            return 0
        measured = measure(session, today)
    with write_session(engine) as session:
        return keep_measures(session, measured, today)


def is_measured(session: Session, day: date) -> bool:
    """Tell whether a day has its measures."""
    found = select(BarrierMeasure.id).where(BarrierMeasure.on_day == day).limit(1)
    return session.scalar(found) is not None


def keep_measures(session: Session, measured: Sequence[Measured], day: date) -> int:
    """Keep the measures of a day that has none yet; return how many they are."""
    if is_measured(session, day):
        return 0
    session.add_all(
        BarrierMeasure(
            barrier=one.barrier,
            governorate_code=None if one.governorate == ALL else one.governorate,
            on_day=day,
            met=one.met,
            looked_at=one.looked_at,
        )
        for one in measured
    )
    session.flush()
    return len(measured)
