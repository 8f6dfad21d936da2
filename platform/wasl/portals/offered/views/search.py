"""The search among all that is offered."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.enums import OpportunityKind
from wasl.access import public
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.portals.offered.blueprint import blueprint
from wasl.portals.offered.caching import answer_with
from wasl.portals.offered.counting import count_search
from wasl.portals.offered.forms import OfferedForm
from wasl.portals.offered.queries.search import Found, find_offered, list_groups
from wasl.ui.jinja import page_address
from wasl.ui.labels import as_choices, label
from wasl.ui.opportunity_texts import wage_text

LAST_PAGE = 100_000


def _form() -> OfferedForm:
    form, language = OfferedForm(request.args), choose_language()
    form.governorate.choices = as_choices(list_governorates(db.session, language))
    groups = list_groups(db.session, today_in_baghdad(), language)
    form.occupation.choices = as_choices((code, f"{code} {text}") for code, text in groups)
    return form


def _tabs(found: Found, chosen: OpportunityKind | None) -> list[tuple[str, str, bool, int]]:
    """Return a tab for each kind, with what the other filters find of it."""
    everything = (_("All kinds"), page_address(kind=None, page=None), chosen is None)
    return [
        (*everything, sum(found.kinds.values())),
        *(
            (
                str(label(kind)),
                page_address(kind=kind.value, page=None),
                kind is chosen,
                found.kinds.get(kind, 0),
            )
            for kind in OpportunityKind
        ),
    ]


@blueprint.get("/opportunities")
@public
def search() -> ResponseReturnValue:
    """Let anybody look for what is offered."""
    form = _form()
    wanted = form.wanted()
    if wanted.words:
        count_search()
    page = min(max(1, form.page.data or 1), LAST_PAGE)
    found = find_offered(db.session, wanted, page, today_in_baghdad(), choose_language())
    return answer_with(
        render_template(
            "offered/search.html",
            form=form,
            found=found,
            kinds=_tabs(found, wanted.kind),
            order=wanted.order.value,
            wage=wage_text,
            feed=url_for("offered.feed", lang=choose_language(), **form.address()),  # type: ignore[arg-type]
        )
    )
