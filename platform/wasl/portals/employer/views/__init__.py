"""Views of the employer's pages, one module for each group of pages; add a new one below."""

from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.views import (
    answers,
    candidates,
    capacities,
    check,
    checks,
    dashboard,
    drafts,
    meetings,
    offers,
    own,
    posting,
    profile,
    stock,
    times,
    words,
    write,
)

__all__ = [
    "answers",
    "blueprint",
    "candidates",
    "capacities",
    "check",
    "checks",
    "dashboard",
    "drafts",
    "meetings",
    "offers",
    "own",
    "posting",
    "profile",
    "stock",
    "times",
    "words",
    "write",
]
