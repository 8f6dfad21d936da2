"""`wasl retention`: how long records are kept, and the nightly round by hand."""

import click

from wasl.cli.common import fail, open_database


@click.group("retention")
def retention_group() -> None:
    """Show how long records are kept, carry out what is due, erase somebody."""


@retention_group.command("show")
def show_command() -> None:
    """Print the days each kind of record is kept, and what is due now."""
    from sqlalchemy.orm import Session

    from wasl.operations.retention.policies import read_policies
    from wasl.operations.retention.run import preview_retention

    with Session(open_database()) as session:
        for kind, keep in read_policies(session).items():
            click.echo(f"{kind.value}\t{keep.keep_days} days\tnotice {keep.notice_days} days")
        due = preview_retention(session)
    click.echo(f"due now: {due.erased} to erase, {due.anonymised} to anonymise")


@retention_group.command("run")
def run_command() -> None:
    """Erase, tell, anonymise and purge what is due."""
    from wasl.access.viewer import COMMAND_LINE
    from wasl.config import load_settings
    from wasl.operations.retention.run import run_retention

    report = run_retention(open_database(), COMMAND_LINE, load_settings())
    click.echo(f"erased: {report.erased}")
    click.echo(f"told before: {report.noticed} (kept on after all: {report.kept_on})")
    click.echo(f"anonymised: {report.anonymised}")
    click.echo(f"closed accounts emptied: {report.accounts}")
    for kind, count in report.purged.items():
        click.echo(f"purged, {kind}: {count}")


@retention_group.command("erase")
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_command(person: str, *, yes: bool) -> None:
    """Erase a person for good; PERSON is the id in the address of their page."""
    from sqlalchemy import select

    from models.access_enums import ErasureCause
    from models.person import Person
    from wasl.access.viewer import COMMAND_LINE
    from wasl.config import load_settings
    from wasl.database import write_session
    from wasl.operations.retention.erase import erase_person

    engine = open_database()
    if not yes:
        click.confirm(f"Erase {person} for good, everywhere?", abort=True)
    with write_session(engine) as session:
        found = session.scalar(select(Person).where(Person.public_id == person))
        if found is None:
            fail(f"there is no person {person!r}")
        rows = erase_person(session, COMMAND_LINE, found, ErasureCause.OFFICE, load_settings())
    click.echo(f"erased {person}: {rows} rows")
