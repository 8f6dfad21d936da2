"""`wasl account`: who may sign in."""

from typing import TYPE_CHECKING

import click

from models.enums import Agency, Role
from wasl.cli.common import fail, open_database
from wasl.config import LANGUAGES

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.account import Account
    from models.opportunity import Organisation

_ROLES = click.Choice([role.value for role in Role])
_INVITED = click.Choice(
    [role.value for role in Role if role not in {Role.RETURNEE, Role.API_CLIENT}]
)
_AGENCIES = click.Choice([agency.value for agency in Agency])


@click.group("account")
def account_group() -> None:
    """Add, invite, suspend, restore, list and close accounts."""


def _organisation(session: "Session", name: str | None) -> "Organisation | None":
    from wasl.operations.find_organisation import find_organisation

    found = find_organisation(session, name) if name else None
    if name and found is None:
        fail(f"there is no organisation {name!r}; import its opportunities first")
    return found


def _account(session: "Session", login: str) -> "Account":
    from wasl.operations.logins import find_by_login

    found = find_by_login(session, login)
    if found is None:
        fail(f"there is no account {login!r}")
    return found


@account_group.command("add")
@click.option("--login", required=True, help="E-mail address or phone number to sign in with.")
@click.option("--role", required=True, type=_ROLES)
@click.option("--name", default="", help="Name that is shown; the login when left out.")
@click.option("--organisation", help="The employer's name, as it stands in the imported files.")
@click.option(
    "--agency", type=_AGENCIES, help="Whose office it is: for a caseworker or an office manager."
)
@click.option("--office", help="Name of the office; it is added when there is none.")
@click.option("--language", default="ar", show_default=True, type=click.Choice(LANGUAGES))
@click.password_option(help="Asked for when left out, which keeps it out of the shell's history.")
def add_command(
    *,
    login: str,
    role: str,
    name: str,
    organisation: str | None,
    agency: str | None,
    office: str | None,
    language: str,
    password: str,
) -> None:
    """Add an account with a password."""
    from wasl.access.viewer import COMMAND_LINE
    from wasl.database import write_session
    from wasl.operations.create_account import AccountError, NewAccount, create_account
    from wasl.operations.ensure_office import ensure_office

    with write_session(open_database()) as session:
        given = NewAccount(
            login=login,
            password=password,
            display_name=name,
            role=Role(role),
            organisation=_organisation(session, organisation),
            office=ensure_office(session, Agency(agency), office) if agency and office else None,
            language=language,
        )
        try:
            account = create_account(session, COMMAND_LINE, given, way="command")
        except AccountError as error:
            fail(str(error))
        click.echo(f"added {account.login} ({role})")


def _invite(
    role: Role, organisation: str | None, agency: str | None, office: str | None, login: str | None
) -> None:
    """Invite somebody; print the code when it goes on paper."""
    from wasl.access.viewer import COMMAND_LINE
    from wasl.database import write_session
    from wasl.operations.account_rules import AccountRuleError
    from wasl.operations.ensure_office import ensure_office
    from wasl.operations.invitations import Invited, invite
    from wasl.operations.logins import LoginError

    with write_session(open_database()) as session:
        given = Invited(
            role=role,
            organisation=_organisation(session, organisation),
            office=ensure_office(session, Agency(agency), office) if agency and office else None,
            login=login,
        )
        try:
            invitation, code = invite(session, COMMAND_LINE, given)
        except AccountRuleError as error:
            fail(
                f"{error.rule.value.replace('_', ' ')}: a {role.value} cannot be invited like this"
            )
        except LoginError as error:
            fail(str(error))
        until = invitation.expires_at.date().isoformat()
        sent = f"the code goes to {invitation.login}" if login else f"code: {code}"
    click.echo(f"invited as {role.value} until {until}; {sent}")
    click.echo("the account is made on the page /join")


