"""One action of the plan: what is done for it, how far that has come, what could be linked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.action_plan import ActionFile, ActionFileVersion, PlanAction
from models.commitment import Commitment
from models.meeting import AgendaItem, Meeting, Resolution
from models.round_table_enums import CommitmentState
from wasl.access.permissions import Permission
from wasl.access.scope import find
from wasl.access.viewer import Viewer
from wasl.operations.meetings.series import TOOK_PLACE
from wasl.operations.plan.linked import commitments_of, resolutions_of
from wasl.portals.round_table.queries.commitments import CommitmentLine, read_lines

SHOWN_OF_A_TEXT = 90


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A file on an action with its latest version, and the last one that was issued."""

    file: ActionFile
    latest: ActionFileVersion
    issued: ActionFileVersion | None


@dataclass(frozen=True, kw_only=True)
class ActionShown:
    """What stands on the page of an action. linked: ids of resolutions linked by themselves."""

    lines: Sequence[CommitmentLine]
    resolutions: Sequence[Resolution]
    linked: frozenset[int]
    files: Sequence[FileRow]


def read_action(session: Session, viewer: Viewer, action: PlanAction, today: date) -> ActionShown:
    """Return what is done for an action and the files on it."""
    return ActionShown(
        lines=read_lines(session, viewer, commitments_of(session, action), today),
        resolutions=resolutions_of(session, action),
        linked=frozenset(one.resolution_id for one in action.links if one.resolution_id),
        files=list_files(session, action),
    )


def list_files(session: Session, action: PlanAction) -> list[FileRow]:
    """Return the files on an action, the latest half year first."""
    statement = select(ActionFile).where(ActionFile.action_id == action.id)
    order = (ActionFile.covers_until.desc(), ActionFile.language)
    return [
        FileRow(
            file=one,
            latest=one.versions[-1],
            issued=next((version for version in one.versions[::-1] if version.issued_at), None),
        )
        for one in session.scalars(statement.order_by(*order))
    ]


def what_can_be_linked(session: Session, action: PlanAction) -> list[tuple[str, str]]:
    """Return keys and texts of what could be linked with an action and is not yet.

    Commitments that stand, then what meetings that took place came to; the latest first.
    """
    had = {one.commitment_id for one in action.links}, {one.resolution_id for one in action.links}
    commitments = session.scalars(
        select(Commitment)
        .where(Commitment.state == CommitmentState.STANDING)
        .order_by(Commitment.made_on.desc(), Commitment.id)
    )
    resolutions = session.scalars(
        select(Resolution)
        .join(Resolution.item)
        .join(AgendaItem.meeting)
        .where(Meeting.state.in_(TOOK_PLACE))
        .order_by(Meeting.held_on.desc(), Resolution.id)
        .options(joinedload(Resolution.item))
    )
    return [
        *(
            (f"commitment:{one.public_id}", f"{one.ref} {_short(one.text)}")
            for one in commitments
            if one.id not in had[0]
        ),
        *(
            (f"resolution:{one.public_id}", f"{_short(one.item.title)}: {_short(one.text)}")
            for one in resolutions
            if one.id not in had[1]
        ),
    ]


def find_linkable(session: Session, viewer: Viewer, key: str) -> Commitment | Resolution | None:
    """Return what a key names, or none where it is not for them."""
    kind, _colon, public_id = key.partition(":")
    permissions = {
        "commitment": Permission.SEE_COMMITMENT,
        "resolution": Permission.CHANGE_RESOLUTION,
    }
    if kind not in permissions:
        return None
    found: Commitment | Resolution | None = find(session, viewer, permissions[kind], public_id)
    return found


def _short(text: str) -> str:
    return shorten(text, SHOWN_OF_A_TEXT, placeholder="…")
