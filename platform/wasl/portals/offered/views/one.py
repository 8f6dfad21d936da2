"""The page of one opportunity, and its sheet to print and pin up."""

from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from models.opportunity import Opportunity
from wasl.access import public
from wasl.clock import today_in_baghdad
from wasl.code_names import name_places
from wasl.extensions import db
from wasl.i18n.language import NATIVE_NAMES, choose_language
from wasl.i18n.texts import gettext as _
from wasl.portals.offered.addresses import share_links, site, web_address, whole
from wasl.portals.offered.blueprint import blueprint
from wasl.portals.offered.caching import answer_with
from wasl.portals.offered.job_posting import as_script, job_posting
from wasl.portals.offered.presenting import present_offered
from wasl.portals.offered.queries.one import (
    find_gone,
    find_open,
    list_centres,
    list_similar,
    promised_in,
    read_offered,
)
from wasl.sectors import name_sector
from wasl.ui.qr import qr_picture


def _address(opportunity: Opportunity) -> str:
    return whole("offered.opportunity", opportunity_id=opportunity.public_id)


def _similar(opportunity: Opportunity) -> dict[str, Any]:
    similar = list_similar(db.session, opportunity, today_in_baghdad())
    codes = [one.governorate_code for one in similar]
    return {"similar": similar, "places": name_places(db.session, codes, choose_language())}


def _shown(found: Opportunity) -> dict[str, Any]:
    """Return what the page and the sheet have in common."""
    return {
        "opportunity": found,
        "texts": present_offered(read_offered(db.session, found, choose_language())),
        "centres": list_centres(db.session, found.governorate_code),
        "address": _address(found),
        "sector": name_sector(db.session, found.organisation.sector_code, choose_language()),
    }


def _data(found: Opportunity) -> Markup | None:
    posting = read_offered(db.session, found, "en")
    data = job_posting(posting, address=_address(found), site=site())
    return as_script(data) if data else None


@blueprint.get("/opportunities/<opportunity_id>")
@public
def opportunity(opportunity_id: str) -> ResponseReturnValue:
    """Show an opportunity to anybody; what is over is said to be, with what is like it."""
    found = find_open(db.session, opportunity_id, today_in_baghdad())
    if found is None:
        return _gone(opportunity_id)
    page = render_template(
        "offered/opportunity.html",
        data=_data(found),
        website=web_address(found.organisation.website),
        languages_of_page=tuple(NATIVE_NAMES),
        shares=share_links(_address(found), found.title),
        promised=promised_in(db.session, found),
        **_shown(found),
        **_similar(found),
    )
    return answer_with(page)


def _gone(opportunity_id: str) -> ResponseReturnValue:
    over = find_gone(db.session, opportunity_id)
    if over is None:
        abort(404)
    return render_template("offered/gone.html", opportunity=over, **_similar(over)), 410


@blueprint.get("/opportunities/<opportunity_id>/sheet")
@public
def sheet(opportunity_id: str) -> ResponseReturnValue:
    """Show an opportunity as a sheet to print and pin up, in the language of the reader."""
    found = find_open(db.session, opportunity_id, today_in_baghdad())
    if found is None:
        return _gone(opportunity_id)
    title = _("The address of this page, for a phone's camera")
    picture = qr_picture(_address(found), title)
    return answer_with(render_template("offered/sheet.html", picture=picture, **_shown(found)))