@account_group.command("invite")
@click.option("--role", required=True, type=_INVITED)
@click.option("--organisation", help="The employer's name.")
@click.option("--agency", type=_AGENCIES, help="Whose office it is.")
@click.option("--office", help="Name of the office; it is added when there is none.")
@click.option("--login", help="Where the code is sent; left out, it is printed here.")
def invite_command(
    *,
    role: str,
    organisation: str | None,
    agency: str | None,
    office: str | None,
    login: str | None,
) -> None:
    """Invite somebody, who then makes the account and chooses the password."""
    _invite(Role(role), organisation, agency, office, login)


@account_group.command("first-admin")
def first_admin_command() -> None:
    """Print the code with which the first administrator of a new installation joins."""
    from sqlalchemy.orm import Session

    from wasl.operations.account_rules import has_administrator

    with Session(open_database()) as session:
        if has_administrator(session):
            fail("there is an administrator already; administrators invite further ones")
    _invite(Role.ADMINISTRATOR, None, None, None, None)


@account_group.command("suspend")
@click.argument("login")
@click.option("--reason", required=True, help="Kept with the account and in the audit log.")
def suspend_command(login: str, reason: str) -> None:
    """Keep an account out until it is restored; its open sessions end."""
    _change(login, reason, restore=False)
    click.echo(f"suspended {login}")


@account_group.command("restore")
@click.argument("login")
@click.option("--reason", required=True, help="Kept in the audit log.")
def restore_command(login: str, reason: str) -> None:
    """Let a suspended account sign in again."""
    _change(login, reason, restore=True)
    click.echo(f"restored {login}")


def _change(login: str, reason: str, *, restore: bool) -> None:
    from wasl.access.viewer import COMMAND_LINE
    from wasl.database import write_session
    from wasl.operations.account_rules import AccountRuleError
    from wasl.operations.suspend_account import restore_account, suspend_account

    change = restore_account if restore else suspend_account
    with write_session(open_database()) as session:
        try:
            change(session, COMMAND_LINE, _account(session, login), reason)
        except AccountRuleError as error:
            fail(f"{login}: {error}")


def _state(account: "Account") -> str:
    if account.closed_at is not None:
        return "closed"
    return "" if account.suspended_at is None else "suspended"


@account_group.command("list")
def list_command() -> None:
    """List all accounts: login, role, place, name, state. Returnees are not named."""
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from models.account import Account

    with Session(open_database()) as session:
        for account in session.scalars(select(Account).order_by(Account.id)).unique():
            named = all(one.role is not Role.RETURNEE for one in account.memberships)
            place = account.organisation or account.office
            columns = (
                (account.login or "-") if named else account.public_id,
                account.role.value if account.role else "-",
                place.name if place else "-",
                account.display_name if named else "-",
                _state(account),
            )
            click.echo("\t".join(columns).rstrip("\t"))


@account_group.command("close")
@click.argument("login")
def close_command(login: str) -> None:
    """Close an account for good: it cannot sign in, and its open sessions end."""
    from wasl.access.viewer import COMMAND_LINE
    from wasl.database import write_session
    from wasl.operations.close_account import close_account

    with write_session(open_database()) as session:
        close_account(session, COMMAND_LINE, _account(session, login))
    click.echo(f"closed {login}")


@account_group.command("reset")
@click.argument("login")
@click.option("--second-factor", is_flag=True, help="Also take the lost phone's second step away.")
@click.password_option(help="Asked for when left out, which keeps it out of the shell's history.")
def reset_command(login: str, *, second_factor: bool, password: str) -> None:
    """Give an account a new password, where nobody else is left to do it on a page."""
    from wasl.access.viewer import COMMAND_LINE
    from wasl.database import write_session
    from wasl.operations.logins import find_by_login
    from wasl.operations.passwords import PasswordError, set_password
    from wasl.operations.second_factors import remove_second_factor

    with write_session(open_database()) as session:
        account = find_by_login(session, login)
        if account is None:
            fail(f"there is no account {login!r}")
        try:
            set_password(session, COMMAND_LINE, account, password, way="command")
        except PasswordError as error:
            fail(str(error))
        if second_factor:
            remove_second_factor(session, COMMAND_LINE, account, way="command")
    click.echo(f"{login} has a new password; all its sessions have ended")
