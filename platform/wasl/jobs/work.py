"""What each job does: an operation each, and the counts that come of it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, delete

from matching.engine import Keep
from models.base import utc_now
from models.job import JobRun
from wasl.access.viewer import SCHEDULER
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.database import write_session
from wasl.messages.carriers.ways import carriers_of
from wasl.operations.backup.bring_back import drop_kept
from wasl.operations.barriers.measure_barriers import measure_barriers as measure_all
from wasl.operations.check_audit import check_audit as walk_audit
from wasl.operations.clock import checks as clock_checks
from wasl.operations.clock import commitments as clock_commitments
from wasl.operations.clock import offers as clock_offers
from wasl.operations.clock import postings as clock_postings
from wasl.operations.clock import profiles as clock_profiles
from wasl.operations.clock import referrals as clock_referrals
from wasl.operations.clock import resolutions as clock_resolutions
from wasl.operations.clock import stock as clock_stock
from wasl.operations.clock.matching import run_matching
from wasl.operations.clock.rounds import run_round
from wasl.operations.deliver_messages import deliver_messages
from wasl.operations.discard_import import sweep_uploads
from wasl.operations.referrals.lines import move_lines as walk_lines
from wasl.operations.retention.run import run_retention
from wasl.operations.settle_message import drop_expired_slips

RUNS_KEPT = timedelta(days=30)


class AuditBrokenError(Exception):
    """The audit log is not as it was written; `wasl audit verify` says where."""


def deliver(engine: Engine, settings: Settings) -> Mapping[str, int]:
    """Send what waits in the outbox."""
    return asdict(deliver_messages(engine, settings, carriers_of(settings)))


def move_lines(engine: Engine, _settings: Settings) -> Mapping[str, int]:
    """Introduce those who waited in line and for whom there is room now."""
    return {"introduced": walk_lines(engine)}


def carry_out_retention(engine: Engine, settings: Settings) -> Mapping[str, int]:
    """Erase, give notice, anonymise and purge what is due."""
    report = asdict(run_retention(engine, SCHEDULER, settings))
    purged: Mapping[str, int] = report.pop("purged")
    return {**report, "purged": sum(purged.values())}


def check_audit(engine: Engine, settings: Settings) -> Mapping[str, int]:
    """Walk the chain of the audit log, and note its end outside the database.

    Raises AuditBrokenError.
    """
    found = walk_audit(engine, settings, SCHEDULER)
    if not found.whole:
        raise AuditBrokenError
    return {"events": found.checked}


def compute_matches(engine: Engine, settings: Settings) -> Mapping[str, int]:
    """Match everybody anew, and once more while postings were published meanwhile."""
    keep = Keep(settings.keep_eligible, settings.keep_near)
    return asdict(run_matching(engine, SCHEDULER, today_in_baghdad(), keep))


def expire_postings(engine: Engine, _settings: Settings) -> Mapping[str, int]:
    """End postings whose last day is over, and announce it a week before."""
    return run_round(engine, clock_postings.expire_postings)


def ask_after_postings(engine: Engine, _settings: Settings) -> Mapping[str, int]:
    """Ask after postings that nobody attends to, and hide those left unanswered."""
    return run_round(engine, clock_postings.ask_after_postings)


def remind_of_actions(engine: Engine, _settings: Settings) -> Mapping[str, int]:
    """Remind of what was decided and falls due, and of what is overdue."""
    return run_round(engine, clock_resolutions.remind_of_actions)


def expire_referrals(engine: Engine, _settings: Settings) -> Mapping[str, int]:
    """Remind people and employers half-way, and end what nobody answered."""
    return run_round(engine, clock_referrals.expire_referrals)


def expire_offers(engine: Engine, _settings: Settings) -> Mapping[str, int]:
    """Remind people of offers half-way, and free the places of those that ran out."""
    return run_round(engine, clock_offers.expire_offers)


def due_checks(engine: Engine, _settings: Settings) -> Mapping[str, int]:
    """Ask both sides of a placement whether somebody is still there."""
    return run_round(engine, clock_checks.due_checks)


def remind_of_stock(engine: Engine, _settings: Settings) -> Mapping[str, int]:
    """Ask employers and offices about what was lent and is not back in time."""
    return run_round(engine, clock_stock.remind_of_stock)


def ask_after_profiles(engine: Engine, _settings: Settings) -> Mapping[str, int]:
    """Ask employers once a year whether what they could give still holds."""
    return run_round(engine, clock_profiles.ask_after_profiles)


def remind_of_commitments(engine: Engine, _settings: Settings) -> Mapping[str, int]:
    """Remind of commitments before their deadline, and ask after them once it is over."""
    return run_round(engine, clock_commitments.remind_of_commitments)


def measure_barriers(engine: Engine, _settings: Settings) -> Mapping[str, int]:
    """Count how many people met what stands in their way, protected, once a day."""
    return {"measures": measure_all(engine, today_in_baghdad())}


def sweep(engine: Engine, settings: Settings) -> Mapping[str, int]:
    """Throw away uploads that nobody settled, slips that nobody fetched, and what has got old."""
    uploads = sweep_uploads(settings) + drop_kept(settings)
    with write_session(engine) as session:
        old = delete(JobRun).where(JobRun.started_at < utc_now() - RUNS_KEPT)
        runs = cast("CursorResult[Any]", session.execute(old)).rowcount
        slips = drop_expired_slips(session)
    return {"uploads": uploads, "runs": runs, "slips": slips}
