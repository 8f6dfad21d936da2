"""`wasl demo`: a filled platform to look at, on one machine."""

import time
from dataclasses import replace
from pathlib import Path

import click

from wasl.config import Settings, load_settings


def _print_sign_ins(host: str, port: int) -> None:
    from wasl.demo_accounts import DEMO_ACCOUNTS, DEMO_TOKEN

    click.echo(f"\nWasl is at http://{host}:{port}/sign-in\n\nSign in as")
    for one in DEMO_ACCOUNTS:
        click.echo(f"  {one.role.value:<18} {one.login:<24} password {one.password}")
    click.echo(f"\nPrograms use http://{host}:{port}/api/v1 with the token {DEMO_TOKEN}")
    click.echo("\nStop with Ctrl+C.")


def demo_settings(settings: Settings, data_dir: Path) -> Settings:
    """Return the settings of the demo: always an SQLite file of its own.

    Invented people and accounts with published passwords must not get into an office's database,
    whatever WASL_DATABASE_URL names.
    """
    return replace(
        settings,
        data_dir=data_dir,
        database_url="",
        https=False,
        second_factor=False,
        demo=True,
    )


@click.command("demo")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".demo"),
    show_default=True,
    help="Folder for the demo's database.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def demo_command(data_dir: Path, host: str, port: int) -> None:
    """Fill a database with invented people and opportunities, and serve it."""
    from sqlalchemy.orm import Session

    from wasl.app import create_app
    from wasl.cli.serve import run_server
    from wasl.database import ensure_database, make_engine
    from wasl.operations.load_demo import demo_is_loaded, load_demo

    started = time.monotonic()

    def tell(text: str) -> None:
        click.echo(f"[{time.monotonic() - started:5.1f} s] {text}")

    settings = demo_settings(load_settings(), data_dir)
    # Messages and slips say where their code is used, as they do in an office.
    settings = replace(settings, public_url=settings.public_url or f"http://{host}:{port}")
    engine = make_engine(settings)
    tell("Preparing the database …")
    ensure_database(engine)
    with Session(engine) as session:
        loaded = demo_is_loaded(session)
    if not loaded:
        load_demo(engine, settings, tell)
    engine.dispose()
    tell("Ready.")
    _print_sign_ins(host, port)
    run_server(create_app(settings), host=host, port=port, threads=8)
