"""What of the round table tells of people goes in time; what was said and promised stays."""

import io
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, RetentionKind
from models.audit import AuditEvent
from models.base import utc_now
from models.meeting import AgendaItem, Meeting, MeetingDocument, MeetingSeries, Participant
from models.round_table_enums import ContactWay, InvitationAnswer, MeetingKind
from models.stakeholder import ContactNote, ContactRole
from tests.operations.meetings.minuting import Table, table_of
from tests.operations.placements.scene import scene_of
from wasl.access.viewer import COMMAND_LINE, SCHEDULER
from wasl.cli import wasl
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations.meetings.documents import add_document
from wasl.operations.retention.policies import Keep, set_policy
from wasl.operations.retention.run import run_retention

TODAY = today_in_baghdad()
TWO_YEARS, FIVE_YEARS = timedelta(days=2 * 365), timedelta(days=5 * 365)
DAY = timedelta(days=1)


def _role(table: Table, age: timedelta) -> ContactRole:
    role = ContactRole(organisation=table.bakery, role="HR manager", name="شيلان")
    role.email, role.created_at = "hr@bakery.example", utc_now() - age
    table.session.add(role)
    table.session.flush()
    return role


def _meeting(table: Table, age: timedelta) -> Meeting:
    """Add a meeting with an answer, minutes and a file."""
    meeting = table.meeting(TODAY - age)
    seat = meeting.participants[0]
    seat.answer, seat.answered_at = InvitationAnswer.COMING, utc_now()
    seat.answer_note = "Mrs Shilan comes"
    item = AgendaItem(meeting=meeting, position=1, title="Training", minutes="A course begins")
    table.session.add(item)
    table.session.flush()
    who_came = io.BytesIO(b"who was there")
    add_document(
        table.session, table.by, meeting, filename="list.txt", stream=who_came, for_members=False
    )
    return meeting


def _forget(engine: Engine, settings: Settings) -> dict[str, int]:
    purged = run_retention(engine, SCHEDULER, settings).purged
    return {name: purged[name] for name in ("contact", "contact_note", "document")}


def test_who_holds_a_role_is_forgotten_when_nothing_happens_any_more(
    engine: Engine, settings: Settings
) -> None:
    with write_session(engine) as session:
        old = _role(table_of(session), TWO_YEARS + DAY).public_id
        _role_beside(session)
    assert _forget(engine, settings)["contact"] == 1
    assert _forget(engine, settings)["contact"] == 0
    with Session(engine) as session:
        role = session.scalars(select(ContactRole).where(ContactRole.public_id == old)).one()
        assert (role.name, role.email, role.phone, role.invited) == (None, None, None, False)
        assert (role.role, role.ended_at is None) == ("HR manager", False)
        kept = session.scalars(select(ContactRole).where(ContactRole.public_id != old)).one()
        assert kept.name == "شيلان"
        changed = select(AuditEvent).where(AuditEvent.action == AuditAction.STAKEHOLDER_CHANGED)
        [event] = session.scalars(changed)
        assert (event.details["what"], event.object_id) == (
            "contact_ended",
            role.organisation.public_id,
        )


def _role_beside(session: Session) -> None:
    """Add a role that is not two years old."""
    organisation = session.scalars(select(ContactRole)).one().organisation
    role = ContactRole(organisation=organisation, role="Director", name="شيلان")
    role.created_at = utc_now() - TWO_YEARS + DAY
    session.add(role)


@pytest.mark.parametrize("stir", ["note", "meeting", "posting"])
def test_it_stays_while_something_happens_with_the_organisation(
    engine: Engine, settings: Settings, stir: str
) -> None:
    with write_session(engine) as session:
        scene = scene_of(session)
        role = ContactRole(organisation=scene.firm, role="HR manager", name="شيلان")
        role.created_at = utc_now() - FIVE_YEARS
        session.add(role)
        lately = TODAY - TWO_YEARS + DAY
        if stir == "note":
            note = ContactNote(organisation=scene.firm, on=lately, way=ContactWay.PHONE)
            session.add(note)
        elif stir == "meeting":
            series = MeetingSeries(kind=MeetingKind.COMMITTEE, name="Basra", name_key="basra")
            sat = Meeting(series=series, ref="CM-1", title="First", held_on=lately)
            sat.participants = [Participant(organisation=scene.firm)]
            session.add(sat)
        else:
            scene.posting("lately").attended_at = utc_now() - TWO_YEARS + DAY
    assert _forget(engine, settings)["contact"] == 0


def test_words_go_after_two_years_and_files_after_five_and_minutes_stay(
    engine: Engine, settings: Settings
) -> None:
    with write_session(engine) as session:
        table = table_of(session)
        for age in (FIVE_YEARS + DAY, TWO_YEARS + DAY, DAY):
            _meeting(table, age)
            way, note = ContactWay.PHONE, "Her daughter answered"
            told = ContactNote(organisation=table.bakery, on=TODAY - age, way=way, note=note)
            session.add(told)
    assert _forget(engine, settings) == {"contact": 0, "contact_note": 4, "document": 1}
    assert _forget(engine, settings) == {"contact": 0, "contact_note": 0, "document": 0}
    with Session(engine) as session:
        in_order = session.scalars(select(Meeting).order_by(Meeting.held_on)).all()
        assert [len(one.documents) for one in in_order] == [0, 1, 1]
        notes = [one.participants[0].answer_note for one in in_order]
        assert notes == [None, None, "Mrs Shilan comes"]
        assert {one.participants[0].answer for one in in_order} == {InvitationAnswer.COMING}
        assert {one.agenda[0].minutes for one in in_order} == {"A course begins"}
        contacts = session.scalars(select(ContactNote.note).order_by(ContactNote.on)).all()
        assert contacts == [None, None, "Her daughter answered"]
        removed = select(AuditEvent).where(AuditEvent.action == AuditAction.DOCUMENT_CHANGED)
        told_of = [event.details["what"] for event in session.scalars(removed)]
        assert told_of.count("removed") == 1
        assert len(session.scalars(select(MeetingDocument.id)).all()) == 2


def test_a_decision_shortens_it_and_is_shown(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with write_session(engine) as session:
        _meeting(table_of(session), timedelta(days=30))
        short = Keep(keep_days=7, notice_days=0)
        for kind in (RetentionKind.CONTACT, RetentionKind.DOCUMENT):
            set_policy(session, COMMAND_LINE, kind, short)
    assert _forget(engine, settings) == {"contact": 0, "contact_note": 1, "document": 1}
    monkeypatch.setenv("WASL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("WASL_DATABASE_URL", settings.database_url)
    shown = CliRunner().invoke(wasl, ["retention", "show"], catch_exceptions=False).output
    assert "contact\t7 days\tnotice 0 days" in shown
    assert "document\t7 days\tnotice 0 days" in shown
