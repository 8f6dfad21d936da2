"""Whole addresses, as they stand in feeds, on paper and in what is passed on."""

from urllib.parse import quote, urlsplit

from flask import current_app, request, url_for

from wasl.config import Settings
from wasl.i18n.texts import gettext as _


def site() -> str:
    """Return the address of this site, without a slash at the end."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.public_url.rstrip("/") or request.host_url.rstrip("/")


def site_host() -> str:
    """Return the name of this site alone."""
    return urlsplit(site()).hostname or "localhost"


def whole(endpoint: str, **values: str | list[str] | None) -> str:
    """Return the whole address of a page."""
    return site() + url_for(endpoint, **values)  # type: ignore[arg-type]


def share_links(address: str, title: str) -> list[tuple[str, str]]:
    """Return where an address can be passed on, by the name of the place; nothing is sent to it."""
    text = quote(f"{title}\n{address}", safe="")
    return [
        ("WhatsApp", f"https://wa.me/?text={text}"),
        (
            "Telegram",
            f"https://t.me/share/url?url={quote(address, safe='')}&text={quote(title, safe='')}",
        ),
        (_("E-mail"), f"mailto:?subject={quote(title, safe='')}&body={text}"),
    ]


def web_address(text: str | None) -> str | None:
    """Return what an employer gave as their website where it is one, and nothing that runs."""
    return text if text and text.startswith(("https://", "http://")) else None
