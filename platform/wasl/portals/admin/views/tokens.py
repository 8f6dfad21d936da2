"""Tokens of programs: made, shown once, taken away."""

from datetime import timedelta
from typing import cast

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from models.account import Account
from models.base import utc_now
from models.sign_in import ApiToken
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.operations.api_tokens import (
    NewToken,
    add_program,
    find_program,
    make_token,
    revoke_token,
)
from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.queries.tokens import list_programs, list_tokens
from wasl.ui.forms import Form
from wasl.ui.labels import as_choices, as_names

_DAYS = (
    ("30", lazy_gettext("30 days")),
    ("90", lazy_gettext("90 days")),
    ("365", lazy_gettext("One year")),
)
_NEW = "new"


class TokenForm(Form):
    """A token for a program that is there, or for a new one."""

    program = SelectField(lazy_gettext("Program"), validators=[InputRequired()], default=_NEW)
    program_name = StringField(
        lazy_gettext("Name of the new program"), validators=[Length(max=200)]
    )
    name = StringField(
        lazy_gettext("What this token is for"),
        validators=[InputRequired(lazy_gettext("Enter what it is for")), Length(max=100)],
    )
    days = SelectField(
        lazy_gettext("Valid for"),
        choices=as_choices(_DAYS),
        default="90",
        validators=[InputRequired()],
    )

    def offer(self, programs: list[tuple[str, str]]) -> None:
        """Give the programs to choose from."""
        self.program.choices = [*as_choices([(_NEW, _("A new program"))]), *as_names(programs)]

    def validate_program_name(self, field: StringField) -> None:
        """A new program needs a name."""
        if self.program.data == _NEW and not (field.data or "").strip():
            raise ValidationError(_("Enter the name of the new program"))


def _form() -> TokenForm:
    form = TokenForm()
    form.offer([(one.public_id, one.display_name) for one in list_programs(db.session)])
    return form


def _show(form: TokenForm, made: NewToken | None = None) -> str:
    page = list_tokens(db.session, current_viewer(), request.args.get("page", 1, type=int))
    return render_template("admin/tokens.html", form=form, made=made, page=page, now=utc_now())


@blueprint.get("/tokens")
@requires(Permission.MANAGE_TOKENS)
def tokens() -> ResponseReturnValue:
    """List tokens, and ask what a new one is for."""
    return _show(_form())


def _program(form: TokenForm) -> Account:
    if form.program.data == _NEW:
        return add_program(db.session, current_viewer(), form.program_name.data or "")
    return find_program(db.session, form.program.data) or abort(404)


@blueprint.post("/tokens")
@requires(Permission.MANAGE_TOKENS)
def add_token() -> ResponseReturnValue:
    """Make a token and show it, this once: so there is no redirect."""
    form = _form()
    if not form.validate_on_submit():
        return _show(form), 422
    ends = utc_now() + timedelta(days=int(form.days.data))
    made = make_token(db.session, current_viewer(), _program(form), form.name.data or "", ends)
    return _show(_form(), made), 201


@blueprint.post("/tokens/<token_id>/revoke")
@requires(Permission.MANAGE_TOKENS)
def end_token(token_id: str) -> ResponseReturnValue:
    """End a token at once."""
    found = find(db.session, current_viewer(), Permission.MANAGE_TOKENS, token_id)
    if found is None:
        abort(404)
    revoke_token(db.session, current_viewer(), cast("ApiToken", found))
    flash(_("The token has ended. Programs that use it are refused from now on."), "done")
    return redirect(url_for(".tokens"))
