"""Named query: everybody of the round table who is no company, and how far each has come."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.enums import OrganisationStanding
from models.meeting import AgendaItem, Participant, Resolution
from models.opportunity import Organisation
from models.round_table_enums import (
    Attendance,
    CommitmentProgress,
    ResolutionState,
    StakeholderKind,
)
from models.stakeholder import Stakeholder
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.engagement.given import group_names
from wasl.operations.engagement.standing import Standing, standing_of
from wasl.portals.round_table.queries.stakeholders import progress_of_each

_THERE = (Attendance.PRESENT, Attendance.REPRESENTED)


@dataclass(frozen=True, kw_only=True)
class PartnerWay:
    """An organisation that is no company. promised: without what was withdrawn."""

    organisation: Organisation
    kind: StakeholderKind
    standing: Standing
    progress: Mapping[CommitmentProgress, int]
    waiting: int

    @property
    def promised(self) -> int:
        """How many commitments of it stand or were kept."""
        withdrawn = self.progress.get(CommitmentProgress.WITHDRAWN, 0)
        return sum(self.progress.values()) - withdrawn


def list_partners(
    session: Session, by: Viewer, today: date, kind: StakeholderKind | None = None
) -> list[PartnerWay]:
    """Return them, who has come furthest first; each once, under the name that is described."""
    described = session.execute(
        select(Stakeholder.organisation_id, Stakeholder.kind).where(
            Stakeholder.kind != StakeholderKind.COMPANY
        )
    )
    known: dict[int, StakeholderKind] = dict(described.all())
    organisations = session.scalars(
        select(Organisation)
        .where(
            Organisation.id.in_(known),
            Organisation.standing != OrganisationStanding.REFUSED,
            visible(by, Permission.SEE_ENGAGEMENT),
        )
        .order_by(Organisation.name_key, Organisation.id)
    )
    groups = group_names(session, organisations)
    progress, there = progress_of_each(session, by, today), _who_was_there(session)
    waiting = _waiting(session, by)
    ways = [_way(names, known, progress, there, waiting) for names in groups]
    found = [one for one in ways if kind in {None, one.kind}]
    order = list(Standing)
    return sorted(found, key=lambda one: -order.index(one.standing))


def _way(
    names: Sequence[Organisation],
    known: Mapping[int, StakeholderKind],
    progress: Mapping[int, Counter[CommitmentProgress]],
    there: frozenset[int],
    waiting: Mapping[int, int],
) -> PartnerWay:
    ids = [one.id for one in names]
    counted = sum((progress.get(key, Counter()) for key in ids), Counter[CommitmentProgress]())
    return PartnerWay(
        organisation=names[0],
        kind=next(known[key] for key in ids if key in known),
        standing=standing_of(counted, was_there=not there.isdisjoint(ids)),
        progress=counted,
        waiting=sum(waiting.get(key, 0) for key in ids),
    )


def _who_was_there(session: Session) -> frozenset[int]:
    found = select(Participant.organisation_id).where(Participant.attendance.in_(_THERE))
    return frozenset(session.scalars(found.distinct()))


def _waiting(session: Session, by: Viewer) -> dict[int, int]:
    """Count what meetings left to each that is not settled."""
    rows = session.execute(
        select(Resolution.responsible_id, func.count())
        .join(Resolution.item)
        .join(AgendaItem.meeting)
        .where(
            Resolution.state == ResolutionState.OPEN,
            Resolution.responsible_id.is_not(None),
            visible(by, Permission.SEE_MEETING),
        )
        .group_by(Resolution.responsible_id)
    )
    return {key: count for key, count in rows if key is not None}
