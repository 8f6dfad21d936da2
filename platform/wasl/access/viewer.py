"""Who is looking or acting: what the rules need to know of an account, and nothing more."""

from dataclasses import dataclass

from models.account import Account
from models.enums import Agency, Role


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Somebody for whom something is done. `role` is empty for the system itself.

    name: the account's public id, or `system:` and a word (what the audit log shows).
    """

    name: str
    account_id: int | None = None
    role: Role | None = None
    organisation_id: int | None = None
    office_id: int | None = None
    agency: Agency | None = None
    person_id: int | None = None

    @property
    def is_system(self) -> bool:
        """Whether the command line or a job acts, on behalf of whoever runs the machine."""
        return self.name.startswith("system:")


COMMAND_LINE = Viewer(name="system:command-line")
SCHEDULER = Viewer(name="system:scheduler")
NOBODY = Viewer(name="nobody")  # signed out: sign-in that failed, registration


def viewer_of(account: Account) -> Viewer:
    """Return an account as a viewer, with the membership that holds now."""
    membership = account.membership
    return Viewer(
        name=account.public_id,
        account_id=account.id,
        role=account.role,
        organisation_id=membership.organisation_id if membership else None,
        office_id=membership.office_id if membership else None,
        agency=account.agency,
        person_id=membership.person_id if membership else None,
    )
