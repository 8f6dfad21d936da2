"""Register oneself: employers and experts abroad; returnees beside this module."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.enums import PlaceLevel, Role
from models.place import Place
from models.sign_in import Registration
from wasl.access import public
from wasl.access.entering import enter
from wasl.access.limits import CODE_ADDRESS, address, hit_all, kept_anyway
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.count_tries import Limit
from wasl.operations.logins import comparable_login
from wasl.operations.passwords import PasswordError, check_password, words_of
from wasl.operations.registrations import (
    NewOrganisation,
    Registering,
    RegistrationInvalidError,
    WrongCodeError,
    begin_registration,
    count_code_try,
    find_registration,
    finish_registration,
)
from wasl.portals.public.blueprint import blueprint
from wasl.portals.public.joining_forms import AccountForm, EmployerForm, SentCodeForm
from wasl.ui.labels import as_choices
from wasl.ui.password_field import NEW_PASSWORD_HINT, WEAKNESS_TEXTS

# A message goes to whoever is named: nobody's mailbox is filled from here.
REGISTER_LOGIN = Limit(name="register/login", most=3, window=timedelta(hours=1))
REGISTER_ADDRESS = Limit(name="register/address", most=20, window=timedelta(hours=1))


def governorates() -> list[tuple[str, str]]:
    """Return code and name of the governorates, by name."""
    name = getattr(Place, f"name_{choose_language()}")
    found = select(Place.code, name).where(Place.level == PlaceLevel.GOVERNORATE).order_by(name)
    return [(code, text) for code, text in db.session.execute(found)]


def _registering(
    form: AccountForm, role: Role, organisation: NewOrganisation | None
) -> Registering:
    return Registering(
        role=role,
        display_name=form.display_name.data or "",
        login=form.login.data or "",
        password=form.password.data or "",
        language=choose_language(),
        organisation=organisation,
    )


def try_to_begin(form: AccountForm, given: Registering) -> Registration | None:
    """Keep the registration and send the code; none, with a word on the form, for a bad password.

    What becomes of it is the same whether the login has an account or not.
    """
    organisation = given.organisation.name if given.organisation else None
    words = words_of(given.login, given.display_name, organisation)
    try:
        check_password(db.session, given.password, words=words)
    except PasswordError as error:
        form.password.errors = [WEAKNESS_TEXTS[error.weakness]]
        return None
    hit_all([(REGISTER_ADDRESS, address()), (REGISTER_LOGIN, comparable_login(given.login))])
    return begin_registration(db.session, given)


def to_code(registration: Registration) -> ResponseReturnValue:
    """Go on to the page that asks for the code."""
    return redirect(url_for(".registration_code", registration_id=registration.public_id))


@blueprint.get("/register")
@public
def register() -> ResponseReturnValue:
    """Ask who wants to register."""
    return render_template("public/register.html")


@blueprint.route("/register/employer", methods=["GET", "POST"])
@public
def register_employer() -> ResponseReturnValue:
    """Ask for an employer and its first owner, and send a code."""
    form = EmployerForm()
    form.governorate.choices = as_choices([("", _("Choose …")), *governorates()])
    if form.validate_on_submit():
        given = _registering(form, Role.EMPLOYER_OWNER, _organisation(form))
        registration = try_to_begin(form, given)
        if registration is not None:
            return to_code(registration)
    page = render_template("public/register_employer.html", form=form, hint=NEW_PASSWORD_HINT)
    return page, 422 if form.is_submitted() else 200


def _organisation(form: EmployerForm) -> NewOrganisation:
    return NewOrganisation(
        name=form.organisation.data or "",
        registration_no=(form.registration_no.data or "").strip() or None,
        sector=(form.sector.data or "").strip() or None,
        governorate_code=form.governorate.data or None,
    )


@blueprint.route("/register/expert", methods=["GET", "POST"])
@public
def register_expert() -> ResponseReturnValue:
    """Ask an expert abroad for their account, and send a code."""
    form = AccountForm()
    if form.validate_on_submit():
        registration = try_to_begin(form, _registering(form, Role.EXPERT, None))
        if registration is not None:
            return to_code(registration)
    page = render_template("public/register_expert.html", form=form, hint=NEW_PASSWORD_HINT)
    return page, 422 if form.is_submitted() else 200


def _code_page(form: SentCodeForm) -> str:
    return render_template("public/register_code.html", form=form)


@blueprint.route("/register/code/<registration_id>", methods=["GET", "POST"])
@public
def registration_code(registration_id: str) -> ResponseReturnValue:
    """Ask for the code that was sent, and make the account."""
    form = SentCodeForm()
    registration = find_registration(db.session, registration_id)
    if registration is None:
        abort(404)
    if form.validate_on_submit() and _try_code(form, registration_id):
        return redirect(url_for("public.home"))
    return _code_page(form), 422 if form.is_submitted() else 200


def _try_code(form: SentCodeForm, registration_id: str) -> bool:
    """Count the try, whatever becomes of the request; then look at the code."""
    hit_all([(CODE_ADDRESS, address())])
    try:
        with kept_anyway() as own:
            count_code_try(own, registration_id)
        registration = db.session.scalar(
            select(Registration).where(Registration.public_id == registration_id)
        )
        if registration is None:
            raise RegistrationInvalidError
        account = finish_registration(db.session, registration, form.code.data or "")
    except (WrongCodeError, RegistrationInvalidError):
        form.code.errors = [_("This code does not fit. Check the message, or register once more.")]
        return False
    enter(account, way="registration")
    flash(_("Welcome. Your account is ready."), "done")
    return True
