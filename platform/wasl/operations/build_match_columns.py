"""Build the columns that matches are computed from."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.columns import Columns, Vocabulary
from matching.corroborate import corroborate
from models.place import PlaceNeighbour
from wasl.columns.opportunities import read_opportunities
from wasl.columns.people import read_people
from wasl.columns.reader import Reader, Scope, core_skills


def build_match_columns(
    session: Session,
    as_of: date,
    person_ids: Sequence[int] | None = None,
    opportunity_ids: Sequence[int] | None = None,
) -> Columns:
    """Read everybody and all opportunities on offer, or only those with the given ids.

    The same data give the same columns. An opportunity that is named is read whatever its status.
    """
    reader = Reader(session, Scope(person_ids, opportunity_ids))
    opportunities = read_opportunities(reader)
    people = read_people(reader)
    core = core_skills(reader)
    opportunities = replace(
        opportunities, titles=corroborate(opportunities.titles, opportunities.required, core)
    )
    people = replace(people, titles=corroborate(people.titles, people.skills, core))
    neighbours = reader.rows(
        select(PlaceNeighbour.place_code, PlaceNeighbour.neighbour_code).order_by(
            PlaceNeighbour.place_code, PlaceNeighbour.neighbour_code
        )
    )
    around: dict[int, list[int]] = {}
    for place, neighbour in neighbours:
        around.setdefault(reader.places.number(place), []).append(reader.places.number(neighbour))
    vocabulary = Vocabulary(
        occupations=reader.occupations.names,
        skills=reader.skills.names,
        coded=reader.skill_is_coded,
        languages=reader.languages.names,
        licences=reader.licences.names,
        places=reader.places.names,
        neighbours=[around.get(index, []) for index in range(len(reader.places.names))],
    )
    return Columns(people, opportunities, vocabulary, as_of.toordinal())
