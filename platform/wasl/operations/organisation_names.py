"""Names of organisations: the folded key by which files find one, and names that are alike.

Whoever registers gives a name that nobody has checked. Until two people did, the organisation is
not found by its name: otherwise a list of an office would hand its opportunities, and its trust,
to whoever took a well-known name first.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.enums import OrganisationStanding
from models.opportunity import Organisation
from wasl.files.vocabulary import word_key

KEY_LENGTH = 300
LIKE_FROM = 82.0
MOST_SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class SimilarOrganisation:
    """Another organisation whose name is much like this one's. likeness: 0 to 100."""

    organisation: Organisation
    likeness: float


def name_key(name: str) -> str:
    """Return the folded name by which an organisation is found again."""
    return word_key(name)[:KEY_LENGTH]


def unchecked_key(organisation: Organisation) -> str:
    """Return a key that no name folds to: `word_key` leaves no slash beside a word."""
    return f"{organisation.public_id}/{name_key(organisation.name)}"[:KEY_LENGTH]


def settle_name_key(session: Session, organisation: Organisation) -> None:
    """Let a registered organisation be found by its name when it is vetted, and only then.

    Where another one has the name already, that one keeps it.
    """
    if organisation.registered_at is None:
        return
    wanted = name_key(organisation.name)
    if organisation.standing is not OrganisationStanding.VETTED or _is_taken(
        session, organisation, wanted
    ):
        wanted = unchecked_key(organisation)
    organisation.name_key = wanted


def _is_taken(session: Session, organisation: Organisation, key: str) -> bool:
    statement = select(Organisation.id).where(
        Organisation.name_key == key, Organisation.id != organisation.id
    )
    return session.scalar(statement) is not None


def similar_organisations(
    session: Session, organisation: Organisation
) -> list[SimilarOrganisation]:
    """Return other organisations with the same or a similar name, the likeliest first.

    Names are compared folded and word by word, so that "شركة" or "Company" left out, or words in
    another order, still are alike. The same registration number counts as wholly alike.
    """
    rows = session.execute(
        select(Organisation.id, Organisation.name, Organisation.registration_no).where(
            Organisation.id != organisation.id
        )
    ).all()
    names = {row.id: fold(row.name) for row in rows}
    alike = {
        key: score
        for _, score, key in process.extract(
            fold(organisation.name),
            names,
            scorer=fuzz.token_set_ratio,
            score_cutoff=LIKE_FROM,
            limit=MOST_SHOWN,
        )
    }
    if organisation.registration_no:
        same = {row.id for row in rows if row.registration_no == organisation.registration_no}
        alike |= dict.fromkeys(same, 100.0)
    best = sorted(alike.items(), key=lambda item: (-item[1], item[0]))[:MOST_SHOWN]
    found = {
        one.id: one
        for one in session.scalars(
            select(Organisation).where(Organisation.id.in_([key for key, _ in best]))
        )
    }
    return [SimilarOrganisation(organisation=found[key], likeness=score) for key, score in best]
