"""Records for the matrix: one of each kind in each relation to somebody, and some in none.

A route whose address has an argument that nothing here fills makes the matrix fail. What names a
record is filled by its kind (`<person_id>`, `<import_id>` …); anything else stands in `PLAIN`.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from models.access_enums import (
    AssignmentBasis,
    Channel,
    ConsentGiver,
    LookUpReason,
    Relation,
    ReleaseScope,
    ResetKind,
)
from models.account import Account
from models.base import utc_now
from models.capacity import Capacity
from models.case import CaseAssignment, CorrectionRequest, LookUpGrant
from models.enums import Agency, CodingDecision, ImportKind, ImportState, OpportunityKind, Role
from models.import_job import ImportJob
from models.message import Message
from models.person import Person
from models.referral import Referral
from models.referral_enums import (
    ConsentState,
    EmployerVerdict,
    ReferralOrigin,
    ReferralStage,
)
from models.release import IdentityRelease
from models.sign_in import AccountSession, ApiToken, Invitation, ResetRequest
from tests.access import came_of_it, round_table
from tests.access.world import MINISTRY, NEXT_DOOR, World
from tests.portals.caseworker.office import HERE, add_person, add_posting
from wasl.access.permissions import Kind
from wasl.access.viewer import Viewer
from wasl.portals.caseworker.queries.coding import wording_key

SOON = timedelta(hours=1)
WORDING = "شغل حر"  # stands in the titles of all people here, and nobody is sure of it
ARGUMENTS = {f"{kind.value}_id": kind for kind in Kind if kind is not Kind.NOTHING}
# What stands in an address for somebody of a role, where it is not the same for all.
PLAIN_OF: Mapping[tuple[Role, str], str] = {(Role.SECRETARIAT, "kind"): "roundtables"}
PLAIN: Mapping[str, str] = {
    "kind": "opportunities",  # what offices and employers may both send in
    "key": wording_key(WORDING),
    "name": "css/base.css",
    "retention_kind": "person",
    "job_name": "deliver_messages",
}

Place = tuple[Agency, str]
Make = Callable[[World, Viewer], Any]


@dataclass(frozen=True)
class Situation:
    """A way in which a record stands to somebody, and the relations which that amounts to.

    of: roles that can stand so; for others there is no such record.
    """

    name: str
    relations: frozenset[Relation]
    make: Make
    of: frozenset[Role] = frozenset(Role)


_OFFICE = frozenset({Role.CASEWORKER, Role.OFFICE_MANAGER})
_EMPLOYER = frozenset({Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER})
_OFFICE_OR_EMPLOYER = _OFFICE | _EMPLOYER
_NO_OFFICE = frozenset(Role) - _OFFICE
_SECRETARIAT = frozenset({Role.SECRETARIAT})
_HOUSE = frozenset({Role.OFFICE_MANAGER, Role.CASEWORKER, Role.EMPLOYER_OWNER})
_NONE: frozenset[Relation] = frozenset()


def _person(world: World) -> Person:
    number = secrets.token_hex(8)
    return add_person(world.session, case_no=number, title=WORDING, code=None, office=None)


def _case(
    world: World,
    viewer: Viewer,
    place: Place | None = None,
    basis: AssignmentBasis = AssignmentBasis.INTAKE,
    **more: Any,
) -> CaseAssignment:
    """Add a person with a case at an office, the viewer's own without a place."""
    office_id = world.office(place).id if place else viewer.office_id
    now = utc_now()
    columns = {"offered_at": now, "accepted_at": now, **more}
    case = CaseAssignment(person=_person(world), office_id=office_id, basis=basis, **columns)
    world.session.add(case)
    world.session.flush()
    return case


def _looked_up(world: World, viewer: Viewer, *, hours: int) -> Person:
    person = _case(world, viewer, MINISTRY).person
    expires = utc_now() + hours * SOON
    grant = LookUpGrant(person_id=person.id, account_id=viewer.account_id, expires_at=expires)
    grant.reason = LookUpReason.PERSON_IS_HERE
    world.session.add(grant)
    return person


