"""How often somebody who is not known may search."""

from datetime import timedelta

from sqlalchemy.exc import OperationalError

from wasl.access.limits import address, refuse_until
from wasl.extensions import db
from wasl.operations.count_tries import Limit, count_try
from wasl.short_writes import short_write

# Wide: a whole town may share one address on the networks of phones.
PUBLIC_SEARCHES = Limit(name="public-search/address", most=600, window=timedelta(minutes=15))
_SHORT_WAIT = 0.3  # seconds


def count_search() -> None:
    """Count a search for words; answers 429 when there were far too many from one place."""
    try:
        with short_write(db.engine, wait=_SHORT_WAIT) as session:
            refused = count_try(session, PUBLIC_SEARCHES, address())
    except OperationalError:
        return  # a long list has SQLite's one write lock: nobody waits for being counted
    if refused is not None:
        refuse_until(refused)
