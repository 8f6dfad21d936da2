"""The demo's way out: messages become files in a folder, and nothing leaves the machine."""

from pathlib import Path

from wasl.config import make_private_folder
from wasl.messages.carriers.carrier import Outgoing
from wasl.messages.carriers.mail import compose

SENDER = "wasl@demo.example"


class Sink:
    """Writes `.eml` files for e-mails and `.txt` files for text messages."""

    def __init__(self, folder: Path, *, mail: bool) -> None:
        self._folder = folder
        self._mail = mail

    def send(self, message: Outgoing) -> None:
        """Write one message, whole or not at all."""
        make_private_folder(self._folder)
        if self._mail:
            content, ending = compose(message, SENDER).as_bytes(), "eml"
        else:
            content, ending = f"{message.address}\n\n{message.letter.body}\n".encode(), "txt"
        target = self._folder / f"{message.reference}.{ending}"
        unfinished = target.with_suffix(".part")
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(content)
        unfinished.replace(target)
