"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.views import (
    account,
    accounts,
    ask_reset,
    audit,
    invitations,
    jobs,
    offices,
    organisations,
    outbox,
    overview,
    retention,
    tokens,
)

__all__ = [
    "account",
    "accounts",
    "ask_reset",
    "audit",
    "blueprint",
    "invitations",
    "jobs",
    "offices",
    "organisations",
    "outbox",
    "overview",
    "retention",
    "tokens",
]
