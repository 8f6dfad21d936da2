"""How long records are kept, what is due, and the round by hand."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import IntegerField
from wtforms.validators import InputRequired

from models.access_enums import RetentionKind
from wasl.access import Permission, current_viewer, requires
from wasl.config import Settings
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.operations.retention.policies import (
    SHORTEST_NOTICE,
    WITH_NOTICE,
    Keep,
    PolicyError,
    read_policies,
    set_policy,
)
from wasl.operations.retention.run import carry_out, preview_retention
from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.queries.retention import list_decisions, list_erasures
from wasl.ui.forms import Form
from wasl.ui.labels import label


class PolicyForm(Form):
    """The days of one kind of record."""

    keep_days = IntegerField(lazy_gettext("Days kept"), validators=[InputRequired()])
    notice_days = IntegerField(lazy_gettext("Days of notice"), validators=[InputRequired()])

    def wanted(self) -> Keep:
        """Return the days that were entered."""
        return Keep(keep_days=self.keep_days.data or 0, notice_days=self.notice_days.data or 0)


@blueprint.get("/retention")
@requires(Permission.SET_RETENTION)
def retention() -> ResponseReturnValue:
    """Show how long each kind of record is kept, and what is due."""
    return render_template(
        "admin/retention.html",
        policies=read_policies(db.session),
        with_notice=WITH_NOTICE,
        due=preview_retention(db.session),
        erasures=list_erasures(db.session),
        decisions=list_decisions(db.session),
    )


def _kind(name: str) -> RetentionKind:
    try:
        return RetentionKind(name)
    except ValueError:
        abort(404)


@blueprint.get("/retention/<retention_kind>")
@requires(Permission.SET_RETENTION)
def edit_retention(retention_kind: str) -> ResponseReturnValue:
    """Ask for the days of one kind."""
    chosen = _kind(retention_kind)
    keep = read_policies(db.session)[chosen]
    form = PolicyForm(data={"keep_days": keep.keep_days, "notice_days": keep.notice_days})
    return _show(chosen, form)


def _show(kind: RetentionKind, form: PolicyForm) -> str:
    shortest = SHORTEST_NOTICE if kind in WITH_NOTICE else 0
    return render_template("admin/retention_kind.html", kind=kind, form=form, shortest=shortest)


@blueprint.post("/retention/<retention_kind>")
@requires(Permission.SET_RETENTION)
def set_retention(retention_kind: str) -> ResponseReturnValue:
    """Keep the days of one kind."""
    chosen, form = _kind(retention_kind), PolicyForm()
    if not form.validate_on_submit():
        return _show(chosen, form), 422
    try:
        set_policy(db.session, current_viewer(), chosen, form.wanted())
    except PolicyError:
        form.keep_days.errors = [_("The notice must be shorter than the time records are kept.")]
        return _show(chosen, form), 422
    flash(_("Decided. It holds from the next nightly round: %(kind)s.", kind=label(chosen)), "done")
    return redirect(url_for(".retention"))


@blueprint.post("/retention/round")
@requires(Permission.SET_RETENTION)
def run_retention_now() -> ResponseReturnValue:
    """Do tonight's round now."""
    settings: Settings = current_app.config["SETTINGS"]
    report = carry_out(db.session, current_viewer(), settings)
    flash(
        _(
            "Done. Erased: %(erased)s. Told: %(noticed)s. Anonymised: %(anonymised)s.",
            erased=report.erased,
            noticed=report.noticed,
            anonymised=report.anonymised,
        ),
        "done",
    )
    return redirect(url_for(".retention"))
