"""Names of organisations: the folded keys by which files find one, and names that are alike.

Whoever registers gives a name that nobody has checked. Until two people did, the organisation is
not found by its name: otherwise a list of an office would hand its opportunities, and its trust,
to whoever took a well-known name first. The same holds for its other names. Where two have a
name after all, the one that is called so goes before the one that is also called so.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, or_, select, text
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.enums import OrganisationStanding
from models.opportunity import Organisation, OrganisationName
from models.stakeholder import Stakeholder
from wasl.files.vocabulary import word_key
from wasl.shown_names import load_other_names

KEY_LENGTH = 300
LIKE_FROM = 82.0
MOST_SHOWN = 8
_NAMING = 0x6E616D65  # any number that no other advisory lock has


@dataclass(frozen=True, kw_only=True)
class SimilarOrganisation:
    """Another organisation with a name much like one of this one's. likeness: 0 to 100."""

    organisation: Organisation
    likeness: float


def name_key(name: str) -> str:
    """Return the folded name by which an organisation is found again."""
    return word_key(name)[:KEY_LENGTH]


def all_names(organisation: Organisation) -> list[str]:
    """Return what an organisation is called, then what it is also called or was before."""
    load_other_names(organisation)
    return [organisation.name, *(one.name for one in organisation.other_names)]


def unchecked_key(organisation: Organisation) -> str:
    """Return a key that no name folds to: `word_key` leaves no slash beside a word."""
    return f"{organisation.public_id}/{name_key(organisation.name)}"[:KEY_LENGTH]


def is_found_by_name(organisation: Organisation) -> bool:
    """Tell whether its names are more than claims: an office gave them, or two people checked."""
    return (
        organisation.registered_at is None or organisation.standing is OrganisationStanding.VETTED
    )


def settle_name_key(session: Session, organisation: Organisation) -> None:
    """Let an organisation be found by its names once they are checked, and only then.

    Where another one has a name already, that one keeps it.
    """
    if organisation.registered_at is not None:
        wanted = name_key(organisation.name)
        free = is_found_by_name(organisation) and not _is_taken(session, organisation, wanted)
        organisation.name_key = wanted if free else unchecked_key(organisation)
    settle_other_keys(session, organisation)


def settle_other_keys(session: Session, organisation: Organisation) -> None:
    """Give its other names the keys by which it is found; two in one spelling share the first's."""
    held = {name_key(organisation.name)}
    for one in organisation.other_names:
        key = name_key(one.name)
        found = is_found_by_name(organisation) and key not in held
        if not found or _is_taken(session, organisation, key):
            key = f"{organisation.public_id}/{one.language or ''}/{key}"[:KEY_LENGTH]
        held.add(key)
        one.name_key = key


def _is_taken(session: Session, organisation: Organisation, key: str) -> bool:
    with session.no_autoflush:
        return who_is_called(session, key, besides=organisation.id, short=False) is not None


def who_is_called(
    session: Session, key: str, *, besides: int | None = None, short: bool = True
) -> Organisation | None:
    """Return who goes by a folded name: its own, another one of its, or (short) its short name.

    besides: whose own names do not count.
    """
    if not key:
        return None
    names = [
        select(Organisation).where(Organisation.name_key == key),
        select(Organisation).join(OrganisationName).where(OrganisationName.name_key == key),
        select(Organisation).join(Stakeholder).where(Stakeholder.short_key == key),
    ]
    for statement in names if short else names[:2]:
        for other in session.scalars(statement.order_by(Organisation.id)):
            if other.id != besides:
                return other
    return None


def organisations_named(session: Session, keys: Iterable[str]) -> dict[str, Organisation]:
    """Return organisations by the folded names that they are looked for by.

    Who is called so goes before who is also called so.
    """
    wanted = list(keys)
    others = session.execute(
        select(OrganisationName.name_key, Organisation)
        .join(OrganisationName.organisation)
        .where(OrganisationName.name_key.in_(wanted))
    )
    found = {row[0]: row[1] for row in others}
    named = session.scalars(select(Organisation).where(Organisation.name_key.in_(wanted)))
    return found | {one.name_key: one for one in named}


def other_keys(session: Session) -> dict[str, str]:
    """Return by the key of another name that of the name an organisation has.

    Who is called so goes before who is also called so.
    """
    rows = session.execute(
        select(OrganisationName.name_key, Organisation.name_key).join(OrganisationName.organisation)
    )
    found = {other: own for other, own in rows if "/" not in other}  # claims have one
    named = select(Organisation.name_key).where(Organisation.name_key.in_(found))
    return {other: found[other] for other in found.keys() - set(session.scalars(named))}


def has_name_with(word: str) -> ColumnElement[bool]:
    """Tell, in a statement on Organisation, whether a folded word stands in one of its names."""
    also = select(OrganisationName.organisation_id).where(
        OrganisationName.name_key.contains(word, autoescape=True)
    )
    return or_(Organisation.name_key.contains(word, autoescape=True), Organisation.id.in_(also))


def hold_names(session: Session) -> None:
    """Let nobody else give a name until the transaction ends (SQLite's write lock does so already).

    A name is looked for in several tables, so no constraint keeps two from taking it at once.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _NAMING})


def similar_organisations(
    session: Session, organisation: Organisation
) -> list[SimilarOrganisation]:
    """Return other organisations with the same or a similar name, the likeliest first.

    Names are compared folded and word by word, so that "شركة" or "Company" left out, or words in
    another order, still are alike. The same registration number counts as wholly alike.
    """
    alike: dict[int, float] = {}
    owners, names = _names_of_others(session, organisation)
    for own in {fold(name) for name in all_names(organisation)}:
        likely = process.extract(
            own, names, scorer=fuzz.token_set_ratio, score_cutoff=LIKE_FROM, limit=None
        )
        for _, score, place in likely:
            alike[owners[place]] = max(score, alike.get(owners[place], 0.0))
    if organisation.registration_no:
        same = select(Organisation.id).where(
            Organisation.registration_no == organisation.registration_no,
            Organisation.id != organisation.id,
        )
        alike |= dict.fromkeys(session.scalars(same), 100.0)
    best = sorted(alike.items(), key=lambda item: (-item[1], item[0]))[:MOST_SHOWN]
    found = _by_id(session, [key for key, _ in best])
    return [SimilarOrganisation(organisation=found[key], likeness=score) for key, score in best]


def _names_of_others(session: Session, organisation: Organisation) -> tuple[list[int], list[str]]:
    """Return the folded names of all other organisations, and beside them whose they are."""
    own = select(Organisation.id, Organisation.name)
    other = select(OrganisationName.organisation_id, OrganisationName.name)
    rows = [*session.execute(own).all(), *session.execute(other).all()]
    kept = [(key, fold(name)) for key, name in rows if key != organisation.id]
    return [key for key, _ in kept], [name for _, name in kept]


def _by_id(session: Session, ids: Collection[int]) -> dict[int, Organisation]:
    found = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    return {one.id: one for one in found}
