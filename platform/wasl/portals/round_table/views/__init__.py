"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.views import (
    documents,
    meetings,
    members,
    overview,
    planning,
    relations,
    stakeholder,
    stakeholder_lines,
    stakeholders,
)

__all__ = [
    "blueprint",
    "documents",
    "meetings",
    "members",
    "overview",
    "planning",
    "relations",
    "stakeholder",
    "stakeholder_lines",
    "stakeholders",
]
