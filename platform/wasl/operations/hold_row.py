"""Lock a row and read it anew, whatever it was loaded along with."""

from sqlalchemy.orm import Session

from models.base import Base


def hold_row(session: Session, row: Base) -> None:
    """Lock a row until the transaction ends, and read it anew.

    Only the row's own table is locked: a row that was loaded along with others is read anew with
    them, by outer joins, and PostgreSQL locks nothing on the far side of one.
    """
    session.refresh(row, with_for_update={"of": type(row)})
