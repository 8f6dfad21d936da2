"""Organisations as who vets them sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import Session

from models.account import Account, Membership
from models.enums import OrganisationStanding
from models.opportunity import Opportunity, Organisation
from models.organisation_states import OrganisationStep, organisation_steps_from
from models.stakeholder import Stakeholder
from models.vetting import OrganisationVetting
from wasl.access.viewer import Viewer
from wasl.code_names import name_places
from wasl.operations.organisation_names import SimilarOrganisation, similar_organisations
from wasl.operations.profile.describe import workplaces_of
from wasl.operations.vet_organisation import belongs_to, current_round, vettings_of
from wasl.paging import Page, cut
from wasl.sectors import name_sector


@dataclass(frozen=True, kw_only=True)
class OrganisationRow:
    """A line of the list. approvals: in the round that is open."""

    organisation: Organisation
    approvals: int
    opportunities: int


@dataclass(frozen=True, kw_only=True)
class Word:
    """What somebody said about an organisation."""

    vetting: OrganisationVetting
    by: str


@dataclass(frozen=True, kw_only=True)
class OrganisationDetail:
    """All that is known of an organisation to somebody who vets it."""

    organisation: Organisation
    governorate: str | None
    sector: str | None
    works_in: Sequence[str]
    people: Sequence[Account]
    similar: Sequence[SimilarOrganisation]
    words: Sequence[Word]
    opportunities: int
    round: int
    approved_now: int
    said_already: bool
    own: bool

    @property
    def may_approve(self) -> bool:
        """Whether this viewer may say yes now."""
        return self._open(OrganisationStep.APPROVE)

    @property
    def may_refuse(self) -> bool:
        """Whether this viewer may say no now."""
        return self._open(OrganisationStep.REFUSE)

    def _open(self, step: OrganisationStep) -> bool:
        possible = step in organisation_steps_from(self.organisation.standing)
        return possible and not (self.own or self.said_already)


def _only_stakeholder() -> ColumnElement[bool]:
    """Tell whether nobody asked to vet it: it sits at the round table, and posts nothing."""
    return and_(
        Organisation.standing == OrganisationStanding.UNVETTED,
        Organisation.registered_at.is_(None),
        exists().where(Stakeholder.organisation_id == Organisation.id),
        ~exists().where(Opportunity.organisation_id == Organisation.id),
    )


def count_standings(session: Session) -> Mapping[OrganisationStanding, int]:
    """Return how many organisations there are of each standing."""
    statement = (
        select(Organisation.standing, func.count())
        .where(~_only_stakeholder())
        .group_by(Organisation.standing)
    )
    counted = {row[0]: row[1] for row in session.execute(statement)}
    return {standing: counted.get(standing, 0) for standing in OrganisationStanding}


def list_organisations(
    session: Session, standing: OrganisationStanding, page: int
) -> Page[OrganisationRow]:
    """Return a page of the organisations of a standing; who registered themselves come first."""
    by_itself = case((Organisation.registered_at.is_(None), 1), else_=0)
    statement = (
        select(Organisation)
        .where(Organisation.standing == standing, ~_only_stakeholder())
        .order_by(by_itself, Organisation.registered_at, Organisation.id)
    )
    part = cut(session, statement, page)
    found = session.scalars(statement.offset(part.offset).limit(part.size)).all()
    offers = _count_opportunities(session, [one.id for one in found])
    return part.page(
        [
            OrganisationRow(
                organisation=one,
                approvals=_said_in_round(vettings_of(session, one)),
                opportunities=offers.get(one.id, 0),
            )
            for one in found
        ]
    )


def _count_opportunities(session: Session, ids: Sequence[int]) -> Mapping[int, int]:
    statement = (
        select(Opportunity.organisation_id, func.count())
        .where(Opportunity.organisation_id.in_(ids))
        .group_by(Opportunity.organisation_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _said_in_round(vettings: list[OrganisationVetting]) -> int:
    number = current_round(vettings)
    return sum(said.round == number for said in vettings)


def _people_of(session: Session, organisation: Organisation) -> Sequence[Account]:
    works = exists().where(
        Membership.account_id == Account.id,
        Membership.organisation_id == organisation.id,
        Membership.revoked_at.is_(None),
    )
    return session.scalars(select(Account).where(works).order_by(Account.id)).unique().all()


def _words(session: Session, vettings: list[OrganisationVetting]) -> list[Word]:
    ids = {said.account_id for said in vettings}
    names = {
        account.id: account.display_name
        for account in session.scalars(select(Account).where(Account.id.in_(ids))).unique()
    }
    return [Word(vetting=said, by=names[said.account_id]) for said in reversed(vettings)]


def show_organisation(
    session: Session, viewer: Viewer, organisation: Organisation, language: str
) -> OrganisationDetail:
    """Return what the page of an organisation shows."""
    vettings = vettings_of(session, organisation)
    number = current_round(vettings)
    works_in = workplaces_of(session, organisation)
    places = name_places(session, [*works_in, organisation.governorate_code], language)
    return OrganisationDetail(
        organisation=organisation,
        governorate=places.get(organisation.governorate_code or ""),
        sector=name_sector(session, organisation.sector_code, language),
        works_in=[places[code] for code in works_in],
        people=_people_of(session, organisation),
        similar=similar_organisations(session, organisation),
        words=_words(session, vettings),
        opportunities=_count_opportunities(session, [organisation.id]).get(organisation.id, 0),
        round=number,
        approved_now=_said_in_round(vettings),
        said_already=any(
            said.round == number and said.account_id == viewer.account_id for said in vettings
        ),
        own=belongs_to(session, viewer, organisation),
    )
