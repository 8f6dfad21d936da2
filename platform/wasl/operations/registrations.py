"""Register oneself: nothing is made until the code that was sent to the login comes back.

Whether there is an account with a login already is told to its owner alone, in that message; the
pages and the time they take are the same.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.base import new_public_id, utc_now
from models.enums import ConsentPurpose, Role
from models.opportunity import Organisation
from models.person import Person
from models.sealed import keys_of
from models.sign_in import Registration
from wasl.access.viewer import NOBODY, viewer_of
from wasl.audit.record import record
from wasl.files.codes import parse_sector
from wasl.operations.authenticate_account import hasher
from wasl.operations.create_account import AccountError, NewAccount, create_account
from wasl.operations.logins import find_by_login, normalise_login
from wasl.operations.organisation_names import unchecked_key
from wasl.operations.queue_message import queue_message
from wasl.operations.record_consent import record_consent
from wasl.operations.register_person import NewReturnee, register_person
from wasl.operations.vet_organisation import tell_who_vets

VALID = timedelta(hours=24)
MOST_TRIES = 6
_DIGITS = 6
SELF_REGISTERED = frozenset({Role.EMPLOYER_OWNER, Role.EXPERT, Role.RETURNEE})


class RegistrationInvalidError(Exception):
    """No such registration is waiting: it ran out, was finished, or was tried too often."""


class WrongCodeError(Exception):
    """The code is not the one that was sent; the try was counted."""


@dataclass(frozen=True, kw_only=True)
class NewOrganisation:
    """What an employer says about the organisation. sector: in the employer's own words."""

    name: str
    registration_no: str | None = None
    sector: str | None = None
    governorate_code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Registering:
    """What somebody fills in. The password has passed the rules for passwords already."""

    role: Role
    display_name: str
    login: str
    password: str = field(repr=False)
    language: str = "ar"
    organisation: NewOrganisation | None = None
    returnee: NewReturnee | None = None


def _code_digest(session: Session, public_id: str, code: str) -> str:
    # Keyed: six digits could be guessed from a plain digest.
    return keys_of(session.get_bind().dialect).index("registration", f"{public_id}/{code}")


def _kept(given: Registering, login: str) -> dict[str, Any]:
    organisation = given.organisation
    return {
        "display_name": given.display_name.strip(),
        "login": login,
        "password_hash": hasher.hash(given.password),
        "language": given.language,
        "organisation": vars(organisation) if organisation else None,
        "returnee": vars(given.returnee) if given.returnee else None,
    }


def begin_registration(session: Session, given: Registering) -> Registration:
    """Keep what was filled in for a day and send a code to the login.

    Where the login has an account, its owner is told so instead, and no code will ever fit.
    Raises LoginError for what is neither an e-mail address nor a phone number.
    """
    if given.role not in SELF_REGISTERED:
        raise ValueError(f"nobody registers themselves as {given.role}")
    session.execute(delete(Registration).where(Registration.expires_at < utc_now()))
    login = normalise_login(given.login)
    public_id = new_public_id()
    code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    taken = find_by_login(session, login)
    registration = Registration(
        public_id=public_id,
        role=given.role,
        given=_kept(given, login),
        code_digest=_code_digest(session, public_id, secrets.token_hex() if taken else code),
        expires_at=utc_now() + VALID,
    )
    session.add(registration)
    session.flush()
    if taken:
        queue_message(session, "login_taken", {}, language=given.language, address=login)
    else:
        params = {"code": code, "until": registration.expires_at}
        queue_message(session, "verify_login", params, language=given.language, address=login)
    return registration


def find_registration(session: Session, public_id: str) -> Registration | None:
    """Return a registration that waits for its code, or none."""
    return session.scalar(
        select(Registration).where(
            Registration.public_id == public_id,
            Registration.expires_at > utc_now(),
            Registration.tries < MOST_TRIES,
        )
    )


def count_code_try(session: Session, public_id: str) -> None:
    """Count a try, in one statement; commit it before the code is looked at.

    Raises RegistrationInvalidError when there is nothing to try, or not any more.
    """
    counted = session.scalar(
        update(Registration)
        .where(
            Registration.public_id == public_id,
            Registration.expires_at > utc_now(),
            Registration.tries < MOST_TRIES,
        )
        .values(tries=Registration.tries + 1)
        .returning(Registration.id)
        .execution_options(synchronize_session=False)
    )
    if counted is None:
        raise RegistrationInvalidError


def _add_organisation(session: Session, given: Mapping[str, Any]) -> Organisation:
    """Add an organisation that nobody has vetted. One of the same name is never joined."""
    sector = parse_sector(given["sector"]) if given["sector"] else None
    organisation = Organisation(
        public_id=new_public_id(),
        name=given["name"].strip(),
        registration_no=given["registration_no"],
        sector_code=sector.code if sector else None,
        sector_wording=sector.wording if sector else None,
        governorate_code=given["governorate_code"],
        registered_at=utc_now(),
    )
    organisation.name_key = unchecked_key(organisation)
    session.add(organisation)
    session.flush()
    return organisation


def _make_account(session: Session, registration: Registration) -> Account:
    given = registration.given
    organisation = None
    if registration.role is Role.EMPLOYER_OWNER:
        organisation = _add_organisation(session, given["organisation"])
    told = NewReturnee(**given["returnee"]) if given["returnee"] else None
    person = None
    if told is not None:
        person = register_person(session, NOBODY, given["display_name"], given["login"], told)
    new = NewAccount(
        login=given["login"],
        password=None,
        display_name=given["display_name"],
        role=registration.role,
        organisation=organisation,
        person=person,
        language=given["language"],
    )
    account = create_account(session, NOBODY, new, way="registration")
    account.password_hash = given["password_hash"]
    if organisation is not None:
        subject = ("organisation", organisation.public_id)
        record(session, viewer_of(account), AuditAction.ORGANISATION_REGISTERED, subject=subject)
        tell_who_vets(session, organisation)
    if person is not None and told is not None:
        _record_consents(session, account, person, told)
    return account


def _record_consents(session: Session, account: Account, person: Person, told: NewReturnee) -> None:
    """Record what a person allows; who registers has said yes to keeping the data."""
    said = {
        ConsentPurpose.DATA: True,
        ConsentPurpose.MATCHING: told.matching,
        ConsentPurpose.CONTACT: told.contact,
    }
    for purpose, granted in said.items():
        record_consent(session, viewer_of(account), person, purpose, granted)


def finish_registration(session: Session, registration: Registration, code: str) -> Account:
    """Make the account, and the employer's organisation, once the code has come back.

    Count the try before, with `count_code_try`. Raises WrongCodeError, RegistrationInvalidError.
    """
    digits = "".join(sign for sign in code if sign.isdecimal())
    digits = "".join(str(int(sign)) for sign in digits)  # digits of Arabic keyboards as well
    right = _code_digest(session, registration.public_id, digits)
    if not secrets.compare_digest(right, registration.code_digest):
        raise WrongCodeError
    used = delete(Registration).where(Registration.id == registration.id)
    claimed = session.scalar(used.returning(Registration.id))
    if claimed is None:
        raise RegistrationInvalidError
    try:
        with session.begin_nested():
            return _make_account(session, registration)
    except (AccountError, IntegrityError):
        # Somebody made an account with this login since the code was sent.
        raise RegistrationInvalidError from None
