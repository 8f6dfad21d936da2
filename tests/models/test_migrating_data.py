"""Rows come through: a database full of them goes up, down and up again with all it holds."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, MetaData, create_engine, inspect, select, text
from sqlalchemy.orm import Session

from models.account import Account
from models.case import CaseAssignment
from models.enums import Agency, Role
from models.import_job import ImportJob
from models.key_ring import key_of_sealed
from models.migrations import BrokenReferencesError, downgrade, upgrade
from models.office import Office
from models.person import Person, PersonIdentity, PersonKey
from models.register import Consent, RegisterEntry
from models.sealed import keys_of
from wasl.config import Settings
from wasl.database import engine_options, make_engine
from wasl.operations.logins import find_by_login
from wasl.operations.person_keys import wanted_digests

NOW = datetime(2026, 10, 1, 8, 30, tzinfo=UTC)
# What nobody may read in the file of a database that was brought up.
PLAIN = [
    *("زينب كريم الحسيني", "Zaynab Karim", "أم كلثوم", "سعاد", "1987-09-27", "199012345678"),
    *("+9647701234567", "zaynab@mail.example", "أريد فرناً صغيراً", "الحرب في المدينة"),
    *("ملاحظة لا عمود لها", "قائمة الموصل.xlsx", "shilan@office.example", "شيلان محمود"),
]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def old(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Engine]:
    """An empty database at the first revision, with rows in every table."""
    if request.param == "sqlite":
        settings = Settings(data_dir=tmp_path)
        engine = make_engine(settings)
    else:
        url = request.getfixturevalue("postgres_url")
        engine = make_engine(Settings(data_dir=tmp_path, database_url=url))
        downgrade(engine)
    upgrade(engine, "0001")
    _fill(engine)
    yield engine
    engine.dispose()


def _value(column: sa.Column[Any], number: int) -> Any:
    """Something that fits a column which nothing else is said about."""
    kind = column.type
    place = (column.table.name, column.name)
    if place in _CHOICES:
        return _CHOICES[place]
    if column.name in _ANYWHERE:
        return _ANYWHERE[column.name]
    zoned = column.table.bind_zone  # type: ignore[attr-defined]
    values = {
        sa.Boolean: True,
        (sa.Integer, sa.Float, sa.Numeric): number,
        sa.DateTime: NOW if zoned else NOW.replace(tzinfo=None),
        sa.Date: date(2026, 1, 2),
        sa.JSON: {},
    }
    for types, value in values.items():
        if isinstance(kind, types):
            return value
    return f"{column.name[:8]}{number}"[: kind.length or 100]  # type: ignore[attr-defined]


_ANYWHERE = {"coding_decision": "sure", "hours": "full"}
_CHOICES: dict[tuple[str, str], Any] = {
    ("place", "level"): "governorate",
    ("place", "parent_code"): None,
    ("place", "latitude"): 33.3,
    ("place", "longitude"): 44.4,
    ("occupation_term", "kind"): "title",
    ("occupation_term", "source"): "wasl",
    ("skill_term", "source"): "wasl",
    ("organisation", "standing"): "vetted",
    ("opportunity", "kind"): "job",
    ("opportunity", "status"): "published",
    ("person", "sex"): "female",
    ("person", "category"): "migrant_worker",
    ("person", "area"): "urban",
    ("person_identity", "name_ar"): PLAIN[0],
    ("person_identity", "name_latin"): PLAIN[1],
    ("person_identity", "known_as"): PLAIN[2],
    ("person_identity", "mother_name"): PLAIN[3],
    ("person_identity", "search_key"): "زينب كريم الحسيني zaynab karim ام كلثوم",
    ("person_identity", "birth_date"): date(1987, 9, 27),
    ("person_identity", "birth_year"): 1987,
    ("person_identity", "national_id"): PLAIN[5],
    ("person_identity", "phone"): PLAIN[6],
    ("person_identity", "phone_owner"): "self",
    ("person_identity", "email"): PLAIN[7],
    ("preference", "aspirations"): PLAIN[8],
    ("return_journey", "reason_migrated"): PLAIN[9],
    ("register_entry", "register"): "mrc",
    ("register_entry", "agency"): "MRC",
    ("register_entry", "office"): "Erbil",
    ("register_entry", "unrecognised"): {"أخرى": PLAIN[10], "n": 1.5},
    ("register_entry", "wording"): {"phone": "0770"},
    ("import_job", "filename"): PLAIN[11],
    ("import_job", "report"): {"rows": 3, "findings": [{"value": PLAIN[0]}]},
    ("import_job", "kind"): "intake",
    ("import_job", "state"): "done",
    ("account", "role"): "caseworker",
    ("account", "organisation_id"): None,
    ("account", "agency"): "MRC",
    ("account", "office"): "Erbil",
    ("account", "email"): PLAIN[12],
    ("account", "display_name"): PLAIN[13],
    ("consent", "purpose"): "matching",
    ("household", "marital_status"): "widowed",
    ("household", "housing"): "rent",
    ("person_language", "level"): "B1",
    ("opportunity_language", "level"): "B1",
    ("person_need", "need"): "legal",
    ("person_vulnerability", "vulnerability"): "gbv",
    ("person_skill", "evidence"): "declared",
    ("wanted_kind", "kind"): "job",
    ("place_neighbour", "neighbour_code"): "code1",
    ("match", "rank_for_person"): 1,
    ("match", "rank_for_opportunity"): 1,
    ("match", "unmet"): [],
}


def _tables(engine: Engine) -> MetaData:
    metadata = MetaData()
    metadata.reflect(engine)
    for table in metadata.tables.values():
        table.bind_zone = engine.dialect.name != "sqlite"  # type: ignore[attr-defined]
    return metadata


def _fill(engine: Engine) -> None:
    """Put a row into every table, and more into those that the migration carries."""
    metadata = _tables(engine)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            if table.name == "alembic_version":
                continue
            row = {}
            for column in table.columns:
                [key] = list(column.foreign_keys) or [None]
                value = _value(column, 1)
                if key is not None and (table.name, column.name) not in _CHOICES:
                    value = connection.execute(select(key.column)).scalars().first()
                row[column.name] = value
            connection.execute(table.insert(), row)
        _fill_more(connection, metadata)
        _settle_sequences(connection, metadata)


def _fill_more(connection: sa.Connection, metadata: MetaData) -> None:
    def again(name: str, **changes: Any) -> None:
        table = metadata.tables[name]
        first = connection.execute(select(table)).mappings().first()
        assert first is not None
        connection.execute(table.insert(), {**first, **changes})

    again("account", id=2, public_id="b", email="owner@firm.example", role="employer",
          organisation_id=1, agency=None, office=None)  # fmt: skip
    again("account", id=3, public_id="c", email="gone@office.example", active=False,
          agency="MoLSA", office=None)  # fmt: skip
    again("person", id=2, public_id="p2")
    again("person", id=3, public_id="p3")
    nothing = dict.fromkeys(("name_latin", "known_as", "mother_name", "birth_date", "birth_year"))
    nothing |= dict.fromkeys(("national_id", "phone", "email", "phone_owner"))
    again("person_identity", person_id=2, name_ar="علي", search_key="علي", **nothing)
    again("register_entry", id=2, case_no="2", agency="MRC", office="إربيل")
    again("register_entry", id=3, case_no="3", agency="MRC", office="Erbil")
    again("register_entry", id=4, case_no="4", person_id=2, agency="IOM", office=None)
    again("register_entry", id=5, case_no="5", person_id=2, agency=None, office=None)


def _settle_sequences(connection: sa.Connection, metadata: MetaData) -> None:
    """Rows came with their numbers: let PostgreSQL count on from there."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        if "id" in table.columns:
            name = f"pg_get_serial_sequence('\"{table.name}\"', 'id')"
            connection.execute(
                text(f'SELECT setval({name}, max(id)) FROM "{table.name}" WHERE {name} IS NOT NULL')
            )


