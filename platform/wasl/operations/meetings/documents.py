"""Documents of a meeting: kept in the database, sent back as they came, never opened."""

import hashlib
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from models.access_enums import AuditAction
from models.base import new_public_id
from models.meeting import Meeting, MeetingDocument
from models.round_table_enums import MeetingState
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.hold_row import hold_row
from wasl.operations.meetings.rules import MeetingRule, MeetingRuleError
from wasl.operations.meetings.steps import hold_for

MOST_BYTES = 10_000_000
MOST_OF_A_MEETING = 40
LONGEST_NAME = 200


def add_document(
    session: Session,
    by: Viewer,
    meeting: Meeting,
    *,
    filename: str,
    stream: BinaryIO,
    for_members: bool,
) -> MeetingDocument:
    """Keep a file with a meeting; the same file once more is the one that is there.

    filename: as the sender names it; kept to be shown, never used as a path. At most
    `MOST_BYTES + 1` bytes are read. Raises MeetingRuleError: empty, too large, too many.
    """
    hold_for(session, meeting)
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingRuleError(MeetingRule.NOT_ANY_MORE)
    content = _read_some(stream)
    digest = hashlib.sha256(content).hexdigest()
    there = _same(session, meeting, digest)
    if there is not None:
        _set_readers(session, by, there, for_members=for_members)
        return there
    if _count(session, meeting) >= MOST_OF_A_MEETING:
        raise MeetingRuleError(MeetingRule.DOCUMENTS_TOO_MANY)
    document = MeetingDocument(
        public_id=new_public_id(),
        filename=safe_name(filename),
        size=len(content),
        digest=digest,
        content=content,
        for_members=for_members,
        added_by_id=by.account_id,
    )
    meeting.documents.append(document)
    session.flush()
    _note(session, by, document, "added")
    return document


def set_readers(
    session: Session, by: Viewer, document: MeetingDocument, *, for_members: bool
) -> None:
    """Let members read a document, or only the secretariat."""
    hold_row(session, document)
    _set_readers(session, by, document, for_members=for_members)


def remove_document(session: Session, by: Viewer, document: MeetingDocument) -> None:
    """Remove a document for good. Raises RowGoneError where somebody did so already."""
    hold_row(session, document)
    _note(session, by, document, "removed")
    document.meeting.documents.remove(document)
    session.flush()


def read_content(session: Session, document: MeetingDocument) -> bytes:
    """Return a file as it came in."""
    statement = (
        select(MeetingDocument)
        .where(MeetingDocument.id == document.id)
        .options(undefer(MeetingDocument.content))
        .execution_options(populate_existing=True)
    )
    return session.scalars(statement).one().content


def safe_name(filename: str) -> str:
    """Return a name to show and to send back: no folders, no signs that steer, not too long."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign if sign.isprintable() and sign not in '"<>:|?*' else " " for sign in last)
    name = " ".join(shown.split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if stem else "document"
    return name[:LONGEST_NAME] or "document"


def _read_some(stream: BinaryIO) -> bytes:
    content = stream.read(MOST_BYTES + 1)
    if not content:
        raise MeetingRuleError(MeetingRule.DOCUMENT_EMPTY)
    if len(content) > MOST_BYTES:
        raise MeetingRuleError(MeetingRule.DOCUMENT_TOO_LARGE)
    return content


def _set_readers(
    session: Session, by: Viewer, document: MeetingDocument, *, for_members: bool
) -> None:
    if document.for_members != for_members:
        document.for_members = for_members
        session.flush()
        _note(session, by, document, "changed")


def _same(session: Session, meeting: Meeting, digest: str) -> MeetingDocument | None:
    return session.scalar(
        select(MeetingDocument).where(
            MeetingDocument.meeting_id == meeting.id, MeetingDocument.digest == digest
        )
    )


def _count(session: Session, meeting: Meeting) -> int:
    counted = select(func.count()).where(MeetingDocument.meeting_id == meeting.id)
    return session.scalar(counted) or 0


def _note(session: Session, by: Viewer, document: MeetingDocument, what: str) -> None:
    subject = ("document", document.public_id)
    record(session, by, AuditAction.DOCUMENT_CHANGED, subject=subject, what=what)
