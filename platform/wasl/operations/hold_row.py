"""Lock a row and read it anew, whatever it was loaded along with."""

from sqlalchemy import inspect
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from models.base import Base


class RowGoneError(Exception):
    """Somebody took it away since it was loaded."""


def hold_row(session: Session, row: Base) -> None:
    """Lock a row until the transaction ends, and read it anew. Raises RowGoneError.

    Only the row's own table is locked: a row that was loaded along with others is read anew with
    them, by outer joins, and PostgreSQL locks nothing on the far side of one.
    """
    try:
        session.refresh(row, with_for_update={"of": type(row)})
    except InvalidRequestError as error:
        if not inspect(row).persistent:  # it never was a row of this session
            raise
        raise RowGoneError from error
