"""Vetting: two different people say yes before anything an organisation posts is seen."""

from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, Verdict
from models.account import Account, Membership
from models.base import utc_now
from models.enums import OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Opportunity, Organisation
from models.organisation_states import (
    APPROVALS_NEEDED,
    STANDING_CHANGES,
    OrganisationStep,
)
from models.vetting import OrganisationVetting
from wasl.access.permissions import Permission
from wasl.access.scope import find
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.organisation_names import settle_name_key
from wasl.operations.referrals.end_referrals import end_referrals
from wasl.operations.tell_account import tell_account

_STEP = {
    Verdict.APPROVE: OrganisationStep.APPROVE,
    Verdict.REFUSE: OrganisationStep.REFUSE,
}


class VettingRule(StrEnum):
    """Why somebody cannot vet an organisation, or cannot do it now."""

    NOT_ALLOWED = "not_allowed"
    OWN_ORGANISATION = "own_organisation"
    SAID_ALREADY = "said_already"
    MADE_BY_OTHER = "made_by_other"
    NOT_NOW = "not_now"
    NOTE_MISSING = "note_missing"


class VettingRuleError(Exception):
    """A rule of vetting keeps this from being done; nothing was changed."""

    def __init__(self, rule: VettingRule) -> None:
        super().__init__(rule.value.replace("_", " "))
        self.rule = rule


def hold_organisation(session: Session, organisation: Organisation) -> None:
    """Read the standing anew and keep others from changing it until the commit.

    Without it, two people who approve at the same moment each see one approval.
    """
    statement = select(Organisation).where(Organisation.id == organisation.id)
    session.scalar(statement.with_for_update().execution_options(populate_existing=True))


def vettings_of(session: Session, organisation: Organisation) -> list[OrganisationVetting]:
    """Return what was said about an organisation, in order."""
    statement = select(OrganisationVetting).where(
        OrganisationVetting.organisation_id == organisation.id
    )
    return list(session.scalars(statement.order_by(OrganisationVetting.id)))


def current_round(vettings: list[OrganisationVetting]) -> int:
    """Return the round that is open: a new one begins after two approvals or one refusal."""
    if not vettings:
        return 1
    last = max(said.round for said in vettings)
    verdicts = [said.verdict for said in vettings if said.round == last]
    over = Verdict.REFUSE in verdicts or len(verdicts) >= APPROVALS_NEEDED
    return last + 1 if over else last


def belongs_to(session: Session, by: Viewer, organisation: Organisation) -> bool:
    """Tell whether somebody works, or ever worked, in the name of an organisation."""
    statement = select(func.count(Membership.id)).where(
        Membership.account_id == by.account_id, Membership.organisation_id == organisation.id
    )
    return bool(session.scalar(statement))


def _depends_on_other(session: Session, by: Viewer, organisation: Organisation) -> bool:
    """Tell whether one of two who approve gave the other one the role: that is one person's yes."""
    vettings = vettings_of(session, organisation)
    number = current_round(vettings)
    others = {said.account_id for said in vettings if said.round == number}
    roles = select(Membership.account_id, Membership.granted_by_id).where(
        Membership.account_id.in_({by.account_id, *others}), Membership.revoked_at.is_(None)
    )
    pairs = [set(pair) for pair in session.execute(roles)]
    return any({by.account_id, other} in pairs for other in others)


def _check(
    session: Session, by: Viewer, organisation: Organisation, verdict: Verdict, note: str
) -> None:
    permission = Permission.VET_ORGANISATIONS
    known = by.account_id is not None and not by.is_system
    if not known or find(session, by, permission, organisation.public_id) is None:
        raise VettingRuleError(VettingRule.NOT_ALLOWED)
    if belongs_to(session, by, organisation):
        raise VettingRuleError(VettingRule.OWN_ORGANISATION)
    if organisation.standing not in STANDING_CHANGES[_STEP[verdict]].sources:
        raise VettingRuleError(VettingRule.NOT_NOW)
    if verdict is Verdict.REFUSE and not note.strip():
        raise VettingRuleError(VettingRule.NOTE_MISSING)
    if verdict is Verdict.APPROVE and _depends_on_other(session, by, organisation):
        raise VettingRuleError(VettingRule.MADE_BY_OTHER)


