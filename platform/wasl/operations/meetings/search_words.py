"""The folded words under which a meeting is found; kept up with it, whoever changes it."""

from sqlalchemy import ColumnElement, and_, event, select, update
from sqlalchemy.orm import Session, UOWTransaction

from models.meeting import AgendaItem, Meeting, Resolution
from wasl.operations.opportunity_words import MOST_WORDS, search_words, words_of

_CHANGED = "wasl_meetings_said_anew"


def wanted_words(text: str) -> list[str]:
    """Return the words of a search as they are compared, at most `MOST_WORDS`."""
    return list(dict.fromkeys(search_words(text)))[:MOST_WORDS]


def meeting_has(wanted: list[str]) -> ColumnElement[bool]:
    """Tell, in a statement on Meeting, whether all words are said in it, whoever says them where.

    A word is found inside longer ones too: Arabic joins the article and prepositions to it.
    """
    return and_(*(Meeting.search_words.contains(word, autoescape=True) for word in wanted))


@event.listens_for(Session, "before_flush")
def _note_changes(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Note what is about to be written; points that are taken off an agenda as well."""
    noted: list[object] = session.info.setdefault(_CHANGED, [])
    kinds = (Meeting, AgendaItem, Resolution)
    everything = (*session.new, *session.dirty, *session.deleted)
    noted += [one for one in everything if isinstance(one, kinds)]


@event.listens_for(Session, "after_flush_postexec")
def _keep_words(session: Session, _context: UOWTransaction) -> None:
    """Write the words of the meetings in which something else is said now.

    By a statement of its own: two who minute two points at once do not disturb each other, nor
    whoever has the form of the meeting open.
    """
    noted = session.info.pop(_CHANGED, [])
    with session.no_autoflush:
        meetings = sorted({key for one in noted if (key := _meeting_of(session, one)) is not None})
        for key in meetings:
            _write_words(session, key)


def _meeting_of(session: Session, one: object) -> int | None:
    if isinstance(one, Resolution):
        statement = select(AgendaItem.meeting_id).where(AgendaItem.id == one.item_id)
        return session.scalar(statement)
    if isinstance(one, AgendaItem):
        return one.meeting_id
    return one.id if isinstance(one, Meeting) else None


def _write_words(session: Session, meeting_id: int) -> None:
    head = select(Meeting.title, Meeting.chair, Meeting.place, Meeting.about).where(
        Meeting.id == meeting_id
    )
    said = session.execute(head).one_or_none()
    if said is None:
        return  # the meeting itself was removed
    items = select(AgendaItem.title, AgendaItem.about, AgendaItem.minutes).where(
        AgendaItem.meeting_id == meeting_id
    )
    resolutions = (
        select(Resolution.text, Resolution.ended_note)
        .join(AgendaItem, AgendaItem.id == Resolution.item_id)
        .where(AgendaItem.meeting_id == meeting_id)
    )
    rows = [*session.execute(items), *session.execute(resolutions)]
    table = Meeting.__table__.c
    session.connection().execute(
        update(Meeting.__table__)  # type: ignore[arg-type]
        .where(table.id == meeting_id)
        .values(
            search_words=words_of(*said, *(text for row in rows for text in row)),
            updated_at=table.updated_at,  # nothing that anybody would call a change
        )
    )
