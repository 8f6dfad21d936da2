"""Named queries: published opportunities by words and filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from models.enums import Hours, OpportunityKind
from models.offered import is_offered
from models.opportunity import Opportunity, Organisation
from models.taxonomy import Occupation
from wasl.code_names import name_places
from wasl.operations.opportunity_words import MOST_WORDS, search_words
from wasl.operations.organisation_names import has_name_with
from wasl.paging import Page, cut_list
from wasl.trades import trades_meant

LONGEST_SEARCH = 200  # characters
_GROUP_DIGITS = (1, 2)
# When it was first to be seen, for what was published before that was noted.
SINCE = func.coalesce(Opportunity.published_at, Opportunity.created_at)


class OfferedOrder(StrEnum):
    """In which order opportunities are listed."""

    NEWEST = "newest"
    CLOSING = "closing"


class Provided(StrEnum):
    """What somebody may need to be able to come."""

    REMOTE = "remote"
    TRANSPORT = "transport"
    ACCOMMODATION = "accommodation"
    CHILDCARE = "childcare"
    ACCESSIBLE = "accessible"


_PROVIDED: Mapping[Provided, InstrumentedAttribute[bool | None]] = {
    Provided.REMOTE: Opportunity.remote,
    Provided.TRANSPORT: Opportunity.transport,
    Provided.ACCOMMODATION: Opportunity.accommodation,
    Provided.CHILDCARE: Opportunity.childcare,
    Provided.ACCESSIBLE: Opportunity.accessible,
}


@dataclass(frozen=True, kw_only=True)
class OfferedFilter:
    """What opportunities are looked for by; empty means all.

    occupation: the first digits of ISCO-08 codes.
    """

    words: str = ""
    kind: OpportunityKind | None = None
    occupation: str = ""
    governorate: str | None = None
    hours: Hours | None = None
    provided: Sequence[Provided] = ()
    order: OfferedOrder = OfferedOrder.NEWEST


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of what a search finds, and how much it would find of each kind."""

    page: Page[Opportunity]
    kinds: Mapping[OpportunityKind, int]
    places: Mapping[str, str]


def is_open(today: date) -> ColumnElement[bool]:
    """Tell, in a statement on Opportunity, whether it is offered and nobody comes too late."""
    in_time = or_(Opportunity.apply_by.is_(None), Opportunity.apply_by >= today)
    return and_(is_offered(), in_time)


def _has_words(session: Session, text: str) -> list[ColumnElement[bool]]:
    """Each word stands in the posting, or means its trade in whatever language."""
    text = text[:LONGEST_SEARCH]
    words = list(dict.fromkeys(search_words(text)))[:MOST_WORDS]
    if not words:
        return []
    each = and_(*(_has_word(session, word) for word in words))
    whole = trades_meant(session, text)
    return [or_(each, Opportunity.occupation_code.in_(sorted(whole))) if whole else each]


def _has_word(session: Session, word: str) -> ColumnElement[bool]:
    stands = Opportunity.search_words.contains(word, autoescape=True)
    employers = select(Organisation.id).where(has_name_with(word))
    called = Opportunity.organisation_id.in_(employers)
    trades = trades_meant(session, word)
    meant = [Opportunity.occupation_code.in_(sorted(trades))] if trades else []
    return or_(stands, called, *meant)


def conditions(session: Session, wanted: OfferedFilter, today: date) -> list[ColumnElement[bool]]:
    """Return what opportunities must meet, in a statement on them."""
    found = [is_open(today), *_has_words(session, wanted.words)]
    if wanted.kind:
        found.append(Opportunity.kind == wanted.kind)
    if wanted.occupation:
        code = Opportunity.occupation_code
        found.append(code.startswith(wanted.occupation, autoescape=True))
    if wanted.governorate:
        place = Opportunity.governorate_code
        found.append(or_(place == wanted.governorate, place.is_(None)))
    if wanted.hours:
        found.append(Opportunity.hours.in_([wanted.hours, Hours.ANY]))
    found += [_PROVIDED[name].is_(True) for name in wanted.provided]
    return found


def _ordered(statement: Select[Any], order: OfferedOrder) -> Select[Any]:
    if order is OfferedOrder.CLOSING:
        never = Opportunity.apply_by.is_(None)
        return statement.order_by(never, Opportunity.apply_by, Opportunity.id.desc())
    return statement.order_by(SINCE.desc(), Opportunity.id.desc())


def find_offered(
    session: Session, wanted: OfferedFilter, page: int, today: date, language: str
) -> Found:
    """Return a page of the opportunities that all filters fit."""
    fitting = conditions(session, wanted, today)
    of_any_kind = conditions(session, replace(wanted, kind=None), today)
    counted = select(Opportunity.kind, func.count()).where(*of_any_kind)
    rows = session.execute(counted.group_by(Opportunity.kind))
    kinds = {OpportunityKind(row[0]): int(row[1]) for row in rows}
    total = kinds.get(wanted.kind, 0) if wanted.kind else sum(kinds.values())
    part = cut_list(total, page)
    ids = session.scalars(
        _ordered(select(Opportunity.id).where(*fitting), wanted.order)
        .offset(part.offset)
        .limit(part.size)
    ).all()
    found = load_offered(session, ids)
    places = name_places(session, (one.governorate_code for one in found), language)
    return Found(page=part.page(found), kinds=kinds, places=places)


def newest_offered(
    session: Session, wanted: OfferedFilter, most: int, today: date
) -> list[Opportunity]:
    """Return the newest opportunities that all filters fit, whatever their order was to be."""
    statement = select(Opportunity.id).where(*conditions(session, wanted, today))
    ordered = _ordered(statement, OfferedOrder.NEWEST)
    return load_offered(session, session.scalars(ordered.limit(most)).all())


def load_offered(session: Session, ids: Sequence[int]) -> list[Opportunity]:
    """Return opportunities with who offers them, in the order of their ids."""
    statement = select(Opportunity).where(Opportunity.id.in_(ids))
    loaded = session.scalars(statement.options(joinedload(Opportunity.organisation)))
    by_id = {one.id: one for one in loaded}
    return [by_id[key] for key in ids]


def list_groups(session: Session, today: date, language: str) -> list[tuple[str, str]]:
    """Return code and label of the groups of trades in which something is offered, major first."""
    in_use = select(Opportunity.occupation_code).where(is_open(today)).distinct()
    codes = {code[:digits] for code in session.scalars(in_use) if code for digits in _GROUP_DIGITS}
    label = getattr(Occupation, f"label_{language}")
    named = select(Occupation.code, label).where(Occupation.code.in_(codes))
    return [(code, text) for code, text in session.execute(named.order_by(Occupation.code))]
