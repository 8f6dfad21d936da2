"""The whole matrix: every route x method x who asks x what the record is to them, both ways.

What is expected is read from the access table, what exists from the routes. A route that is added
is tried by itself; where a sample is missing, the test says which.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import true
from werkzeug.routing import Rule
from werkzeug.wrappers import Response

from models.access_enums import OFFICE_ROLES, SECOND_FACTOR_ROLES, Relation
from models.enums import Agency, Role
from tests.access.records import (
    ARGUMENTS,
    FILLINGS,
    NESTED,
    PLAIN,
    PLAIN_OF,
    SITUATIONS,
    Situation,
)
from tests.access.world import Visitor, World, make_world
from wasl.access import guard, scope
from wasl.access.bearer import API_PATH
from wasl.access.guard import PUBLIC, check_access, declared_access
from wasl.access.permissions import Kind, Permission
from wasl.access.table import ACCESS, relations
from wasl.access.viewer import viewer_of
from wasl.audit.record import take_waiting
from wasl.config import Settings
from wasl.extensions import db

# Whom nobody has to know to let them in. An endpoint belongs here only if that is meant.
PUBLIC_ENDPOINTS = {
    "account.forgotten",
    "account.new_start",
    "account.reset",
    "api_v1.openapi",
    "assets.send_asset",
    "offered.feed",
    "offered.opportunity",
    "offered.search",
    "offered.sheet",
    "public.answer",
    "public.answer_later",
    "public.answer_question",
    "public.answered",
    "public.health",
    "public.home",
    "public.icon",
    "public.join",
    "public.join_account",
    "public.leave",
    "public.month",
    "public.register",
    "public.register_employer",
    "public.register_expert",
    "public.register_returnee",
    "public.registration_code",
    "public.reset",
    "public.send_answer",
    "public.set_language",
    "public.sign_in",
}
# What these may do hangs on where they work, not on the record: no record is refused to them.
HANGS_ON_WHO_ASKS = {(Permission.MOVE_OPPORTUNITIES, role) for role in OFFICE_ROLES}
REFUSALS = {401, 403, 404}
HINT = (
    "A view that needs more than its record (a form, a part of the address) gets it from FILLINGS "
    "in tests/access/records.py."
)


def drop_changes(response: Response) -> None:
    """Stand in for `settle`: what a request did is sent to the database, and taken back."""
    if response.status_code < 400:
        db.session.flush()
    take_waiting(db.session)
    db.session.rollback()


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One database for all: no request of the matrix leaves anything behind."""
    folder = tmp_path_factory.mktemp("matrix")
    (folder / "wasl.sqlite").write_bytes(sqlite_template.read_bytes())
    settings = Settings(
        data_dir=folder, https=False, secret_key="test", second_factor=False, jobs="apart"
    )
    with make_world(settings) as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr("wasl.app.settle", drop_changes)
        yield made


