"""What 0002 makes of the roles of accounts and the agencies of entries, and back."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.base import new_public_id, utc_now
from models.migrations.folding import fold
from models.migrations.rows import Row, parts, rewrite, table
from models.sealed import keys_of

_OTHER = "other"
_NEW_ROLE = {"employer": "employer_owner", "caseworker": "caseworker"}
_OLD_ROLE = {
    "employer_owner": "employer",
    "employer_recruiter": "employer",
    "caseworker": "caseworker",
    "office_manager": "caseworker",
}
_OFFICE = table("office", "id", "public_id", "agency", "name", "name_key", "active", "created_at")
_MEMBERSHIP = table(
    "membership", "id", "account_id", "role", "organisation_id", "office_id", "granted_at",
    "revoked_at",
)  # fmt: skip
_OLD_COLUMNS = ("email", "role", "organisation_id", "agency", "office", "active")
_ACCOUNT = table(
    "account", "id", "public_id", "display_name", "password_hash", "created_at", *_OLD_COLUMNS,
    "login", "login_index", "password_set_at", "suspended_at", "closed_at",
)  # fmt: skip


class _Offices:
    """The offices that are made on the way, by agency and folded name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ids: dict[tuple[str, str], int] = {}

    def find(self, agency: str | None, name: str | None) -> int:
        """Return the office's id, adding it; without a name it is called as its agency."""
        agency = agency or _OTHER
        name = (name or "").strip() or agency
        key = (agency, fold(name))
        if key not in self._ids:
            values: dict[str, Any] = {"public_id": new_public_id(), "agency": agency, "name": name}
            values |= {"name_key": key[1], "active": True, "created_at": utc_now()}
            self._connection.execute(sa.insert(_OFFICE).values(values))
            made = sa.select(_OFFICE.c.id).where(_OFFICE.c.public_id == values["public_id"])
            self._ids[key] = self._connection.execute(made).scalar_one()
        return self._ids[key]


def grant_memberships(connection: Connection) -> None:
    """Give each account the membership that its role, organisation and office were."""
    offices = _Offices(connection)

    def change(row: Row) -> dict[str, Any]:
        staff = row["role"] == "caseworker"
        membership = {
            "account_id": row["id"],
            "role": _NEW_ROLE[row["role"]],
            "organisation_id": row["organisation_id"],
            "office_id": offices.find(row["agency"], row["office"]) if staff else None,
            "granted_at": row["created_at"],
        }
        connection.execute(sa.insert(_MEMBERSHIP).values(membership))
        ring = keys_of(connection.dialect)
        return {
            "login": ring.seal(row["email"], "account.login"),
            "login_index": ring.index("login", row["email"]),
            "display_name": ring.seal(row["display_name"], "account.display_name"),
            "password_set_at": row["created_at"],
            "closed_at": None if row["active"] else utc_now(),
        }

    written = ("login", "login_index", "display_name", "password_set_at", "closed_at")
    rewrite(connection, _ACCOUNT, "id", change, written)
    _assign_cases(connection, offices)


def _assign_cases(connection: Connection, offices: _Offices) -> None:
    """Give each person to the offices in whose registers they are."""
    entries = table("register_entry", "id", "person_id", "agency", "office", "created_at")
    cases = table(
        "case_assignment", "public_id", "person_id", "office_id", "basis", "offered_at",
        "accepted_at",
    )  # fmt: skip
    given: set[tuple[int, int]] = set()
    for part in parts(connection, entries, "id"):
        rows = []
        for row in part:
            if row["agency"] is None:
                continue
            case = (row["person_id"], offices.find(row["agency"], row["office"]))
            if case not in given:
                given.add(case)
                values = {"public_id": new_public_id(), "person_id": case[0], "office_id": case[1]}
                came = {"offered_at": row["created_at"], "accepted_at": row["created_at"]}
                rows.append({**values, "basis": "intake", **came})
        if rows:
            connection.execute(sa.insert(cases), rows)


def _last_membership(connection: Connection, account_id: int) -> dict[str, Any] | None:
    of_account = (
        sa.select(_MEMBERSHIP, _OFFICE.c.agency, _OFFICE.c.name)
        .outerjoin(_OFFICE, _OFFICE.c.id == _MEMBERSHIP.c.office_id)
        .where(_MEMBERSHIP.c.account_id == account_id)
        .order_by(_MEMBERSHIP.c.revoked_at.is_not(None), _MEMBERSHIP.c.id.desc())
        .limit(1)
    )
    last = connection.execute(of_account).mappings().first()
    return dict(last) if last else None


def fold_memberships(connection: Connection) -> None:
    """Write the last membership back into each account; roles of later times leave it empty."""

    def change(row: Row) -> dict[str, Any]:
        ring = keys_of(connection.dialect)
        last = _last_membership(connection, row["id"])
        usable = last is not None and last["revoked_at"] is None and row["login"] is not None
        ended = row["suspended_at"] is not None or row["closed_at"] is not None
        agency = last["agency"] if last else None
        unnamed = last is not None and last["name"] == agency
        return {
            "email": ring.unseal(row["login"], "account.login")
            if row["login"]
            else row["public_id"],
            "display_name": ring.unseal(row["display_name"], "account.display_name"),
            "password_hash": row["password_hash"] or "!",  # what no password fits
            "role": _OLD_ROLE.get(last["role"]) if last else None,
            "organisation_id": last["organisation_id"] if last else None,
            "agency": agency,
            "office": last["name"] if last and not unnamed else None,
            "active": bool(usable and row["password_hash"] and not ended),
        }

    rewrite(connection, _ACCOUNT, "id", change, ("display_name", "password_hash", *_OLD_COLUMNS))


def drop_later_accounts(connection: Connection) -> None:
    """Remove accounts with a role that there was no word for; their imports stay."""
    gone = sa.select(_ACCOUNT.c.id).where(_ACCOUNT.c.role.is_(None))
    jobs = table("import_job", "id", "account_id")
    connection.execute(sa.update(jobs).where(jobs.c.account_id.in_(gone)).values(account_id=None))
    connection.execute(sa.delete(_ACCOUNT).where(_ACCOUNT.c.role.is_(None)))
