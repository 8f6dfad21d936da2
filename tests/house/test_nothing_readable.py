"""Who gets hold of the database without the key reads nobody's name: every byte is searched.

Canaries go in by the same ways as people do: a file of people with a column nobody knows and a row
that is refused, an account, a message. Then everything the database holds is read: on SQLite the
bytes of its files, on PostgreSQL every column of every row as text.
"""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, Text, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.access_enums import AuditAction
from models.account import Account, SecondFactor
from models.case import CorrectionRequest
from models.enums import Agency, ImportKind, Role
from models.import_job import ImportJob
from models.opportunity import Organisation
from models.person import Person, PersonIdentity, Preference
from models.register import Consent
from wasl.access.viewer import COMMAND_LINE
from wasl.audit.record import record
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office
from wasl.operations.import_jobs import receive_upload, run_import
from wasl.operations.queue_message import queue_message
from wasl.operations.stakeholders.contacts import ContactLine, add_contact

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
# What a file says of a person, by its columns.
ROW = {
    "register": "mrc",
    "case_no": "CASE-7731",
    "name_ar": "زينبكناري كريمكناري",
    "name_latin": "Zaynabcanary Karimcanary",
    "known_as": "أمكناري",
    "mother_name": "سعادكناري",
    "birth_date": "1987-09-27",
    "national_id": "198709277731",
    "phone": "07709927731",
    "email": "canary-mail@mail.example",
    "aspirations": "أريد فرناً كناريّاً",
    "reason_migrated": "هربت من الكناري",
    "skills": "welding",
    "experience": "Welder | 6 | DE",
    "consent_matching": "yes",
    "consent_data": "yes",
    "intake_agency": "MRC",
    "ملاحظة خاصة": "سطر كناري لا عمود له",
}
REFUSED = {**ROW, "case_no": "CASE-7732", "birth_date": "كناري في الشباط"}
FILE = "قائمة-كناري.csv"
# Names, identity, free text, what no column exists for, names of files, accounts, messages.
CANARIES = {
    *("زينبكناري", "كريمكناري", "Zaynabcanary", "Karimcanary", "zaynabcanary", "أمكناري"),
    *("امكناري", "سعادكناري", "1987-09-27", "27.09.1987", "198709277731", "7709927731"),
    *("canary-mail", "فرناً كناري", "هربت من", "سطر كناري", "كناري في الشباط", "قائمة-كناري"),
    *("canary-login", "شيلان كناري", "canary-address", "CODE-CANARY", "JBSWY3DPEHPK3PXP"),
    *("شاهد كناري", "طلب كناري", "اسمي كناري"),
    *("مديرة كناري", "canary-contact", "7701112299"),
}
# Opaque ids and case numbers stay readable; their presence shows that the search reads the rows.
READABLE = {"CASE-7731"}


@pytest.fixture
def planted(engine: Engine, settings: Settings) -> Engine:
    """A database that holds all canaries."""
    content = io.StringIO(newline="")
    writer = csv.DictWriter(content, list(ROW))
    writer.writeheader()
    writer.writerows([ROW, REFUSED])
    with write_session(engine) as session:
        stream = io.BytesIO(content.getvalue().encode())
        receive_upload(
            session, COMMAND_LINE, settings, ImportKind.INTAKE, filename=FILE, stream=stream
        )
    with write_session(engine) as session:
        upload = session.scalars(select(ImportJob.public_id)).one()
        job = run_import(session, COMMAND_LINE, settings, upload, today=TODAY)
        assert (job.report["accepted"], len(job.report["rejected"])) == (1, 1)
    with write_session(engine) as session:
        _plant_around(session, session.scalars(select(Person)).one())
    return engine


