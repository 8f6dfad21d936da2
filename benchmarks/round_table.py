"""`python -m benchmarks.round_table [PEOPLE]`: what stands behind the pages of the round table.

So many people, a commitment for every twenty of them, four postings for each and somebody in most
of them. The draw-down of all commitments is timed beside one that asks for each of them by itself;
both must count the same.
"""

import sys
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from benchmarks.reach import PLACES, TRADES, fill
from models.base import utc_now
from models.commitment import Citation, Commitment, CommitmentParty
from models.enums import CodingDecision, OpportunityStatus, OrganisationStanding
from models.opportunity import Organisation
from models.opportunity_kinds import Job
from models.placement import Placement, PlacementCheck
from models.referral_enums import CheckAnswer, Side
from models.round_table_enums import CitationOrigin, CitationState, CommitmentKind
from models.round_table_states import RETAINED_DAY
from wasl.barriers.measure import measure
from wasl.config import Settings
from wasl.database import ensure_database, make_engine, write_session
from wasl.figures.publish import make_figures, read_figures
from wasl.operations.barriers.measure_barriers import keep_measures
from wasl.operations.commitments.draw_down import draw_down
from wasl.operations.gaps.board import read_board

TODAY = date(2026, 11, 23)
BEGAN = TODAY - timedelta(days=120)
ROUNDS = 3
ORGANISATIONS = 60
POSTINGS_EACH = 4
LIMIT_SECONDS = 1.0


def promise(engine: Engine, commitments: int, people: int) -> None:
    """Write commitments, the postings that keep them, and who began there and stayed."""
    chance = np.random.default_rng(11)
    with write_session(engine) as session:
        session.add_all(
            Organisation(name=f"O{one}", name_key=f"o{one}", standing=OrganisationStanding.VETTED)
            for one in range(ORGANISATIONS)
        )
        session.flush()
        firms = list(session.scalars(select(Organisation.id)))
        made = [_commitment(number, chance, firms) for number in range(commitments)]
        session.add_all(made)
        session.flush()
        for one in made:
            session.add_all(_postings(one, chance))
        session.flush()
        _cite(session)
        _place(session, chance, people)


def _commitment(number: int, chance: np.random.Generator, firms: list[int]) -> Commitment:
    return Commitment(
        ref=f"B-{number}",
        made_on=BEGAN,
        kind=CommitmentKind.JOB,
        text="Twenty places",
        quantity=20,
        title="Work",
        occupation_code=str(chance.choice(TRADES)),
        coding_decision=CodingDecision.SURE,
        governorate_code=str(chance.choice(PLACES)),
        deadline=TODAY + timedelta(days=int(chance.integers(-90, 300))),
        parties=[CommitmentParty(organisation_id=int(chance.choice(firms)), leads=True)],
    )


def _postings(commitment: Commitment, chance: np.random.Generator) -> Iterable[Job]:
    ended, published = OpportunityStatus.CLOSED, OpportunityStatus.PUBLISHED
    for number in range(POSTINGS_EACH):
        yield Job(
            organisation_id=commitment.parties[0].organisation_id,
            ref=f"{commitment.ref}/{number}",
            commitment_ref=commitment.ref,
            employer_wording="Bench",
            title="Work",
            seats=int(chance.integers(1, 6)),
            occupation_code=commitment.occupation_code,
            coding_decision=CodingDecision.SURE,
            status=ended if chance.random() < 0.2 else published,
            governorate_code=commitment.governorate_code,
        )


def _cite(session: Session) -> None:
    pairs = select(Job.id, Commitment.id).join(Commitment, Commitment.ref == Job.commitment_ref)
    values = {"state": CitationState.CONFIRMED, "origin": CitationOrigin.EMPLOYER}
    rows = [
        {"opportunity_id": posting, "commitment_id": one, "decided_at": utc_now(), **values}
        for posting, one in session.execute(pairs)
    ]
    session.execute(insert(Citation), rows)


def _place(session: Session, chance: np.random.Generator, people: int) -> None:
    """Let one in five people begin somewhere; most are still there after ninety days."""
    postings = list(session.scalars(select(Job.id).where(Job.commitment_ref.is_not(None))))
    began = [
        {"person_id": person, "opportunity_id": int(chance.choice(postings)), "starts_on": BEGAN}
        for person in range(1, people + 1, 5)
    ]
    session.execute(insert(Placement), began)
    session.execute(
        insert(PlacementCheck),
        [row for one in session.scalars(select(Placement.id)) for row in _checks(one, chance)],
    )


def _checks(placement: int, chance: np.random.Generator) -> Iterable[dict[str, Any]]:
    due = BEGAN + timedelta(days=RETAINED_DAY)
    stayed = chance.random() < 0.7
    for side in (Side.EMPLOYER, Side.PERSON):
        yield {
            "placement_id": placement,
            "day": RETAINED_DAY,
            "side": side,
            "due_on": due,
            "closes_on": due + timedelta(days=21),
            "answer": CheckAnswer.STILL_THERE if stayed else CheckAnswer.ENDED,
            "answered_at": utc_now(),
        }


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of some rounds."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return median(times)


def measured(engine: Engine) -> list[tuple[str, float]]:
    """Return what was timed; end where the two ways to count disagree."""
    with Session(engine) as session:
        figures = seconds(lambda: make_figures(session, TODAY), 1)
        barriers = seconds(lambda: measure(session, TODAY), 1)
    with write_session(engine) as session:
        read_figures(session, TODAY)
        keep_measures(session, measure(session, TODAY), TODAY)
    with Session(engine) as session:
        board = seconds(lambda: read_board(session, TODAY))
        promised = session.scalars(select(Commitment)).all()
        together = seconds(lambda: draw_down(session, promised))
        single = seconds(lambda: [draw_down(session, [one]) for one in promised], 1)
        alone = {one.id: draw_down(session, [one])[one.id] for one in promised}
        if alone != draw_down(session, promised):
            sys.exit("counted together and one by one, commitments do not come to the same")
    return [
        ("figures of a day, once", figures),
        ("barriers of a day, once", barriers),
        ("gap board", board),
        ("draw-down of all commitments", together),
        ("the same, one by one", single),
    ]


def main() -> None:
    """Print the table; end when what a page waits for is too slow."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        engine = make_engine(settings)
        ensure_database(engine)
        fill(settings, people)
        promise(engine, people // 20, people)
        with Session(engine) as session:
            sizes = [session.scalar(select(func.count(one.id))) for one in (Commitment, Job)]
        print("{:,} people, {:,} commitments, {:,} postings; seconds\n".format(people, *sizes))
        rows = measured(engine)
        for name, taken in rows:
            print(f"{name:34}{taken:9.3f}")
        print(f"{'ratio of the last two':34}{rows[-1][1] / rows[-2][1]:9.1f}")
        engine.dispose()
    slowest = max(taken for _name, taken in rows[2:4])
    if slowest > LIMIT_SECONDS:
        sys.exit(f"a page waits longer than {LIMIT_SECONDS} s")


if __name__ == "__main__":
    main()
