"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.views import (
    agenda,
    documents,
    meetings,
    members,
    minutes,
    overview,
    planning,
    relations,
    resolutions,
    search,
    stakeholder,
    stakeholder_lines,
    stakeholders,
)

__all__ = [
    "agenda",
    "blueprint",
    "documents",
    "meetings",
    "members",
    "minutes",
    "overview",
    "planning",
    "relations",
    "resolutions",
    "search",
    "stakeholder",
    "stakeholder_lines",
    "stakeholders",
]
