"""How a posting takes on the values of a row; what a row leaves blank stays as it was."""

from collections.abc import Collection

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import Hours, LanguageLevel, OpportunityKind
from models.opportunity import (
    Opportunity,
    OpportunityLanguage,
    OpportunityLicence,
    OpportunitySkill,
)
from models.opportunity_kinds import CLASS_OF_KIND
from wasl.files.opportunity_row import OpportunityRow
from wasl.operations.importing.coding import BatchCoder, confirm_code
from wasl.operations.importing.opportunity_state import PLAIN
from wasl.operations.importing.person_changes import sync


def apply_row(
    posting: Opportunity, row: OpportunityRow, names: Collection[str], coder: BatchCoder
) -> None:
    """Set those columns of a row that are named in `names` (all of them given) on a posting."""
    posting.updated_at = utc_now()
    for name in PLAIN:
        if name in names:
            setattr(posting, name, getattr(row, name))
    if "hours" in names and row.hours is not None:
        posting.hours = Hours(row.hours)
    if "governorate" in names:
        posting.governorate_code = row.governorate
    if "district" in names and row.district is not None:
        posting.district_code = row.district.code
        posting.district_wording = row.district.wording
    if "commitment" in names:
        posting.commitment_ref = row.commitment
    _apply_title(posting, row, names, coder)
    _apply_skills(posting, row, names, coder)
    _apply_lists(posting, row, names)


def _apply_title(
    posting: Opportunity, row: OpportunityRow, names: Collection[str], coder: BatchCoder
) -> None:
    """Code a new title; a code that the file names counts as confirmed."""
    if "title" in names:
        posting.title = row.title
        coder.code_title(posting)
    if row.occupation is not None and {"occupation", "title"} & set(names):
        confirm_code(posting, row.occupation)


def _apply_skills(
    posting: Opportunity, row: OpportunityRow, names: Collection[str], coder: BatchCoder
) -> None:
    for column, required in (("skills_required", True), ("skills_desired", False)):
        if column not in names:
            continue
        others = [item for item in posting.skills if item.required != required]
        have = {item.wording: item for item in posting.skills if item.required == required}
        posting.skills = others + [
            have.get(wording)
            or coder.code_skill(OpportunitySkill(wording=wording, required=required))
            for wording in getattr(row, column) or ()
        ]


def _apply_lists(posting: Opportunity, row: OpportunityRow, names: Collection[str]) -> None:
    if "languages" in names:
        levels = {item.name: item.level for item in row.languages or ()}
        sync(
            posting.languages,
            levels,
            lambda item: item.language,
            lambda name: OpportunityLanguage(language=name),
        )
        for asked in posting.languages:
            level = levels[asked.language]
            asked.level = LanguageLevel(level) if level else None
    if "licences" in names:
        sync(
            posting.licences,
            row.licences or (),
            lambda item: item.licence,
            lambda name: OpportunityLicence(licence=name),
        )


def change_kind(session: Session, posting: Opportunity, kind: OpportunityKind) -> Opportunity:
    """Make a posting one of another kind and return it anew; the old object is let go.

    What the old kind alone had is dropped: a loan has no probation.
    """
    session.flush()
    old, new = CLASS_OF_KIND[posting.kind].__table__, CLASS_OF_KIND[kind].__table__
    session.execute(delete(old).where(old.c.id == posting.id))  # type: ignore[arg-type]
    session.execute(insert(new).values(id=posting.id))  # type: ignore[arg-type]
    session.execute(
        update(Opportunity.__table__)  # type: ignore[arg-type]
        .where(Opportunity.__table__.c.id == posting.id)
        .values(kind=kind)
    )
    id_ = posting.id
    session.expunge(posting)
    return session.get_one(Opportunity, id_)
