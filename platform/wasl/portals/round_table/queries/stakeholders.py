"""Named queries: who is who among the organisations, the list."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from models.commitment import Commitment, CommitmentParty
from models.meeting import Participant
from models.opportunity import Organisation
from models.round_table_enums import CommitmentProgress, RelationKind, StakeholderKind
from models.stakeholder import OrganisationRelation, Stakeholder
from wasl.access.viewer import Viewer
from wasl.code_names import name_places
from wasl.operations.commitments.told import tell_commitments
from wasl.operations.opportunity_words import search_words, words_of
from wasl.operations.organisation_names import all_names
from wasl.portals.round_table.queries.contact_days import LastContact, is_silent, last_contacts
from wasl.sectors import list_sectors

NOT_SAID = "none"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the list is narrowed to. kind: of `StakeholderKind`, or `NOT_SAID`.

    everybody: also organisations that neither sit at the round table nor promised anything.
    """

    words: str = ""
    kind: str = ""
    sector: str = ""
    governorate: str = ""
    progress: CommitmentProgress | None = None
    silent: bool = False
    everybody: bool = False

    @property
    def count(self) -> int:
        """How many filters are set."""
        set_ones = (self.words.strip(), self.kind, self.sector, self.governorate, self.progress)
        return sum(map(bool, (*set_ones, self.silent, self.everybody)))


@dataclass(frozen=True, kw_only=True)
class StakeholderRow:
    """An organisation with what is known of it at a glance.

    same: its other names. progress: how many of its commitments have come how far.
    """

    organisation: Organisation
    known: Stakeholder | None
    sector: str | None
    governorate: str | None
    last: LastContact | None
    silent: bool
    same: Sequence[Organisation]
    progress: Mapping[CommitmentProgress, int]

    @property
    def kind(self) -> StakeholderKind | None:
        """What it is, where somebody wrote it down."""
        return self.known.kind if self.known else None


def list_stakeholders(
    session: Session, viewer: Viewer, wanted: Wanted, today: date, language: str
) -> list[StakeholderRow]:
    """Return the organisations that were asked for; not heard of for longest comes first."""
    rows = _read(session, viewer, wanted, today, language)
    tokens = list(dict.fromkeys(search_words(wanted.words)))
    shown = [row for row in rows if _fits(row, wanted) and _says(row, tokens)]
    return sorted(shown, key=_order)


def _order(row: StakeholderRow) -> tuple[bool, date, str, int]:
    """Never heard of, then the longest ago."""
    day = row.last.day if row.last else date.min
    return not row.silent, day, row.organisation.name_key, row.organisation.id


def _fits(row: StakeholderRow, wanted: Wanted) -> bool:
    if wanted.kind and (row.kind.value if row.kind else NOT_SAID) != wanted.kind:
        return False
    if wanted.progress is not None and not row.progress.get(wanted.progress):
        return False
    return row.silent or not wanted.silent


def _says(row: StakeholderRow, tokens: Sequence[str]) -> bool:
    """Tell whether all words of a search stand in a name of it, or in what it does."""
    if not tokens:
        return True
    known = row.known
    said = words_of(
        *all_names(row.organisation),
        *(name for one in row.same for name in all_names(one)),
        known.short_name if known else None,
        known.mandate if known else None,
        known.services if known else None,
        row.organisation.sector_wording,
    )
    return all(token in said for token in tokens)


def _read(
    session: Session, viewer: Viewer, wanted: Wanted, today: date, language: str
) -> list[StakeholderRow]:
    statement = select(Organisation, Stakeholder).outerjoin(
        Stakeholder, Stakeholder.organisation_id == Organisation.id
    )
    if not wanted.everybody:
        statement = statement.where(at_the_round_table())
    if wanted.governorate:
        statement = statement.where(Organisation.governorate_code == wanted.governorate)
    names = {one.code: one for one in list_sectors(session, language)}
    if wanted.sector:
        codes = [one.code for one in names.values() if wanted.sector in {one.code, one.section}]
        statement = statement.where(Organisation.sector_code.in_(codes))
    found = session.execute(statement).all()
    places = name_places(session, [one.governorate_code for one, _ in found], language)
    last, same = last_contacts(session, today), other_names(session)
    progress = progress_of_each(session, viewer, today)
    return [
        StakeholderRow(
            organisation=one,
            known=known,
            sector=names[one.sector_code].name if one.sector_code in names else one.sector_wording,
            governorate=places.get(one.governorate_code or ""),
            last=last.get(one.id),
            silent=is_silent(last.get(one.id), today),
            same=same.get(one.id, ()),
            progress=progress.get(one.id, {}),
        )
        for one, known in found
    ]


def at_the_round_table() -> ColumnElement[bool]:
    """Tell, in a statement on Organisation, who sat at one, promised, or was written down."""
    return or_(
        Organisation.id.in_(select(Stakeholder.organisation_id)),
        Organisation.id.in_(select(Participant.organisation_id)),
        Organisation.id.in_(select(CommitmentParty.organisation_id)),
    )


def other_names(
    session: Session, organisation: Organisation | None = None
) -> dict[int, list[Organisation]]:
    """Return by organisation those that are the same one under another name."""
    statement = select(OrganisationRelation).where(
        OrganisationRelation.kind == RelationKind.SAME_AS
    )
    if organisation is not None:
        either = (OrganisationRelation.first_id, OrganisationRelation.second_id)
        statement = statement.where(or_(*(one == organisation.id for one in either)))
    found: dict[int, list[Organisation]] = defaultdict(list)
    both = (joinedload(OrganisationRelation.first), joinedload(OrganisationRelation.second))
    ordered = statement.order_by(OrganisationRelation.id).options(*both)
    for relation in session.scalars(ordered):
        found[relation.first_id].append(relation.second)
        found[relation.second_id].append(relation.first)
    return found


def progress_of_each(
    session: Session, viewer: Viewer, today: date
) -> dict[int, Counter[CommitmentProgress]]:
    """Return by organisation how many of its commitments have come how far, as it is told."""
    commitments = list(session.scalars(select(Commitment)))
    told = tell_commitments(session, viewer, commitments, today)
    parties = select(CommitmentParty.organisation_id, CommitmentParty.commitment_id)
    found: dict[int, Counter[CommitmentProgress]] = defaultdict(Counter)
    for organisation, commitment in session.execute(parties):
        found[organisation][told[commitment].progress] += 1
    return found


def list_others(
    session: Session, organisation: Organisation
) -> tuple[list[Organisation], list[Organisation]]:
    """Return all other organisations by name: those at the round table, then the rest."""
    statement = select(Organisation).where(Organisation.id != organisation.id)
    ordered = statement.order_by(Organisation.name, Organisation.id)
    near = list(session.scalars(ordered.where(at_the_round_table())))
    rest = list(session.scalars(ordered.where(~at_the_round_table())))
    return near, rest