@dataclass
class Matrix:
    """Goes through routes and collects what is not as the table says."""

    world: World
    problems: list[str] = field(default_factory=list)
    tried: int = 0
    asked: list[Permission] = field(default_factory=list)
    _samples: dict[tuple[Role, Kind], list[tuple[Situation, Any]]] = field(default_factory=dict)

    def walk(self, app: Flask, roles: frozenset[Role] = frozenset(Role), begins: str = "") -> None:
        """Try all routes whose endpoint begins like this."""
        for rule in sorted(app.url_map.iter_rules(), key=str):
            if rule.endpoint.startswith(begins):
                for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                    self._try_route(app, rule, method, roles)

    def _try_route(self, app: Flask, rule: Rule, method: str, roles: frozenset[Role]) -> None:
        view = app.view_functions[rule.endpoint]
        access = declared_access(view)
        if access == PUBLIC:
            if rule.endpoint not in PUBLIC_ENDPOINTS:
                self._say(f"{rule.endpoint} is public: @requires(…), or name it in the test")
            return
        if not isinstance(access, Permission):
            self._say(f"{rule.endpoint} says nothing: put @public or @requires under its route")
            return
        if not self._is_fillable(rule, access):
            return
        if rule.rule.startswith(API_PATH):
            self._try_program(app, rule, method, access)
            return
        early = getattr(view, "wasl_before_second_factor", False)
        self._try_stopped(app, rule, method, early=early)
        for role in sorted(roles):
            self._try_role(_Case(app, rule, method, access, role))

    def _say(self, problem: str) -> None:
        self.problems.append(problem)

    def _is_fillable(self, rule: Rule, access: Permission) -> bool:
        """Tell whether there are samples for all arguments, and the first fits the permission."""
        kinds = [ARGUMENTS[name] for name in sorted(rule.arguments) if name in ARGUMENTS]
        kind = ACCESS[access].kind
        if kinds and kind not in kinds:
            self._say(f"{rule.endpoint}: {access} is on {kind}, but {rule} names {kinds}")
            return False
        for name in rule.arguments - ARGUMENTS.keys() - PLAIN.keys():
            if (kind, name) not in NESTED:
                self._say(f"{rule}: <{name}> has no sample, add one to tests/access/records.py")
                return False
        for name in rule.arguments & ARGUMENTS.keys():
            if ARGUMENTS[name] != kind and (kind, name) not in NESTED:
                self._say(f"{rule}: no <{name}> of a {kind}, add one to NESTED in records.py")
                return False
        return True

    def _try_stopped(self, app: Flask, rule: Rule, method: str, *, early: bool) -> None:
        """Nobody who is not wholly signed in gets further than the door."""
        path = _address(app, rule, "nothing")
        for visitor in (*self.world.stopped.values(), self.world.program):
            self._expect_door(rule, visitor, method, path, "/sign-in")
        if not early:
            for role, visitor in self.world.unproved.items():
                if role in SECOND_FACTOR_ROLES:
                    self._expect_door(rule, visitor, method, path, "/account/second-factor")

    def _try_program(self, app: Flask, rule: Rule, method: str, access: Permission) -> None:
        """The API knows tokens of programs and nothing else, no cookie of anybody."""
        path, world = _address(app, rule, "nothing"), self.world
        people = [*world.stopped.values(), *world.unproved.values(), *world.visitors.values()]
        for visitor in [*people, world.revoked]:
            self.tried += 1
            status = visitor.send(method, path).status_code
            if status not in {401, 429}:
                self._say(f"{visitor.name}: {method} {rule} answers {status}, not 401")
        self.tried += 1
        status = world.program.send(method, path).status_code
        refused = status in REFUSALS or status >= 500
        if refused == bool(relations(Role.API_CLIENT, access)):
            self._say(f"program: {method} {rule} answers {status}, against the table")

    def _expect_door(self, rule: Rule, visitor: Visitor, method: str, path: str, door: str) -> None:
        self.tried += 1
        answer = visitor.send(method, path)
        if answer.status_code != 302 or not (answer.location or "").startswith(door):
            self._say(f"{visitor.name}: {method} {rule} answers {answer.status}, not {door}")

    def _try_role(self, case: "_Case") -> None:
        granted = relations(case.role, case.access)
        kind = ACCESS[case.access].kind
        if not granted:
            self._expect(case, _address(case.app, case.rule, "nothing"), {403}, "never")
            return
        if not any(ARGUMENTS.get(name) == kind for name in case.rule.arguments):
            names = [name for name in case.rule.arguments if (case.role, name) in PLAIN_OF]
            own = {name: PLAIN_OF[case.role, name] for name in names}
            self._expect_open(case, _address(case.app, case.rule, "", **own), None, "no record")
            return
        self._expect(case, _address(case.app, case.rule, "nothing"), {404}, "no such record")
        for situation, record in self._records(case.role, kind):
            nested = self._nested(case.rule, kind, record)
            path = _address(case.app, case.rule, record.public_id, **nested)
            if Relation.ANY in granted or granted & situation.relations:
                self._expect_open(case, path, record, situation.name)
            else:
                self._expect(case, path, {404}, situation.name)
        self._try_mixed(case, kind, granted)

    def _try_mixed(self, case: "_Case", kind: Kind, granted: frozenset[Relation]) -> None:
        """A second record in an address must belong to the first: one of another's is a 404."""
        allowed = [
            record
            for situation, record in self._records(case.role, kind)
            if Relation.ANY in granted or granted & situation.relations
        ]
        if self._nested(case.rule, kind, allowed[0]):
            others = self._nested(case.rule, kind, allowed[1])
            path = _address(case.app, case.rule, allowed[0].public_id, **others)
            self._expect(case, path, {404}, "mixed across records")

    def _nested(self, rule: Rule, kind: Kind, record: Any) -> dict[str, str]:
        names = [name for name in rule.arguments if (kind, name) in NESTED]
        if not names:
            return {}
        with self.world.writing():
            return {name: NESTED[kind, name](self.world, record) for name in names}

    def _records(self, role: Role, kind: Kind) -> list[tuple[Situation, Any]]:
        if (role, kind) not in self._samples:
            viewer = self.world.viewers[role]
            with self.world.writing():
                self._samples[role, kind] = [
                    (one, one.make(self.world, viewer))
                    for one in SITUATIONS[kind]
                    if role in one.of
                ]
        return self._samples[role, kind]

    def _send(self, case: "_Case", path: str, form: dict[str, str]) -> int:
        self.tried += 1
        status = self.world.visitors[case.role].send(case.method, path, form).status_code
        if status >= 500:  # a statement that was not finished would lock out who comes after
            with case.app.app_context():
                db.engine.dispose()
        return status

    def _expect(self, case: "_Case", path: str, wanted: set[int], why: str) -> None:
        status = self._send(case, path, {})
        if status not in wanted:
            self._say(f"{case} ({why}): {status}, not {wanted}")

    def _expect_open(self, case: "_Case", path: str, record: Any, why: str) -> None:
        """Expect that a visitor gets in, and that the record was taken through the scope."""
        self.asked.clear()
        filling = FILLINGS.get(case.rule.endpoint)
        viewer = self.world.viewers[case.role]
        given = filling(self.world, viewer, record) if filling else {}
        if case.method == "GET" and given:
            path = f"{path}?{'&'.join(f'{name}={text}' for name, text in given.items())}"
        status = self._send(case, path, given)
        if status in REFUSALS or status >= 500:
            self._say(f"{case} ({why}): {status}, though the table grants it")
        elif record is not None and case.access not in self.asked:
            self._say(f"{case}: take the record through scope.find with {case.access}")


