"""`python -m benchmarks.reach [PEOPLE]`: how many people a draft reaches, before it is published.

Beside it, in the same run, the way without any of its own: the columns of everybody are read anew
for each look, and every change of the draft is a run of the whole engine's masks over them.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from matching.block import Prepared
from matching.columns import Columns
from matching.policy import ENGINE_VERSION
from matching.reach import reach_of
from models.base import utc_now
from models.enums import (
    CodingDecision,
    ConsentPurpose,
    Hours,
    LanguageLevel,
    OpportunityStatus,
    OrganisationStanding,
)
from models.match import MatchRun
from models.opportunity import OpportunityLanguage, Organisation
from models.opportunity_kinds import Job
from models.person import Education, Person, PersonLanguage, Preference, WorkExperience
from models.register import Consent
from wasl.config import Settings
from wasl.database import ensure_database, make_engine, write_session
from wasl.figures.reader import FEW
from wasl.operations.build_match_columns import build_match_columns
from wasl.operations.compute_matches import latest_policy
from wasl.operations.postings.reach import reach_of_posting

TODAY = date(2026, 11, 23)
ROUNDS = 5
PART = 2_000
LIMIT_SECONDS = 4.0
TRADES = ("7512", "7411", "7212", "5223", "4110", "8332", "9313", "5120")
PLACES = ("IQ-BA", "IQ-BG", "IQ-AR", "IQ-NI", "IQ-SU", "IQ-DA", "IQ-KI")


def fill(settings: Settings, people: int) -> int:
    """Make so many people who agree, a draft and a finished run; return the draft's id."""
    chance = np.random.default_rng(7)
    engine = make_engine(settings)
    for start in range(1, people + 1, PART):
        numbers = range(start, min(start + PART, people + 1))
        with write_session(engine) as session:
            _insert(session, list(numbers), chance)
    with write_session(engine) as session:
        draft = Job(
            organisation=Organisation(
                name="Bench", name_key="bench", standing=OrganisationStanding.VETTED
            ),
            ref="1",
            employer_wording="Bench",
            title="Baker",
            seats=2,
            occupation_code=TRADES[0],
            coding_decision=CodingDecision.SURE,
            status=OpportunityStatus.DRAFT,
            governorate_code=PLACES[0],
            education_min=3,
            experience_min_years=4,
            wage_max=600_000,
            hours=Hours.FULL,
            languages=[OpportunityLanguage(language="en", level=LanguageLevel.B1)],
        )
        session.add(draft)
        session.add(
            MatchRun(
                policy_id=latest_policy(session).id,
                engine=ENGINE_VERSION,
                data_digest="",
                as_of=TODAY,
                started_at=utc_now(),
                finished_at=utc_now(),
                people=people,
                opportunities=0,
                eligible_pairs=0,
            )
        )
        session.flush()
        identity = draft.id
    engine.dispose()
    return identity


def _insert(session: Session, numbers: list[int], chance: np.random.Generator) -> None:
    def each(table: type, **values: Callable[[], object]) -> None:
        rows = [
            {**{name: make() for name, make in values.items()}, "person_id": n} for n in numbers
        ]
        session.execute(insert(table), rows)

    places = [str(chance.choice(PLACES)) for _ in numbers]
    rows = [{"id": n, "governorate_code": p} for n, p in zip(numbers, places, strict=True)]
    session.execute(insert(Person), rows)
    each(Education, level=lambda: int(chance.integers(0, 8)))
    each(
        Preference,
        wage_min=lambda: int(chance.integers(6, 30)) * 50_000,
        hours=lambda: Hours.FULL,
        relocate_anywhere=lambda: bool(chance.random() < 0.2),
    )
    each(
        PersonLanguage,
        language=lambda: "en",
        level=lambda: list(LanguageLevel)[int(chance.integers(0, 6))],
    )
    each(Consent, purpose=lambda: ConsentPurpose.MATCHING, granted=lambda: True)
    each(
        WorkExperience,
        title=lambda: "Work",
        years=lambda: float(chance.integers(0, 15)),
        occupation_code=lambda: str(chance.choice(TRADES)),
        coding_decision=lambda: CodingDecision.SURE,
        coding_candidates=list,
    )


def naive(session: Session, draft: int) -> Columns:
    """Read everybody, and go through the masks once for the draft and once for each change."""
    columns = build_match_columns(session, TODAY, opportunity_ids=[draft])
    changes = len(reach_of(Prepared(columns), FEW).steps)
    for _ in range(changes):
        Prepared(columns).block(np.zeros(1, np.int64))
    return columns


def timed(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median of some rounds in seconds."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        action()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def main() -> int:
    """Print the table; 1 where a look takes longer than it may."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        engine = make_engine(settings)
        ensure_database(engine)
        engine.dispose()
        draft = fill(settings, people)
        engine = make_engine(settings)
        with Session(engine) as session:
            posting = session.get_one(Job, draft)
            look = lambda: reach_of_posting(session, posting, TODAY)  # noqa: E731
            first, again = timed(look, 1), timed(look)
            posting.wage_max = 700_000
            session.flush()
            other = timed(look, 1)
            baseline = timed(lambda: naive(session, draft), 3)
        engine.dispose()
    print(f"{people:,} people who agree, one draft with seven conditions; seconds, median\n")
    print(f"{'the first look after a run':44}{first:8.2f}")
    print(f"{'the same draft again':44}{again:8.2f}")
    print(f"{'the draft after a change':44}{other:8.2f}")
    print(f"{'without kept columns, a pass for each change':44}{baseline:8.2f}")
    print(f"{'ratio':44}{baseline / other:8.1f}")
    return 0 if other < LIMIT_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
