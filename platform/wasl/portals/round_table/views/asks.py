"""What the members of a meeting are asked for: suggested, added, sent, printed, answered."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.ask import Ask
from models.enums import OpportunityKind
from models.meeting import Meeting
from models.opportunity import Organisation
from models.round_table_enums import AskState
from models.round_table_states import ASK_TRANSITIONS
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.gaps import asks as operations
from wasl.operations.gaps.ask_words import words_of
from wasl.operations.gaps.rules import AskChangedError, AskRuleError, AskStepError
from wasl.operations.gaps.send import Sent, send_asks
from wasl.operations.meetings.steps import AHEAD
from wasl.portals.round_table.ask_forms import ANSWERS, AskAddForm, AskAnswerForm, AskWordsForm
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.gap_words import ALL_OF_IRAQ, QUICKER, REASONS, RULES
from wasl.portals.round_table.queries.ask_outcomes import read_asks_before, read_commitments_of
from wasl.portals.round_table.queries.asks import list_asks, list_members, list_unit_groups
from wasl.portals.round_table.queries.gaps import COUNTRY
from wasl.portals.round_table.views.meeting_helpers import own_meeting
from wasl.ui.names import organisation_choices, organisation_name
from wasl.ui.sentence_names import join_names

_PREFILLED = ("organisation", "kind", "group", "governorate", "quantity")
_MANY = 10


def _own_ask(ask_id: str) -> Ask:
    found: Ask | None = find(db.session, current_viewer(), Permission.CHANGE_ASK, ask_id)
    if found is None:
        abort(404)
    return found


def _attempt(act: Callable[[], Any], done: str = "") -> bool:
    """Do something and say what became of it; return whether it was done."""
    try:
        act()
    except AskRuleError as error:
        flash(str(RULES[error.rule]), "error")
    except (AskStepError, AskChangedError):
        flash(str(QUICKER), "warning")
    else:
        if done:
            flash(done, "done")
        return True
    return False


@blueprint.get("/meetings/<meeting_id>/asks")
@requires(Permission.MAKE_ASKS)
def asks(meeting_id: str) -> ResponseReturnValue:
    """List what each member is asked for."""
    found, language = own_meeting(Permission.MAKE_ASKS, meeting_id), choose_language()
    shown, today = list_asks(db.session, found, language), today_in_baghdad()
    ahead = found.state in AHEAD
    return render_template(
        "round_table/asks.html",
        meeting=found,
        shown=shown,
        ahead=ahead,
        to_invite=ahead and shown.drafts > shown.to_send,
        lines=read_commitments_of(db.session, current_viewer(), shown.all, today),
        before=read_asks_before(
            db.session, current_viewer(), found, shown.all, today=today, language=language
        ),
        reasons=REASONS,
        states=AskState,
    )


@blueprint.post("/meetings/<meeting_id>/asks/suggest")
@requires(Permission.MAKE_ASKS)
def suggest_asks(meeting_id: str) -> ResponseReturnValue:
    """Draw up what the members could be asked for, from the gap board of today."""
    found = own_meeting(Permission.MAKE_ASKS, meeting_id)

    def act() -> None:
        made = operations.suggest_asks(db.session, current_viewer(), found, today_in_baghdad())
        text = ngettext("One ask is drawn up.", "%(num)d asks are drawn up.", len(made))
        flash(text if made else _("Nothing more to ask these members for."), "done")

    _attempt(act)
    return redirect(url_for(".asks", meeting_id=found.public_id))


@blueprint.post("/meetings/<meeting_id>/asks/send")
@requires(Permission.MAKE_ASKS)
def send_the_asks(meeting_id: str) -> ResponseReturnValue:
    """Send members what they are asked for: one of them, or all."""
    found = own_meeting(Permission.MAKE_ASKS, meeting_id)
    wanted = request.form.get("organisation", "")
    members = list_members(db.session, found)
    only = [one.id for one in members if one.public_id == wanted] if wanted else None

    def act() -> None:
        sent = send_asks(db.session, current_viewer(), found, only)
        flash(ngettext("One ask is sent.", "%(num)d asks are sent.", sent.asks), "done")
        _say_who_is_left(sent)

    _attempt(act)
    return redirect(url_for(".asks", meeting_id=found.public_id))


def _say_who_is_left(sent: Sent) -> None:
    if sent.by_hand:
        names = join_names(organisation_name(one) for one in sent.by_hand)
        flash(_("No address: hand over the sheet to %(names)s.", names=names), "warning")
    if sent.not_invited:
        names = join_names(organisation_name(one) for one in sent.not_invited)
        flash(_("Not sent, for they are not invited yet: %(names)s.", names=names), "warning")


@blueprint.get("/meetings/<meeting_id>/asks/print")
@requires(Permission.MAKE_ASKS)
def print_asks(meeting_id: str) -> ResponseReturnValue:
    """Show one sheet for each member, to be printed."""
    found = own_meeting(Permission.MAKE_ASKS, meeting_id)
    shown = list_asks(db.session, found, choose_language())
    return render_template(
        "round_table/ask_sheets.html", meeting=found, shown=shown, dropped=AskState.DROPPED
    )


@blueprint.route("/meetings/<meeting_id>/asks/new", methods=["GET", "POST"])
@requires(Permission.MAKE_ASKS)
def new_ask(meeting_id: str) -> ResponseReturnValue:
    """Ask a member for something by hand."""
    found = own_meeting(Permission.MAKE_ASKS, meeting_id)
    members = list_members(db.session, found)
    form = AskAddForm(data=_prefilled(members))
    _offer_choices(form, members)
    if form.validate_on_submit() and _attempt(lambda: _add(found, members, form), _("Added.")):
        return redirect(url_for(".asks", meeting_id=found.public_id))
    page = render_template("round_table/ask_new.html", meeting=found, form=form)
    return page, 422 if form.is_submitted() else 200


def _prefilled(members: Sequence[Organisation]) -> dict[str, Any]:
    """Return what an address says of an ask; without a governorate, the member's own."""
    asked = {name: request.args.get(name) for name in _PREFILLED}
    own = {one.public_id: one.governorate_code for one in members}
    asked["governorate"] = asked["governorate"] or own.get(asked["organisation"] or "")
    return {"quantity": _MANY, **{name: value for name, value in asked.items() if value}}