def _plainly(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return json.loads(value) if isinstance(value, str) and value.startswith(("{", "[")) else value


def _contents(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables by name; sealed values opened, numbers of rows passed over."""
    found: dict[str, list[dict[str, Any]]] = {}
    ring = keys_of(engine.dialect)
    with engine.connect() as connection:
        for table in _tables(engine).sorted_tables:
            rows = []
            for row in connection.execute(select(table)).mappings():
                values = {}
                for name, value in row.items():
                    sealed = isinstance(value, str) and key_of_sealed(value)
                    opened = ring.unseal(value, f"{table.name}.{name}") if sealed else value
                    values[name] = _plainly(opened)
                rows.append(values)
            found[table.name] = sorted(rows, key=str)
    return found


def _comparable(contents: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Leave out what is made anew on the way: opaque ids and times of what was not there."""
    made = {
        "office": {"id", "public_id", "created_at"},
        "case_assignment": {"id", "public_id"},
        "membership": {"id"},
        "account": {"closed_at"},
        "register_entry": {"digest"},
    }
    return {
        name: sorted(
            ({key: row[key] for key in row if key not in made.get(name, ())} for row in rows),
            key=str,
        )
        for name, rows in contents.items()
    }


def test_every_table_has_rows(old: Engine) -> None:
    contents = _contents(old)
    assert [name for name, rows in contents.items() if not rows] == []
    assert len(contents) > 40


def test_up_down_and_up_keeps_everything(old: Engine) -> None:
    first = _contents(old)
    upgrade(old, "0002")
    new = _contents(old)
    downgrade(old, "0001")
    assert _comparable(_contents(old)) == _comparable(first)
    upgrade(old, "0002")
    assert _comparable(_contents(old)) == _comparable(new)


def test_the_newest_schema_takes_the_rows(old: Engine) -> None:
    upgrade(old)
    with Session(old) as session:
        person = session.get_one(Person, 1)
        assert person.identity.birth_date == date(1987, 9, 27)
        assert (person.identity.name_ar, person.identity.email) == (PLAIN[0], PLAIN[7])
        assert person.entries[0].unrecognised == {"أخرى": PLAIN[10], "n": 1.5}
        assert session.get_one(ImportJob, 1).report["findings"] == [{"value": PLAIN[0]}]
        assert session.get_one(Consent, 1).given_by == "self"
        assert session.get_one(ImportJob, 1).account_id == 1


def test_people_are_found_by_the_keys_that_the_migration_makes(old: Engine) -> None:
    """The folding of the migration is a copy: it makes the same digests as the application's."""
    upgrade(old)
    with Session(old) as session:
        for identity in session.scalars(select(PersonIdentity)):
            keys = select(PersonKey.digest).where(PersonKey.person_id == identity.person_id)
            assert set(session.scalars(keys)) == wanted_digests(keys_of(old.dialect), identity)
        assert len(session.scalars(select(PersonKey)).all()) > 8


def test_accounts_become_memberships(old: Engine) -> None:
    upgrade(old)
    with Session(old) as session:
        caseworker = find_by_login(session, PLAIN[12])
        assert caseworker is not None
        assert (caseworker.role, caseworker.display_name) == (Role.CASEWORKER, PLAIN[13])
        assert caseworker.office is not None
        assert (caseworker.office.agency, caseworker.office.name) == (Agency.MRC, "Erbil")
        employer = session.get_one(Account, 2)
        assert (employer.role, employer.organisation.id) == (Role.EMPLOYER_OWNER, 1)  # type: ignore[union-attr]
        gone = session.get_one(Account, 3)
        assert not gone.active
        assert gone.office is not None
        assert gone.office.name == "MoLSA"


def test_cases_go_to_the_offices_that_took_them_in(old: Engine) -> None:
    upgrade(old)
    with Session(old) as session:
        cases = session.execute(
            select(CaseAssignment, Office).join(CaseAssignment.office).order_by(CaseAssignment.id)
        ).all()
        found = [(case.person_id, office.agency, office.name) for case, office in cases]
        assert found == [
            (1, Agency.MRC, "Erbil"),
            (1, Agency.MRC, "إربيل"),
            (2, Agency.IOM, "IOM"),
        ]
        assert all(case.accepted_at == case.offered_at == NOW for case, _ in cases)
        entry = session.get_one(RegisterEntry, 1)
        assert (entry.agency, entry.office) == (Agency.MRC, "Erbil")


def test_what_came_later_goes_without_harm(old: Engine) -> None:
    """Roles and rows that the old schema has no word for are left out; the rest still stands."""
    upgrade(old, "0002")
    tables = _tables(old)
    with old.begin() as connection:
        ring = keys_of(old.dialect)
        name = ring.seal("سكرتارية", "account.display_name")
        account = {"id": 9, "public_id": "z", "display_name": name, "language": "ar",
                   "password_set_at": _now(old), "created_at": _now(old)}  # fmt: skip
        connection.execute(tables.tables["account"].insert(), account)
        membership = {"account_id": 9, "role": "secretariat", "granted_at": _now(old)}
        connection.execute(tables.tables["membership"].insert(), membership)
        connection.execute(text("UPDATE import_job SET account_id = 9"))
        connection.execute(text("UPDATE consent SET recorded_by_id = 9"))
        connection.execute(text("UPDATE organisation SET standing = 'refused'"))
    downgrade(old, "0001")
    contents = _contents(old)
    assert [row["id"] for row in contents["account"]] == [1, 2, 3]
    assert contents["import_job"][0]["account_id"] is None
    assert contents["organisation"][0]["standing"] == "unvetted"
    assert len(contents["consent"]) == 1


def _now(engine: Engine) -> datetime:
    return NOW if engine.dialect.name != "sqlite" else NOW.replace(tzinfo=None)


@pytest.mark.parametrize("old", ["sqlite"], indirect=True)
def test_nothing_stays_readable_in_the_file_of_a_migrated_database(
    old: Engine, tmp_path: Any
) -> None:
    assert _readable(tmp_path) == PLAIN
    upgrade(old)
    old.dispose()
    assert _readable(tmp_path) == []


def _readable(folder: Any) -> list[str]:
    """Which words stand in the files of a database, as they are or as JSON writes them."""
    held = b"".join(path.read_bytes() for path in sorted(folder.glob("wasl.sqlite*")))
    return [
        word for word in PLAIN if word.encode() in held or json.dumps(word)[1:-1].encode() in held
    ]


def test_an_empty_database_needs_no_keys(tmp_path: Any) -> None:
    url = f"sqlite:///{tmp_path}/new.sqlite"
    engine = create_engine(url, **engine_options(url))
    upgrade(engine)
    downgrade(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()


@pytest.mark.parametrize("old", ["sqlite"], indirect=True)
def test_a_migration_that_breaks_references_is_taken_back(old: Engine) -> None:
    """SQLite's foreign keys are off while tables are rebuilt; they are checked, and on again."""
    with old.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("UPDATE consent SET person_id = 99")
        raw.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(BrokenReferencesError, match="consent refers to nothing in person"):
        upgrade(old, "0002")
    assert _contents(old)["account"][0]["email"]
    with old.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
