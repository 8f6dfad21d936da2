"""Databases for tests: real SQLite and real PostgreSQL, a fresh copy of a filled one each time."""

import os
import shutil
import socket
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path

import argon2.profiles
import jinja2
import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.lent_dialects import SHELF, have_engines_lent
from tests.quick_routes import have_routes_compiled_once
from wasl.app import WebApplication
from wasl.config import Settings
from wasl.database import ensure_database, make_engine
from wasl.keys import open_keys
from wasl.operations import authenticate_account

SAMPLES = Path(__file__).parent / "data" / "samples"
MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3

# Folders of tests in memory where there is plenty of room: SQLite syncs a file whenever it closes.
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session", autouse=True)
def _quick_machinery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hash passwords at the least cost; compile templates and statements once, not for each test.

    What passwords really cost is asked in tests/operations/test_passwords.py, in a process apart.
    """
    authenticate_account.hasher._parameters = argon2.profiles.CHEAPEST
    compiled = jinja2.FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    WebApplication.jinja_options = {**WebApplication.jinja_options, "bytecode_cache": compiled}
    with pytest.MonkeyPatch.context() as patch:
        have_engines_lent(patch)
        have_routes_compiled_once(patch)
        yield


@pytest.fixture(autouse=True)
def _lent_dialects(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.node.get_closest_marker("own_dialects"):
        yield
        return
    with SHELF.during_a_test():
        yield


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample files."""
    return SAMPLES


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with schema and reference data, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    settings = Settings(data_dir=folder)
    engine = make_engine(settings)
    ensure_database(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return folder / "wasl.sqlite"


def _postgres_programs() -> Path:
    """The folder of initdb and pg_ctl; fails loudly where there is none."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    pytest.fail(
        "PostgreSQL is not installed: run `sh tests/setup_machine.sh`, or set "
        "WASL_TEST_POSTGRES_URL to a server"
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server without a database name: a given one or a throwaway one."""
    given = os.environ.get("WASL_TEST_POSTGRES_URL")
    if given:
        yield given.rsplit("/", 1)[0]
        return
    programs = _postgres_programs()
    # In memory where there is room: a database of its own for each test is hundreds of small files.
    root = next(place for place in (MEMORY, Path("/tmp")) if place.is_dir())
    folder = root / f"wasl-pg-{uuid.uuid4().hex[:8]}"
    folder.mkdir(mode=0o700)
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    port = _free_port()
    run = lambda *words: subprocess.run(  # noqa: E731
        [*as_user, *map(str, words)], check=True, capture_output=True, cwd="/"
    )
    run(
        programs / "initdb",
        "-D",
        folder / "db",
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-N",
    )
    options = f"-p {port} -k {folder} -h 127.0.0.1 -F -c synchronous_commit=off"
    run(
        programs / "pg_ctl", "-D", folder / "db", "-w", "-o", options, "-l", folder / "log", "start"
    )
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        run(programs / "pg_ctl", "-D", folder / "db", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a database with schema and reference data."""
    name = f"wasl_template_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    engine = make_engine(Settings(database_url=f"{postgres_server}/{name}"))
    ensure_database(engine)
    engine.dispose()
    return name


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A fresh PostgreSQL database, a copy of the template."""
    name = f"wasl_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(
            # A copy of files is a third quicker here than one through the log.
            f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}" STRATEGY file_copy'
        )
        yield f"{postgres_server}/{name}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of keys. Without one, the first engine of a test reads every sealed column's table."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("keys"))
    open_keys(settings)
    return settings.keys_path


@pytest.fixture
def keyed_folder(key_file: Path, tmp_path: Path) -> Path:
    """The test's folder, with a file of keys of its own in it."""
    shutil.copy(key_file, tmp_path)
    return tmp_path


@pytest.fixture
def sqlite_url(sqlite_template: Path, keyed_folder: Path) -> str:
    """A fresh SQLite database, a copy of the template, with keys beside it."""
    target = keyed_folder / "wasl.sqlite"
    shutil.copyfile(sqlite_template, target)
    return f"sqlite:///{target}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, once on SQLite and once on PostgreSQL."""
    return str(
        request.getfixturevalue(f"{'sqlite' if request.param == 'sqlite' else 'postgres'}_url")
    )


@pytest.fixture
def settings(database_url: str, keyed_folder: Path) -> Settings:
    """Settings of a test: its own database and folder."""
    return Settings(
        data_dir=keyed_folder, database_url=database_url, https=False, secret_key="test"
    )


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """An engine on a fresh database with reference data."""
    engine = make_engine(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on a fresh database with reference data."""
    with Session(engine) as session:
        yield session
