"""What the employer's organisation is asked for before a roundtable: it answers by itself."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from models.ask import Ask
from models.round_table_states import AskStep
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.gaps.reply import REPLIES, reply_to_ask
from wasl.operations.gaps.rules import AskChangedError, AskRuleError, AskStepError
from wasl.portals.employer.blueprint import blueprint
from wasl.ui.forms import Form

NOTE_MOST = 1000


class ReplyForm(Form):
    """Whether it is promised, in the version that was read."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    step = HiddenField(validators=[AnyOf([one.value for one in REPLIES])])
    note = TextAreaField(validators=[Optional(), Length(max=NOTE_MOST)])


@blueprint.post("/asks/<ask_id>/answer")
@requires(Permission.ANSWER_ASK)
def answer_ask(ask_id: str) -> ResponseReturnValue:
    """Say whether the organisation promises what it is asked for."""
    found: Ask | None = find(db.session, current_viewer(), Permission.ANSWER_ASK, ask_id)
    if found is None:
        abort(404)
    form = ReplyForm()
    if form.validate_on_submit():
        _reply(found, form)
    elif form.errors.keys() == {"note"}:
        flash(_("Write at most %(max)d characters.", max=NOTE_MOST), "error")
    else:
        abort(400)
    meeting = found.meeting.public_id
    return redirect(url_for(".roundtable", meeting_id=meeting, _anchor="asks"))


def _reply(found: Ask, form: ReplyForm) -> None:
    step, today = AskStep(form.step.data or ""), today_in_baghdad()
    seen, note = int(form.version.data or 0), form.note.data or ""
    try:
        reply_to_ask(db.session, current_viewer(), found, step, seen=seen, today=today, note=note)
        flash(_("Thank you. The secretariat sees your answer."), "done")
    except (AskChangedError, AskStepError):
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
    except AskRuleError:
        flash(_("It does not take place."), "warning")
