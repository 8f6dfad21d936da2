"""The log of a referral: who said what, and why; each step of an axis is audited as well."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ConsentGiver
from models.referral import Referral, ReferralStep
from models.referral_enums import Axis, RefusalReason, Side
from wasl.access.viewer import Viewer
from wasl.audit.record import record

_AUDITED = frozenset({Axis.CONSENT, Axis.VIEW, Axis.VERDICT})


@dataclass(frozen=True, kw_only=True)
class Said:
    """Who says something, and why.

    private_note: read by that side alone; shared_note: by all sides. given_by: in whose voice the
    person spoke. proxy, witness, not_alone: who spoke for them, who heard it, and why it was not
    the person alone.
    """

    side: Side
    reason: RefusalReason | None = None
    private_note: str = ""
    shared_note: str = ""
    given_by: ConsentGiver | None = None
    proxy: str | None = None
    witness: str | None = None
    not_alone: str | None = None


BY_CALENDAR = Said(side=Side.SYSTEM)


@dataclass(frozen=True)
class Happened:
    """A line of the log: what of a referral went from which state to which, by which step."""

    axis: Axis
    step: str
    source: str
    target: str


def write_log(
    session: Session, by: Viewer, referral: Referral, moved: Happened, said: Said
) -> None:
    """Add a line to a referral's log.

    Steps of the axes are audited here; an end, a meeting or an offer by whoever brings it about.
    """
    session.add(
        ReferralStep(
            referral=referral,
            axis=moved.axis,
            step=moved.step,
            source=moved.source,
            target=moved.target,
            side=said.side,
            given_by=said.given_by,
            proxy=said.proxy,
            witness=said.witness,
            not_alone=said.not_alone,
            account_id=by.account_id,
            reason=said.reason,
            private_note=said.private_note.strip() or None,
            shared_note=said.shared_note.strip() or None,
        )
    )
    if moved.axis in _AUDITED:
        details = {"axis": moved.axis.value, "step": moved.step, "given_by": said.given_by}
        details |= {"from": moved.source, "to": moved.target}
        note(session, by, referral, AuditAction.REFERRAL_MOVED, **details)


def note(
    session: Session, by: Viewer, referral: Referral, action: AuditAction, **details: str | None
) -> None:
    """Record something about a referral in the audit log."""
    person, subject = referral.person.public_id, ("referral", referral.public_id)
    record(session, by, action, person=person, subject=subject, reason=None, **details)
