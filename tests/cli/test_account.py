"""`wasl account`: accounts from the command line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import Role
from models.opportunity import Organisation
from wasl.cli import wasl
from wasl.config import Settings
from wasl.database import make_engine
from wasl.operations.authenticate_account import authenticate_account

Run = Callable[..., Result]
PASSWORD = "a long enough password"


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path) -> Run:
    def call(*words: str, given: str | None = None) -> Result:
        environment = {"WASL_DATABASE_URL": sqlite_url, "WASL_DATA_DIR": str(tmp_path)}
        return CliRunner().invoke(wasl, list(words), input=given, env=environment)

    return call


@pytest.fixture
def session(sqlite_url: str, run: Run, tmp_path: Path) -> Iterator[Session]:
    """A session on the database of the commands, with their keys."""
    engine = make_engine(Settings(data_dir=tmp_path, database_url=sqlite_url))
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_an_account_is_added_with_a_password_that_is_asked_for(run: Run, session: Session) -> None:
    words = ["account", "add", "--login", "Shilan@MRC.example", "--role", "caseworker"]
    words += ["--agency", "MRC", "--office", "Erbil"]
    result = run(*words, given=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    account = authenticate_account(session, "shilan@mrc.example", PASSWORD)
    assert account is not None
    assert account.role is Role.CASEWORKER
    assert account.password_hash.startswith("$argon2id$")
    assert "shilan@mrc.example\tcaseworker" in run("account", "list").output


def test_an_employer_belongs_to_an_imported_organisation(run: Run, session: Session) -> None:
    words = ["account", "add", "--login", "a@b.example", "--role", "employer_owner"]
    words += ["--password", PASSWORD, "--organisation", "شركة الرافدين"]
    assert run(*words).exit_code == 2
    session.add(Organisation(name="شركه الرافدين", name_key="x"))
    session.commit()
    assert run(*words).exit_code == 0
    account = session.scalars(select(Account)).one()
    assert account.organisation is not None


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--login", "nobody", "--role", "observer", "--password", PASSWORD], "neither an e-mail"),
        (["--login", "a@b.example", "--role", "observer", "--password", "short"], "10"),
        (["--login", "a@b.example", "--role", "employer_owner", "--password", PASSWORD], "belongs"),
    ],
)
def test_what_cannot_be_an_account_is_refused(run: Run, words: list[str], complaint: str) -> None:
    result = run("account", "add", *words)
    assert result.exit_code == 2
    assert complaint in result.output


def test_a_closed_account_cannot_sign_in(run: Run, session: Session) -> None:
    words = ["--login", "a@b.example", "--role", "observer", "--password", PASSWORD]
    assert run("account", "add", *words).exit_code == 0
    assert run("account", "add", *words).exit_code == 2
    assert run("account", "close", "A@b.example").exit_code == 0
    assert run("account", "close", "c@b.example").exit_code == 2
    assert authenticate_account(session, "a@b.example", PASSWORD) is None
    assert "closed" in run("account", "list").output


def test_an_administrator_who_is_locked_out_is_let_in_again(run: Run, session: Session) -> None:
    words = ["--login", "a@b.example", "--role", "administrator", "--password", PASSWORD]
    assert run("account", "add", *words).exit_code == 0
    new = "quite another sentence"
    assert run("account", "reset", "nobody@b.example", "--password", new).exit_code == 2
    assert run("account", "reset", "a@b.example", "--password", "short").exit_code == 2
    result = run("account", "reset", "a@b.example", "--second-factor", "--password", new)
    assert result.exit_code == 0, result.output
    assert new not in result.output
    assert authenticate_account(session, "a@b.example", PASSWORD) is None
    assert authenticate_account(session, "a@b.example", new) is not None
