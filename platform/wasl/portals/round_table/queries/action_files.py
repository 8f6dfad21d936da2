"""The versions of a file on an action: one of them, who made them, what differs between two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.action_plan import ActionFile, ActionFileVersion
from wasl.operations.plan.content import Content, Section


@dataclass(frozen=True)
class Difference:
    """A section that differs: lines that went, lines that came."""

    section: Section
    gone: Sequence[str]
    come: Sequence[str]


def version_of(file: ActionFile, number: int | None) -> ActionFileVersion | None:
    """Return a version by its number; the latest where none is named."""
    if number is None:
        return file.versions[-1]
    return next((one for one in file.versions if one.number == number), None)


def name_makers(session: Session, file: ActionFile) -> dict[int, str]:
    """Return the names of who made the versions, by the id of the account."""
    ids = {one.account_id for one in file.versions if one.account_id}
    rows = session.execute(select(Account.id, Account.display_name).where(Account.id.in_(ids)))
    return {row.id: row.display_name for row in rows}


def compare(before: Content, after: Content) -> list[Difference]:
    """Return the sections that differ between two versions, with what went and what came."""
    found = []
    for section in Section:
        old = [line.plain for line in before.lines(section)]
        new = [line.plain for line in after.lines(section)]
        if old != new:
            changed = list(_changed(old, new))
            gone = [line for lines, _more in changed for line in lines]
            come = [line for _less, lines in changed for line in lines]
            found.append(Difference(section, gone, come))
    return found


def _changed(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield old[start:end], new[new_start:new_end]
