"""Who is who among the organisations, as pages show it and as who may sees it."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account, Membership
from models.audit import AuditEvent
from models.base import utc_now
from models.commitment import Assessment, Commitment, CommitmentParty
from models.enums import OpportunityStatus, Role
from models.meeting import Meeting, MeetingSeries, Participant
from models.opportunity import Organisation
from models.opportunity_kinds import Job
from models.opportunity_log import OpportunityMove
from models.opportunity_states import OpportunityStep
from models.round_table_enums import (
    AssessmentVoice,
    Attendance,
    CommitmentKind,
    CommitmentProgress,
    ContactWay,
    InvitationAnswer,
    MeetingKind,
    MeetingState,
    RelationKind,
    StakeholderKind,
)
from models.stakeholder import ContactNote, ContactRole, OrganisationRelation, Stakeholder
from tests.portals.canary import choose
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.operations.organisation_names import name_key
from wasl.operations.stakeholders.contacts import ContactLine, add_contact
from wasl.operations.stakeholders.describe import Described, make_stakeholder
from wasl.operations.stakeholders.notes import note_contact
from wasl.operations.stakeholders.relations import relate_organisations
from wasl.portals.round_table.queries.contact_days import Heard, LastContact, last_contacts
from wasl.portals.round_table.queries.stakeholders import NOT_SAID, Wanted, list_stakeholders

TODAY = date(2026, 11, 23)
PATH = "/roundtable/stakeholders"
SignIn = Callable[[Role | None], FlaskClient]
Token = Callable[[str], str]


def organisation(session: Session, name: str, kind: StakeholderKind | None = None) -> Organisation:
    """Add an organisation that no office and no account knows more of than its name."""
    found = Organisation(name=name, name_key=name_key(name))
    session.add(found)
    session.flush()
    if kind is not None:
        session.add(Stakeholder(organisation_id=found.id, kind=kind))
        session.flush()
    return found


def sat(session: Session, one: Organisation, day: date, **values: object) -> Participant:
    """Add a published meeting with an organisation at it."""
    key = f"RT-{day.isoformat()}-{one.id}"
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name=key, name_key=key)
    meeting = Meeting(series=series, ref=key, title="Skills for Basra", held_on=day)
    meeting.state = MeetingState.PUBLISHED
    seat = Participant(meeting=meeting, organisation=one, **values)
    session.add(seat)
    session.flush()
    return seat


def promised(session: Session, ref: str, deadline: date, *by: Organisation) -> Commitment:
    """Add five jobs promised by some organisations, the first of them leading."""
    made = Commitment(ref=ref, made_on=TODAY, kind=CommitmentKind.JOB, quantity=5, text="خمس وظائف")
    made.title, made.deadline = "Baker", deadline
    made.parties = [CommitmentParty(organisation=one, leads=not n) for n, one in enumerate(by)]
    session.add(made)
    session.flush()
    return made


def statements(session: Session, read: Callable[[], object]) -> int:
    """Return how many statements something sends to the database."""
    told: list[object] = []

    def note(*arguments: object) -> None:
        told.append(arguments)

    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", note)
    read()
    event.remove(bind, "before_cursor_execute", note)
    return len(told)


@pytest.fixture
def chamber(web_session: Session) -> Organisation:
    """The chamber of Basra with a contact, a relation, a meeting, a promise and a posting."""
    described = Described(
        kind=StakeholderKind.CHAMBER,
        short_name="BCC",
        mandate="تمثيل التجار",
        governorate="IQ-BA",
    )
    made = make_stakeholder(web_session, COMMAND_LINE, "غرفة تجارة البصرة", described)
    line = ContactLine(role="Head of training", name="Salma", email="salma@chamber.example")
    add_contact(web_session, COMMAND_LINE, made, line)
    note_contact(web_session, COMMAND_LINE, made, ContactWay.PHONE, TODAY, note="Twelve welders")
    donor = organisation(web_session, "German Fund", StakeholderKind.DONOR)
    relate_organisations(web_session, COMMAND_LINE, donor, RelationKind.FUNDS, made)
    sat(web_session, made, TODAY - timedelta(60), attendance=Attendance.PRESENT)
    promised(web_session, "C-7", TODAY - timedelta(1), made, donor)
    job = Job(organisation=made, ref="J", title="Clerk", seats=4, employer_wording=made.name)
    job.status = OpportunityStatus.PUBLISHED
    web_session.add(job)
    web_session.commit()
    return made


def names(session: Session, **wanted: object) -> list[str]:
    rows = list_stakeholders(session, COMMAND_LINE, Wanted(**wanted), TODAY, "en")  # type: ignore[arg-type]
    return [row.organisation.name for row in rows]


def test_the_last_day_of_notes_seats_and_answers_counts(web_session: Session) -> None:
    one = organisation(web_session, "One")
    assert last_contacts(web_session, TODAY) == {}
    answered = utc_now().replace(year=2026, month=8, day=1)
    sat(
        web_session, one, TODAY + timedelta(9),
        answer=InvitationAnswer.COMING, answered_at=answered,
    )  # fmt: skip
    assert last_contacts(web_session, TODAY)[one.id].by is Heard.ANSWER
    sat(web_session, one, date(2026, 9, 1), attendance=Attendance.REPRESENTED)
    sat(web_session, one, date(2026, 9, 9), attendance=Attendance.ABSENT)
    assert last_contacts(web_session, TODAY)[one.id] == LastContact(date(2026, 9, 1), Heard.MEETING)
    note_contact(web_session, COMMAND_LINE, one, ContactWay.MAIL, TODAY, on=date(2026, 9, 2))
    expected = LastContact(date(2026, 9, 2), Heard.NOTE)
    assert last_contacts(web_session, TODAY, one.id) == {one.id: expected}


def test_what_it_does_itself_counts_and_what_others_do_for_it_does_not(
    web_session: Session,
) -> None:
    one = organisation(web_session, "One")
    own, office = (Account(display_name=name, language="en") for name in ("own", "office"))
    own.memberships = [Membership(role=Role.EMPLOYER_OWNER, organisation=one)]
    office.memberships = [Membership(role=Role.SECRETARIAT)]
    web_session.add_all([own, office])
    made = promised(web_session, "C-8", TODAY, one)
    job = Job(organisation=one, ref="J", title="Clerk", seats=1, employer_wording="One")
    web_session.add(job)
    web_session.flush()

    def act(by: Account, month: int) -> None:
        at = datetime(2026, month, 1, 22, tzinfo=UTC)  # in Baghdad it is the second by then
        move = OpportunityMove(opportunity=job, account_id=by.id, at=at)
        move.step = OpportunityStep.PAUSE
        move.source = move.target = OpportunityStatus.PAUSED
        says = Assessment(commitment=made, voice=AssessmentVoice.SELF, organisation_id=one.id)
        says.account_id, says.at = by.id, at - timedelta(31)
        web_session.add_all([move, says])
        web_session.flush()

    act(office, 9)
    assert last_contacts(web_session, TODAY) == {}
    act(own, 6)
    assert last_contacts(web_session, TODAY)[one.id] == LastContact(date(2026, 6, 2), Heard.POSTING)
    web_session.delete(
        web_session.scalars(select(OpportunityMove).filter_by(account_id=own.id)).one()
    )
    assert last_contacts(web_session, TODAY)[one.id].by is Heard.REPORT


def test_a_longer_list_takes_no_more_questions(web_session: Session) -> None:
    def asked() -> int:
        web_session.expire_all()
        return statements(
            web_session, lambda: list_stakeholders(web_session, COMMAND_LINE, Wanted(), TODAY, "en")
        )

    def add(first: int, last: int) -> None:
        for n in range(first, last):
            one = organisation(web_session, f"Company {n}", StakeholderKind.COMPANY)
            other = organisation(web_session, f"Firm {n}")
            relate_organisations(web_session, COMMAND_LINE, one, RelationKind.SAME_AS, other)
            promised(web_session, f"C-{n}", TODAY, one, other)
            note_contact(web_session, COMMAND_LINE, one, ContactWay.MAIL, TODAY)

    add(0, 2)
    few = asked()
    add(2, 30)
    assert asked() == few


def test_who_was_not_heard_of_for_longest_comes_first(web_session: Session) -> None:
    kind = StakeholderKind.COMPANY
    made = {days: organisation(web_session, f"Heard {days}", kind) for days in (1, 90, 91, 400)}
    organisation(web_session, "Never", kind)
    for days, one in made.items():
        day = TODAY - timedelta(days)
        note_contact(web_session, COMMAND_LINE, one, ContactWay.VISIT, TODAY, on=day)
    order = ["Never", "Heard 400", "Heard 91", "Heard 90", "Heard 1"]
    assert names(web_session) == order
    assert names(web_session, silent=True) == order[:3]


def test_each_filter_narrows_the_list(web_session: Session, chamber: Organisation) -> None:
    organisation(web_session, "A company of a list")
    sat(web_session, organisation(web_session, "At a meeting"), TODAY)
    for wanted, expected in (
        ({}, {"German Fund", "At a meeting", chamber.name}),
        ({"everybody": True, "kind": NOT_SAID}, {"At a meeting", "A company of a list"}),
        ({"kind": "donor"}, {"German Fund"}),
        ({"governorate": "IQ-BA"}, {chamber.name}),
        ({"sector": "C"}, set()),
        ({"progress": CommitmentProgress.OVERDUE}, {"German Fund", chamber.name}),
        ({"progress": CommitmentProgress.FULFILLED}, set()),
    ):
        assert set(names(web_session, **wanted)) == expected, wanted


@pytest.mark.parametrize(
    "words", ["غرفه تجاره", "BCC", "bcc البصره", "التجار", "Basra Chamber", "ژووری بازرگانی"]
)
def test_it_is_found_in_three_scripts_under_all_its_names(
    web_session: Session, chamber: Organisation, words: str
) -> None:
    for name in ("Basra Chamber of Commerce", "ژووری بازرگانیی بەسرە"):
        other = organisation(web_session, name)
        relate_organisations(web_session, COMMAND_LINE, chamber, RelationKind.SAME_AS, other)
    assert chamber.name in names(web_session, words=words)
    assert chamber.name not in names(web_session, words=f"{words} Erbil")


PAGES = ("", "/new", "/map", *(f"/{{id}}{x}" for x in ("", "/edit", "/contacts", "/programmes")))


@pytest.mark.parametrize("page", [*PAGES, "/{id}/relations"])
def test_its_pages_are_sound(
    sign_in: SignIn, check_page: Callable[..., object], chamber: Organisation, page: str
) -> None:
    check_page(sign_in(Role.SECRETARIAT), PATH + page.format(id=chamber.public_id), "en")


def test_an_office_reads_no_name_and_no_note(
    sign_in: SignIn, check_page: Callable[..., object], chamber: Organisation
) -> None:
    path = f"{PATH}/{chamber.public_id}"
    seen = sign_in(Role.SECRETARIAT).get(path).get_data(as_text=True)
    for text in ("Salma", "salma@chamber.example", "Twelve welders", "Head of training"):
        assert text in seen
    client = sign_in(Role.OFFICE_MANAGER)
    page = check_page(client, path, "en")
    for text in ("Salma", "salma@chamber.example", "Twelve welders"):
        assert text not in page.text  # type: ignore[attr-defined]
    assert "Head of training" in page.text  # type: ignore[attr-defined]
    for closed in ("/edit", "/contacts", "/programmes", "/relations"):
        assert client.get(path + closed).status_code == 403


def test_an_office_sees_seats_of_published_meetings_alone(
    sign_in: SignIn, web_session: Session, chamber: Organisation
) -> None:
    path = f"{PATH}/{chamber.public_id}"
    client = sign_in(Role.OFFICE_MANAGER)
    assert "Skills for Basra" in client.get(path).get_data(as_text=True)
    web_session.rollback()
    web_session.scalars(select(Meeting)).one().state = MeetingState.HELD
    web_session.commit()
    assert "Skills for Basra" not in client.get(path).get_data(as_text=True)
    text = sign_in(Role.SECRETARIAT).get(path).get_data(as_text=True)
    assert "Skills for Basra" in text, "its absence shows the filter"


def test_a_contact_is_noted_with_one_button(
    sign_in: SignIn, token: Token, web_session: Session, chamber: Organisation
) -> None:
    client, path = sign_in(Role.SECRETARIAT), f"{PATH}/{chamber.public_id}"
    page = client.get(path).get_data(as_text=True)
    assert '<button type="submit"' in page
    assert re.search(r'name="way"\s+value="visit"', page)
    answer = client.post(f"{path}/contact", data={"csrf_token": token(page), "way": "visit"})
    assert answer.status_code == 302
    web_session.rollback()
    noted = web_session.scalars(select(ContactNote).order_by(ContactNote.id.desc())).first()
    assert noted is not None
    assert (noted.way, noted.on) == (ContactWay.VISIT, today_in_baghdad())
    late = (today_in_baghdad() + timedelta(2)).isoformat()
    data = {"csrf_token": token(page), "way": "visit", "on": late}
    assert client.post(f"{path}/contact", data=data).status_code == 422


def test_a_new_one_is_asked_about_and_made_when_it_is_another(
    sign_in: SignIn, token: Token, web_session: Session, chamber: Organisation
) -> None:
    client = sign_in(Role.SECRETARIAT)
    page = client.get(f"{PATH}/new").get_data(as_text=True)
    data = {"csrf_token": token(page), "version": "0", "kind": "chamber"}
    taken = client.post(f"{PATH}/new", data=data | {"name": "غرفه تجاره البصره"})
    assert taken.status_code == 422
    assert chamber.public_id in taken.get_data(as_text=True)
    name = "غرفة تجارة البصرة للصناعة"
    asked = client.post(f"{PATH}/new", data=data | {"name": name})
    assert asked.status_code == 422
    assert f'name="surely" type="hidden" value="{name}"' in asked.get_data(as_text=True)
    other = client.post(f"{PATH}/new", data=data | {"name": name + " بصرة", "surely": name})
    assert other.status_code == 422, "what was said of one name does not hold for another"
    made = client.post(f"{PATH}/new", data=data | {"name": name, "surely": name})
    assert made.status_code == 302
    web_session.rollback()
    assert web_session.scalar(select(Organisation.id).where(Organisation.name == name))


def test_what_is_known_is_changed_once_from_one_reading(
    sign_in: SignIn, token: Token, web_session: Session, chamber: Organisation
) -> None:
    client, path = sign_in(Role.SECRETARIAT), f"{PATH}/{chamber.public_id}/edit"
    data = {"csrf_token": token(client.get(path).get_data(as_text=True)), "kind": "union"}
    data |= {"version": "1", "short_name": "BCC", "services": "Courses"}
    assert client.post(path, data=data).status_code == 302
    client.post(path, data=data | {"kind": "donor"})
    web_session.rollback()
    known = web_session.get(Stakeholder, chamber.id)
    assert known is not None
    assert (known.kind, known.services) == (StakeholderKind.UNION, "Courses")


def test_a_relation_is_read_from_both_sides(
    sign_in: SignIn, token: Token, web_session: Session, chamber: Organisation
) -> None:
    client, path = sign_in(Role.SECRETARIAT), f"{PATH}/{chamber.public_id}"
    choose(client, "en")
    assert "is funded by" in client.get(path).get_data(as_text=True)
    web_session.rollback()
    ministry = organisation(web_session, "MoLSA", StakeholderKind.MINISTRY)
    web_session.commit()
    page = client.get(f"{path}/relations").get_data(as_text=True)
    data = {"csrf_token": token(page), "kind": "supervises-back", "other": ministry.public_id}
    assert client.post(f"{path}/relations", data=data).status_code == 302
    web_session.rollback()
    kept = web_session.scalars(
        select(OrganisationRelation).where(OrganisationRelation.kind == RelationKind.SUPERVISES)
    ).one()
    assert (kept.first_id, kept.second_id) == (ministry.id, chamber.id)
    client.post(f"{path}/relations/end", data=data | {"which": kept.public_id})
    web_session.rollback()
    assert len(list(web_session.scalars(select(OrganisationRelation)))) == 1


def test_a_line_of_another_organisation_is_not_touched(
    sign_in: SignIn, token: Token, web_session: Session, chamber: Organisation
) -> None:
    other = organisation(web_session, "Other", StakeholderKind.UNION)
    web_session.commit()
    client = sign_in(Role.SECRETARIAT)
    contact = web_session.scalars(select(ContactRole)).one()
    path = f"{PATH}/{other.public_id}/contacts"
    page = client.get(f"{path}?contact={contact.public_id}").get_data(as_text=True)
    assert "Salma" not in page
    data = {"csrf_token": token(page), "contact": contact.public_id, "role": "Taken"}
    client.post(path, data=data)
    client.post(f"{path}/end", data={"csrf_token": token(page), "which": contact.public_id})
    web_session.rollback()
    assert (contact.role, contact.ended_at) == ("Head of training", None)


def test_of_two_writers_the_second_reads_what_the_first_one_kept(
    sign_in: SignIn, token: Token, web_session: Session, chamber: Organisation
) -> None:
    client = sign_in(Role.SECRETARIAT)
    choose(client, "en")
    contact = web_session.scalars(select(ContactRole)).one()
    path, seen = f"{PATH}/{chamber.public_id}/contacts", contact.version
    page = client.get(f"{path}?contact={contact.public_id}").get_data(as_text=True)
    assert f'name="version" type="hidden" value="{seen}"' in page
    data = {"csrf_token": token(page), "contact": contact.public_id, "role": "Head of training"}
    data |= {"version": str(seen), "invited": "y", "email": "salma@chamber.example"}
    assert client.post(path, data=data | {"name": "Shirin"}).status_code == 302
    stale = client.post(path, data=data | {"name": "Layla", "invited": ""})
    said = stale.get_data(as_text=True)
    assert stale.status_code == 422
    assert "This role was changed while you wrote." in said
    assert "Name: <bdi>Shirin</bdi>" in said
    assert "Invitations and minutes go there: <bdi>Yes</bdi>" in said
    assert "Role: <bdi>" not in said, "in this field both wrote the same"
    assert 'value="Layla"' in said, "what was typed stands in the form"
    web_session.rollback()
    assert contact.name == "Shirin"
    ended = client.post(
        f"{path}/end",
        data={"csrf_token": token(page), "which": contact.public_id, "version": str(seen)},
        follow_redirects=True,
    )
    assert "Somebody was quicker. This is how it stands now." in ended.get_data(as_text=True)
    again = data | {"name": "Layla", "version": str(seen + 1)}
    assert f'name="version" type="hidden" value="{seen + 1}"' in said, "saving once more goes"
    assert client.post(path, data=again).status_code == 302
    web_session.rollback()
    assert (contact.name, contact.ended_at) == ("Layla", None)


def _seen(session: Session) -> list[dict[str, object]]:
    session.rollback()
    events = select(AuditEvent).where(AuditEvent.action == AuditAction.CONTACTS_SEEN)
    return [one.details for one in session.scalars(events.order_by(AuditEvent.id))]


def test_who_reads_names_and_numbers_of_contacts_leaves_a_trace(
    sign_in: SignIn, web_session: Session, chamber: Organisation
) -> None:
    page, contacts = f"{PATH}/{chamber.public_id}", f"{PATH}/{chamber.public_id}/contacts"
    web_session.commit()
    assert sign_in(Role.OFFICE_MANAGER).get(page).status_code == 200
    assert _seen(web_session) == [], "an office is shown the roles alone"
    client = sign_in(Role.SECRETARIAT)
    for address in (page, contacts):
        assert client.get(address).status_code == 200
    assert _seen(web_session) == [{"count": 1}, {"count": 1}]


def test_the_file_has_no_person_and_no_formula(
    sign_in: SignIn, web_session: Session, chamber: Organisation
) -> None:
    organisation(web_session, "=Bad", StakeholderKind.UNION)
    web_session.commit()
    answer = sign_in(Role.SECRETARIAT).get(f"{PATH}.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if "xl/" in name)
    assert "<f>" not in text
    assert "Salma" not in text
    assert "salma@" not in text
    for known in (chamber.name, "BCC", "Head of training", "German Fund", "=Bad"):
        assert known in text
