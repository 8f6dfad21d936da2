"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.views import (
    jobs,
    outbox,
    retention,
    tokens,
)

__all__ = [
    "blueprint",
    "jobs",
    "outbox",
    "retention",
    "tokens",
]
