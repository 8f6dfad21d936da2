"""Who got something of what was offered: counted once, protected, never exact when few."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from models.enums import OpportunityKind
from models.figures import PublishedFigures
from models.opportunity import Opportunity
from models.placement import Allocation, Placement
from models.referral_enums import EndCause
from tests.operations.cast import add_offer
from wasl.figures import read_figures
from wasl.figures.count import UNKNOWN
from wasl.figures.filled import BY_PLACE, BY_SECTOR, PERIOD, count_filled
from wasl.figures.tables import ALL, Mark

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def bakers(session: Session) -> Opportunity:
    """Jobs of a bakery in Basra."""
    offer = add_offer(session, "A")
    offer.organisation.sector_code = "10"
    session.flush()
    return offer


def fill(session: Session, offer: Opportunity, count: int, made_at: datetime = NOW) -> None:
    session.add_all(
        Placement(opportunity=offer, starts_on=TODAY, made_at=made_at) for _ in range(count)
    )
    session.flush()


def test_each_counts_once_in_both_tables(session: Session, bakers: Opportunity) -> None:
    fill(session, bakers, 3)
    fill(session, bakers, 4, NOW - PERIOD - timedelta(2))
    session.add(Allocation(opportunity=bakers, handed_over_at=NOW, quantity=9))
    session.add(Allocation(opportunity=bakers))
    never = {"ended_on": TODAY, "end_cause": EndCause.NEVER_STARTED}
    session.add(Placement(opportunity=bakers, starts_on=TODAY, made_at=NOW, **never))
    elsewhere = add_offer(session, "B", employer="Nobody knows")
    elsewhere.governorate_code = None
    session.flush()
    fill(session, elsewhere, 2)
    places, sectors = count_filled(session, TODAY)
    assert dict(places.counts) == {("job", "IQ-BA"): 4, ("job", UNKNOWN): 2}
    assert dict(sectors.counts) == {("job", "C"): 4, ("job", UNKNOWN): 2}
    assert len(places.rows) == len(OpportunityKind)
    assert set(places.columns) >= {column for _, column in places.counts}
    assert len(sectors.columns) == 22


def test_few_are_not_told_and_many_are_rounded(session: Session, bakers: Opportunity) -> None:
    fill(session, bakers, 12)
    other = add_offer(session, "B")
    other.governorate_code = "IQ-AR"
    session.flush()
    fill(session, other, 3)
    session.commit()
    figures = read_figures(session, TODAY)
    for name, few, many in ((BY_PLACE, "IQ-AR", "IQ-BA"), (BY_SECTOR, UNKNOWN, "C")):
        table = figures.table(name)
        assert table.cell("job", few) is Mark.FEW
        assert table.cell("job", many) in {10, Mark.KEPT_BACK}
        assert table.cell("training", ALL) is Mark.FEW, "nobody would be told as well"
        shown = {cell for line in table.cells for cell in line}
        assert shown <= {10, 15, Mark.FEW, Mark.KEPT_BACK}


def test_a_day_that_was_published_without_them_is_read(session: Session) -> None:
    tables = {"day": TODAY.isoformat(), "people": [], "offers": []}
    session.add(PublishedFigures(day=TODAY, tables=tables))
    session.commit()
    with pytest.raises(KeyError):
        read_figures(session, TODAY).table(BY_PLACE)
