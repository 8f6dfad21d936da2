"""Relations to accounts, and to what is done to them: invitations, resets, printed slips."""

from typing import Any

from sqlalchemy import ColumnElement, exists, false

from models.access_enums import Channel
from models.account import Account, Membership
from models.message import Message
from models.sign_in import Invitation, ResetRequest
from wasl.access.conditions.common import same
from wasl.access.viewer import Viewer


def _same_house(viewer: Viewer, table: Any) -> ColumnElement[bool]:
    """Tell whether a row belongs where the viewer works: an office, or an employer's company."""
    if viewer.office_id is not None:
        return same(table.office_id, viewer.office_id)
    if viewer.organisation_id is not None:
        return same(table.organisation_id, viewer.organisation_id)
    return false()


def _colleague(viewer: Viewer, account_id: Any) -> ColumnElement[bool]:
    """Tell whether an account's present membership is where the viewer works."""
    works_here = exists().where(
        Membership.account_id == account_id,
        Membership.revoked_at.is_(None),
        _same_house(viewer, Membership),
    )
    return works_here.correlate_except(Membership)


def account_of_house(viewer: Viewer) -> ColumnElement[bool]:
    """The account is of the viewer's office or company."""
    return _colleague(viewer, Account.id)


def invitation_of_house(viewer: Viewer) -> ColumnElement[bool]:
    """The invitation is to the viewer's office or company."""
    return _same_house(viewer, Invitation)


def reset_of_house(viewer: Viewer) -> ColumnElement[bool]:
    """What is to be set anew is an account of the viewer's office or company."""
    return _colleague(viewer, ResetRequest.account_id)


def slip_of_office(viewer: Viewer) -> ColumnElement[bool]:
    """The message is a slip that the viewer's office prints and hands over."""
    return same(Message.office_id, viewer.office_id) & (Message.channel == Channel.SLIP)
