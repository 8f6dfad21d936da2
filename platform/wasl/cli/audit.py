"""`wasl audit`: read the audit log, and prove that nobody changed it."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wasl.cli.common import fail, open_database, progress_printer

if TYPE_CHECKING:
    from wasl.audit.anchors import Anchor

_SHOWN = 1000
_LONGEST_ID = 40


@click.group("audit")
def audit_group() -> None:
    """Who did and saw what: an append-only log whose events are chained by keyed digests."""


@audit_group.command("verify")
@click.option(
    "--anchor",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that `wasl audit anchor` wrote, kept away from the database.",
)
@click.option("--keep", is_flag=True, help="Keep the outcome for the administrator's page.")
def verify_command(anchor: Path | None, *, keep: bool) -> None:
    """Walk the whole log; exit 0 when it is whole, 1 with the first event that is not right."""
    from wasl.access.viewer import COMMAND_LINE
    from wasl.audit.anchors import AnchorError
    from wasl.audit.verify import verify_chain
    from wasl.config import load_settings
    from wasl.operations.check_audit import check_audit

    progress = progress_printer("events")
    try:
        anchors = _anchors(anchor)
        engine = open_database()
        if keep:
            found = check_audit(engine, load_settings(), COMMAND_LINE, anchors, progress)
        else:
            found = verify_chain(engine, anchors, progress)
    except AnchorError as error:
        fail(str(error))
    click.echo(found.sentence())
    sys.exit(0 if found.whole else 1)


def _anchors(path: Path | None) -> list["Anchor"]:
    from wasl.audit.anchors import read_anchors

    return read_anchors(path) if path is not None else []


@audit_group.command("anchor")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Add it to this file; printed when left out.",
)
def anchor_command(out: Path | None) -> None:
    """Note where the log ends now; kept away from the database, it shows a cut-off end later."""
    from models.base import utc_now
    from wasl.audit.anchors import Anchor, add_anchor
    from wasl.audit.verify import read_end

    with open_database().connect() as connection:
        end = read_end(connection)
    if end is None:
        fail("the row that holds the end of the log is gone; see docs/audit.md")
    anchor = Anchor(id=end[0], digest=end[1], at=utc_now())
    if out is None:
        click.echo(anchor.line())
        return
    add_anchor(out, anchor)
    click.echo(f"anchored event {anchor.id} in {out}")


def _subject(person: str | None) -> tuple[str, str] | None:
    return ("person", person[:_LONGEST_ID]) if person else None


@audit_group.command("show")
@click.option("--person", help="Public id of a person: the last part of their page's address.")
@click.option("--account", help="Login or public id of an account.")
@click.option(
    "--since",
    type=click.DateTime(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    help="Not before this moment, in UTC.",
)
@click.option("--most", type=click.IntRange(min=1), default=_SHOWN, show_default=True)
def show_command(
    *, person: str | None, account: str | None, since: datetime | None, most: int
) -> None:
    """Print events, the oldest first: number, moment, who, what, about whom, details."""
    from sqlalchemy.orm import Session

    from models.access_enums import AuditAction
    from wasl.access.viewer import COMMAND_LINE
    from wasl.audit.reading import EventFilter, line_of, read_events
    from wasl.audit.record import record
    from wasl.operations.logins import find_by_login

    with Session(open_database()) as session:
        found = find_by_login(session, account) if account else None
        wanted = EventFilter(
            person=person,
            actor=found.public_id if found else account,
            since=since.replace(tzinfo=UTC) if since else None,
        )
        lines = [line_of(event) for event in read_events(session, wanted, most)]
        record(session, COMMAND_LINE, AuditAction.AUDIT_READ, subject=_subject(person))
        session.commit()
    for line in reversed(lines):
        click.echo(line)
