"""Who made a commitment reports how far it has come: beside what is counted, never instead."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.commitment import Assessment, Commitment, CommitmentParty
from models.opportunity import Organisation
from models.round_table_enums import Achievement, AssessmentVoice
from wasl.access.viewer import Viewer
from wasl.operations.commitments.assess import add_assessment
from wasl.operations.commitments.cite import NotAPartyError
from wasl.operations.commitments.hold import hold_standing


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a party says: how far it has come, and in its own words why."""

    achievement: Achievement
    note: str | None = None


def report_commitment(
    session: Session, by: Viewer, commitment: Commitment, party: Organisation, said: Report
) -> Assessment:
    """Add what a party says about its commitment; what was said before stays as history.

    Raises NotAPartyError, CommitmentWithdrawnError.
    """
    hold_for_party(session, commitment, party)
    return add_assessment(
        session,
        by,
        commitment,
        AssessmentVoice.SELF,
        said.achievement,
        note=said.note or None,
        organisation=party,
    )


def hold_for_party(session: Session, commitment: Commitment, party: Organisation) -> None:
    """Lock a commitment that stands, for one of those who made it.

    Raises NotAPartyError, CommitmentWithdrawnError.
    """
    hold_standing(session, commitment, None)
    made = select(CommitmentParty.id).where(
        CommitmentParty.commitment_id == commitment.id,
        CommitmentParty.organisation_id == party.id,
    )
    if session.scalar(made) is None:
        raise NotAPartyError
