"""Employers of a file, found again by their names."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import OrganisationStanding
from models.opportunity import Organisation
from wasl.files.opportunity_row import OpportunityRow
from wasl.files.vocabulary import word_key

KEY_LENGTH = 300


def employer_key(name: str) -> str:
    """Return the folded name by which an employer is found again."""
    return word_key(name)[:KEY_LENGTH]


class Organisations:
    """The employers of one import; new ones are added as they come.

    Facts about an employer (registration, sector) are taken from its first row in a file that
    gives them, so that rows that contradict each other do not change it back and forth.
    """

    def __init__(self, session: Session, vouched_for: bool) -> None:
        self._session = session
        self._vouched_for = vouched_for
        self._found: dict[str, Organisation] = {}
        self._settled: set[tuple[str, str]] = set()

    def prepare(self, rows: Iterable[OpportunityRow]) -> None:
        """Look up or add the employers of a batch."""
        names = {employer_key(row.employer): row.employer for row in reversed(list(rows))}
        missing = [key for key in names if key not in self._found]
        known = self._session.scalars(
            select(Organisation).where(Organisation.name_key.in_(missing))
        )
        self._found.update((organisation.name_key, organisation) for organisation in known)
        for key in missing:
            if key not in self._found:
                organisation = Organisation(name=names[key], name_key=key)
                organisation.standing = OrganisationStanding.UNVETTED
                self._session.add(organisation)
                self._found[key] = organisation

    def of(self, row: OpportunityRow) -> Organisation:
        """Return the employer of a row that was prepared."""
        return self._found[employer_key(row.employer)]

    def update(self, row: OpportunityRow) -> bool:
        """Set what a row says about its employer; tell whether that changed anything."""
        organisation = self.of(row)
        key = organisation.name_key
        changed = False
        if self._vouched_for and organisation.standing == OrganisationStanding.UNVETTED:
            organisation.standing = OrganisationStanding.LISTED
            changed = True
        if row.employer_reg_no is not None and (key, "registration_no") not in self._settled:
            self._settled.add((key, "registration_no"))
            changed |= organisation.registration_no != row.employer_reg_no
            organisation.registration_no = row.employer_reg_no
        if row.sector is not None and (key, "sector") not in self._settled:
            self._settled.add((key, "sector"))
            new = (row.sector.code, row.sector.wording)
            changed |= new[0] != organisation.sector_code
            organisation.sector_code, organisation.sector_wording = new
        return changed
