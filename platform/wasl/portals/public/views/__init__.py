"""Views of this portal, one module for each group of pages; add a new one below."""

from wasl.portals.public.blueprint import blueprint
from wasl.portals.public.views import (
    access,
    answer,
    join,
    leaving,
    pages,
    register,
    register_returnee,
    sign_in,
)

__all__ = [
    "access",
    "answer",
    "blueprint",
    "join",
    "leaving",
    "pages",
    "register",
    "register_returnee",
    "sign_in",
]
