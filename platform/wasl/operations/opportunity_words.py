"""The folded words under which an opportunity is found; kept up with it, whoever changes it."""

from collections.abc import Iterator

from sqlalchemy import bindparam, event, inspect, select, update
from sqlalchemy.orm import Session

from matching.coding.normalise import words
from models.opportunity import Opportunity

_SAID = ("title", "description", "employer_wording", "district_wording")
MOST_WORDS = 8
BATCH = 1_000


def search_words(text: str) -> Iterator[str]:
    """Yield the words of a text as they are compared: spelling folded, without punctuation."""
    for token in text.split():  # one by one: what is folded once is remembered
        yield from words(token)


def words_of(*texts: str | None) -> str:
    """Return all words of some texts, each once, in their order."""
    return " ".join(dict.fromkeys(word for text in texts for word in search_words(text or "")))


def fill_search_words(session: Session) -> int:
    """Give their words to opportunities that were stored before words were; return how many."""
    table = Opportunity.__table__.c
    missing = select(table.id, *(table[name] for name in _SAID)).where(table.search_words.is_(None))
    # Nothing was changed that anybody would call a change.
    fill = (
        update(Opportunity.__table__)  # type: ignore[arg-type]
        .where(table.id == bindparam("posting"))
        .values(search_words=bindparam("found"), updated_at=table.updated_at)
    )
    filled = 0
    while rows := session.execute(missing.limit(BATCH)).all():
        found = [{"posting": key, "found": words_of(*said)} for key, *said in rows]
        session.connection().execute(fill, found)
        filled += len(found)
    return filled


def _changed(opportunity: Opportunity) -> bool:
    state = inspect(opportunity)
    return any(state.attrs[name].history.has_changes() for name in _SAID)


@event.listens_for(Session, "before_flush")
def _keep_words(session: Session, _context: object, _instances: object) -> None:
    """Renew the words of opportunities that are new or say something else now."""
    with session.no_autoflush:
        renewed = [one for one in session.new if isinstance(one, Opportunity)]
        renewed += [one for one in session.dirty if isinstance(one, Opportunity) and _changed(one)]
        for one in renewed:
            one.search_words = words_of(*(getattr(one, name) for name in _SAID))
