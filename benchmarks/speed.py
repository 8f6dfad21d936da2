"""`make bench`: seconds of the engine, beside the straightforward way in the same run.

The baseline goes through a sample of people and its time is scaled up to all of them; its lists
are compared with the engine's, and a difference ends the benchmark.
"""

import resource
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sqlalchemy import insert

from benchmarks.baseline import Baseline
from benchmarks.synthetic import make_columns
from matching.columns import Columns
from matching.engine import Keep, Matches, compute_matches
from matching.explanation import explain_matches
from matching.policy import default_policy
from models.base import utc_now
from models.enums import ConsentPurpose, OpportunityKind, OpportunityStatus
from models.opportunity import Opportunity, Organisation
from models.person import Person
from models.register import Consent
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import ensure_database, make_engine, write_session
from wasl.operations.compute_matches import MatchPlan, latest_policy, store_matches

SIZES = ((400, 160), (20_000, 2_000))
SAMPLE = 300
KEEP = Keep()
POLICY = default_policy()


def _lists(matches: Matches, people: range) -> dict[int, list[tuple[int, int, bool]]]:
    """Return the lists of some people as the baseline gives them."""
    found: dict[int, list[tuple[int, int, bool]]] = {person: [] for person in people}
    chosen = np.flatnonzero((matches.person < len(people)) & (matches.rank_for_person > 0))
    for at in chosen[np.lexsort((matches.rank_for_person[chosen], matches.person[chosen]))]:
        row = (int(matches.opportunity[at]), int(matches.points[at]), bool(matches.eligible[at]))
        found[int(matches.person[at])].append(row)
    return found


def _baseline_seconds(columns: Columns, matches: Matches) -> float:
    """Return the baseline's seconds for all people; end if its lists differ."""
    people = range(min(SAMPLE, len(columns.people)))
    start = time.perf_counter()
    baseline = Baseline(columns, POLICY)
    prepared = time.perf_counter() - start
    lists = {person: baseline.best(person, KEEP) for person in people}
    taken = time.perf_counter() - start - prepared
    if lists != _lists(matches, people):
        sys.exit("the baseline and the engine disagree")
    return prepared + taken * len(columns.people) / len(people)


def _fill(folder: Path, columns: Columns, matches: Matches) -> float:
    """Return the seconds that storing the matches in a fresh SQLite database takes."""
    engine = make_engine(Settings(data_dir=folder))
    ensure_database(engine)
    people, offers = columns.people, columns.opportunities
    with write_session(engine) as session:
        session.execute(insert(Person), [{"id": int(id_)} for id_ in people.id])
        session.execute(
            insert(Consent),
            [
                {"person_id": int(id_), "purpose": ConsentPurpose.MATCHING, "granted": bool(given)}
                for id_, given in zip(people.id, people.consent, strict=True)
            ],
        )
        session.execute(insert(Organisation), [{"id": 1, "name": "Bench", "name_key": "bench"}])
        session.execute(
            insert(Opportunity.__table__),
            [
                {
                    "id": int(id_),
                    "organisation_id": 1,
                    "ref": str(id_),
                    "title": "x",
                    "employer_wording": "Bench",
                    "kind": list(OpportunityKind)[kind],
                    "status": OpportunityStatus.PUBLISHED,
                    "seats": 1,
                }
                for id_, kind in zip(offers.id.tolist(), offers.kind.tolist(), strict=True)
            ],
        )
        policy_id = latest_policy(session).id
    day = date.fromordinal(columns.as_of)
    start = time.perf_counter()
    with write_session(engine) as session:
        store_matches(session, COMMAND_LINE, MatchPlan(policy_id, day, utc_now(), columns, matches))
    taken = time.perf_counter() - start
    engine.dispose()
    return taken


def measure(people: int, opportunities: int) -> None:
    """Print the seconds of one size."""
    columns = make_columns(people, opportunities, seed=7)
    start = time.perf_counter()
    matches = compute_matches(columns, POLICY, KEEP)
    engine = time.perf_counter() - start
    start = time.perf_counter()
    size = sum(len(text) for part in explain_matches(columns, matches) for text in part.stored)
    explain = time.perf_counter() - start
    with TemporaryDirectory() as folder:
        store = _fill(Path(folder), columns, matches)
    baseline = _baseline_seconds(columns, matches)
    print(f"\n{people:,} people × {opportunities:,} opportunities")
    print(f"  pairs that meet every requirement {matches.eligible_pairs:14,}")
    print(f"  matches kept, both sides          {len(matches):14,}")
    print(f"  engine, exact best lists          {engine:14.2f} s")
    print(f"  explanations alone                {explain:14.2f} s  ({size / 1e6:,.0f} MB)")
    print(f"  explained and stored in SQLite    {store:14.2f} s")
    print(f"  NumPy person by person            {baseline:14.2f} s  (one side, scaled up)")
    print(f"  engine against that               {baseline / engine:14.1f} ×")


def main() -> None:
    """Measure all sizes."""
    for people, opportunities in SIZES:
        measure(people, opportunities)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main()
