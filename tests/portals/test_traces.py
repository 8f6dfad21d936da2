"""Whoever is shown a person leaves a trace, or is shown nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.enums import OrganisationStanding, Role
from models.opportunity import Organisation
from models.person import Person, PersonIdentity
from tests.access.records import ARGUMENTS, FILLINGS, PLAIN, SITUATIONS
from tests.access.world import World, make_world
from tests.portals.caseworker.office import TODAY, add_person, add_posting
from wasl import transactions
from wasl.access import current_viewer
from wasl.access.guard import declared_access
from wasl.access.permissions import Kind, Permission
from wasl.access.table import ACCESS, relations
from wasl.access.viewer import COMMAND_LINE
from wasl.audit.looking import see_person
from wasl.audit.record import record
from wasl.audit.verify import verify_chain
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.extensions import db
from wasl.operations.compute_matches import compute_matches

SignIn = Callable[[Role | None], FlaskClient]
NAME = "سروة جلال"
ABOUT_PEOPLE = frozenset({Kind.PERSON, Kind.CASE, Kind.CORRECTION})
Told = tuple[AuditAction, str | None, dict[str, object]]


@pytest.fixture
def person(web_session: Session) -> Person:
    found = add_person(web_session, NAME)
    web_session.commit()
    return found


@pytest.fixture
def events(web_settings: Settings) -> Callable[[], list[Told]]:
    """What the log says about people."""

    def read() -> list[Told]:
        engine = make_engine(web_settings)
        with Session(engine) as session:
            about = select(AuditEvent).where(AuditEvent.person.is_not(None))
            found = session.scalars(about.order_by(AuditEvent.id)).all()
            told: list[Told] = [(event.action, event.person, event.details) for event in found]
        engine.dispose()
        return told

    return read


def _page(person: Person) -> str:
    return f"/people/{person.public_id}"


def test_a_page_about_a_person_leaves_a_trace(
    sign_in: SignIn, person: Person, events: Callable[[], list[Told]]
) -> None:
    client = sign_in(Role.CASEWORKER)
    assert NAME in client.get(_page(person)).get_data(as_text=True)
    about = {"page": "person", "relation": "office"}
    assert events() == [(AuditAction.PERSON_SEEN, person.public_id, about)]
    title = f"experience-{person.experiences[0].id}"
    assert client.get(f"{_page(person)}/occupation?title={title}").status_code == 200
    assert events()[1][2] == {"page": "occupation", "relation": "office"}


def test_a_page_that_is_not_shown_leaves_none(
    sign_in: SignIn, person: Person, events: Callable[[], list[Told]]
) -> None:
    client = sign_in(Role.CASEWORKER)
    assert client.get(f"{_page(person)}/occupation?title=nothing").status_code == 404
    assert client.get("/people/nobody").status_code == 404
    assert events() == []


def test_a_list_leaves_a_trace_for_everybody_on_it(
    sign_in: SignIn, web_session: Session, person: Person, events: Callable[[], list[Told]]
) -> None:
    other = add_person(web_session, case_no="2026/2")
    add_person(web_session, case_no="2026/3", office=None)
    web_session.commit()
    sign_in(Role.CASEWORKER).get("/people")
    about = {"page": "people", "count": 2}
    assert {who for action, who, told in events() if told == about} == {
        person.public_id,
        other.public_id,
    }


@pytest.fixture
def posting(web_session: Session, person: Person) -> str:
    """The public id of a posting that the person fits, of the employer who signs in."""
    vouched = update(Organisation).values(standing=OrganisationStanding.VETTED)
    web_session.execute(vouched)
    found = add_posting(web_session, employer="شركة الرافدين")
    web_session.flush()
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    return found.public_id


def test_candidates_of_a_posting_leave_a_trace(
    sign_in: SignIn, person: Person, posting: str, events: Callable[[], list[Told]]
) -> None:
    page = sign_in(Role.CASEWORKER).get(f"/desk/opportunities/{posting}").get_data(as_text=True)
    assert NAME in page
    about = {"page": "opportunity", "count": 1}
    assert events() == [(AuditAction.PERSON_LISTED, person.public_id, about)]


def test_a_work_card_leaves_one_trace_a_day_for_each_account(
    sign_in: SignIn, person: Person, posting: str, events: Callable[[], list[Told]]
) -> None:
    owner = sign_in(Role.EMPLOYER_OWNER)
    for _ in range(3):
        page = owner.get(f"/employer/opportunities/{posting}")
        assert 'class="work-card"' in page.get_data(as_text=True)
    [(action, who, told)] = events()
    assert (action, who, list(told)) == (AuditAction.CARD_SEEN, person.public_id, ["card"])
    sign_in(Role.EMPLOYER_RECRUITER).get(f"/employer/opportunities/{posting}")
    assert [event[0] for event in events()] == [AuditAction.CARD_SEEN] * 2


def _break(web_settings: Settings, statement: str) -> None:
    engine = make_engine(web_settings)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


BROKEN = {
    "no table": "ALTER TABLE audit_event RENAME TO audit_gone",
    "no end": "ALTER TABLE audit_head RENAME TO audit_gone",
}


@pytest.fixture(params=BROKEN.values(), ids=BROKEN)
def broken_log(request: pytest.FixtureRequest, web_settings: Settings, person: Person) -> None:
    """A log that nothing can be added to."""
    _break(web_settings, str(request.param))


def _send_occupation(client: FlaskClient, person: Person, token: Callable[[str], str]) -> int:
    page = client.get("/desk").get_data(as_text=True)
    title = f"experience-{person.experiences[0].id}"
    form = {"csrf_token": token(page), "title": title, "code": "7212"}
    return client.post(f"{_page(person)}/occupation", data=form).status_code


@pytest.fixture
def caseworker(sign_in: SignIn, person: Person) -> FlaskClient:
    """Somebody who signed in while the log could be written."""
    return sign_in(Role.CASEWORKER)


def test_nobody_is_shown_when_the_look_cannot_be_recorded(
    caseworker: FlaskClient, person: Person, broken_log: None
) -> None:
    for path in (_page(person), "/people"):
        answer = caseworker.get(path)
        assert answer.status_code == 500, path
        assert NAME not in answer.get_data(as_text=True)


def test_without_the_trace_the_person_would_be_shown(
    caseworker: FlaskClient, person: Person, broken_log: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test above."""
    monkeypatch.setattr(transactions, "_keep_looks_of_get", lambda: None)
    for path in (_page(person), "/people"):
        assert NAME in caseworker.get(path).get_data(as_text=True)


