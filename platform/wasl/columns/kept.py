"""People's columns, read once for each run of the matching, and a draft held against them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from matching.columns import Columns, People, Vocabulary
from matching.corroborate import corroborate
from models.match import MatchRun
from models.place import PlaceNeighbour
from wasl.columns.opportunities import read_opportunities
from wasl.columns.people import consenting_ids, read_people
from wasl.columns.reader import Ids, Reader, Scope, core_skills

_NUMBERED = ("occupations", "skills", "languages", "licences", "places", "wordings")


@dataclass(frozen=True)
class KeptPeople:
    """Everybody as the engine takes them, with the numbering that their columns use."""

    people: People
    numbering: Mapping[str, Ids]


_KEPT: WeakKeyDictionary[Engine, tuple[int, KeptPeople]] = WeakKeyDictionary()
_LOCK = Lock()


def read_draft_columns(session: Session, opportunity_id: int, as_of: date) -> Columns:
    """Return the columns of one opportunity, whatever its status, and of everybody.

    What is known of people is as old as the latest run at most; whether they allow that they are
    matched is read anew each time, so somebody who takes it back does not count from then on.
    """
    kept = _people(session)
    numbering = {name: ids.copy() for name, ids in kept.numbering.items()}
    reader = Reader(session, Scope(opportunity_ids=[opportunity_id]), **numbering)
    asked = read_opportunities(reader)
    asked = replace(asked, titles=corroborate(asked.titles, asked.required, core_skills(reader)))
    allowing = np.array(sorted(consenting_ids(session)), np.int64)
    people = replace(kept.people, consent=np.isin(kept.people.id, allowing))
    return Columns(people, asked, _vocabulary(reader), as_of.toordinal())


def _people(session: Session) -> KeptPeople:
    run = session.scalar(select(func.max(MatchRun.id)).where(MatchRun.finished_at.is_not(None)))
    if run is None:
        return _read(session)
    bind = session.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    with _LOCK:
        found = _KEPT.get(engine)
        if found is None or found[0] != run:
            found = _KEPT[engine] = (run, _read(session))
    return found[1]


def _read(session: Session) -> KeptPeople:
    reader = Reader(session, Scope())
    people = read_people(reader)
    titles = corroborate(people.titles, people.skills, core_skills(reader))
    numbering = {name: getattr(reader, name) for name in _NUMBERED}
    return KeptPeople(replace(people, titles=titles), numbering)


def _vocabulary(reader: Reader) -> Vocabulary:
    around: dict[int, list[int]] = {}
    number = reader.places.number
    query = select(PlaceNeighbour.place_code, PlaceNeighbour.neighbour_code)
    for place, neighbour in reader.rows(query.order_by(*query.selected_columns)):
        around.setdefault(number(place), []).append(number(neighbour))
    return Vocabulary(
        occupations=reader.occupations.names,
        skills=reader.skills.names,
        coded=reader.skill_is_coded,
        languages=reader.languages.names,
        licences=reader.licences.names,
        places=reader.places.names,
        neighbours=[around.get(index, []) for index in range(len(reader.places.names))],
    )