@dataclass(frozen=True)
class _Case:
    """A route as somebody of a role asks for it."""

    app: Flask
    rule: Rule
    method: str
    access: Permission
    role: Role

    def __str__(self) -> str:
        return f"{self.role}: {self.method} {self.rule}"


def _address(app: Flask, rule: Rule, record: str, **nested: str) -> str:
    """Fill in the address of a route; other records that are not given do not exist."""
    values: dict[str, Any] = {name: PLAIN.get(name, record) for name in rule.arguments} | nested
    with app.test_request_context():
        return str(app.url_for(rule.endpoint, **values))


@pytest.fixture
def matrix(world: World, monkeypatch: pytest.MonkeyPatch) -> Matrix:
    """A matrix that notes which permissions were asked of the scope."""
    made = Matrix(world)
    asked = scope.visible

    def noting(viewer: Any, permission: Permission) -> Any:
        made.asked.append(permission)
        return asked(viewer, permission)

    monkeypatch.setattr(scope, "visible", noting)
    return made


def test_every_route_keeps_to_the_table(matrix: Matrix) -> None:
    matrix.walk(matrix.world.app)
    assert not matrix.problems, "\n".join(("", *dict.fromkeys(matrix.problems), HINT))
    assert matrix.tried > 1000


def test_every_relation_to_a_kind_is_tried() -> None:
    """For each relation the table grants there is a record in it, and one in none."""
    for permission, rule in ACCESS.items():
        for role, granted in rule.roles.items():
            if rule.kind is Kind.NOTHING:
                assert granted == {Relation.ANY}, f"{permission} for {role}: there is no record"
                continue
            made = [one.relations for one in SITUATIONS[rule.kind] if role in one.of]
            missing = granted - {Relation.ANY} - frozenset().union(*made)
            assert not missing, f"{permission}: no {missing} of {rule.kind} in records.py"
            if Relation.ANY not in granted and (permission, role) not in HANGS_ON_WHO_ASKS:
                assert any(not granted & held for held in made), permission


def test_who_is_of_another_ministry_moves_no_posting(world: World) -> None:
    """What no record can be tried in: the offices of this world are all the labour ministry's."""
    with world.writing():
        branch = world.add_account("branch", Role.CASEWORKER, (Agency.MOMD, "Baghdad"))
        posting = SITUATIONS[Kind.OPPORTUNITY][0].make(world, world.viewers[Role.SECRETARIAT])
    ours, theirs = world.viewers[Role.CASEWORKER], viewer_of(branch)
    found = scope.find(world.session, ours, Permission.MOVE_OPPORTUNITIES, posting.public_id)
    assert found is posting
    assert not scope.find(world.session, theirs, Permission.MOVE_OPPORTUNITIES, posting.public_id)


# Negative controls: each protection is taken out, and the matrix must notice.

STAFF = frozenset({Role.CASEWORKER, Role.EMPLOYER_OWNER})


def test_without_the_filter_the_matrix_fails(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope, "visible", lambda _viewer, _permission: true())
    matrix.walk(matrix.world.app, STAFF, "caseworker.person")
    assert any("another ministry" in problem for problem in matrix.problems)


def test_a_view_that_passes_the_filter_by_is_noticed(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = matrix.world.app
    view = guard.requires(Permission.SEE_PERSON)(lambda person_id: f"somebody: {person_id}")
    monkeypatch.setitem(app.view_functions, "caseworker.person", view)
    matrix.walk(app, STAFF, "caseworker.person")
    assert any("scope.find" in problem for problem in matrix.problems)
    assert any("next door" in problem for problem in matrix.problems)


def test_a_view_that_everybody_may_use_is_noticed(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = matrix.world.app
    view = guard.public(lambda: "everything")
    monkeypatch.setitem(app.view_functions, "caseworker.people", view)
    matrix.walk(app, STAFF, "caseworker.people")
    assert any("public" in problem for problem in matrix.problems)


def test_without_the_guard_the_matrix_fails(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = matrix.world.app
    left = [check for check in app.before_request_funcs[None] if check is not check_access]
    monkeypatch.setitem(app.before_request_funcs, None, left)
    matrix.walk(app, STAFF, "caseworker.people")
    told = "\n".join(matrix.problems)
    assert "signed out" in told
    assert "employer_owner" in told


def test_a_role_too_many_in_the_guard_is_noticed(
    matrix: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "relations", lambda _role, _permission: {Relation.ANY})
    matrix.walk(matrix.world.app, frozenset({Role.OBSERVER}), "caseworker.people")
    assert any("observer" in problem for problem in matrix.problems)
