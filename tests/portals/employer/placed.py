"""What came of the demo employer's offers, for tests of its pages."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import OpportunityKind as Kind
from models.enums import OrganisationStanding
from models.opportunity import Opportunity
from models.person import Person
from models.placement import Allocation, Placement
from tests.operations.placements.scene import TODAY, Scene
from tests.operations.trust import caseworker
from wasl.access.viewer import viewer_of

NAME = "زينب كريم"


@dataclass
class Firm:
    """The employer that is signed in, and the people it took."""

    session: Session
    scene: Scene

    def take(self, case_no: str, posting: Opportunity, *, days_ago: int = 35) -> Placement:
        """Somebody began some days ago."""
        placement = self.scene.placed(self.scene.person(case_no), posting)
        begun = TODAY - timedelta(days=days_ago)
        placement.starts_on = begun
        for check in placement.checks:
            check.due_on = begun + timedelta(days=check.day)
            check.closes_on = check.due_on + timedelta(days=21)
        self.session.commit()
        return placement

    def give(self, case_no: str, posting: Opportunity, **offering: Any) -> Allocation:
        """Somebody accepted something of a stock."""
        allocation = self.scene.allocated(self.scene.person(case_no), posting, **offering)
        self.session.commit()
        return allocation

    def tools(self, **more: Any) -> Opportunity:
        """Add sewing machines that are lent."""
        given = {"unit": "machines", "to_be_returned": True, "return_after_days": 90, **more}
        return self.scene.posting("kind", Kind.IN_KIND, seats=6, **given)

    def somebody(self) -> Person:
        """Return anybody of the people."""
        return self.session.scalars(select(Person)).first() or self.scene.person("any")


def firm_of(session: Session, employer: Account) -> Firm:
    """Vet the employer that is signed in and give it somebody to deal with."""
    assert employer.organisation is not None
    employer.organisation.standing = OrganisationStanding.VETTED
    helper = caseworker(session)
    scene = Scene(session, employer.organisation, viewer_of(employer), helper)
    session.commit()
    return Firm(session, scene)
