"""What is going on in the demo: a scene for each thing that two people or two offices do."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.access_enums import (
    LookUpReason,
    ReleaseScope,
    ResetKind,
    Verdict,
)
from models.account import Account
from models.base import new_public_id, utc_now
from models.case import CaseAssignment
from models.consent_query import people_who_allow
from models.enums import ConsentPurpose, Role
from models.match import Match
from models.office import Office
from models.opportunity import Opportunity, Organisation
from models.person import Person, PersonIdentity
from models.sign_in import ApiToken
from wasl.access.viewer import Viewer, viewer_of
from wasl.access.work_card import card_number
from wasl.audit.looking import see_person
from wasl.demo_accounts import DEMO_ACCOUNTS, DEMO_PROGRAM, DEMO_TOKEN, ERBIL, NINAWA
from wasl.operations.api_tokens import add_program, token_digest
from wasl.operations.compute_matches import latest_run
from wasl.operations.corrections import ask_correction
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.demo_meetings import play_meetings
from wasl.operations.ensure_office import ensure_office
from wasl.operations.logins import find_by_login
from wasl.operations.look_up_person import LookUp, look_up_person
from wasl.operations.organisation_names import unchecked_key
from wasl.operations.refer_case import Referring, refer_case
from wasl.operations.referrals.ask_to_meet import ask_to_meet
from wasl.operations.releases import Releasing, release_identity
from wasl.operations.resets import ask_reset
from wasl.operations.vet_organisation import vet_organisation

_TOKEN_DAYS = timedelta(days=365)
_COLLEAGUE, _NEWCOMER = "colleague@demo.example", "new-company@demo.example"


def play_scenes(session: Session, by: Viewer, language: str) -> None:
    """Add all scenes and, as the last thing, the program's token. All of them, or none."""
    if find_by_login(session, _COLLEAGUE) is not None:
        return
    _returnee(session, by, language)
    _meetings(session)
    _cases_between_offices(session)
    _organisation_to_vet(session, by, language)
    _reset_to_confirm(session, by, language)
    _program(session, by)


def _who(session: Session, login: str) -> Account:
    found = find_by_login(session, login)
    if found is None:
        raise LookupError(f"the demo has no account {login}")
    return found


def _best_candidate(session: Session, office: Office) -> tuple[Person, Opportunity] | None:
    """Return who of an office's cases fits the demo employer best, and what they fit."""
    run = latest_run(session)
    employer = _who(session, "employer@demo.example").organisation
    if run is None or employer is None:
        return None
    allowing = [people_who_allow(purpose) for purpose in ConsentPurpose]
    found = session.execute(
        select(Match)
        .join(Opportunity, Opportunity.id == Match.opportunity_id)
        .join(CaseAssignment, CaseAssignment.person_id == Match.person_id)
        .join(PersonIdentity, PersonIdentity.person_id == Match.person_id)
        .where(
            Match.run_id == run.id,
            Match.eligible,
            Match.rank_for_opportunity.is_not(None),
            Opportunity.organisation_id == employer.id,
            CaseAssignment.office_id == office.id,
            PersonIdentity.birth_year.is_not(None),
            PersonIdentity.name_ar.is_not(None),
            *(Match.person_id.in_(people) for people in allowing),
        )
        .order_by(Match.rank_for_opportunity, Match.points.desc(), Match.id)
        .options(joinedload(Match.person), joinedload(Match.opportunity))
        .limit(1)
    ).scalar()
    return (found.person, found.opportunity) if found else None


def _returnee(session: Session, by: Viewer, language: str) -> None:
    """A person who signs in: lets the employer know who asked to meet, says what is wrong."""
    best = _best_candidate(session, ensure_office(session, *ERBIL))
    if best is None:
        return
    person, opportunity = best
    one = next(account for account in DEMO_ACCOUNTS if account.role is Role.RETURNEE)
    given = NewAccount(
        login=one.login,
        password=one.password,
        display_name=person.identity.name_ar or one.display_name,
        role=one.role,
        person=person,
        language=language,
    )
    me = viewer_of(create_account(session, by, given, way="demo"))
    caseworker = viewer_of(_who(session, "caseworker@demo.example"))
    see_person(session, caseworker, person.public_id, "person")
    asked = LookUp(
        reason=LookUpReason.PERSON_CALLED,
        note="اتصل بنا وسأل أي مكتب يعمل معه",
        name=person.identity.name_ar or "",
        birth_year=person.identity.birth_year,
    )
    look_up_person(session, viewer_of(_who(session, "momd@demo.example")), asked)
    card = card_number(opportunity.public_id, person.public_id)
    employer = viewer_of(_who(session, "employer@demo.example"))
    ask_to_meet(session, employer, opportunity, [card])
    wanted = Releasing(scope=ReleaseScope.NAME_AND_CONTACT)
    release_identity(session, me, person, opportunity, wanted)
    ask_correction(session, me, person, "phone", "+9647507654321")


