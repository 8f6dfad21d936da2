"""Relations to opportunities and to the files that were sent in."""

from sqlalchemy import ColumnElement, exists, or_

from models.account import Membership
from models.import_job import ImportJob
from models.opportunity import Opportunity
from wasl.access.conditions.common import same
from wasl.access.viewer import Viewer


def opportunity_of_own_organisation(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's company offers it."""
    return same(Opportunity.organisation_id, viewer.organisation_id)


def import_of_office(viewer: Viewer) -> ColumnElement[bool]:
    """Somebody sent the file in while they worked at the viewer's office.

    Its report names people, so it stays with the office when who sent it moves to another.
    """
    worked_here = exists().where(
        Membership.account_id == ImportJob.account_id,
        same(Membership.office_id, viewer.office_id),
        Membership.granted_at <= ImportJob.created_at,
        or_(Membership.revoked_at.is_(None), Membership.revoked_at > ImportJob.created_at),
    )
    return worked_here.correlate_except(Membership)


def own_import(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer sent the file in, at the office where they work now."""
    return same(ImportJob.account_id, viewer.account_id) & import_of_office(viewer)
