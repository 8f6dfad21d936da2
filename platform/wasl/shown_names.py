"""What an organisation is called on a page of a language: its name there, else its own name."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, inspect, select
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import set_committed_value

from models.opportunity import Organisation, OrganisationName

_AT_ONCE = 1_000


def name_of(organisation: Organisation, language: str) -> str:
    """Return what an organisation is called in a language (ar, ckb or en)."""
    load_other_names(organisation)
    if "other_names" in inspect(organisation).unloaded:
        return organisation.name
    said = (one.name for one in organisation.other_names if one.language == language)
    return next(said, organisation.name)


def shown_name(language: str) -> ColumnElement[str]:
    """Return, for a statement on Organisation, what it is called in a language."""
    said = (
        select(OrganisationName.name)
        .where(
            OrganisationName.organisation_id == Organisation.id,
            OrganisationName.language == language,
        )
        .correlate(Organisation)
        .scalar_subquery()
    )
    return func.coalesce(said, Organisation.name)


def load_other_names(organisation: Organisation) -> None:
    """Load the other names of an organisation, along with those of all others at hand.

    Pages take organisations from many queries and name them one by one; asked for one by one,
    the names would be a question each.
    """
    session = object_session(organisation)
    if session is None or "other_names" not in inspect(organisation).unloaded:
        return
    at_hand = {
        key[1][0]: one
        for one in session.identity_map.values()
        if isinstance(one, Organisation)
        and "other_names" in inspect(one).unloaded
        and (key := inspect(one).identity_key)
    }
    keys = list(at_hand)
    for ids in (keys[at : at + _AT_ONCE] for at in range(0, len(keys), _AT_ONCE)):
        found = _read(session, ids)
        for key in ids:
            set_committed_value(at_hand[key], "other_names", found.get(key, []))


def _read(session: Session, ids: Sequence[int]) -> dict[int, list[OrganisationName]]:
    statement = select(OrganisationName).where(OrganisationName.organisation_id.in_(ids))
    found: dict[int, list[OrganisationName]] = {}
    for one in session.scalars(statement.order_by(OrganisationName.id)):
        found.setdefault(one.organisation_id, []).append(one)
    return found