def test_nothing_changes_when_the_change_cannot_be_recorded(
    caseworker: FlaskClient,
    person: Person,
    web_session: Session,
    broken_log: None,
    token: Callable[[str], str],
) -> None:
    assert _send_occupation(caseworker, person, token) == 500
    web_session.rollback()
    assert person.experiences[0].occupation_code == "7512"


def test_the_same_change_goes_through_when_it_can_be_recorded(
    caseworker: FlaskClient, person: Person, web_session: Session, token: Callable[[str], str]
) -> None:
    """The twin of the test above."""
    assert _send_occupation(caseworker, person, token) == 302
    web_session.rollback()
    assert person.experiences[0].occupation_code == "7212"


def test_a_look_waits_for_a_long_list_and_then_says_so(
    caseworker: FlaskClient,
    person: Person,
    web_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    token: Callable[[str], str],
) -> None:
    monkeypatch.setattr(transactions, "LONGEST_WAIT", 0.1)
    text_of_desk = caseworker.get("/desk").get_data(as_text=True)
    caseworker.post("/language", data={"csrf_token": token(text_of_desk), "language": "en"})
    engine = make_engine(web_settings)
    with write_session(engine):
        assert caseworker.get("/desk").status_code == 200  # figures are no look at anybody
        answer = caseworker.get(_page(person))
        assert answer.status_code == 503
        assert "A long list is being taken in" in answer.get_data(as_text=True)
        assert NAME not in answer.get_data(as_text=True)
    engine.dispose()
    assert NAME in caseworker.get(_page(person)).get_data(as_text=True)