def _plant_around(session: Session, person: Person) -> None:
    office = ensure_office(session, Agency.MRC, "Erbil")
    given = NewAccount(
        login="canary-login@office.example",
        password="a long enough password",
        display_name="شيلان كناري",
        role=Role.CASEWORKER,
        office=office,
    )
    account = create_account(session, COMMAND_LINE, given, way="command")
    session.add(SecondFactor(account_id=account.id, secret="JBSWY3DPEHPK3PXP"))
    session.add(CorrectionRequest(person_id=person.id, field="name_ar", said="اسمي كناري"))
    person.consents.append(
        Consent(purpose="contact", granted=True, given_by="proxy", witness="شاهد كناري")
    )
    session.add(chamber := Organisation(name="Chamber", name_key="chamber"))
    session.flush()
    who = ContactLine(
        role="Director", name="مديرة كناري", email="canary-contact@a.example", phone="07701112299"
    )
    add_contact(session, COMMAND_LINE, chamber, who)
    address = "canary-address@mail.example"
    params = {"code": "CODE-CANARY", "until": NOON}
    queue_message(session, "verify_login", params, language="ar", address=address, person=person)
    record(session, COMMAND_LINE, AuditAction.AUDIT_READ, reason="طلب كناري")


def _held(engine: Engine) -> Iterator[bytes]:
    """Yield everything that the database holds: its files, or each column of each row as text."""
    database = make_url(engine.url).database or ""
    if engine.dialect.name == "sqlite":
        for suffix in ("", "-wal"):
            with open(database + suffix, "rb") as file:
                yield file.read()
        return
    with engine.connect() as connection:
        for table in inspect(engine).get_table_names():
            rows = connection.execute(text(f'SELECT CAST(t.* AS text) FROM "{table}" AS t'))
            yield from (row[0].encode() for row in rows)


def _spellings(word: str) -> set[bytes]:
    """How a word may stand in a database: as it is, in other letters of JSON, in UTF-16."""
    return {
        word.encode(),
        json.dumps(word)[1:-1].encode(),
        word.encode("utf-16-le"),
        word.encode("cp1256", errors="ignore") or b"\0never",
    }


def find_readable(engine: Engine) -> set[str]:
    """Return the canaries that can be read without the key."""
    held = b"\0".join(_held(engine))
    wanted = {*CANARIES, *READABLE}
    return {word for word in wanted if any(spelling in held for spelling in _spellings(word))}


def test_the_canaries_are_there_for_who_has_the_key(planted: Engine) -> None:
    with Session(planted) as session:
        identity = session.scalars(select(PersonIdentity)).one()
        assert identity.name_ar == ROW["name_ar"]
        assert identity.birth_date == date(1987, 9, 27)
        assert identity.phone == "+9647709927731"
        assert session.scalars(select(Preference)).one().aspirations == ROW["aspirations"]
        job = session.scalars(select(ImportJob)).one()
        assert job.filename == FILE
        assert "كناري في الشباط" in json.dumps(job.report, ensure_ascii=False)
        entry = session.scalars(select(Person)).one().entries[0]
        assert entry.unrecognised == {"ملاحظة خاصة": ROW["ملاحظة خاصة"]}
        assert session.scalars(select(Account)).unique().one().display_name == "شيلان كناري"


def test_nothing_that_names_a_person_can_be_read_without_the_key(planted: Engine) -> None:
    assert find_readable(planted) == READABLE


@pytest.mark.own_dialects
@pytest.mark.parametrize(
    ("column", "found"),
    [
        (PersonIdentity.name_ar, {"زينبكناري", "كريمكناري"}),
        (PersonIdentity.email, {"canary-mail"}),
        (Preference.aspirations, {"فرناً كناري"}),
        (ImportJob.filename, {"قائمة-كناري"}),
        (Account.display_name, {"شيلان كناري"}),
    ],
)
def test_a_column_that_is_not_sealed_is_found(
    engine: Engine,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    column: InstrumentedAttribute[str],
    found: set[str],
) -> None:
    """The twin: with its seal taken off, each kind of column gives itself away."""
    monkeypatch.setattr(column.property.columns[0], "type", Text())
    engine.clear_compiled_cache()
    planted = request.getfixturevalue("planted")
    assert find_readable(planted) == READABLE | found
    engine.clear_compiled_cache()
