"""The demo: filled through the import, complete, with a sign-in for each role."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.account import Account
from models.match import Match
from models.opportunity import Opportunity
from models.person import Person
from wasl.app import create_app
from wasl.config import Settings
from wasl.database import make_engine
from wasl.demo_accounts import DEMO_ACCOUNTS
from wasl.operations.authenticate_account import authenticate_account
from wasl.operations.load_demo import DEMO_FILES, demo_is_loaded, load_demo


@pytest.mark.parametrize("name", ["intake.xlsx", "opportunities.csv"])
def test_the_demo_shows_the_sample_files(samples: Path, name: str) -> None:
    assert (DEMO_FILES / name).read_bytes() == (samples / name).read_bytes()


def test_the_demo_is_filled_through_the_import(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path, database_url=sqlite_url, https=False, demo=True, secret_key="test"
    )
    engine = make_engine(settings)
    told: list[str] = []
    with Session(engine) as session:
        assert not demo_is_loaded(session)
    load_demo(engine, settings, told.append)
    with Session(engine) as session:
        assert demo_is_loaded(session)
        before = {
            table: session.scalar(select(func.count()).select_from(table))
            for table in (Person, Opportunity, Match, Account)
        }
        assert before[Person] == 400
        assert before[Opportunity] == 160
        assert before[Match]
        for one in DEMO_ACCOUNTS:
            account = authenticate_account(session, one.email, one.password)
            assert account is not None
            assert account.role is one.role
    assert "  400 people" in told
    engine.dispose()
    assert create_app(settings).test_client().get("/sign-in").status_code == 200
