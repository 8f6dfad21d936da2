"""What a person allows: for each purpose the statement made last, asked in one way everywhere.

Statements are ordered by the day they were made, then by the order in which they were written
down: paper that is entered late does not take back what was said after it. A day that is missing
or lies ahead counts as the day of writing down. No statement is a no.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, case, false, func, select, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from models.enums import ConsentPurpose
from models.register import Consent


class _utc_day(FunctionElement[date]):  # noqa: N801  reads as a function of SQL
    """The day of a moment, in UTC."""

    type = Date()
    inherit_cache = True


@compiles(_utc_day)
def _day(element: _utc_day, compiler: SQLCompiler, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)})"


@compiles(_utc_day, "postgresql")
def _day_of_zone(element: _utc_day, compiler: SQLCompiler, **options: Any) -> str:
    return f"date(timezone('UTC', {compiler.process(element.clauses, **options)}))"


def _said_on(consent: Any) -> ColumnElement[date]:
    written = _utc_day(consent.recorded_at)
    told = case((consent.given_on < written, consent.given_on), else_=written)
    return type_coerce(told, Date)


def _place(consent: Consent) -> tuple[date, int]:
    # What is not stored yet is written down now, after everything that has an id.
    stored = consent.id is not None
    written = (consent.recorded_at if stored else datetime.now(UTC)).astimezone(UTC).date()
    return min(consent.given_on or written, written), consent.id if stored else 2**63


def allows(purpose: ConsentPurpose, person: Any) -> ColumnElement[bool]:
    """Tell, in a statement, whether somebody's last word on a purpose was a yes.

    person: the column that holds their id.
    """
    last = (
        select(Consent.granted)
        .where(Consent.person_id == person, Consent.purpose == purpose)
        .order_by(_said_on(Consent).desc(), Consent.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(last, false())


def people_who_allow(purpose: ConsentPurpose, *of: ColumnElement[bool]) -> Select[int]:
    """Return a SELECT of the ids of those whose last word on a purpose was a yes.

    of: conditions on `Consent.person_id`, to look at some people only.
    """
    order = (_said_on(Consent).desc(), Consent.id.desc())
    words = (
        select(
            Consent.person_id,
            Consent.granted,
            func.row_number().over(partition_by=Consent.person_id, order_by=order).label("place"),
        )
        .where(Consent.purpose == purpose, *of)
        .subquery()
    )
    return select(words.c.person_id).where(words.c.place == 1, words.c.granted)


def in_order(consents: Iterable[Consent]) -> list[Consent]:
    """Return statements as they were made, the last one last."""
    return sorted(consents, key=_place)


def last_word(consents: Iterable[Consent], purpose: ConsentPurpose) -> Consent | None:
    """Return the statement on a purpose that holds, or none."""
    return max((one for one in consents if one.purpose == purpose), key=_place, default=None)