_CASES: Mapping[str, tuple[frozenset[Relation], Callable[[World, Viewer], CaseAssignment]]] = {
    "own": (
        frozenset({Relation.OWN, Relation.OFFICE}),
        lambda world, viewer: _case(world, viewer, account_id=viewer.account_id),
    ),
    "office": (frozenset({Relation.OFFICE}), _case),
    "referred": (
        frozenset({Relation.REFERRED}),
        lambda world, viewer: _case(world, viewer, basis=AssignmentBasis.REFERRAL),
    ),
    "transferred": (
        frozenset({Relation.REFERRED}),
        lambda world, viewer: _case(world, viewer, basis=AssignmentBasis.TRANSFER),
    ),
    "offered": (
        frozenset({Relation.OFFERED}),
        lambda world, viewer: _case(
            world, viewer, basis=AssignmentBasis.REFERRAL, accepted_at=None
        ),
    ),
    "declined": (
        _NONE,
        lambda world, viewer: _case(
            world,
            viewer,
            basis=AssignmentBasis.REFERRAL,
            accepted_at=None,
            declined_at=utc_now(),
        ),
    ),
    "ended": (_NONE, lambda world, viewer: _case(world, viewer, ended_at=utc_now())),
    "next door": (_NONE, lambda world, viewer: _case(world, viewer, NEXT_DOOR)),
    "another ministry": (_NONE, lambda world, viewer: _case(world, viewer, MINISTRY)),
}


def _person_situations() -> tuple[Situation, ...]:
    looked_up = frozenset({Relation.LOOKED_UP})
    return (
        *(
            Situation(name, held, lambda w, v, make=make: make(w, v).person, _OFFICE)  # type: ignore[misc]
            for name, (held, make) in _CASES.items()
        ),
        Situation("looked up", looked_up, lambda w, v: _looked_up(w, v, hours=1), _OFFICE),
        Situation("look-up over", _NONE, lambda w, v: _looked_up(w, v, hours=-1), _OFFICE),
        Situation("nobody's", _NONE, lambda w, _v: _person(w)),
    )


def _case_situations() -> tuple[Situation, ...]:
    """A case is somebody's as its person is only once it is accepted: here the offer counts."""
    return tuple(
        Situation(name, held & {Relation.OFFERED}, make, _OFFICE)
        for name, (held, make) in _CASES.items()
    )


def _correction(world: World, person: Person) -> CorrectionRequest:
    asked = CorrectionRequest(person=person, field="phone", said="07701234567")
    world.session.add(asked)
    return asked


def _correction_situations() -> tuple[Situation, ...]:
    return tuple(
        Situation(
            one.name,
            one.relations,
            lambda w, v, make=one.make: _correction(w, make(w, v)),  # type: ignore[misc]
            one.of,
        )
        for one in _person_situations()
    )


def _import(
    world: World, account_id: int | None, kind: ImportKind = ImportKind.OPPORTUNITIES
) -> ImportJob:
    """Add a file that was taken in; a row stayed out, so there is a workbook of it."""
    report: dict[str, Any] = dict.fromkeys(("rows", "accepted", "updated", "unchanged"), 0)
    report |= {"rejected": [], "columns": {}, "unrecognised": []}
    job = ImportJob(
        kind=kind,
        state=ImportState.DONE,
        filename="list.csv",
        size=1,
        digest="",
        report=report,
        account_id=account_id,
        finished_at=utc_now(),
    )
    world.session.add(job)
    world.session.flush()
    folder = world.settings.upload_dir
    folder.mkdir(exist_ok=True)
    (folder / f"{job.public_id}.rejected.xlsx").write_bytes(b"PK")
    return job


def _somebody(world: World, role: Role, place: Place = HERE, *, other: bool = False) -> Account:
    return world.add_account(secrets.token_hex(8), role, place, other=other)


