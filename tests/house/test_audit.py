"""No operation touches people without saying who acts."""

import ast
from collections.abc import Iterator
from pathlib import Path

import models
from models import Base

ROOT = Path(__file__).parents[2]
OPERATIONS = ROOT / "platform" / "wasl" / "operations"
WRITES = frozenset({"add", "add_all", "delete", "flush", "merge", "insert", "update"})
# The log of referrals writes each line into the audit log as well.
RECORDS = ("from wasl.audit.", "from wasl.operations.referrals.log import")
BY = frozenset({"by", "viewer"})
# What changes a row about people and tells nobody, with the reason why that is right.
WITHOUT: dict[str, str] = {
    "open_looked_up": "the look-up before it was recorded, and so is each page that is then seen",
    "begin_registration": "nobody is signed in; nobody is registered before the code comes back",
    "finish_registration": "nobody is signed in: it records NOBODY, and then the new account",
    "introduce_next": "the line moves by itself, so it is recorded as done by the calendar",
    "load_demo": "the demo; it acts as the command line",
    "queue_message": "writes to somebody; what it is about was recorded where it happened",
}


def _person_classes() -> set[str]:
    """Return the names of all classes whose rows belong to a person, and of the person."""
    assert models
    return {
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if mapper.local_table is not None
        and (
            mapper.class_.__name__ == "Person"
            or {"person_id"} & set(mapper.local_table.columns.keys())  # type: ignore[attr-defined]
        )
    } - {"Account", "Membership", "Match", "PersonKey", "Message", "Invitation"}


def _calls(function: ast.AST) -> set[str]:
    """Return the names of all that is called in a function, methods by their last name."""
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            called = node.func
            names.add(called.attr if isinstance(called, ast.Attribute) else ast.unparse(called))
    return names


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node


def _reach(name: str, functions: dict[str, ast.FunctionDef]) -> Iterator[ast.FunctionDef]:
    """Yield a function of a module and all of that module that it calls."""
    waiting, seen = [name], set()
    while waiting:
        one = waiting.pop()
        if one in functions and one not in seen:
            seen.add(one)
            yield functions[one]
            waiting += _calls(functions[one])


def _names(function: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}


def _writers(path: Path, classes: set[str]) -> Iterator[ast.FunctionDef]:
    """Yield the public functions of a module that write rows about people."""
    functions = {one.name: one for one in _functions(ast.parse(path.read_text("utf-8")))}
    for name, function in functions.items():
        if name.startswith("_"):
            continue
        reached = list(_reach(name, functions))
        touches = any(_names(one) & classes for one in reached)
        writes = any(_calls(one) & WRITES for one in reached)
        if touches and writes:
            yield function


def _arguments(function: ast.FunctionDef) -> set[str]:
    given = function.args
    return {argument.arg for argument in [*given.posonlyargs, *given.args, *given.kwonlyargs]}


def test_every_operation_on_people_takes_who_acts() -> None:
    classes = _person_classes()
    assert {"Person", "PersonIdentity", "Consent", "CaseAssignment", "WorkExperience"} <= classes
    found, anonymous, silent = 0, [], []
    for path in sorted(OPERATIONS.rglob("*.py")):
        for function in _writers(path, classes):
            found += 1
            takes = _arguments(function)
            if function.name in WITHOUT:
                continue
            where = f"{path.relative_to(ROOT)}:{function.name}"
            if not takes & BY:
                anonymous.append(where)
            if not any(one in path.read_text("utf-8") for one in RECORDS):
                silent.append(where)
    assert found > 5
    assert anonymous == [], "take `by: Viewer` after the session, and record what is done"
    assert silent == [], "record what is done, with wasl.audit"
