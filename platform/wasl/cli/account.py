"""`wasl account`: who may sign in."""

import click

from models.enums import Agency, Role
from wasl.cli.common import fail, open_database
from wasl.config import LANGUAGES


@click.group("account")
def account_group() -> None:
    """Add, list and close accounts."""


@account_group.command("add")
@click.option("--login", required=True, help="E-mail address or phone number to sign in with.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--name", default="", help="Name that is shown; the login when left out.")
@click.option("--organisation", help="The employer's name, as it stands in the imported files.")
@click.option(
    "--agency",
    type=click.Choice([agency.value for agency in Agency]),
    help="Whose office it is: for a caseworker or an office manager.",
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
    """Add an account."""
    from wasl.access.viewer import COMMAND_LINE
    from wasl.database import write_session
    from wasl.operations.create_account import AccountError, NewAccount, create_account
    from wasl.operations.ensure_office import ensure_office
    from wasl.operations.find_organisation import find_organisation

    with write_session(open_database()) as session:
        employer = find_organisation(session, organisation) if organisation else None
        if organisation and employer is None:
            fail(f"there is no organisation {organisation!r}; import its opportunities first")
        given = NewAccount(
            login=login,
            password=password,
            display_name=name,
            role=Role(role),
            organisation=employer,
            office=ensure_office(session, Agency(agency), office) if agency and office else None,
            language=language,
        )
        try:
            account = create_account(session, COMMAND_LINE, given, way="command")
        except AccountError as error:
            fail(str(error))
        click.echo(f"added {account.login} ({role})")


@account_group.command("list")
def list_command() -> None:
    """List all accounts."""
    from sqlalchemy import select
    from sqlalchemy.orm import Session

    from models.account import Account

    with Session(open_database()) as session:
        for account in session.scalars(select(Account).order_by(Account.id)).unique():
            state = "" if account.active else "\tclosed"
            role = account.role.value if account.role else "-"
            click.echo(f"{account.login or '-'}\t{role}\t{account.display_name}{state}")


@account_group.command("close")
@click.argument("login")
def close_command(login: str) -> None:
    """Close an account: it cannot sign in, and its open sessions end."""
    from wasl.access.viewer import COMMAND_LINE
    from wasl.database import write_session
    from wasl.operations.close_account import close_account
    from wasl.operations.logins import find_by_login

    with write_session(open_database()) as session:
        account = find_by_login(session, login)
        if account is None:
            fail(f"there is no account {login!r}")
        close_account(session, COMMAND_LINE, account)
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