def _colleague(world: World, viewer: Viewer) -> Account:
    house = Role.CASEWORKER if viewer.office_id else Role.EMPLOYER_RECRUITER
    return _somebody(world, house)


def _who_left(world: World, viewer: Viewer) -> ImportJob:
    """A file that a colleague sent in at another office, before they came to this one."""
    job = _import(world, _colleague(world, viewer).id)
    job.created_at = utc_now() - timedelta(days=1)
    return job


def _own_before(world: World, viewer: Viewer) -> ImportJob:
    """A file that the viewer sent in for another office or company, before they came here."""
    job = _import(world, viewer.account_id)
    job.created_at = utc_now() - timedelta(days=1)
    return job


def _of(account: Account) -> dict[str, Any]:
    membership = account.membership
    assert membership is not None
    return {"office_id": membership.office_id, "organisation_id": membership.organisation_id}


def _invitation(world: World, account: Account) -> Invitation:
    given = Invitation(role=account.role, expires_at=utc_now() + SOON, **_of(account))
    given.code_digest = secrets.token_hex(32)
    world.session.add(given)
    return given


def _reset(world: World, account: Account) -> ResetRequest:
    asker = _somebody(world, Role.ADMINISTRATOR)
    asked = ResetRequest(account=account, kind=ResetKind.BOTH, reason="فقد الهاتف")
    asked.requested_by_id, asked.expires_at = asker.id, utc_now() + SOON
    world.session.add(asked)
    return asked


def _message(world: World, office_id: int | None, channel: Channel = Channel.SLIP) -> Message:
    message = Message(
        office_id=office_id, channel=channel, language="ar", template="password_reset"
    )
    message.params = {"code": "ABCD-EFGH", "until": (utc_now() + SOON).isoformat()}
    world.session.add(message)
    return message


def _token(world: World) -> ApiToken:
    client = _somebody(world, Role.API_CLIENT)
    token = ApiToken(account=client, name="ministry", expires_at=utc_now() + SOON)
    token.token_digest = secrets.token_hex(32)
    world.session.add(token)
    return token


def _of_house(make: Callable[[World, Account], Any]) -> tuple[Situation, ...]:
    """What belongs to an account: of the viewer's office or company, of others of either."""

    def elsewhere(name: str, role: Role, place: Place = HERE, *, other: bool = False) -> Situation:
        return Situation(name, _NONE, lambda w, _v: make(w, _somebody(w, role, place, other=other)))

    held = frozenset({Relation.OFFICE})
    return (
        Situation("office", held, lambda w, v: make(w, _colleague(w, v)), _HOUSE),
        elsewhere("next door", Role.CASEWORKER, NEXT_DOOR),
        elsewhere("another ministry", Role.CASEWORKER, MINISTRY),
        elsewhere("another company", Role.EMPLOYER_RECRUITER, other=True),
        elsewhere("of no house", Role.OBSERVER),
    )


def _posting(world: World, *, other: bool = False) -> Any:
    owner = world.other_organisation if other else world.organisation
    return add_posting(world.session, ref=secrets.token_hex(8), employer=owner.name)


def _referral(
    world: World,
    person: Person,
    verdict: EmployerVerdict = EmployerVerdict.WAITING,
    *,
    other: bool = False,
) -> Referral:
    """Add a referral to somebody who said yes. verdict: `NOT_ASKED`, the employer was not told."""
    referral = Referral(person=person, opportunity=_posting(world, other=other))
    referral.origin, referral.card = ReferralOrigin.OFFICE, "K4F-2M7"
    referral.consent, referral.verdict = ConsentState.GIVEN, verdict
    referral.stage = ReferralStage.WITH_EMPLOYER
    referral.answer_by = utc_now() + 24 * SOON
    world.session.add(referral)
    world.session.flush()
    return referral


