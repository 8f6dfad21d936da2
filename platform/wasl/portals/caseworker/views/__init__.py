"""Views of the caseworker's pages, one module for each group of pages; add a new one below."""

from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.views import (
    cases,
    coding,
    desk,
    look_up,
    matching,
    opportunities,
    opportunity,
    people,
    person,
    person_cases,
    rights,
    sharing,
    slips,
)

__all__ = [
    "blueprint",
    "cases",
    "coding",
    "desk",
    "look_up",
    "matching",
    "opportunities",
    "opportunity",
    "people",
    "person",
    "person_cases",
    "rights",
    "sharing",
    "slips",
]
