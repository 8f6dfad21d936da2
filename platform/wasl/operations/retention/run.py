"""The nightly round: erasures that are due, notices, anonymisation, purging."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import ErasureCause, RetentionKind
from models.account import Account
from models.base import utc_now
from wasl.access.viewer import Viewer
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations.retention.anonymise import anonymise_person
from wasl.operations.retention.erase import due_erasures, erase_due
from wasl.operations.retention.notices import cancel_awakened, due_people, give_notices
from wasl.operations.retention.policies import Keep, read_policies
from wasl.operations.retention.purge import purge_old
from wasl.operations.retention.round_table import forget_round_table


@dataclass
class RetentionReport:
    """What one round did."""

    erased: int = 0
    noticed: int = 0
    kept_on: int = 0
    anonymised: int = 0
    accounts: int = 0
    purged: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Round:
    """What a step works with."""

    session: Session
    by: Viewer
    settings: Settings
    policies: dict[RetentionKind, Keep]
    report: RetentionReport


def _erase(round_: _Round) -> None:
    round_.report.erased += erase_due(round_.session, round_.by, round_.settings)


def _notice(round_: _Round) -> None:
    session, report = round_.session, round_.report
    keep = round_.policies[RetentionKind.PERSON]
    report.kept_on += cancel_awakened(session, keep)
    session.flush()
    report.noticed += give_notices(session, round_.by, keep, round_.settings.language)


def _anonymise(round_: _Round) -> None:
    session, by = round_.session, round_.by
    for person, notice in due_people(session):
        anonymise_person(session, by, person, ErasureCause.RETENTION, round_.settings)
        notice.done_at = utc_now()
        round_.report.anonymised += 1


def _close_accounts(round_: _Round) -> None:
    """Empty accounts that were closed long ago; what they did stays under their opaque id."""
    before = utc_now() - timedelta(days=round_.policies[RetentionKind.ACCOUNT].keep_days)
    closed = select(Account).where(Account.closed_at < before, Account.login_index.is_not(None))
    for account in round_.session.scalars(closed).unique():
        account.login = account.login_index = account.outside_subject = None
        account.password_hash = account.suspended_reason = None
        account.display_name = ""
        round_.report.accounts += 1


def _purge(round_: _Round) -> None:
    round_.report.purged |= purge_old(round_.session, round_.settings, round_.policies)


def _forget_round_table(round_: _Round) -> None:
    round_.report.purged |= forget_round_table(round_.session, round_.by, round_.policies)


STEPS: tuple[Callable[[_Round], None], ...] = (
    *(_erase, _notice, _anonymise, _close_accounts, _purge),
    _forget_round_table,
)


def run_retention(engine: Engine, by: Viewer, settings: Settings) -> RetentionReport:
    """Do the round, each step in a transaction of its own; a killed round is done again whole."""
    report = RetentionReport()
    for step in STEPS:
        with write_session(engine) as session:
            step(_Round(session, by, settings, read_policies(session), report))
    return report


def carry_out(session: Session, by: Viewer, settings: Settings) -> RetentionReport:
    """Do the round in the transaction of the caller."""
    report = RetentionReport()
    for step in STEPS:
        step(_Round(session, by, settings, read_policies(session), report))
        session.flush()
    return report


def preview_retention(session: Session) -> RetentionReport:
    """Return what a round would do now to people: erase, anonymise."""
    return RetentionReport(erased=len(due_erasures(session)), anonymised=len(due_people(session)))
