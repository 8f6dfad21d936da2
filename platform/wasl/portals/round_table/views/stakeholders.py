"""Who is who among the organisations: the list, its file, and a new one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.opportunity import Organisation
from models.round_table_enums import CommitmentProgress, StakeholderKind
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.commitments.told import progresses_told
from wasl.operations.stakeholders.describe import make_stakeholder
from wasl.operations.stakeholders.errors import (
    LooksLikeError,
    NameTakenError,
    StakeholderRuleError,
)
from wasl.paging import cut_list
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.queries.stakeholders import NOT_SAID, Wanted, list_stakeholders
from wasl.portals.round_table.stakeholder_file import stakeholder_sheets
from wasl.portals.round_table.stakeholder_forms import NewStakeholderForm
from wasl.portals.round_table.stakeholder_words import FIELD_OF_RULE, RULES, heard_text
from wasl.portals.round_table.workbooks import send_workbook
from wasl.sectors import list_sectors, name_sections
from wasl.ui.labels import label

_ON_A_PAGE = 15


def _wanted() -> Wanted:
    """Return the filters that the address names; what does not exist filters nothing."""
    language, args = choose_language(), request.args
    kinds = {*(one.value for one in StakeholderKind), NOT_SAID}
    sectors = {one.code for one in list_sectors(db.session, language)}
    places = {code for code, _name in list_governorates(db.session, language)}
    states = {one.value for one in progresses_told(current_viewer())}

    def known(name: str, values: set[str]) -> str:
        given = args.get(name, "")
        return given if given in values else ""

    progress = known("progress", states)
    return Wanted(
        words=args.get("q", "")[:200],
        kind=known("kind", kinds),
        sector=known("sector", sectors),
        governorate=known("governorate", places),
        progress=CommitmentProgress(progress) if progress else None,
        silent=args.get("heard") == "silent",
        everybody=args.get("who") == "all",
    )


def _filters(wanted: Wanted) -> dict[str, str | None]:
    """Return filters as the parameters of an address."""
    return {
        "kind": wanted.kind or None,
        "sector": wanted.sector or None,
        "governorate": wanted.governorate or None,
        "progress": wanted.progress.value if wanted.progress else None,
        "heard": "silent" if wanted.silent else None,
        "who": "all" if wanted.everybody else None,
        "q": wanted.words or None,
    }


def _narrowing(wanted: Wanted) -> dict[str, Any]:
    """Return what the filters of the page offer, and what is chosen."""
    language = choose_language()
    kinds = [(one.value, label(one)) for one in StakeholderKind]
    return {
        "wanted": wanted,
        "filters": _filters(wanted),
        "kinds": [*kinds, (NOT_SAID, _("Not said yet"))],
        "sectors": list(name_sections(db.session, language).items()),
        "governorates": list_governorates(db.session, language),
        "states": [(one.value, label(one)) for one in progresses_told(current_viewer())],
    }


@blueprint.get("/stakeholders")
@requires(Permission.SEE_STAKEHOLDERS)
def stakeholders() -> ResponseReturnValue:
    """List the organisations; not heard of for longest comes first."""
    wanted = _wanted()
    rows = list_stakeholders(
        db.session, current_viewer(), wanted, today_in_baghdad(), choose_language()
    )
    part = cut_list(len(rows), request.args.get("page", 1, type=int), _ON_A_PAGE)
    return render_template(
        "round_table/stakeholders.html",
        page=part.page(rows[part.offset : part.offset + part.size]),
        silent=sum(row.silent for row in rows),
        heard_text=heard_text,
        **_narrowing(wanted),
    )


@blueprint.get("/stakeholders.xlsx")
@requires(Permission.SEE_STAKEHOLDERS)
@limited(EXPORTS)
def stakeholders_file() -> ResponseReturnValue:
    """Give the list as a workbook, with programmes and relations. No person is in it."""
    today, language = today_in_baghdad(), choose_language()
    rows = list_stakeholders(db.session, current_viewer(), _wanted(), today, language)
    sheets = stakeholder_sheets(db.session, current_viewer(), rows, today, language)
    return send_workbook(sheets, "stakeholders", today)


@blueprint.route("/stakeholders/new", methods=["GET", "POST"])
@requires(Permission.CHANGE_STAKEHOLDER)
def new_stakeholder() -> ResponseReturnValue:
    """Make an organisation that is not there yet."""
    form, alike = NewStakeholderForm(), list[Organisation]()
    form.fill(
        list_sectors(db.session, choose_language()),
        list_governorates(db.session, choose_language()),
    )
    if form.validate_on_submit():
        try:
            return _make(form)
        except LooksLikeError as error:
            alike, form.surely.data = error.alike, form.name.data
        except NameTakenError as error:
            alike = [error.organisation]
            form.name.errors = [_("An organisation of this name, or short name, is there already.")]
        except StakeholderRuleError as error:
            form[FIELD_OF_RULE[error.rule]].errors = [RULES[error.rule]]
    page = render_template("round_table/stakeholder_new.html", form=form, alike=alike)
    return page, 422 if form.is_submitted() else 200


def _make(form: NewStakeholderForm) -> ResponseReturnValue:
    """Make what was filled in; what was said to be new holds for the name it was said of."""
    name = form.name.data or ""
    made = make_stakeholder(
        db.session,
        current_viewer(),
        name,
        form.described(),
        surely_new=form.surely.data == name,
    )
    flash(_("Kept."), "done")
    return redirect(url_for(".stakeholder", organisation_id=made.public_id))
