"""The pages, one blueprint for each group of users."""

from flask import Blueprint

from wasl.portals.caseworker.views import blueprint as caseworker
from wasl.portals.employer.views import blueprint as employer
from wasl.portals.public.views import blueprint as public

# A new portal is added here, and its pages to `wasl.ui.navigation`.
BLUEPRINTS: tuple[Blueprint, ...] = (public, caseworker, employer)
