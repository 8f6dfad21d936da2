"""Write the matches of a run as the file that FILES.md, section 3, describes."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.explanation import Explanation, read_explanation
from matching.policy import TOTAL
from models.access_enums import AuditAction
from models.match import Match, MatchRun
from models.opportunity import Opportunity
from models.person import Person
from models.register import RegisterEntry
from wasl.access.viewer import Viewer
from wasl.audit.record import record_each
from wasl.columns.people import consenting_ids
from wasl.database import begin_write
from wasl.files.formulas import neutralise

COLUMNS = ("returnee", "opportunity", "rank", "score", "eligible", "unmet", "explanation")

AT_ONCE = 20_000  # people recorded in one transaction

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def person_keys(session: Session) -> dict[int, str]:
    """Return each person's key, `register:case_no`; of several registers the first that came."""
    first = select(func.min(RegisterEntry.id)).group_by(RegisterEntry.person_id)
    query = select(RegisterEntry.person_id, RegisterEntry.register, RegisterEntry.case_no).where(
        RegisterEntry.id.in_(first)
    )
    return {
        person: f"{register.value}:{case_no}"
        for person, register, case_no in session.execute(query)
    }


def opportunity_keys(session: Session) -> dict[int, str]:
    """Return each opportunity's key, `employer/ref`."""
    query = select(Opportunity.id, Opportunity.employer_wording, Opportunity.ref)
    return {id_: f"{employer}/{ref}" for id_, employer, ref in session.execute(query)}


def explanation_data(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation as files carry it: shares of 1, codes and numbers, no prose."""
    return {
        "requirements": {line.requirement: line.state for line in explanation.requirements},
        "criteria": [
            {
                "criterion": line.criterion,
                "score": line.share / 1000,
                "weight": line.weight / TOTAL,
                "level": line.level,
                "matched": line.matched,
                "missing": line.missing,
                "facts": {name: fact for name, fact in line.facts.items() if fact is not None},
            }
            for line in explanation.criteria
        ],
    }


def match_rows(
    session: Session, run: MatchRun, top: int | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Yield the person's id and the cells of each match on a returnee's list, by rank.

    top: so many fits for each returnee, and as many near misses. Whoever has withdrawn consent
    since the run is left out.
    """
    people, opportunities = person_keys(session), opportunity_keys(session)
    consenting, weights = consenting_ids(session), run.policy.weights
    query = (
        select(
            Match.person_id,
            Match.opportunity_id,
            Match.rank_for_person,
            Match.points,
            Match.eligible,
            Match.unmet,
            Match.explanation,
        )
        .where(Match.run_id == run.id, Match.rank_for_person.is_not(None))
        .order_by(Match.person_id, Match.rank_for_person)
        .execution_options(yield_per=2000)
    )
    listed: Counter[tuple[int, bool]] = Counter()
    for person, opportunity, rank, points, eligible, unmet, stored in session.execute(query):
        listed[person, eligible] += 1
        if person not in consenting or person not in people:
            continue
        if top is not None and listed[person, eligible] > top:
            continue
        explanation = read_explanation(stored, weights, unmet, points)
        named = [neutralise(people[person]), neutralise(opportunities[opportunity]), str(rank)]
        yield person, [*named, *_cells(explanation, points, unmet, eligible=eligible)]


def _cells(explanation: Explanation, points: int, unmet: list[str], *, eligible: bool) -> list[str]:
    return [
        f"{points / TOTAL:.6f}",
        "yes" if eligible else "no",
        "; ".join(unmet),
        _COMPACT.encode(explanation_data(explanation)),
    ]


def export_matches(
    session: Session,
    by: Viewer,
    run: MatchRun,
    out: Path,
    top: int | None = None,
    *,
    progress: Callable[[int], None] = lambda _: None,
) -> int:
    """Write a run's matches as CSV, whole or not at all; return how many rows were written.

    That each person of the file was exported is recorded and committed before the file is there.
    Raises OSError if the file cannot be written.
    """
    unfinished = out.with_name(f".{out.name}.unfinished")
    count, people = 0, dict[int, None]()
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for count, (person, cells) in enumerate(match_rows(session, run, top), start=1):
                people[person] = None
                writer.writerow(cells)
                if count % 50_000 == 0:
                    progress(count)
        _record(session, by, list(people), count)
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _record(session: Session, by: Viewer, people: Sequence[int], rows: int) -> None:
    ids: dict[int, str] = dict(session.execute(select(Person.id, Person.public_id)).all())
    session.commit()  # what was only read until now may be old: SQLite would let nothing be written
    for start in range(0, len(people), AT_ONCE):
        begin_write(session)
        some = [ids[person] for person in people[start : start + AT_ONCE]]
        record_each(session, by, AuditAction.PERSON_EXPORTED, some, file="matches", count=rows)
        session.commit()