def _referral_situations() -> tuple[Situation, ...]:
    """To an office a referral is what its person's case is; to an employer, what it was told of."""
    own, untold = frozenset({Relation.OWN}), EmployerVerdict.NOT_ASKED
    return (
        *(
            Situation(
                name,
                held & {Relation.OWN, Relation.OFFICE, Relation.REFERRED},
                lambda w, v, make=make: _referral(w, make(w, v).person),  # type: ignore[misc]
                _OFFICE,
            )
            for name, (held, make) in _CASES.items()
        ),
        Situation("nobody's", _NONE, lambda w, _v: _referral(w, _person(w)), _OFFICE),
        Situation("own", own, lambda w, _v: _referral(w, _person(w)), _EMPLOYER),
        Situation(
            "own, not told", _NONE, lambda w, _v: _referral(w, _person(w), untold), _EMPLOYER
        ),
        Situation(
            "another company's",
            _NONE,
            lambda w, _v: _referral(w, _person(w), other=True),
            _EMPLOYER,
        ),
    )


def _capacity(world: World, *, other: bool = False) -> Capacity:
    owner = world.other_organisation if other else world.organisation
    line = Capacity(
        organisation=owner,
        kind=OpportunityKind.INTERNSHIP,
        quantity=3,
        title="متدربون",
        coding_decision=CodingDecision.UNKNOWN,
    )
    world.session.add(line)
    world.session.flush()
    return line


SITUATIONS: Mapping[Kind, tuple[Situation, ...]] = {
    Kind.PERSON: _person_situations(),
    Kind.CASE: _case_situations(),
    Kind.CORRECTION: _correction_situations(),
    Kind.OPPORTUNITY: (
        Situation("own", frozenset({Relation.OWN}), lambda w, _v: _posting(w), _EMPLOYER),
        Situation("another company's", _NONE, lambda w, _v: _posting(w, other=True), _NO_OFFICE),
        # The offices of this world are the labour ministry's, which answers for all postings.
        Situation("any", frozenset({Relation.OFFICE}), lambda w, _v: _posting(w), _OFFICE),
    ),
    Kind.REFERRAL: _referral_situations(),
    Kind.CAPACITY: (
        Situation("own", frozenset({Relation.OWN}), lambda w, _v: _capacity(w), _EMPLOYER),
        Situation("another company's", _NONE, lambda w, _v: _capacity(w, other=True)),
    ),
    **{
        kind: tuple(Situation(*one) for one in situations)
        for kind, situations in round_table.SITUATIONS.items()
    },
    Kind.IMPORT: (
        Situation(
            "own",
            frozenset({Relation.OWN, Relation.OFFICE}),
            lambda w, v: _import(w, v.account_id),
            _OFFICE_OR_EMPLOYER,
        ),
        Situation(
            "a colleague's",
            _NONE,
            lambda w, v: _import(w, _colleague(w, v).id),
            _EMPLOYER,
        ),
        Situation(
            "another company's",
            _NONE,
            lambda w, _v: _import(w, _somebody(w, Role.EMPLOYER_RECRUITER, other=True).id),
            _EMPLOYER,
        ),
        Situation(
            "office",
            frozenset({Relation.OFFICE}),
            lambda w, v: _import(w, _colleague(w, v).id),
            _OFFICE,
        ),
        Situation("of another office then", _NONE, _who_left, _OFFICE),
        Situation("own, of another house then", _NONE, _own_before, _OFFICE_OR_EMPLOYER),
        Situation(
            "next door",
            _NONE,
            lambda w, _v: _import(w, _somebody(w, Role.CASEWORKER, NEXT_DOOR).id),
        ),
        Situation(
            "another ministry",
            _NONE,
            lambda w, _v: _import(w, _somebody(w, Role.CASEWORKER, MINISTRY).id),
        ),
        Situation("the machine's", _NONE, lambda w, _v: _import(w, None)),
        Situation(
            "own, of roundtables",
            frozenset({Relation.OWN}),
            lambda w, v: _import(w, v.account_id, ImportKind.ROUND_TABLES),
            _SECRETARIAT,
        ),
        Situation(
            "own, of people",
            _NONE,
            lambda w, v: _import(w, v.account_id, ImportKind.INTAKE),
            _SECRETARIAT,
        ),
        Situation(
            "another secretary's",
            _NONE,
            lambda w, _v: _import(w, _somebody(w, Role.SECRETARIAT).id, ImportKind.ROUND_TABLES),
        ),
        Situation(
            "own, of roundtables, from before",
            _NONE,
            lambda w, v: _import(w, v.account_id, ImportKind.ROUND_TABLES),
            _OFFICE_OR_EMPLOYER,
        ),
    ),
    Kind.ACCOUNT: _of_house(lambda _world, account: account),
    Kind.INVITATION: _of_house(_invitation),
    Kind.RESET: _of_house(_reset),
    Kind.ORGANISATION: (Situation("any", _NONE, lambda w, _v: w.other_organisation),),
    Kind.OFFICE: (Situation("any", _NONE, lambda w, _v: w.office(MINISTRY)),),
    Kind.MESSAGE: (
        Situation(
            "office", frozenset({Relation.OFFICE}), lambda w, v: _message(w, v.office_id), _OFFICE
        ),
        Situation("e-mail", _NONE, lambda w, v: _message(w, v.office_id, Channel.EMAIL), _OFFICE),
        Situation("next door", _NONE, lambda w, _v: _message(w, w.office(NEXT_DOOR).id)),
        Situation("of no office", _NONE, lambda w, _v: _message(w, None)),
    ),
    Kind.TOKEN: (Situation("any", _NONE, lambda w, _v: _token(w)),),
}