def test_a_look_locks_nothing_while_the_page_is_made(
    caseworker: FlaskClient,
    app: Flask,
    person: Person,
    web_settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody else writes while the page is made; both are kept."""
    engine = make_engine(web_settings)
    made = app.view_functions["caseworker.person"]

    def meanwhile(**values: str) -> object:
        page = made(**values)
        with write_session(engine) as session:
            session.add(Organisation(name="Zagros", name_key="zagros"))
        return page

    meanwhile.__dict__.update(made.__dict__)
    app.view_functions["caseworker.person"] = meanwhile
    assert NAME in caseworker.get(_page(person)).get_data(as_text=True)
    assert verify_chain(engine).whole
    engine.dispose()


@pytest.fixture
def refusing_form(app: Flask, person: Person) -> None:
    """A form that shows the person again, because something is wrong in it."""

    def show_again(**values: str) -> tuple[object, int]:
        see_person(db.session, current_viewer(), person.public_id, "person")
        record(db.session, current_viewer(), AuditAction.PERSON_CODED, person="x", code="0")
        return render_template_string(NAME), 422

    view = app.view_functions["caseworker.confirm_occupation_of_title"]
    show_again.__dict__.update(view.__dict__)
    app.view_functions["caseworker.confirm_occupation_of_title"] = show_again


def test_a_form_that_is_refused_has_shown_the_person_all_the_same(
    caseworker: FlaskClient,
    person: Person,
    events: Callable[[], list[Told]],
    token: Callable[[str], str],
    refusing_form: None,
) -> None:
    assert _send_occupation(caseworker, person, token) == 422
    assert [event[:2] for event in events()] == [(AuditAction.PERSON_SEEN, person.public_id)]


def test_a_refused_form_shows_nobody_when_the_look_cannot_be_recorded(
    caseworker: FlaskClient,
    person: Person,
    token: Callable[[str], str],
    refusing_form: None,
    broken_log: None,
) -> None:
    assert _send_occupation(caseworker, person, token) == 500


def test_a_view_that_records_without_leaving_a_trace_is_refused(
    caseworker: FlaskClient, app: Flask, person: Person
) -> None:
    view = app.view_functions["caseworker.person"]
    monkey = dict(view.__dict__)
    view.__dict__.pop("wasl_leaves_trace")
    try:
        assert caseworker.get(_page(person)).status_code == 500
    finally:
        view.__dict__.update(monkey)


# --- every route, by itself -----------------------------------------------------------------


def _gets(app: Flask) -> Iterator[tuple[Rule, Permission]]:
    for rule in sorted(app.url_map.iter_rules(), key=str):
        access = declared_access(app.view_functions[rule.endpoint])
        if "GET" in (rule.methods or ()) and isinstance(access, Permission):
            yield rule, access


def test_every_page_whose_address_names_a_person_leaves_a_trace(app: Flask) -> None:
    silent = [
        rule.endpoint
        for rule, _access in _gets(app)
        if {ARGUMENTS.get(name) for name in rule.arguments} & ABOUT_PEOPLE
        and not getattr(app.view_functions[rule.endpoint], "wasl_leaves_trace", False)
    ]
    assert not silent, (
        f"{', '.join(silent)}: put @leaves_trace under @requires, and record the look in the view "
        "with wasl.audit.looking"
    )


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("traces")
    (folder / "wasl.sqlite").write_bytes(sqlite_template.read_bytes())
    settings = Settings(data_dir=folder, https=False, secret_key="test", second_factor=False)
    with make_world(settings) as made:
        yield made


def _paths(world: World, rule: Rule, access: Permission, role: Role) -> list[str]:
    """Return the addresses of a route for whatever records somebody of a role may see."""
    kind = ACCESS[access].kind
    names = [name for name in rule.arguments if ARGUMENTS.get(name) is kind]
    if rule.arguments - set(names) - set(PLAIN):
        return []  # nested records are tried by the matrix
    plain = {name: PLAIN[name] for name in rule.arguments if name in PLAIN}
    with world.app.test_request_context():
        if not names:
            return [world.app.url_for(rule.endpoint, **plain)]
        granted, paths = relations(role, access), []
        for one in SITUATIONS[kind]:
            if role in one.of and (granted & one.relations or not one.relations):
                record = one.make(world, world.viewers[role])
                world.session.flush()
                filling = FILLINGS.get(rule.endpoint)
                more = {**plain, **(filling(world, world.viewers[role], record) if filling else {})}
                more |= dict.fromkeys(names, record.public_id)
                paths.append(world.app.url_for(rule.endpoint, **more))
    return paths


def _name_everybody(session: Session, named: int) -> int:
    """Give everybody after the last who has one a name that stands nowhere else."""
    new = select(PersonIdentity).where(PersonIdentity.person_id > named)
    for identity in session.scalars(new):
        identity.name_ar = f"كناري{identity.person_id:06d}"
        named = max(named, identity.person_id)
    session.commit()
    return named


def _shown_without_trace(world: World, role: Role, path: str) -> list[str]:
    """Fetch a page; return the people whose name it shows and whose look was not recorded."""
    world.session.commit()
    last = world.session.scalar(select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(1)) or 0
    answer = world.visitors[role].send("GET", path)
    page = answer.get_data().decode(errors="replace") if answer.status_code < 400 else ""
    world.session.rollback()
    looks = select(AuditEvent.person).where(
        AuditEvent.id > last, AuditEvent.actor == world.viewers[role].name
    )
    seen = set(world.session.scalars(looks))
    own = world.viewers[role].person_id
    everybody = world.session.execute(select(Person.id, Person.public_id)).all()
    return [
        public_id
        for id_, public_id in everybody
        if f"كناري{id_:06d}" in page and public_id not in seen and id_ != own
    ]


def _crawl(world: World) -> tuple[int, list[str]]:
    """Return how many pages were fetched, and which show somebody without a trace."""
    tried, problems, named = 0, [], 0
    for rule, access in _gets(world.app):
        for role in sorted(relations_of(access)):
            paths = _paths(world, rule, access, role)
            world.session.flush()
            named = _name_everybody(world.session, named)
            tried += len(paths)
            problems += [
                f"{role.value}: {path} shows {', '.join(people[:3])} and leaves no trace: "
                "record it with wasl.audit.looking, and put @leaves_trace under @requires"
                for path in paths
                if (people := _shown_without_trace(world, role, path))
            ]
    return tried, problems


def relations_of(access: Permission) -> list[Role]:
    return [role for role in Role if relations(role, access)]


def test_no_page_shows_anybody_without_a_trace(world: World) -> None:
    tried, problems = _crawl(world)
    assert tried > 40
    assert problems == []
    assert verify_chain(world.engine).whole


def test_without_the_traces_the_crawl_finds_pages(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test above."""

    def settle_without_looks(response: Response) -> None:
        db.session.rollback()

    monkeypatch.setattr("wasl.app.settle", settle_without_looks)
    _tried, problems = _crawl(world)
    assert {path.split()[1].split("/")[1].split("?")[0] for path in problems} >= {"people"}
