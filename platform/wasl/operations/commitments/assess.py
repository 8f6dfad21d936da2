"""How far a commitment has come, as somebody says: beside what is counted, never instead."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.commitment import Assessment, Commitment
from models.opportunity import Organisation
from models.round_table_enums import Achievement, AssessmentVoice
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.commitments.amend import said
from wasl.operations.commitments.hold import hold_standing


def review_commitment(
    session: Session, by: Viewer, commitment: Commitment, achievement: Achievement, note: str
) -> Assessment:
    """Add an independent word, with what was looked at.

    Raises NoReasonError without it, and CommitmentWithdrawnError.
    """
    hold_standing(session, commitment, None)
    words = said(note)
    return add_assessment(session, by, commitment, AssessmentVoice.REVIEW, achievement, note=words)


def add_assessment(
    session: Session,
    by: Viewer,
    commitment: Commitment,
    voice: AssessmentVoice,
    achievement: Achievement,
    *,
    note: str | None,
    organisation: Organisation | None = None,
) -> Assessment:
    """Add a word of one voice; earlier ones stay. organisation: which of the parties says so."""
    assessment = Assessment(
        commitment=commitment,
        voice=voice,
        achievement=achievement,
        note=note,
        organisation=organisation,
        account_id=by.account_id,
    )
    session.add(assessment)
    session.flush()
    record(
        session,
        by,
        AuditAction.COMMITMENT_ASSESSED,
        subject=("commitment", commitment.public_id),
        voice=voice.value,
        achievement=achievement.value,
    )
    return assessment


def list_assessments(session: Session, commitment: Commitment) -> list[Assessment]:
    """Return every word on a commitment, the latest first."""
    words = select(Assessment).where(Assessment.commitment_id == commitment.id)
    return list(session.scalars(words.order_by(Assessment.at.desc(), Assessment.id.desc())))


def latest_of(assessments: list[Assessment], voice: AssessmentVoice) -> Assessment | None:
    """Return the word of a voice that holds: its latest, out of a list with the latest first."""
    return next((one for one in assessments if one.voice is voice), None)
