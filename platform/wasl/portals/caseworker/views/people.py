"""The list of people, and the search by name or case number."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_account, current_viewer, requires
from wasl.access.limits import SEARCHES, limited
from wasl.audit.looking import list_people
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.compute_matches import latest_run
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.forms import NameSearchForm, PeopleFilterForm
from wasl.portals.caseworker.queries.common import Page, list_governorates
from wasl.portals.caseworker.queries.people import (
    PeopleFilter,
    count_lists,
    find_people,
    find_person_of_case,
)
from wasl.portals.caseworker.queries.people_rows import PersonRow
from wasl.portals.caseworker.recent_searches import recent_searches
from wasl.portals.caseworker.views.helpers import chosen_occupations
from wasl.transactions import leaves_trace, seldom_writes
from wasl.ui.labels import as_choices

# The lists that an office works through, by what their address asks for.
LISTS: Mapping[str, dict[str, Any]] = {
    "all": {},
    "unmatched": {"matched": "no"},
    "to_check": {"coding": "check"},
    "without_consent": {"consent": "no"},
}


def _kept_filters() -> dict[str, Any]:
    """Return the filters of this address, without search and page."""
    return {key: text for key, text in request.args.items() if key not in {"search", "page"}}


def _lists() -> list[tuple[str, str, bool, int]]:
    """Return the lists as tabs: text, address, whether it is the one shown, how many."""
    titles = {
        "all": _("Everybody"),
        "unmatched": _("No match yet"),
        "to_check": _("Titles to check"),
        "without_consent": _("No consent"),
    }
    counts = count_lists(db.session, current_viewer())
    shown = {key: text for key, text in _kept_filters().items() if text}
    return [
        (titles[name], url_for(".people", **asked), shown == asked, counts[name])
        for name, asked in LISTS.items()
    ]


@blueprint.get("/people")
@requires(Permission.SEE_PEOPLE)
@leaves_trace
def people() -> ResponseReturnValue:
    """List the people that search and filters find."""
    form = PeopleFilterForm(request.args)
    form.governorate.choices = as_choices(list_governorates(db.session, choose_language()))
    key = request.args.get("search")
    words = recent_searches().find(current_account().id, key) if key else None
    wanted = form.wanted(words or "", chosen_occupations(form.occupation.data))
    return render_template(
        "caseworker/people.html",
        form=form,
        words=words,
        search=key if words else None,
        search_gone=bool(key) and words is None,
        kept=_kept_filters(),
        lists=_lists(),
        found=_find(wanted, form.page.data or 1),
        order=wanted.order.value,
        run=latest_run(db.session),
    )


def _find(wanted: PeopleFilter, number: int) -> Page[PersonRow]:
    found = find_people(db.session, current_viewer(), wanted, number, choose_language())
    shown = (row.person.public_id for row in found.rows)
    list_people(db.session, current_viewer(), shown, "search" if wanted.words else "people")
    return found


@blueprint.post("/people/search")
@requires(Permission.SEE_PEOPLE)
@seldom_writes
@limited(SEARCHES)
def search_people() -> ResponseReturnValue:
    """Keep the words on the server and list whom they find; see `recent_searches` for why."""
    form = NameSearchForm()
    filters = _kept_filters()
    if not form.validate_on_submit():
        flash(_("Write a shorter name or a case number."), "error")
        return redirect(url_for(".people", **filters))
    words = (form.words.data or "").strip()
    if not words:
        return redirect(url_for(".people", **filters))
    person = find_person_of_case(db.session, current_viewer(), words)
    if person is not None:
        return redirect(url_for(".person", person_id=person))
    key = recent_searches().keep(current_account().id, words)
    return redirect(url_for(".people", search=key, **filters))
