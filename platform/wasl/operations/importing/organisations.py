"""Employers of a file, found again by their names."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import OrganisationStanding
from models.opportunity import Organisation
from wasl.files.opportunity_row import OpportunityRow
from wasl.operations.organisation_names import all_names, name_key, other_keys


def employer_key(name: str) -> str:
    """Return the folded name by which an employer is found again."""
    return name_key(name)


class Organisations:
    """The employers of one import; new ones are added as they come.

    Facts about an employer (registration, sector) are taken from its first row in a file that
    gives them, so that rows that contradict each other do not change it back and forth.
    """

    def __init__(self, session: Session, vouched_for: bool, dry_run: bool) -> None:
        self._session = session
        self._dry_run = dry_run
        self._vouched_for = vouched_for
        self._found: dict[str, Organisation] = {}
        self._settled: set[tuple[str, str]] = set()
        self._also = other_keys(session)

    def key(self, name: str) -> str:
        """Return the key of an employer, the same for all names that it has or had."""
        key = employer_key(name)
        return self._also.get(key, key)

    def prepare(self, rows: Iterable[OpportunityRow]) -> None:
        """Look up or add the employers of a batch."""
        names = {self.key(row.employer): row.employer for row in reversed(list(rows))}
        missing = [key for key in names if key not in self._found]
        known = self._session.scalars(
            select(Organisation).where(Organisation.name_key.in_(missing))
        )
        self._found.update((organisation.name_key, organisation) for organisation in known)
        for key in missing:
            if key not in self._found and not self._dry_run:
                organisation = Organisation(name=names[key], name_key=key)
                organisation.standing = OrganisationStanding.UNVETTED
                self._session.add(organisation)
                self._found[key] = organisation

    def of(self, row: OpportunityRow) -> Organisation:
        """Return the employer of a row that was prepared."""
        return self._found[self.key(row.employer)]

    def update(self, row: OpportunityRow) -> bool:
        """Set what a row says about its employer; tell whether that changed anything."""
        key = self.key(row.employer)
        organisation = self._found.get(key)
        if organisation is None:
            return False
        wanted: dict[str, object] = {}
        if self._vouched_for and organisation.standing == OrganisationStanding.UNVETTED:
            wanted["standing"] = OrganisationStanding.LISTED
        if row.employer_reg_no is not None and self._first(key, "registration_no"):
            wanted["registration_no"] = row.employer_reg_no
        if row.sector is not None and self._first(key, "sector"):
            wanted["sector_code"] = row.sector.code
            wanted["sector_wording"] = row.sector.wording
        changed = {n: v for n, v in wanted.items() if getattr(organisation, n) != v}
        if not self._dry_run:
            for name, value in changed.items():
                setattr(organisation, name, value)
        # The same sector in other words is kept as it stands, and is no change to report.
        return bool(changed.keys() - {"sector_wording"})

    def _first(self, key: str, fact: str) -> bool:
        """Tell whether no row of this file has settled a fact yet, and settle it."""
        if (key, fact) in self._settled:
            return False
        self._settled.add((key, fact))
        return True


class OwnOrganisation:
    """The employer whose own file it is; stands in for `Organisations`.

    What two people looked at when they vetted it (registration, sector) changes by no file.
    """

    def __init__(self, own: Organisation) -> None:
        self._own = own
        self._names = {employer_key(name) for name in all_names(own)}

    def key(self, name: str) -> str:
        """Return the key of an employer, the same for all names of the one whose file it is."""
        key = employer_key(name)
        return employer_key(self._own.name) if key in self._names else key

    def prepare(self, rows: Iterable[OpportunityRow]) -> None:
        """Add nobody: rows of others are refused."""

    def of(self, _row: OpportunityRow) -> Organisation:
        """Return the employer, whose row it is."""
        return self._own

    def update(self, _row: OpportunityRow) -> bool:
        """Change nothing about the employer."""
        return False
