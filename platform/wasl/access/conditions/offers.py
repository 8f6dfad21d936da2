"""Relations to opportunities, profiles, referrals to employers, and files that were sent in."""

from sqlalchemy import ColumnElement, and_, exists, false, or_, true

from models.account import Membership
from models.capacity import Capacity
from models.enums import Agency, Role
from models.import_job import ImportJob
from models.opportunity import Opportunity
from models.referral import Referral
from models.referral_enums import EmployerVerdict
from wasl.access.conditions.common import same
from wasl.access.files import kinds_of_files
from wasl.access.viewer import Viewer

LABOUR_MINISTRY = frozenset({Agency.MOLSA, Agency.MRC})


def opportunity_of_own_organisation(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's company offers it."""
    return same(Opportunity.organisation_id, viewer.organisation_id)


def opportunity_of_ministry(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer works at an office of the labour ministry, which answers for what is posted."""
    return true() if viewer.agency in LABOUR_MINISTRY else false()


def capacity_of_own_organisation(viewer: Viewer) -> ColumnElement[bool]:
    """It stands in the profile of the viewer's company."""
    return same(Capacity.organisation_id, viewer.organisation_id)


def referral_of_own_organisation(viewer: Viewer) -> ColumnElement[bool]:
    """It is about what the viewer's company offers, and the company knows of it.

    What a caseworker proposed to a person is nobody else's business before the person said yes.
    """
    own = exists().where(
        Opportunity.id == Referral.opportunity_id, opportunity_of_own_organisation(viewer)
    )
    told = Referral.verdict != EmployerVerdict.NOT_ASKED
    return and_(own.correlate_except(Opportunity), told)


def import_of_own_organisation(viewer: Viewer) -> ColumnElement[bool]:
    """Somebody sent the file in while they worked for the viewer's company."""
    return _sent_in_from(viewer, same(Membership.organisation_id, viewer.organisation_id))


def import_of_office(viewer: Viewer) -> ColumnElement[bool]:
    """Somebody sent the file in while they worked at the viewer's office.

    Its report names people, so it stays with the office when who sent it moves to another.
    """
    return _sent_in_from(viewer, same(Membership.office_id, viewer.office_id))


def _import_of_secretariat(viewer: Viewer) -> ColumnElement[bool]:
    """Somebody sent the file in while they were of the secretariat, as the viewer is now."""
    if viewer.role is not Role.SECRETARIAT:
        return false()
    return _sent_in_from(viewer, Membership.role == Role.SECRETARIAT)


def _sent_in_from(viewer: Viewer, house: ColumnElement[bool]) -> ColumnElement[bool]:
    worked_here = exists().where(
        Membership.account_id == ImportJob.account_id,
        house,
        Membership.granted_at <= ImportJob.created_at,
        or_(Membership.revoked_at.is_(None), Membership.revoked_at > ImportJob.created_at),
    )
    theirs = ImportJob.kind.in_(kinds_of_files(viewer))
    return and_(theirs, worked_here.correlate_except(Membership))


def own_import(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer sent the file in, at the office or for the company where they work now."""
    mine = same(ImportJob.account_id, viewer.account_id)
    houses = (import_of_office, import_of_own_organisation, _import_of_secretariat)
    return mine & or_(*(house(viewer) for house in houses))
