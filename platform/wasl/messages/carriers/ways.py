"""Which carriers there are, by the settings. A channel without one keeps its messages waiting."""

from collections.abc import Mapping
from pathlib import Path

from models.access_enums import Channel
from wasl.config import Settings
from wasl.messages.carriers.carrier import Carrier
from wasl.messages.carriers.mail import MailServer
from wasl.messages.carriers.sink import Sink
from wasl.messages.carriers.text_message import TextGateway


def sink_folder(settings: Settings) -> Path:
    """Return where the demo puts its messages."""
    return settings.data_dir / "outbox"


def carriers_of(settings: Settings) -> Mapping[Channel, Carrier]:
    """Return the carrier of each channel that can be used."""
    if settings.demo:  # invented people, but perhaps somebody's real address: nothing leaves
        folder = sink_folder(settings)
        return {Channel.EMAIL: Sink(folder, mail=True), Channel.SMS: Sink(folder, mail=False)}
    carriers: dict[Channel, Carrier] = {}
    if settings.smtp_url:
        carriers[Channel.EMAIL] = MailServer(settings.smtp_url, settings.mail_from)
    if settings.sms_url:
        carriers[Channel.SMS] = TextGateway(settings.sms_url, settings.sms_token)
    return carriers
