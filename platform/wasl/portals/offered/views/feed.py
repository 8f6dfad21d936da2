"""What is offered as a feed, for programs that look again by themselves."""

import hashlib

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from models.opportunity import Opportunity
from wasl.access import public
from wasl.clock import today_in_baghdad
from wasl.code_names import name_places
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.portals.offered.addresses import site_host, whole
from wasl.portals.offered.blueprint import blueprint
from wasl.portals.offered.counting import count_search
from wasl.portals.offered.feed import CONTENT_TYPE, Entry, Feed, write_feed
from wasl.portals.offered.forms import OfferedForm
from wasl.portals.offered.presenting import summary_of
from wasl.portals.offered.queries.search import newest_offered
from wasl.ui.labels import label

MOST_ENTRIES = 50
KEPT_SECONDS = 15 * 60


def _entries(found: list[Opportunity], language: str) -> list[Entry]:
    codes = [code for one in found for code in (one.governorate_code, one.district_code)]
    places = name_places(db.session, codes, language)
    return [
        Entry(
            opportunity=one,
            address=whole("offered.opportunity", opportunity_id=one.public_id, lang=language),
            summary=summary_of(one, places),
            category=str(label(one.kind)),
        )
        for one in found
    ]


@blueprint.get("/opportunities.atom")
@public
def feed() -> ResponseReturnValue:
    """Send the newest of what a search finds; unchanged, only that it is."""
    form, language = OfferedForm(request.args), choose_language()
    wanted, filters = form.wanted(), form.address()
    if wanted.words:
        count_search()
    found = newest_offered(db.session, wanted, MOST_ENTRIES, today_in_baghdad())
    entries = _entries(found, language)
    own_address = whole("offered.feed", lang=language, **filters)
    about = Feed(
        title=_("Opportunities on Wasl"),
        language=language,
        host=site_host(),
        name=own_address.partition("opportunities.atom")[2],
        own_address=own_address,
        page_address=whole("offered.search", lang=language, **filters),
    )
    return _send(write_feed(about, entries))


def _send(content: bytes) -> Response:
    response = Response(content, content_type=CONTENT_TYPE)
    # Weak: it may be sent packed. No date beside it: that would know nothing of what went.
    response.set_etag(hashlib.sha256(content).hexdigest()[:32], weak=True)
    response.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    response.vary.update(("Accept-Language", "Cookie"))
    return response.make_conditional(request)