def _meetings(session: Session) -> None:
    """People in every stage with the demo's employer; the returnee has a scene of their own."""
    returnee = _who(session, "returnee@demo.example").membership
    employer = _who(session, "employer@demo.example")
    own = {returnee.person_id} if returnee and returnee.person_id else set[int]()
    play_meetings(session, employer, _who(session, "caseworker@demo.example"), not_with=own)


def _some_person(session: Session, office: Office, place: int) -> Person | None:
    """Return one of the cases of an office, of who allows everything; place: which of them."""
    allowing = [people_who_allow(purpose) for purpose in ConsentPurpose]
    return session.scalar(
        select(Person)
        .join(CaseAssignment, CaseAssignment.person_id == Person.id)
        .where(
            CaseAssignment.office_id == office.id,
            CaseAssignment.ended_at.is_(None),
            *(Person.id.in_(people) for people in allowing),
        )
        .order_by(Person.id)
        .offset(place)
        .limit(1)
    )


def _cases_between_offices(session: Session) -> None:
    """Each of the two offices has asked the other one."""
    erbil, ninawa = ensure_office(session, *ERBIL), ensure_office(session, *NINAWA)
    scenes = (
        (
            "momd@demo.example",
            ninawa,
            erbil,
            True,
            "انتقلت العائلة إلى أربيل وتحتاج متابعة هناك",
        ),
        ("caseworker@demo.example", erbil, ninawa, False, "يبحث عن عمل في الموصل"),
    )
    for login, home, other, hand_over, reason in scenes:
        person = _some_person(session, home, place=3)
        if person is not None:
            given = Referring(office=other, reason=reason, hand_over=hand_over)
            refer_case(session, viewer_of(_who(session, login)), person, given)


def _organisation_to_vet(session: Session, by: Viewer, language: str) -> None:
    """An organisation that one person has said yes to; the administrator can be the second."""
    organisation = Organisation(
        public_id=new_public_id(),
        name="شركة نور الجزيرة للطاقة الشمسية",
        registration_no="BG-2026-4417",
        governorate_code="IQ-BG",
        registered_at=utc_now(),
    )
    organisation.name_key = unchecked_key(organisation)
    session.add(organisation)
    session.flush()
    given = NewAccount(
        login=_NEWCOMER,
        password=None,
        display_name="Zaid Al-Jazrawi",
        role=Role.EMPLOYER_OWNER,
        organisation=organisation,
        language=language,
    )
    create_account(session, by, given, way="demo")
    secretariat = viewer_of(_who(session, "secretariat@demo.example"))
    vet_organisation(session, secretariat, organisation, Verdict.APPROVE, "الرخصة صحيحة")


def _reset_to_confirm(session: Session, by: Viewer, language: str) -> None:
    """A colleague in Erbil who cannot sign in; the caseworker there can be the second person."""
    given = NewAccount(
        login=_COLLEAGUE,
        password="demo-forgotten-password",  # noqa: S106
        display_name="Hiwa Salih",
        role=Role.CASEWORKER,
        office=ensure_office(session, *ERBIL),
        language=language,
    )
    colleague = create_account(session, by, given, way="demo")
    manager = viewer_of(_who(session, "manager@demo.example"))
    reason = "نسي كلمة المرور بعد الإجازة"
    ask_reset(session, manager, colleague, kind=ResetKind.PASSWORD, reason=reason)


def _program(session: Session, by: Viewer) -> None:
    """A program of an institution, with the token that everybody knows."""
    program = add_program(session, by, DEMO_PROGRAM)
    session.add(
        ApiToken(
            account_id=program.id,
            name="demo",
            token_digest=token_digest(DEMO_TOKEN),
            expires_at=utc_now() + _TOKEN_DAYS,
        )
    )
