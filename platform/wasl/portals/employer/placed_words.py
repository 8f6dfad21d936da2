"""What the employer's pages say about stock: counts, steps, the slip that goes along."""

from collections.abc import Callable, Mapping

from models.opportunity_kinds import InKindSupport
from models.placement import Allocation
from models.placement_states import AllocationStep
from models.referral import Referral
from models.referral_enums import AllocationState
from wasl.i18n.texts import gettext as _
from wasl.portals.employer.queries.stock import StockCounts
from wasl.ui.formats import format_day, format_iqd, format_number
from wasl.ui.labels import label
from wasl.ui.names import organisation_name

STEP_TEXTS: Mapping[AllocationStep, Callable[[], str]] = {
    AllocationStep.HAND_OVER: lambda: _("Handed over"),
    AllocationStep.RECEIPT: lambda: _("Received"),
    AllocationStep.RETURN: lambda: _("Came back"),
    AllocationStep.RELEASE: lambda: _("Not needed any more"),
}


def stock_tiles(counts: StockCounts) -> list[tuple[int, str, None]]:
    """Return the counts of a posting, each with what it is called."""
    states = (AllocationState.RESERVED, AllocationState.HANDED_OVER, AllocationState.RECEIPTED)
    return [
        (counts.total, _("In all"), None),
        (counts.free, _("Free"), None),
        (counts.offered, _("Offered, no answer yet"), None),
        *((counts.units.get(state, 0), str(label(state)), None) for state in states),
        (counts.units.get(AllocationState.RETURNED, 0), _("Came back and is free again"), None),
    ]


def how_much(allocation: Allocation) -> str:
    """Say how much somebody gets: an amount, or units by their name."""
    if allocation.amount:
        return format_iqd(allocation.amount)
    posting, count = allocation.opportunity, format_number(allocation.quantity)
    unit = posting.unit if isinstance(posting, InKindSupport) else None
    return f"{count} {unit}" if unit else count


def hand_over_number(allocation: Allocation) -> str:
    """Return the number that both sides can name a hand-over by; it opens nothing."""
    return allocation.public_id[:8].upper()


def slip_lines(
    referral: Referral, allocation: Allocation, name: str | None
) -> list[tuple[str, str]]:
    """Return what stands on the slip of a hand-over; the name only if it may be known."""
    posting = referral.opportunity
    lines = [
        (_("Card"), referral.card),
        (_("Name"), name or ""),
        (_("From"), organisation_name(posting.organisation)),
        (_("What"), posting.title),
        (_("How much"), how_much(allocation)),
        (_("Handed over on"), _day(allocation)),
        (_("To be back by"), format_day(allocation.return_by) if allocation.return_by else ""),
    ]
    return [(term, text) for term, text in lines if text]


def _day(allocation: Allocation) -> str:
    return format_day(allocation.handed_over_at) if allocation.handed_over_at else "…" * 8
