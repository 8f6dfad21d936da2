"""The portals: each is a blueprint with views, forms and named queries."""

from flask import Blueprint

from wasl.portals.account.views import blueprint as account
from wasl.portals.admin.views import blueprint as admin
from wasl.portals.caseworker.views import blueprint as caseworker
from wasl.portals.employer.views import blueprint as employer
from wasl.portals.figures.views import blueprint as figures
from wasl.portals.imports.views import blueprint as imports
from wasl.portals.offered.views import blueprint as offered
from wasl.portals.public.views import blueprint as public
from wasl.portals.returnee.views import blueprint as returnee
from wasl.portals.round_table.views import blueprint as round_table
from wasl.portals.secretariat.views import blueprint as secretariat

BLUEPRINTS: tuple[Blueprint, ...] = (
    public,
    offered,
    account,
    caseworker,
    employer,
    imports,
    returnee,
    secretariat,
    round_table,
    figures,
    admin,
)
