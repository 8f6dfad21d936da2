"""Begin a posting, empty or as a copy of another one: a draft that nobody else sees."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import new_public_id
from models.capacity import Capacity
from models.enums import OpportunityKind, OpportunityStatus
from models.opportunity import (
    Opportunity,
    OpportunityLanguage,
    OpportunityLicence,
    OpportunitySkill,
    Organisation,
)
from models.opportunity_kinds import CLASS_OF_KIND
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.files.errors import CellError
from wasl.files.people import parse_name
from wasl.operations.commitments.cite import cite_postings
from wasl.operations.importing.coding import BatchCoder
from wasl.operations.importing.opportunity_state import PLAIN
from wasl.operations.postings.errors import PostingInvalidError
from wasl.operations.postings.fields import OWN_COLUMNS, columns_of

_TITLE = 300
_NOT_COPIED = frozenset({"start_date", "apply_by"})
_REF_LETTERS = 6


def begin_posting(
    session: Session,
    by: Viewer,
    organisation: Organisation,
    kind: OpportunityKind,
    title: str,
    *,
    today: date,
    capacity: Capacity | None = None,
    values: Mapping[str, object] | None = None,
) -> Opportunity:
    """Return a new draft with a title, which is coded. Raises PostingInvalidError without one.

    capacity: the line of the organisation's profile that it comes from. values: what is known of
    it already, by columns of its table.
    """
    wording = _read_title(title)
    coder = BatchCoder(session)
    coder.prepare([wording], [])
    opportunity = _draft(by, (organisation, kind, wording), today)
    opportunity.capacity_id = capacity.id if capacity else None
    for name, value in (values or {}).items():
        setattr(opportunity, name, value)
    coder.code_title(opportunity)
    _add(session, by, opportunity, "page")
    return opportunity


def copy_posting(
    session: Session, by: Viewer, opportunity: Opportunity, today: date
) -> Opportunity:
    """Return a new draft that says the same, with all its places free and without its days."""
    copy = _draft(by, (opportunity.organisation, opportunity.kind, opportunity.title), today)
    for name in columns_of(opportunity.kind):
        if (name in OWN_COLUMNS or name in PLAIN) and name not in _NOT_COPIED:
            setattr(copy, name, getattr(opportunity, name))
    for name in ("hours", "governorate_code", "district_code", "district_wording"):
        setattr(copy, name, getattr(opportunity, name))
    copy.commitment_ref, copy.capacity_id = opportunity.commitment_ref, opportunity.capacity_id
    _copy_codes(opportunity, copy)
    copy.languages = [
        OpportunityLanguage(language=item.language, level=item.level)
        for item in opportunity.languages
    ]
    copy.licences = [OpportunityLicence(licence=item.licence) for item in opportunity.licences]
    _add(session, by, copy, "copy")
    return copy


def _copy_codes(opportunity: Opportunity, copy: Opportunity) -> None:
    copy.occupation_code = opportunity.occupation_code
    copy.coding_decision = opportunity.coding_decision
    copy.coding_confidence = opportunity.coding_confidence
    copy.coding_candidates = list(opportunity.coding_candidates)
    copy.skills = [
        OpportunitySkill(
            wording=item.wording,
            skill_code=item.skill_code,
            confidence=item.confidence,
            required=item.required,
        )
        for item in opportunity.skills
    ]


def _read_title(title: str) -> str:
    try:
        found = parse_name(title, _TITLE)
    except CellError as error:
        raise PostingInvalidError({"title": error}) from error
    if found is None:
        raise PostingInvalidError({"title": CellError("required")})
    return found


def _draft(by: Viewer, like: tuple[Organisation, OpportunityKind, str], today: date) -> Opportunity:
    organisation, kind, title = like
    letters = new_public_id()[:_REF_LETTERS].upper()
    return CLASS_OF_KIND[kind](
        organisation_id=organisation.id,
        ref=f"{today.year}-{letters}",
        employer_wording=organisation.name,
        title=title,
        seats=1,
        status=OpportunityStatus.DRAFT,
        created_by_id=by.account_id,
    )


def _add(session: Session, by: Viewer, opportunity: Opportunity, way: str) -> None:
    session.add(opportunity)
    session.flush()
    subject, kind = ("opportunity", opportunity.public_id), opportunity.kind.value
    record(session, by, AuditAction.OPPORTUNITY_ADDED, subject=subject, kind=kind, way=way)
    if opportunity.commitment_ref:
        cite_postings(session, by, [opportunity.id])
