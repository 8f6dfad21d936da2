"""Answer with a code: what a person is asked in one referral, without an account or a name."""

from functools import wraps

from flask import flash, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from models.base import utc_now
from models.referral import AnswerCode
from wasl.access import public
from wasl.access.guard import View
from wasl.access.limits import ANSWER_ADDRESS, ANSWER_ALL, address, hit_all
from wasl.access.viewer import NOBODY
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.count_tries import take_back_try
from wasl.operations.one_time_codes import code_digest, normalise_code
from wasl.operations.referrals.codes import hold_answer_code, see_answer_code, use_answer_code
from wasl.operations.referrals.open_questions import OpenQuestion, open_questions_of_referral
from wasl.portals.public.blueprint import blueprint
from wasl.portals.public.joining_forms import CodeForm
from wasl.questions.answering import QuestionOverError
from wasl.questions.answering import answer_question as give_answer
from wasl.questions.forms import QuestionForm, chosen_time, form_of
from wasl.questions.presenting import present_question

_HERE, _MINUTES = "answering", 15
"""The digest of the code stays in the browser's cookie for so long, and no longer than needed."""


def _kept_nowhere(view: View) -> View:
    """Let no browser keep the page: whoever has the phone next sees nothing of it."""

    @wraps(view)
    def wrapped(**values: str) -> ResponseReturnValue:
        response = make_response(view(**values))
        response.headers["Cache-Control"] = "no-store"
        return response

    return wrapped  # type: ignore[return-value]


@blueprint.route("/answer", methods=["GET", "POST"])
@public
@_kept_nowhere
def answer() -> ResponseReturnValue:
    """Ask for the code; one that works opens the question."""
    form = CodeForm()
    if form.validate_on_submit():
        hit_all([(ANSWER_ADDRESS, address()), (ANSWER_ALL, "all")])
        digest = code_digest(form.code.data or "")
        if normalise_code(form.code.data or "") and _asked(see_answer_code(db.session, digest)):
            take_back_try(db.session, ANSWER_ADDRESS, address())
            session[_HERE] = [digest, utc_now().timestamp()]
            return redirect(url_for(".answer_question"))
        form.code.errors = [_cannot_be_used()]
    page = render_template("public/answer.html", form=form)
    return page, 422 if form.is_submitted() else 200


def _cannot_be_used() -> str:
    """Return the one answer for a code that is wrong, used, replaced or too old."""
    return _(
        "This code cannot be used. Check it, or ask your office. If you have just answered, your "
        "answer is noted."
    )


def _asked(code: AnswerCode | None) -> OpenQuestion | None:
    if code is None:
        return None
    open_ = open_questions_of_referral(db.session, code.referral, today_in_baghdad())
    return open_[0] if open_ else None


def _digest_here() -> str:
    """Return the digest of the code that was typed in this browser a moment ago, or nothing."""
    digest, since = session.get(_HERE, ["", 0.0])
    recent = utc_now().timestamp() - since < _MINUTES * 60
    return str(digest) if recent else ""


@blueprint.get("/answer/question")
@public
@_kept_nowhere
def answer_question() -> ResponseReturnValue:
    """Show what is asked; the code stands neither in the page nor in its address."""
    question = _asked(see_answer_code(db.session, _digest_here()))
    if question is None:
        session.pop(_HERE, None)
        return redirect(url_for(".answer"))
    return _question_page(question, form_of(question))


@blueprint.post("/answer/question")
@public
@_kept_nowhere
def send_answer() -> ResponseReturnValue:
    """Note the answer; the code is used then."""
    code = hold_answer_code(db.session, _digest_here())
    question = _asked(code)
    if code is None or question is None:
        session.pop(_HERE, None)
        return redirect(url_for(".answer"))
    form = form_of(question)
    if form.question.data != question.key:
        return _changed()
    if not form.validate_on_submit():
        return _question_page(question, form), 422
    return _note(code, question, form)


def _note(code: AnswerCode, question: OpenQuestion, form: QuestionForm) -> ResponseReturnValue:
    try:
        give_answer(db.session, NOBODY, question, form, today_in_baghdad())
    except QuestionOverError:
        db.session.rollback()
        return _changed()
    use_answer_code(db.session, code)
    session.pop(_HERE, None)
    if chosen := chosen_time(question, form):
        flash(_("Write it down: %(moment)s", moment=chosen), "info")
    return redirect(url_for(".answered"))


def _changed() -> ResponseReturnValue:
    flash(_("This has changed meanwhile. Nothing was noted. This is how it stands now."), "warning")
    return redirect(url_for(".answer_question"))


def _question_page(question: OpenQuestion, form: QuestionForm) -> str:
    texts = present_question(db.session, question, choose_language())
    return render_template("public/answer_question.html", question=question, texts=texts, form=form)


@blueprint.post("/answer/later")
@public
@_kept_nowhere
def answer_later() -> ResponseReturnValue:
    """Forget in this browser which code was typed; it works until its day."""
    session.pop(_HERE, None)
    return redirect(url_for(".answer"))


@blueprint.get("/answer/done")
@public
@_kept_nowhere
def answered() -> ResponseReturnValue:
    """Say thank you, and nothing about what was asked."""
    return render_template("public/answer_done.html")
