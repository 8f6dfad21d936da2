"""Who made a commitment: several organisations may, one of them leads."""

from sqlalchemy.orm import Session

from models.commitment import Commitment, CommitmentParty
from models.opportunity import Organisation
from models.round_table_enums import CommitmentField
from wasl.access.viewer import Viewer
from wasl.operations.commitments.amend import note_amendments, said
from wasl.operations.commitments.errors import NoPartyError
from wasl.operations.commitments.hold import hold_standing


def add_party(
    session: Session,
    by: Viewer,
    commitment: Commitment,
    organisation: Organisation,
    *,
    reason: str,
    seen: int | None = None,
) -> bool:
    """Let an organisation make a commitment jointly; tell whether it did not yet.

    Its postings that name the commitment count from now on. Raises NoReasonError,
    CommitmentMovedError and CommitmentWithdrawnError.
    """
    hold_standing(session, commitment, seen)
    if _party(commitment, organisation) is not None:
        return False
    reason, before = said(reason), _names(commitment)
    commitment.parties.append(CommitmentParty(organisation=organisation))
    _note(session, by, commitment, before, reason)
    return True


def remove_party(
    session: Session,
    by: Viewer,
    commitment: Commitment,
    organisation: Organisation,
    *,
    reason: str,
    seen: int | None = None,
) -> bool:
    """Take an organisation out of a joint commitment; tell whether it was in it.

    Where it led, the one that joined next does. Raises NoPartyError for the last one, else as
    `add_party`.
    """
    hold_standing(session, commitment, seen)
    party = _party(commitment, organisation)
    if party is None:
        return False
    if len(commitment.parties) == 1:
        raise NoPartyError
    reason, before = said(reason), _names(commitment)
    commitment.parties.remove(party)
    if party.leads:
        min(commitment.parties, key=lambda one: one.id).leads = True
    _note(session, by, commitment, before, reason)
    return True


def let_lead(
    session: Session,
    by: Viewer,
    commitment: Commitment,
    organisation: Organisation,
    *,
    reason: str,
    seen: int | None = None,
) -> bool:
    """Let another of the parties lead; tell whether anything changed. Raises as `add_party`."""
    hold_standing(session, commitment, seen)
    party = _party(commitment, organisation)
    if party is None or party.leads:
        return False
    reason, before = said(reason), _names(commitment)
    for one in commitment.parties:
        one.leads = one is party
    _note(session, by, commitment, before, reason)
    return True


def _party(commitment: Commitment, organisation: Organisation) -> CommitmentParty | None:
    of_it = (one for one in commitment.parties if one.organisation_id == organisation.id)
    return next(of_it, None)


def _names(commitment: Commitment) -> str:
    """Return who makes it, the leading one first, as an amendment keeps it."""
    parties = sorted(commitment.parties, key=lambda one: (not one.leads, one.id or 0))
    return "; ".join(one.organisation.name for one in parties)


def _note(session: Session, by: Viewer, commitment: Commitment, before: str, reason: str) -> None:
    session.flush()
    session.expire(commitment, ["parties"])
    changes = {CommitmentField.PARTIES: (before, _names(commitment))}
    note_amendments(session, by, commitment, changes, reason=reason)