def _first_title(_world: World, _viewer: Viewer, person: Person) -> dict[str, str]:
    return {"title": f"experience-{person.experiences[0].id}"}


def _own_session(world: World, viewer: Viewer, _record: None) -> dict[str, str]:
    session = select(AccountSession.public_id).where(AccountSession.account_id == viewer.account_id)
    return {"session": world.session.scalars(session).first() or ""}


def _release(world: World, person_id: int | None) -> str:
    release = IdentityRelease(person_id=person_id, opportunity_id=_posting(world).id)
    release.scope, release.given_by = ReleaseScope.NAME, ConsentGiver.SELF
    release.expires_at = utc_now() + SOON
    world.session.add(release)
    world.session.flush()
    return release.public_id


def _own_release(world: World, viewer: Viewer, _record: None) -> dict[str, str]:
    with world.writing():
        return {"release": _release(world, viewer.person_id)}


def _open_wording(world: World, viewer: Viewer, _record: None) -> dict[str, str]:
    with world.writing():
        _case(world, viewer)
    return {}


def _offer_to_take_back(world: World, viewer: Viewer, person: Person) -> dict[str, str]:
    """The viewer's office has offered the case to another one, which did not answer yet."""
    with world.writing():
        offer = CaseAssignment(person=person, office=world.office(NEXT_DOOR))
        offer.basis, offer.from_office_id = AssignmentBasis.REFERRAL, viewer.office_id
        world.session.add(offer)
    return {"case": offer.public_id}


# What an address or a form needs besides the record, for views that answer 404 without it.
FILLINGS: Mapping[str, Callable[[World, Viewer, Any], dict[str, str]]] = {
    "caseworker.choose_occupation_of_title": _first_title,
    "caseworker.confirm_occupation_of_title": _first_title,
    "account.end_one_session": _own_session,
    "caseworker.withdraw_referral": _offer_to_take_back,
    "returnee.withdraw": _own_release,
    "caseworker.choose_occupation_of_wording": _open_wording,
    **came_of_it.FILLINGS,
    **round_table.FILLINGS,
}

# By kind of the first record and name of a further argument: makes one that belongs to the record.
NESTED: Mapping[tuple[Kind, str], Callable[[World, Any], str]] = {
    (Kind.PERSON, "release_id"): lambda world, person: _release(world, person.id),
}