def _active_accounts(session: Session, *conditions: ColumnElement[bool]) -> list[Account]:
    return list(
        session.scalars(
            select(Account)
            .join(Membership, Membership.account_id == Account.id)
            .where(
                Membership.revoked_at.is_(None),
                Account.suspended_at.is_(None),
                Account.closed_at.is_(None),
                *conditions,
            )
            .order_by(Account.id)
        ).unique()
    )


def tell_who_vets(session: Session, organisation: Organisation) -> None:
    """Tell the secretariat that an organisation waits to be vetted."""
    for account in _active_accounts(session, Membership.role == Role.SECRETARIAT):
        tell_account(session, account, "vetting_waiting", {"organisation": organisation})


def _tell_owners(session: Session, organisation: Organisation, template: str) -> None:
    owners = Membership.role == Role.EMPLOYER_OWNER
    own = Membership.organisation_id == organisation.id
    for account in _active_accounts(session, owners, own):
        tell_account(session, account, template, {"organisation": organisation})


def _say(
    session: Session, by: Viewer, organisation: Organisation, verdict: Verdict, note: str
) -> int:
    """Keep what somebody says in the open round, and return the round."""
    vettings = vettings_of(session, organisation)
    number = current_round(vettings)
    said = OrganisationVetting(
        organisation=organisation,
        round=number,
        account_id=by.account_id,
        verdict=verdict,
        note=note.strip() or None,
    )
    try:
        with session.begin_nested():
            session.add(said)
            session.flush()
    except IntegrityError:
        # One word a person and round: the database holds to it, whoever is how quick.
        raise VettingRuleError(VettingRule.SAID_ALREADY) from None
    return number


def _approvals(session: Session, organisation: Organisation, number: int) -> int:
    statement = select(func.count(OrganisationVetting.id)).where(
        OrganisationVetting.organisation_id == organisation.id,
        OrganisationVetting.round == number,
        OrganisationVetting.verdict == Verdict.APPROVE,
    )
    return session.scalar(statement) or 0


def vet_organisation(
    session: Session, by: Viewer, organisation: Organisation, verdict: Verdict, note: str = ""
) -> OrganisationStanding:
    """Say yes or no to an organisation and return its standing.

    The second yes of a round, by somebody else, makes it vetted; one no, with a note, refuses it,
    and ends what is open between people and it. Raises VettingRuleError.
    """
    hold_organisation(session, organisation)
    _check(session, by, organisation, verdict, note)
    number = _say(session, by, organisation, verdict, note)
    approved = verdict is Verdict.APPROVE
    enough = approved and _approvals(session, organisation, number) >= APPROVALS_NEEDED
    if enough or not approved:
        organisation.standing = STANDING_CHANGES[_STEP[verdict]].target
        settle_name_key(session, organisation)
        session.flush()
        outcome = "vetting_approved" if enough else "vetting_refused"
        _tell_owners(session, organisation, outcome)
    if not approved:
        _end_what_is_open(session, by, organisation)
    record(
        session,
        by,
        AuditAction.ORGANISATION_VETTED,
        subject=("organisation", organisation.public_id),
        reason=note.strip() or None,
        verdict=verdict.value,
        standing=organisation.standing.value,
        round=number,
    )
    return organisation.standing


def _end_what_is_open(session: Session, by: Viewer, organisation: Organisation) -> None:
    """Call off meetings and offers of an organisation that was trusted before."""
    postings = select(Opportunity).where(Opportunity.organisation_id == organisation.id)
    for posting in session.scalars(postings.order_by(Opportunity.id)).all():
        end_referrals(session, by, posting, OpportunityStatus.CLOSED)


def apply_again(session: Session, by: Viewer, organisation: Organisation) -> None:
    """Ask to be vetted once more after a refusal: an owner of the organisation does.

    Raises VettingRuleError.
    """
    hold_organisation(session, organisation)
    if by.organisation_id != organisation.id:
        raise VettingRuleError(VettingRule.NOT_ALLOWED)
    change = STANDING_CHANGES[OrganisationStep.APPLY_AGAIN]
    if organisation.standing not in change.sources:
        raise VettingRuleError(VettingRule.NOT_NOW)
    organisation.standing = change.target
    organisation.registered_at = utc_now()
    settle_name_key(session, organisation)
    session.flush()
    subject = ("organisation", organisation.public_id)
    record(session, by, AuditAction.ORGANISATION_REGISTERED, subject=subject)
    tell_who_vets(session, organisation)
