"""`python -m benchmarks.people_search [PEOPLE]`: looking for people whose names are sealed.

One office with so many people; each page of the caseworker's list is timed beside what it was
while names were plain: a folded column in the same database, searched with LIKE and sorted.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, insert, text
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.access_enums import AssignmentBasis
from models.base import utc_now
from models.case import CaseAssignment
from models.enums import Agency, Register, Role
from models.person import Person, PersonIdentity, PersonKey
from models.register import RegisterEntry
from models.sealed import keys_of
from wasl.access.viewer import Viewer
from wasl.config import Settings
from wasl.database import ensure_database, make_engine, write_session
from wasl.operations.ensure_office import ensure_office
from wasl.operations.person_keys import wanted_digests
from wasl.portals.caseworker.queries.people import PeopleFilter, PeopleOrder, find_people

FIRST = "محمد علي حسين أحمد زينب فاطمة كريم عمر هێمن شيلان دلشاد نور مريم خالد سعاد آرام ليلى سامي"
LAST = "الجبوري الدليمي العبيدي البرزنجي الحسيني الموسوي الكوردي السامرائي التميمي الزبيدي الراوي"
RARE = "قسطنطين"
ROUNDS = 5
PART = 2_000
LIMIT_SECONDS = 1.5


def make_name(number: int, chance: random.Random) -> str:
    """Return a name of four words; one person in a thousand has a rare one."""
    first = RARE if number % 1_000 == 0 else chance.choice(FIRST.split())
    middle = " ".join(chance.choices(FIRST.split(), k=2))
    return f"{first} {middle} {chance.choice(LAST.split())}"


def fill(engine: Engine, people: int) -> Viewer:
    """Make an office with so many cases, and a plain copy of their names; return a caseworker."""
    chance = random.Random(7)
    with write_session(engine) as session:
        office = ensure_office(session, Agency.MRC, "Bench").id
        session.execute(text("CREATE TABLE plain (person_id INTEGER PRIMARY KEY, key TEXT)"))
    for start in range(1, people + 1, PART):
        numbers = range(start, min(start + PART, people + 1))
        names = {number: make_name(number, chance) for number in numbers}
        with write_session(engine) as session:
            _insert(session, names, office)
    return Viewer(name="bench", account_id=1, role=Role.CASEWORKER, office_id=office)


def _insert(session: Session, names: dict[int, str], office: int) -> None:
    ring = keys_of(session.get_bind().dialect)
    entry = {"register": Register.MRC, "digest": "", "unrecognised": {}, "wording": {}}
    case = {"office_id": office, "basis": AssignmentBasis.INTAKE, "accepted_at": utc_now()}
    session.execute(insert(Person), [{"id": number} for number in names])
    identities = [{"person_id": number, "name_ar": name} for number, name in names.items()]
    session.execute(insert(PersonIdentity), identities)
    keys = [
        {"person_id": number, "digest": digest}
        for number, name in names.items()
        for digest in wanted_digests(ring, PersonIdentity(name_ar=name))
    ]
    session.execute(insert(PersonKey), keys)
    entries = [{"person_id": number, "case_no": f"B-{number}", **entry} for number in names]
    session.execute(insert(RegisterEntry), entries)
    session.execute(insert(CaseAssignment), [{"person_id": number, **case} for number in names])
    plain = [{"id": number, "key": fold(name)} for number, name in names.items()]
    session.execute(text("INSERT INTO plain VALUES (:id, :key)"), plain)


def seconds(work: Callable[[], object]) -> float:
    """Return the median time of some rounds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


_HAS_WORD = (
    " AND (n.key LIKE ? OR EXISTS (SELECT 1 FROM register_entry e WHERE e.person_id = p.id "
    "AND lower(e.case_no) LIKE ?))"
)


def plain_page(session: Session, office: int | None, words: str, *, by_name: bool) -> int:
    """Count and list a page as it was done with plain names; return how many were found."""
    found = (
        "FROM person p JOIN plain n ON n.person_id = p.id WHERE EXISTS (SELECT 1 FROM "
        "case_assignment c WHERE c.person_id = p.id AND c.office_id = :office)"
    )
    values: dict[str, object] = {"office": office}
    for number, word in enumerate(words.split()):
        found += _HAS_WORD.replace("?", f":w{number}")
        values[f"w{number}"] = f"%{fold(word)}%"
    order = "n.key, p.id" if by_name else "p.id DESC"
    total = session.execute(text(f"SELECT count(*) {found}"), values).scalar_one()
    page = text(f"SELECT p.id {found} ORDER BY {order} LIMIT 25")
    session.execute(page, values).all()
    return int(total)


CASES = (
    ("rare name", RARE, PeopleOrder.NEWEST),
    ("two words", f"{RARE} محمد", PeopleOrder.NEWEST),
    ("common name", "محمد", PeopleOrder.NEWEST),
    ("two letters", "قس", PeopleOrder.NEWEST),
    ("case number", "b-1999", PeopleOrder.NEWEST),
    ("everybody, by name", "", PeopleOrder.NAME),
)


def main() -> None:
    """Print seconds of each page beside the plain one; end when one is too slow."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    slowest = 0.0
    with TemporaryDirectory() as folder:
        engine = make_engine(Settings(data_dir=Path(folder)))
        ensure_database(engine)
        begin = time.perf_counter()
        viewer = fill(engine, people)
        print(f"{people:,} people sealed and indexed in {time.perf_counter() - begin:.1f} s")
        print(f"{'':22}{'found':>8}{'sealed':>10}{'plain':>10}{'ratio':>8}")
        for title, words, order in CASES:
            wanted = PeopleFilter(words=words, order=order)
            by_name = order is PeopleOrder.NAME
            with Session(engine) as session:
                total = find_people(session, viewer, wanted, 1, "en").total
                if total != plain_page(session, viewer.office_id, words, by_name=by_name):
                    sys.exit(f"{title}: sealed and plain names do not find the same people")
                sealed = seconds(
                    lambda wanted=wanted, session=session: find_people(
                        session, viewer, wanted, 1, "en"
                    )
                )
                plain = seconds(
                    lambda words=words, session=session, by_name=by_name: plain_page(
                        session, viewer.office_id, words, by_name=by_name
                    )
                )
            slowest = max(slowest, sealed)
            print(f"{title:22}{total:8,}{sealed:9.3f}s{plain:9.3f}s{sealed / plain:8.1f}")
        engine.dispose()
    if slowest > LIMIT_SECONDS:
        sys.exit(f"a page took longer than {LIMIT_SECONDS} s")


if __name__ == "__main__":
    main()
