"""What the demo would have sent: its messages, to read on a page. Exists in the demo only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from wasl.access import public
from wasl.config import Settings
from wasl.messages.carriers.ways import sink_folder

blueprint = Blueprint("demo", __name__)
MOST = 50


@dataclass(frozen=True, kw_only=True)
class DemoMessage:
    """A message that stayed on this machine. subject: none for a text message."""

    at: datetime
    to: str
    subject: str | None
    body: str


def _read(path: Path) -> DemoMessage:
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    content = path.read_bytes()
    if path.suffix == ".txt":
        to, _blank, body = content.decode().partition("\n\n")
        return DemoMessage(at=at, to=to, subject=None, body=body.strip())
    mail = message_from_bytes(content, policy=default)
    body = mail.get_content().replace("\r\n", "\n").strip()
    return DemoMessage(at=at, to=str(mail["To"]), subject=str(mail["Subject"]), body=body)


def read_sink(folder: Path) -> Iterator[DemoMessage]:
    """Yield the messages of the demo's folder, the newest first."""
    files = [path for path in folder.glob("*") if path.suffix in {".eml", ".txt"}]
    for path in sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)[:MOST]:
        yield _read(path)


@blueprint.get("/demo/messages")
@public
def demo_messages() -> ResponseReturnValue:
    """Show what would have been sent."""
    settings: Settings = current_app.config["SETTINGS"]
    messages = list(read_sink(sink_folder(settings)))
    return render_template("public/demo_messages.html", messages=messages)
