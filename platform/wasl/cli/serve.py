"""`wasl serve`: the web server."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from flask import Flask

    from wasl.config import Settings


def run_server(application: Flask, *, host: str, port: int, threads: int) -> None:
    """Serve an application until told to stop, with its jobs where the settings embed them.

    One process: recent searches are kept in its memory, and SQLite has one writer.
    """
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        """Gunicorn with its settings given here."""

        def load_config(self) -> None:
            """Set what differs from Gunicorn's defaults."""
            settings = {
                "bind": f"{host}:{port}",
                "workers": 1,
                "threads": threads,
                "worker_class": "gthread",
                "timeout": 120,
                "graceful_timeout": 30,
                "loglevel": "warning",
                "proc_name": "wasl",
                **_hooks(application.config["SETTINGS"]),
            }
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            """Return what is served."""
            return application

    Server().run()


def _hooks(settings: Settings) -> dict[str, Callable[..., None]]:
    """Return what starts the jobs in the process that answers requests, and ends them with it."""
    if settings.jobs != "embedded":
        return {}
    from wasl.jobs.queue import JobQueue

    running: list[Any] = []

    def begin(_worker: object) -> None:
        consumer = JobQueue(settings).consumer(signals=False)
        consumer.start()
        running.append(consumer)

    def end(_server: object, _worker: object) -> None:
        for consumer in running:
            consumer.stop(graceful=True)

    return {"post_worker_init": begin, "worker_exit": end}


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--threads", default=8, show_default=True, help="Requests answered at once.")
def serve_command(host: str, port: int, threads: int) -> None:
    """Serve the pages, and run the jobs unless WASL_JOBS=apart.

    Behind a reverse proxy set WASL_PROXIES=1.
    """
    from wasl.app import create_app
    from wasl.cli.common import open_database
    from wasl.config import load_settings

    settings = load_settings()
    open_database().dispose()
    scheme = "http" if not settings.https else "https (through your proxy), here http"
    click.echo(f"Wasl is at {scheme}://{host}:{port} - stop with Ctrl+C")
    run_server(create_app(settings), host=host, port=port, threads=threads)
