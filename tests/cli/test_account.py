"""`wasl account`: accounts from the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import Role
from models.opportunity import Organisation
from wasl.cli import wasl
from wasl.operations.authenticate_account import authenticate_account

Run = Callable[..., Result]
PASSWORD = "a long enough password"


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path) -> Run:
    def call(*words: str, given: str | None = None) -> Result:
        environment = {"WASL_DATABASE_URL": sqlite_url, "WASL_DATA_DIR": str(tmp_path)}
        return CliRunner().invoke(wasl, list(words), input=given, env=environment)

    return call


def test_an_account_is_added_with_a_password_that_is_asked_for(run: Run, sqlite_url: str) -> None:
    words = ["account", "add", "--email", "Shilan@MRC.example", "--role", "caseworker"]
    result = run(*words, "--agency", "MRC", given=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    with Session(create_engine(sqlite_url)) as session:
        account = authenticate_account(session, "shilan@mrc.example", PASSWORD)
        assert account is not None
        assert account.role is Role.CASEWORKER
        assert account.password_hash.startswith("$argon2id$")
    assert "shilan@mrc.example\tcaseworker" in run("account", "list").output


def test_an_employer_belongs_to_an_imported_organisation(run: Run, sqlite_url: str) -> None:
    words = ["account", "add", "--email", "a@b.example", "--role", "employer"]
    words += ["--password", PASSWORD, "--organisation", "شركة الرافدين"]
    assert run(*words).exit_code == 2
    with Session(create_engine(sqlite_url)) as session:
        session.add(Organisation(name="شركه الرافدين", name_key="x"))
        session.commit()
    assert run(*words).exit_code == 0
    with Session(create_engine(sqlite_url)) as session:
        account = session.scalars(select(Account)).one()
        assert account.organisation is not None


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--email", "nobody", "--role", "caseworker", "--password", PASSWORD], "not an e-mail"),
        (["--email", "a@b.example", "--role", "caseworker", "--password", "short"], "10"),
        (["--email", "a@b.example", "--role", "employer", "--password", PASSWORD], "belongs"),
    ],
)
def test_what_cannot_be_an_account_is_refused(run: Run, words: list[str], complaint: str) -> None:
    result = run("account", "add", *words)
    assert result.exit_code == 2
    assert complaint in result.output


def test_a_closed_account_cannot_sign_in(run: Run, sqlite_url: str) -> None:
    words = ["--email", "a@b.example", "--role", "caseworker", "--password", PASSWORD]
    assert run("account", "add", *words).exit_code == 0
    assert run("account", "add", *words).exit_code == 2
    assert run("account", "close", "A@b.example").exit_code == 0
    assert run("account", "close", "c@b.example").exit_code == 2
    with Session(create_engine(sqlite_url)) as session:
        assert authenticate_account(session, "a@b.example", PASSWORD) is None
    assert "closed" in run("account", "list").output
