"""`python -m benchmarks.public_search [POSTINGS]`: anybody looks for what is offered.

So many published postings in three languages, each with a page of text; each search is timed
beside one that folds every text anew, which must find the same postings.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matching.coding.normalise import words
from models.enums import OpportunityKind, OpportunityStatus, OrganisationStanding
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import CLASS_OF_KIND
from wasl.config import Settings
from wasl.database import ensure_database, make_engine, write_session
from wasl.portals.offered.queries.search import (
    OfferedFilter,
    OfferedOrder,
    find_offered,
    list_groups,
)
from wasl.trades import trades_meant

TODAY = date(2026, 11, 23)
TITLES = (
    ("خباز", "7512"), ("لحام أنابيب", "7212"), ("سائق شاحنة", "8332"), ("شۆفێری لۆری", "8332"),
    ("Pipe welder", "7212"), ("Accountant", "2411"), ("محاسب", "2411"), ("كهربائي", "7411"),
)  # fmt: skip
TEXT = (
    "العمل في ورشة حديثة مع فريق من ذوي الخبرة الدوام من الأحد إلى الخميس والنقل على الشركة "
    "کارکردن لە کارگەیەکی نوێ لەگەڵ تیمێکی بەئەزموون The work is on site with a team "
)
PLACES = ("IQ-BA", "IQ-AR", "IQ-BG", "IQ-DA", None)
RARE = "قسطنطينية"
ROUNDS = 5
PART = 1_000
LIMIT_SECONDS = 0.5


def make_posting(number: int, chance: random.Random, employer: Organisation) -> Opportunity:
    """Return a published posting; one in a thousand has a rare word."""
    title, code = chance.choice(TITLES)
    said = " ".join(chance.choices(TEXT.split(), k=120))
    return CLASS_OF_KIND[chance.choice(list(OpportunityKind))](
        organisation=employer,
        ref=str(number),
        employer_wording=employer.name,
        title=title,
        occupation_code=code,
        description=f"{said} {RARE}" if number % 1_000 == 0 else said,
        status=OpportunityStatus.PUBLISHED,
        governorate_code=chance.choice(PLACES),
        seats=3,
    )


def fill(engine: Engine, postings: int) -> None:
    """Publish so many postings of sixty employers."""
    chance = random.Random(7)
    for start in range(1, postings + 1, PART):
        with write_session(engine) as session:
            employers = session.scalars(select(Organisation)).all() or [
                Organisation(
                    name=f"شركة {number}",
                    name_key=str(number),
                    standing=OrganisationStanding.VETTED,
                )
                for number in range(60)
            ]
            for number in range(start, min(start + PART, postings + 1)):
                session.add(make_posting(number, chance, chance.choice(employers)))


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of some rounds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return median(times)


def plainly(session: Session, wanted: OfferedFilter) -> int:
    """Count what has all words of a search, or means its trade, by folding every text."""
    found = 0
    columns = (Opportunity.title, Opportunity.description, Opportunity.employer_wording)
    parts = [(word, trades_meant(session, word)) for word in words(wanted.words)]
    whole = trades_meant(session, wanted.words)
    for code, *texts in session.execute(select(Opportunity.occupation_code, *columns)):
        said = " ".join(words.__wrapped__(" ".join(text or "" for text in texts)))
        each = all(word in said or code in trades for word, trades in parts)
        found += each or code in whole
    return found


CASES = (
    ("everything", OfferedFilter()),
    ("closing soon", OfferedFilter(order=OfferedOrder.CLOSING)),
    ("rare word", OfferedFilter(words=RARE)),
    ("trade, another language", OfferedFilter(words="Svetsare")),
    ("two words", OfferedFilter(words="لحام الخميس")),
    ("common word", OfferedFilter(words="ورشة")),
    ("six words", OfferedFilter(words="العمل في ورشة حديثة مع فريق")),
)


def main() -> None:
    """Print seconds of each search beside the plain one; end when one is too slow."""
    postings = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    slowest = 0.0
    with TemporaryDirectory() as folder:
        engine = make_engine(Settings(data_dir=Path(folder)))
        ensure_database(engine)
        begin = time.perf_counter()
        fill(engine, postings)
        print(f"{postings:,} postings written and folded in {time.perf_counter() - begin:.1f} s")
        with Session(engine) as session:
            groups = seconds(lambda: list_groups(session, TODAY, "en"))
            print(f"{'groups of trades':26}{'':8}{groups:9.3f}s")
            for title, wanted in CASES:
                total = find_offered(session, wanted, 1, TODAY, "en").page.total
                if wanted.words and total != plainly(session, wanted):
                    sys.exit(f"{title}: folded and plain texts do not find the same postings")
                needed = seconds(partial(find_offered, session, wanted, 1, TODAY, "en"))
                slowest = max(slowest, needed)
                print(f"{title:26}{total:8,}{needed:9.3f}s")
        engine.dispose()
    if slowest > LIMIT_SECONDS:
        sys.exit(f"a search took longer than {LIMIT_SECONDS} s")


if __name__ == "__main__":
    main()
