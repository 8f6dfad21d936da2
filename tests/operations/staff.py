"""Accounts of every role for tests of what they may do to each other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, Event, Lock

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.account import Account, Membership
from models.enums import Agency, OrganisationStanding, Role
from models.office import Office
from models.opportunity import Organisation
from wasl.access.viewer import Viewer, viewer_of
from wasl.database import write_session
from wasl.operations.ensure_office import ensure_office

Work = Callable[[Session], object]


@dataclass
class Staff:
    """Two offices, two companies, and whoever is added to them."""

    session: Session
    erbil: Office
    basra: Office
    bakery: Organisation
    mill: Organisation

    def add(
        self,
        role: Role,
        *,
        office: Office | None = None,
        organisation: Organisation | None = None,
    ) -> Account:
        """Add an account; office staff without an office are of Erbil, employers of the bakery."""
        if role in {Role.CASEWORKER, Role.OFFICE_MANAGER}:
            office = office or self.erbil
        if role in {Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER}:
            organisation = organisation or self.bakery
        account = Account(display_name=f"{role.value} of a test", language="en")
        account.memberships = [Membership(role=role, office=office, organisation=organisation)]
        self.session.add(account)
        self.session.flush()
        self.session.refresh(account, ["membership"])
        return account


def staff_of(session: Session) -> Staff:
    """Add two offices and two companies."""
    bakery = Organisation(name="Bakery", name_key="bakery", standing=OrganisationStanding.VETTED)
    mill = Organisation(name="Mill", name_key="mill", standing=OrganisationStanding.VETTED)
    session.add_all([bakery, mill])
    return Staff(
        session=session,
        erbil=ensure_office(session, Agency.MRC, "Erbil"),
        basra=ensure_office(session, Agency.MOLSA, "Basra"),
        bakery=bakery,
        mill=mill,
    )


def viewer(account: Account) -> Viewer:
    """Return an account as it acts now."""
    return viewer_of(account)


def at_once(engine: Engine, *works: Work) -> list[BaseException | None]:
    """Do several things at the same moment, each in a transaction; return what each one raised."""
    start = Barrier(len(works))

    def run(work: Work) -> BaseException | None:
        start.wait()
        try:
            with write_session(engine) as session:
                work(session)
        except Exception as error:
            return error
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


class Gate:
    """Nobody goes on before so many have come; whoever waits too long goes on alone."""

    def __init__(self, parties: int, seconds: float) -> None:
        self._missing, self._seconds = parties, seconds
        self._lock, self._open = Lock(), Event()

    def wait(self) -> None:
        """Come to the gate, and wait for the others."""
        with self._lock:
            self._missing -= 1
            if self._missing <= 0:
                self._open.set()
        self._open.wait(self._seconds)
