"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.views import (
    retention,
)

__all__ = [
    "blueprint",
    "retention",
]
