"""Documents of a meeting come from outside: limits, names, and what is sent back."""

import io
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import Role
from models.meeting import Meeting, MeetingDocument
from models.round_table_enums import MeetingKind
from tests.operations.staff import staff_of, viewer
from wasl.access.viewer import Viewer
from wasl.operations.meetings import documents, plan
from wasl.operations.meetings.documents import add_document, read_content, safe_name
from wasl.operations.meetings.rules import MeetingRule, MeetingRuleError

TODAY = date(2026, 11, 23)


@pytest.fixture
def by(session: Session) -> Viewer:
    """The secretariat."""
    return viewer(staff_of(session).add(Role.SECRETARIAT))


@pytest.fixture
def meeting(session: Session, by: Viewer) -> Meeting:
    """A meeting of today."""
    series = plan.plan_series(session, by, kind=MeetingKind.ROUNDTABLE, name="Tables")
    facts = plan.MeetingFacts(title="Basra", held_on=TODAY)
    return plan.plan_meeting(session, by, series, facts, TODAY)


def add(
    session: Session, by: Viewer, meeting: Meeting, content: bytes, name: str = "paper.pdf"
) -> MeetingDocument:
    stream = io.BytesIO(content)
    return add_document(session, by, meeting, filename=name, stream=stream, for_members=True)


def test_it_comes_back_as_it_was(session: Session, by: Viewer, meeting: Meeting) -> None:
    made = add(session, by, meeting, bytes(range(256)))
    session.commit()
    session.expire_all()
    assert read_content(session, made) == bytes(range(256))
    assert made.size == 256


def test_the_same_file_twice_is_kept_once(session: Session, by: Viewer, meeting: Meeting) -> None:
    first = add(session, by, meeting, b"%PDF")
    assert add(session, by, meeting, b"%PDF", "copy.pdf") is first
    assert len(session.scalars(select(MeetingDocument)).all()) == 1


def test_sizes_have_limits(
    session: Session, by: Viewer, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", 100)
    refused = []
    for content in (b"", bytes(101)):
        with pytest.raises(MeetingRuleError) as error:
            add(session, by, meeting, content)
        refused.append(error.value.rule)
    assert refused == [MeetingRule.DOCUMENT_EMPTY, MeetingRule.DOCUMENT_TOO_LARGE]
    assert add(session, by, meeting, bytes(100)).size == 100


def test_of_an_endless_file_only_so_much_is_read(
    session: Session, by: Viewer, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", 1000)
    stream = io.BytesIO(bytes(1_000_000))
    with pytest.raises(MeetingRuleError):
        add_document(session, by, meeting, filename="a", stream=stream, for_members=True)
    assert stream.tell() == 1001


def test_a_meeting_has_so_many_and_no_more(
    session: Session, by: Viewer, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_OF_A_MEETING", 2)
    made = [add(session, by, meeting, text) for text in (b"1", b"2")]
    with pytest.raises(MeetingRuleError):
        add(session, by, meeting, b"3")
    documents.remove_document(session, by, made[0])
    add(session, by, meeting, b"3")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("جدول الأعمال.pdf", "جدول الأعمال.pdf"),
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ('he said "yes".xlsx', "he said yes .xlsx"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("...", "document"),
        ("", "document"),
        ("x" * 500 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_are_shown_and_steer_nothing(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept
