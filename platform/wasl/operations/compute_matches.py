"""Compute all matches and keep the best of them with their explanations."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from matching.columns import Columns, digest_columns
from matching.engine import Keep, Matches
from matching.engine import compute_matches as score_pairs
from matching.explanation import explain_matches
from matching.policy import ENGINE_VERSION, Policy, default_policy
from models.access_enums import AuditAction
from models.base import utc_now
from models.match import Match, MatchPolicy, MatchRun
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.columns.people import consenting_ids
from wasl.operations.build_match_columns import build_match_columns

KEPT_RUNS = 3
"""So many finished runs stay in the database; a score of an older one can be computed again."""

Progress = Callable[[int], None]

_CACHE_KIB, _USUAL_CACHE_KIB = 300_000, 2_000

_COLUMNS = (
    "run_id",
    "person_id",
    "opportunity_id",
    "points",
    "eligible",
    "rank_for_person",
    "rank_for_opportunity",
    "unmet",
    "explanation",
)


@dataclass(frozen=True)
class MatchPlan:
    """A computed run that is not stored yet."""

    policy_id: int
    as_of: date
    started_at: datetime
    columns: Columns
    matches: Matches


def latest_policy(session: Session) -> MatchPolicy:
    """Return the newest policy; the one that Wasl ships with is added on first use."""
    policy = session.scalar(select(MatchPolicy).order_by(MatchPolicy.version.desc()).limit(1))
    if policy is None:
        shipped = default_policy()
        policy = MatchPolicy(
            version=shipped.version, note="As shipped", weights=dict(shipped.weights)
        )
        session.add(policy)
        session.flush()
    return policy


def as_engine_policy(policy: MatchPolicy) -> Policy:
    """Return a stored policy as the engine takes it."""
    return Policy(policy.version, policy.weights)


def _nothing(_done: int) -> None:
    pass


def plan_matches(
    session: Session, as_of: date, keep: Keep | None = None, progress: Progress = _nothing
) -> MatchPlan:
    """Read everybody who consents and all published opportunities, and score them.

    Nothing is locked meanwhile; `progress` is told how many opportunities are done.
    """
    started_at = utc_now()
    policy = latest_policy(session)
    columns = build_match_columns(session, as_of)
    matches = score_pairs(columns, as_engine_policy(policy), keep or Keep(), progress)
    return MatchPlan(policy.id, as_of, started_at, columns, matches)


def store_matches(
    session: Session, by: Viewer, plan: MatchPlan, progress: Progress = _nothing
) -> MatchRun:
    """Store a planned run with its explanations, and drop all but the latest few runs.

    Consent is read once more: somebody who withdrew it since the plan was made is left out.
    `progress` is told how many matches are stored.
    """
    people, opportunities = plan.columns.people, plan.columns.opportunities
    run = MatchRun(
        policy_id=plan.policy_id,
        engine=ENGINE_VERSION,
        data_digest=digest_columns(plan.columns),
        as_of=plan.as_of,
        started_at=plan.started_at,
        people=int(people.consent.sum()),
        opportunities=len(opportunities),
        eligible_pairs=plan.matches.eligible_pairs,
    )
    session.add(run)
    session.flush()
    consenting = consenting_ids(session)
    _set_cache(session, _CACHE_KIB)
    stored = 0
    for rows in _rows(plan, run.id, consenting):
        _insert(session, rows)
        stored += len(rows)
        progress(stored)
    _set_cache(session, _USUAL_CACHE_KIB)
    run.finished_at = utc_now()
    session.flush()
    _forget_old_runs(session)
    record(
        session,
        by,
        AuditAction.MATCHES_COMPUTED,
        people=run.people,
        opportunities=run.opportunities,
    )
    return run


def compute_matches(
    session: Session, by: Viewer, as_of: date, keep: Keep | None = None
) -> MatchRun:
    """Compute and store all matches in one go, for callers that hold the write lock anyway."""
    return store_matches(session, by, plan_matches(session, as_of, keep))


def _rows(plan: MatchPlan, run_id: int, consenting: set[int]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield rows of the table `match`, some ten thousand at a time."""
    matches = plan.matches
    people = plan.columns.people.id[matches.person]
    opportunities = plan.columns.opportunities.id[matches.opportunity]
    unmet_texts: dict[tuple[str, ...], str] = {}
    for part in explain_matches(plan.columns, matches):
        at = part.position
        columns = zip(
            people[at].tolist(),
            opportunities[at].tolist(),
            matches.points[at].tolist(),
            matches.eligible[at].tolist(),
            matches.rank_for_person[at].tolist(),
            matches.rank_for_opportunity[at].tolist(),
            part.unmet,
            part.stored,
            strict=True,
        )
        rows = []
        for person, opportunity, points, eligible, rank, other_rank, unmet, stored in columns:
            if person not in consenting:
                continue
            text = unmet_texts.setdefault(tuple(unmet), json.dumps(unmet))
            pair = (run_id, person, opportunity, points, eligible)
            rows.append((*pair, rank or None, other_rank or None, text, stored))
        yield rows


def _insert(session: Session, rows: list[tuple[Any, ...]]) -> None:
    """Insert rows with the driver's own executemany: several times faster than through mappings.

    The explanations are JSON text already.
    """
    if not rows:
        return
    connection = session.connection()
    mark = "%s" if connection.dialect.paramstyle in {"format", "pyformat"} else "?"
    table = connection.dialect.identifier_preparer.format_table(Match.__table__)
    statement = (
        f"INSERT INTO {table} ({', '.join(_COLUMNS)}) "  # noqa: S608 -- constants only
        f"VALUES ({', '.join([mark] * len(_COLUMNS))})"
    )
    connection.exec_driver_sql(statement, rows)


def _set_cache(session: Session, kib: int) -> None:
    """Let SQLite hold the indexes in memory while rows come in an order of their own."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size = -{kib}")


def _forget_old_runs(session: Session) -> None:
    newest = (
        select(MatchRun.id)
        .where(MatchRun.finished_at.is_not(None))
        .order_by(MatchRun.id.desc())
        .limit(KEPT_RUNS)
    )
    keep = set(session.scalars(newest))
    old = set(session.scalars(select(MatchRun.id))) - keep
    if old:
        session.execute(delete(Match).where(Match.run_id.in_(old)))
        session.execute(delete(MatchRun).where(MatchRun.id.in_(old)))


def latest_run(session: Session, as_of: date | None = None) -> MatchRun | None:
    """Return the newest finished run, if wanted only of one day."""
    query = select(MatchRun).where(MatchRun.finished_at.is_not(None))
    if as_of is not None:
        query = query.where(MatchRun.as_of == as_of)
    return session.scalar(query.order_by(MatchRun.id.desc()).limit(1))


def count_matches(session: Session, run: MatchRun) -> int:
    """Return how many matches a run kept."""
    return session.scalar(select(func.count()).where(Match.run_id == run.id)) or 0
