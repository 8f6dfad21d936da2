"""What is known of the cases of a batch: found by register and case number, loaded when needed."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, inspect, select, tuple_
from sqlalchemy.orm import Session, selectinload

from models.enums import Register
from models.person import Person
from models.register import RegisterEntry


class Known(NamedTuple):
    """What is looked up of an entry before anything of the person is loaded."""

    id: int
    digest: str
    unrecognised: dict[str, str]
    ours: bool  # whether the importer may change the person


def is_to_load(known: Known | None, digest: str) -> bool:
    """Tell whether a row changes somebody whom the importer may change."""
    return known is not None and known.ours and known.digest != digest


def find_known(
    session: Session, keys: Sequence[tuple[Register, object]], ours: ColumnElement[bool]
) -> dict[str, Known]:
    """Return what is known under some registers and case numbers, by `register:case_no`."""
    rows = session.execute(
        select(
            RegisterEntry.register,
            RegisterEntry.case_no,
            RegisterEntry.id,
            RegisterEntry.digest,
            RegisterEntry.unrecognised,
            ours,
        )
        .join(RegisterEntry.person)
        .where(tuple_(RegisterEntry.register, RegisterEntry.case_no).in_(keys))
    )
    return {
        f"{register.value}:{case_no}": Known(id_, digest, unrecognised, bool(held))
        for register, case_no, id_, digest, unrecognised, held in rows
    }


def load_entries(session: Session, ids: Sequence[int]) -> dict[int, RegisterEntry]:
    """Load entries with their people and all that hangs on them, in a few statements."""
    if not ids:
        return {}
    parts = [
        selectinload(RegisterEntry.person).selectinload(relation.class_attribute)
        for relation in inspect(Person).relationships
        if relation.key != "entries"
    ]
    entries = session.scalars(
        select(RegisterEntry).where(RegisterEntry.id.in_(ids)).options(*parts)
    )
    return {entry.id: entry for entry in entries}