def _add(found: Meeting, members: Sequence[Organisation], form: AskAddForm) -> None:
    viewer, today = current_viewer(), today_in_baghdad()
    member = next(one for one in members if one.public_id == form.organisation.data)
    operations.add_ask(db.session, viewer, found, member, _facts(form), today=today)


def _offer_choices(form: AskAddForm, members: Sequence[Organisation]) -> None:
    language = choose_language()
    form.organisation.choices = organisation_choices(members)
    form.group.choices = list_unit_groups(db.session, language)
    places = list_governorates(db.session, language)
    form.governorate.choices = [(COUNTRY, str(ALL_OF_IRAQ)), *places]


def _facts(form: AskAddForm) -> operations.AskFacts:
    return operations.AskFacts(
        kind=OpportunityKind(form.kind.data),
        group=str(form.group.data),
        governorate=form.place(),
        quantity=int(form.quantity.data or 0),
        text=form.text.data or "",
    )


@blueprint.route("/asks/<ask_id>", methods=["GET", "POST"])
@requires(Permission.CHANGE_ASK)
def ask(ask_id: str) -> ResponseReturnValue:
    """Show an ask; change its number and words before it is sent."""
    found = _own_ask(ask_id)
    form = AskWordsForm(data=_known(found))
    if form.validate_on_submit():
        seen, quantity, text = form.seen(), int(form.quantity.data or 0), form.text.data or ""
        _attempt(
            lambda: operations.change_ask(
                db.session, current_viewer(), found, quantity=quantity, text=text, seen=seen
            ),
            _("Changed."),
        )
        return redirect(url_for(".ask", ask_id=found.public_id))
    return _show(found, form), 422 if form.is_submitted() else 200


@blueprint.post("/asks/<ask_id>/answer")
@requires(Permission.CHANGE_ASK)
def answer_ask(ask_id: str) -> ResponseReturnValue:
    """Note what came of an ask; what was promised is written down next."""
    found, form = _own_ask(ask_id), AskAnswerForm()
    step = form.taken()
    if not form.validate_on_submit() or step is None:
        return _show(found, AskWordsForm(formdata=None, data=_known(found)), form), 422
    seen, note = form.seen(), form.note.data or ""
    _attempt(
        lambda: operations.answer_ask(
            db.session, current_viewer(), found, step, seen=seen, note=note
        ),
        _("Noted."),
    )
    return redirect(url_for(".ask", ask_id=found.public_id))


def _known(found: Ask) -> dict[str, Any]:
    return {"version": found.version, "quantity": found.quantity, "text": found.text}


def _show(found: Ask, form: AskWordsForm, answer: AskAnswerForm | None = None) -> str:
    data = {"version": found.version, "note": found.answer_note}
    return render_template(
        "round_table/ask.html",
        ask=found,
        lines=read_commitments_of(db.session, current_viewer(), [found], today_in_baghdad()),
        words=words_of(db.session, [found], choose_language())[found.id],
        form=form,
        answer=answer or AskAnswerForm(formdata=None, data=data),
        steps=[step for step in ANSWERS if found.state in ASK_TRANSITIONS[step].sources],
        reason=REASONS.get(found.evidence.get("why", "")),
    )
