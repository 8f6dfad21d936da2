"""Things that were lent and should be back: who gave them hears, and whoever is in charge."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.opportunity import Opportunity, Organisation
from models.placement import Allocation
from wasl.operations.clock.asked_before import last_asked, note_asked
from wasl.operations.clock.periods import STOCK_ASKED_EVERY
from wasl.operations.clock.rounds import Round
from wasl.operations.placements.stock import late_returns
from wasl.operations.tell_staff import tell_caseworkers, tell_employer
from wasl.operations.vet_organisation import hold_organisation


def remind_of_stock(round_: Round) -> None:
    """Ask each employer once a week at most about all that it lent and that is not back in time.

    Whoever is in charge of the people who have it is asked along with it.
    """
    lent = (
        select(Opportunity.organisation_id)
        .join(Allocation, Allocation.opportunity_id == Opportunity.id)
        .where(late_returns(round_.today))
        .distinct()
        .order_by(Opportunity.organisation_id)
    )
    round_.each("employers_reminded", lent, _remind)


def _remind(session: Session, round_: Round, key: int) -> bool:
    organisation = session.get_one(Organisation, key)
    hold_organisation(session, organisation)
    last = last_asked(session, AuditAction.STOCK_ASKED_BACK, organisation)
    late = _late_of(session, round_, key)
    if not late or (last is not None and last > round_.today - STOCK_ASKED_EVERY):
        return False
    note_asked(session, round_, AuditAction.STOCK_ASKED_BACK, organisation)
    tell_employer(session, organisation, "stock_late")
    referrals = (one.referral for one in late if one.referral is not None)  # erased: nobody to ask
    for person in {one.person_id: one.person for one in referrals}.values():
        tell_caseworkers(session, person, "stock_to_ask_back")
    return True


def _late_of(session: Session, round_: Round, key: int) -> list[Allocation]:
    statement = (
        select(Allocation)
        .join(Opportunity, Opportunity.id == Allocation.opportunity_id)
        .where(Opportunity.organisation_id == key, late_returns(round_.today))
        .order_by(Allocation.id)
    )
    return list(session.scalars(statement))
