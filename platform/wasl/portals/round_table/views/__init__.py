"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.views import (
    agenda,
    commitment,
    commitments,
    documents,
    meetings,
    members,
    milestones,
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
    "commitment",
    "commitments",
    "documents",
    "meetings",
    "members",
    "milestones",
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
