"""Load places, sectors, occupations, skills, priorities from the data files that ship."""

import csv
import hashlib
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from models.action_plan import Priority
from models.base import Base
from models.enums import TermSource
from models.place import Place, PlaceAlias, PlaceNeighbour
from models.taxonomy import (
    Occupation,
    OccupationTerm,
    ReferenceData,
    Sector,
    Skill,
    SkillOccupation,
    SkillTerm,
)

Row = dict[str, str]


def read_data_file(name: str) -> tuple[list[Row], str]:
    """Return the rows of a file in `models/data` and the SHA-256 of its bytes."""
    content = files("models").joinpath("data", name).read_bytes()
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    return rows, hashlib.sha256(content).hexdigest()


def _upsert(session: Session, table: type[Base], key: str, rows: Sequence[dict[str, Any]]) -> None:
    column = getattr(table, key)
    known = set(session.scalars(select(column)))
    fresh = [row for row in rows if row[key] not in known]
    if fresh:
        session.execute(insert(table), fresh)
    changed = [row for row in rows if row[key] in known]
    if changed:
        session.execute(update(table), changed)


def _load_places(session: Session, rows: list[Row]) -> None:
    places = [
        {
            "code": row["code"],
            "level": row["level"],
            "parent_code": row["parent"] or None,
            "name_en": row["name_en"],
            "name_ar": row["name_ar"],
            "name_ckb": row["name_ckb"],
            "latitude": float(row["latitude"]),
            "longitude": float(row["longitude"]),
        }
        for row in sorted(rows, key=lambda row: row["level"] != "governorate")
    ]
    _upsert(session, Place, "code", places)
    session.execute(delete(PlaceAlias))
    session.execute(delete(PlaceNeighbour))
    aliases = [
        {"place_code": row["code"], "name": name.strip()}
        for row in rows
        for name in row["aliases"].split(";")
        if name.strip()
    ]
    neighbours = {
        pair
        for row in rows
        for other in row["neighbours"].split(";")
        if other.strip()
        for pair in ((row["code"], other.strip()), (other.strip(), row["code"]))
    }
    session.execute(insert(PlaceAlias), aliases)
    session.execute(
        insert(PlaceNeighbour),
        [{"place_code": a, "neighbour_code": b} for a, b in sorted(neighbours)],
    )


def _load_sectors(session: Session, rows: list[Row]) -> None:
    columns = ("code", "section", "label_en", "label_ar", "label_ckb")
    _upsert(session, Sector, "code", [{key: row[key] for key in columns} for row in rows])


def _load_occupations(session: Session, rows: list[Row]) -> None:
    _upsert(
        session,
        Occupation,
        "code",
        [{key: row[key] for key in ("code", "label_en", "label_ar", "label_ckb")} for row in rows],
    )


def _load_occupation_terms(session: Session, rows: list[Row]) -> None:
    session.execute(delete(OccupationTerm).where(OccupationTerm.source == TermSource.WASL))
    session.execute(
        insert(OccupationTerm),
        [
            {
                "codes": row["isco"],
                "language": row["language"],
                "kind": row["kind"],
                "term": row["term"],
                "source": TermSource.WASL,
            }
            for row in rows
        ],
    )


def _load_skills(session: Session, rows: list[Row]) -> None:
    labels = ("label_en", "label_ar", "label_ckb")
    skills = [{"code": row["skill"], **{key: row[key] for key in labels}} for row in rows]
    _upsert(session, Skill, "code", skills)
    session.execute(delete(SkillOccupation))
    session.execute(
        insert(SkillOccupation),
        [
            {"skill_code": row["skill"], "occupation_code": code}
            for row in rows
            for code in row["isco"].split(";")
            if code
        ],
    )


def _load_skill_terms(session: Session, rows: list[Row]) -> None:
    session.execute(delete(SkillTerm).where(SkillTerm.source == TermSource.WASL))
    session.execute(
        insert(SkillTerm),
        [
            {
                "skill_code": row["skill"],
                "language": row["language"],
                "term": row["term"],
                "source": TermSource.WASL,
            }
            for row in rows
        ],
    )


def _load_priorities(session: Session, rows: list[Row]) -> None:
    """Name the national priorities by their numbers; ids stay, so that what serves one does too."""
    titles = {
        int(row["number"]): {key: row[key] for key in ("title_en", "title_ar", "title_ckb")}
        for row in rows
    }
    known = set(session.scalars(select(Priority.number)))
    for number, named in titles.items():
        if number in known:
            session.execute(update(Priority).where(Priority.number == number).values(**named))
        else:
            session.execute(insert(Priority).values(number=number, **named))


# In this order: later files refer to earlier ones.
_LOADERS: dict[str, Callable[[Session, list[Row]], None]] = {
    "places.csv": _load_places,
    "isic.csv": _load_sectors,
    "isco08.csv": _load_occupations,
    "occupation_terms.csv": _load_occupation_terms,
    "skills.csv": _load_skills,
    "skill_terms.csv": _load_skill_terms,
    "priorities.csv": _load_priorities,
}


def load_reference_data(session: Session) -> list[str]:
    """Load each data file whose content the database does not hold yet; return their names."""
    held = {row.name: row for row in session.scalars(select(ReferenceData))}
    loaded = []
    for name, load in _LOADERS.items():
        rows, digest = read_data_file(name)
        if name in held and held[name].digest == digest:
            continue
        load(session, rows)
        session.merge(ReferenceData(name=name, digest=digest))
        loaded.append(name)
    return loaded
