"""`wasl account`: accounts from the command line."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import Role
from models.opportunity import Organisation
from models.sign_in import Invitation
from wasl.cli import wasl
from wasl.config import Settings
from wasl.database import make_engine
from wasl.operations.accept_invitation import Joining, accept_invitation
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
    assert (account.password_hash or "").startswith("$argon2id$")
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


def code_in(output: str) -> str:
    found = re.search(r"code: ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", output)
    assert found is not None, output
    return found[1]


def test_the_first_administrator_joins_with_a_code_and_invites_the_others(
    run: Run, session: Session
) -> None:
    code = code_in(run("account", "first-admin").output)
    joining = Joining(
        display_name="Lana", login="lana@msp.example", password=PASSWORD, language="en"
    )
    account = accept_invitation(session, code, joining)
    session.commit()
    assert account.role is Role.ADMINISTRATOR
    again = run("account", "first-admin")
    assert again.exit_code == 2
    assert "there is an administrator already" in again.output


def test_somebody_is_invited_on_paper_or_by_message(run: Run, session: Session) -> None:
    words = ["account", "invite", "--role", "office_manager", "--agency", "MRC"]
    assert run(*words).exit_code == 2, "a manager needs an office"
    assert run(*words[:-2], "--login", "nobody").exit_code == 2
    code_in(run(*words, "--office", "Duhok").output)
    sent = run(*words, "--office", "Duhok", "--login", "M@mrc.example")
    assert "the code goes to m@mrc.example" in sent.output
    assert "code: " not in sent.output
    places = {one.office.name for one in session.scalars(select(Invitation)) if one.office}
    assert places == {"Duhok"}


def test_an_account_is_suspended_and_restored_with_a_reason(run: Run, session: Session) -> None:
    for name in ("a", "b"):
        words = ["--login", f"{name}@b.example", "--role", "administrator"]
        assert run("account", "add", *words, "--password", PASSWORD).exit_code == 0
    assert run("account", "suspend", "a@b.example").exit_code == 2
    assert run("account", "suspend", "x@b.example", "--reason", "left").exit_code == 2
    assert run("account", "suspend", "a@b.example", "--reason", "left").exit_code == 0
    assert "suspended" in run("account", "list").output
    assert authenticate_account(session, "a@b.example", PASSWORD) is None
    last = run("account", "suspend", "b@b.example", "--reason", "left")
    assert (last.exit_code, "last administrator" in last.output) == (2, True)
    assert run("account", "restore", "a@b.example", "--reason", "back").exit_code == 0
    session.rollback()
    session.expire_all()
    assert authenticate_account(session, "a@b.example", PASSWORD) is not None


def test_the_list_names_no_returnee(run: Run) -> None:
    words = ["--login", "07701234567", "--role", "returnee", "--name", "Zeinab"]
    assert run("account", "add", *words, "--password", PASSWORD).exit_code == 0
    listed = run("account", "list").output
    assert "returnee" in listed
    assert "Zeinab" not in listed
    assert "7701234567" not in listed
