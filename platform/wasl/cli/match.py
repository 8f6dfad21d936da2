"""`wasl match`: compute, explain and export matches."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wasl.cli.common import fail, open_database, progress_printer
from wasl.clock import today_in_baghdad

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from models.match import MatchRun
    from wasl.operations.explain_match import ExplainedMatch


_DAY = click.DateTime(formats=["%Y-%m-%d"])
_as_of = click.option("--as-of", type=_DAY, help="A day that stands in for today.")


@click.group("match")
def match_group() -> None:
    """Who fits what, and why."""


@match_group.command("run")
@_as_of
def run_command(as_of: datetime | None) -> None:
    """Compute all matches of people who consent with published opportunities."""
    click.echo(_compute(open_database(), as_of.date() if as_of else today_in_baghdad()))


@match_group.command("explain")
@click.argument("returnee")
@click.argument("opportunity")
@click.option("--lang", type=click.Choice(["en", "ar", "ckb"]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The explanation as data.")
def explain_command(returnee: str, opportunity: str, lang: str, as_json: bool) -> None:
    """Say why RETURNEE (register:case_no) fits OPPORTUNITY (employer/ref), or does not."""
    from sqlalchemy.orm import Session

    from wasl.access.viewer import COMMAND_LINE
    from wasl.database import begin_write
    from wasl.operations.explain_match import (
        explain_match,
        find_opportunity_by_key,
        find_person_by_key,
    )

    engine = open_database()
    with Session(engine) as session:
        begin_write(session)  # the look is recorded before anything of it is shown
        person = find_person_by_key(session, returnee)
        if person is None:
            fail(f"no case {returnee!r}; write register:case_no, for example mrc:BGD-17")
        found = find_opportunity_by_key(session, opportunity)
        if found is None:
            fail(f"no opportunity {opportunity!r}; write employer/ref")
        explained = explain_match(session, COMMAND_LINE, person, found, today_in_baghdad())
        session.commit()
        if as_json:
            click.echo(_as_json(explained))
        else:
            _say(session, explained, lang)


@match_group.command("export")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    help="So many fits, and as many near misses, for each returnee; default all kept.",
)
@_as_of
def export_command(out: Path, top: int | None, as_of: datetime | None) -> None:
    """Write the matches of the last run as CSV; computes them first where there are none.

    With --as-of the last run of that day is taken, or made.
    """
    from sqlalchemy.orm import Session

    from wasl.access.viewer import COMMAND_LINE
    from wasl.operations.compute_matches import latest_run
    from wasl.operations.export_matches import export_matches

    engine, day = open_database(), as_of.date() if as_of else None
    with Session(engine) as session:
        missing = latest_run(session, day) is None
    if missing:
        click.echo(_compute(engine, day or today_in_baghdad()), err=True)
    with Session(engine) as session:
        run = latest_run(session, day)
        if run is None:
            fail("there is no finished run to export")
        try:
            progress = progress_printer("rows written")
            count = export_matches(session, COMMAND_LINE, run, out, top, progress=progress)
        except OSError as error:
            fail(f"{out} cannot be written: {error.strerror}")
        click.echo(f"{count:,} matches of the run of {run.as_of} written to {out}")


def _compute(engine: Engine, as_of: date) -> str:
    """Compute and store all matches; return a line that says what came of it."""
    from sqlalchemy.orm import Session

    from matching.engine import Keep
    from wasl.access.viewer import COMMAND_LINE
    from wasl.config import load_settings
    from wasl.database import write_session
    from wasl.operations.compute_matches import (
        count_matches,
        latest_policy,
        plan_matches,
        store_matches,
    )

    settings = load_settings()
    with write_session(engine) as session:
        latest_policy(session)  # adds the first one
    with Session(engine) as session:
        keep = Keep(settings.keep_eligible, settings.keep_near)
        plan = plan_matches(session, as_of, keep, progress_printer("opportunities compared"))
    with write_session(engine) as session:
        run = store_matches(session, COMMAND_LINE, plan, progress_printer("matches stored"))
        kept = count_matches(session, run)
        return _summary(run, kept)


def _summary(run: MatchRun, kept: int) -> str:
    return (
        f"{run.people:,} people who consent × {run.opportunities:,} published opportunities: "
        f"{run.eligible_pairs:,} pairs meet every requirement, {kept:,} matches kept "
        f"(as of {run.as_of}, policy {run.policy.version}, engine {run.engine})"
    )


def _as_json(explained: ExplainedMatch) -> str:
    import json

    data = {
        **explained.explanation.as_data(),
        "policy": explained.policy_version,
        "engine": explained.engine,
        "as_of": explained.as_of.isoformat(),
        "kept": explained.kept is not None,
        "changed_since_run": explained.changed,
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _say(session: Session, explained: ExplainedMatch, lang: str) -> None:
    """Print sentences in a language, with a sign for how each stands."""
    from wasl.i18n.outside import speaking
    from wasl.ui.match_text import match_lines

    with speaking(lang):
        for line in match_lines(session, explained, lang):
            click.echo(line)
