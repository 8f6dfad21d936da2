"""Who is who among the organisations: what is written down, what is refused, what it changes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.commitment import Citation, Commitment, CommitmentParty
from models.enums import OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Organisation
from models.opportunity_kinds import Job
from models.round_table_enums import (
    CitationOrigin,
    CommitmentKind,
    ContactWay,
    RelationKind,
    StakeholderKind,
)
from models.stakeholder import ContactRole, OrganisationRelation, Programme, Stakeholder
from tests.operations.staff import Staff, at_once, staff_of, viewer
from wasl.access.viewer import COMMAND_LINE, Viewer
from wasl.database import write_session
from wasl.operations.commitments.draw_down import draw_down
from wasl.operations.stakeholders import relations
from wasl.operations.stakeholders.contacts import (
    ContactLine,
    add_contact,
    change_contact,
    end_contact,
)
from wasl.operations.stakeholders.describe import (
    Described,
    describe_stakeholder,
    make_stakeholder,
    stakeholder_of,
)
from wasl.operations.stakeholders.errors import (
    LooksLikeError,
    NameTakenError,
    StakeholderChangedError,
    StakeholderRule,
    StakeholderRuleError,
)
from wasl.operations.stakeholders.notes import note_contact
from wasl.operations.stakeholders.programmes import (
    ProgrammeLine,
    add_programme,
    change_programme,
    remove_programme,
)
from wasl.operations.stakeholders.relations import end_relation, relate_organisations

TODAY = date(2026, 11, 23)
CHAMBER = Described(kind=StakeholderKind.CHAMBER, short_name="BCC", governorate="IQ-BA")


@pytest.fixture
def staff(session: Session) -> Staff:
    """Two companies with nothing known of them yet."""
    return staff_of(session)


@pytest.fixture
def by(staff: Staff) -> Viewer:
    """Somebody of the secretariat."""
    return viewer(staff.add(Role.SECRETARIAT))


def told(session: Session, action: AuditAction) -> list[dict[str, object]]:
    """Return what the log says of an action, in order."""
    session.commit()
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == action))
    return [dict(one.details) for one in sorted(events, key=lambda one: one.id)]


def rule_of(caught: pytest.ExceptionInfo[StakeholderRuleError]) -> StakeholderRule:
    return caught.value.rule


def test_a_stakeholder_is_made_unvetted_and_known_by_its_short_name(
    session: Session, by: Viewer
) -> None:
    made = make_stakeholder(session, by, "  غرفة تجارة  البصرة ", CHAMBER)
    known = stakeholder_of(session, made)
    assert known is not None
    assert (made.name, made.standing) == ("غرفة تجارة البصرة", OrganisationStanding.UNVETTED)
    assert (made.governorate_code, known.kind, known.short_name, known.short_key) == (
        "IQ-BA", StakeholderKind.CHAMBER, "BCC", "bcc",
    )  # fmt: skip
    assert told(session, AuditAction.STAKEHOLDER_CHANGED) == [{"what": "added", "columns": []}]


def test_a_name_in_another_spelling_or_as_a_short_name_is_taken(
    session: Session, by: Viewer
) -> None:
    made = make_stakeholder(session, by, "غرفة تجارة البصرة", CHAMBER)
    for name in ("غرفه تجاره البصره", "bcc"):
        with pytest.raises(NameTakenError) as caught:
            make_stakeholder(session, by, name, CHAMBER, surely_new=True)
        assert caught.value.organisation is made
    other = Described(kind=StakeholderKind.UNION, short_name="Bcc")
    with pytest.raises(NameTakenError):
        make_stakeholder(session, by, "Union of Bakers", other)
    assert session.scalar(select(func.count(Organisation.id))) == 3


def test_a_similar_name_is_asked_about_before_it_is_made(session: Session, by: Viewer) -> None:
    known = make_stakeholder(session, by, "Basra Chamber of Commerce", CHAMBER)
    plain = Described(kind=StakeholderKind.CHAMBER)
    with pytest.raises(LooksLikeError) as caught:
        make_stakeholder(session, by, "Chamber of Commerce, Basra", plain)
    assert caught.value.alike == [known]
    made = make_stakeholder(session, by, "Chamber of Commerce, Basra", plain, surely_new=True)
    assert made is not known


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"sector": "XX"}, StakeholderRule.SECTOR_UNKNOWN),
        ({"governorate": "IQ-XX"}, StakeholderRule.PLACE_UNKNOWN),
        ({"website": "javascript:alert(1)"}, StakeholderRule.WEBSITE),
    ],
)
def test_what_does_not_exist_is_not_kept(
    session: Session, by: Viewer, given: dict[str, str], rule: StakeholderRule
) -> None:
    described = Described(kind=StakeholderKind.DONOR, **given)
    with pytest.raises(StakeholderRuleError) as caught:
        make_stakeholder(session, by, "A donor", described)
    assert rule_of(caught) is rule


def test_what_a_company_says_of_itself_stays_its_own(
    session: Session, staff: Staff, by: Viewer
) -> None:
    staff.add(Role.EMPLOYER_OWNER)
    described = Described(
        kind=StakeholderKind.COMPANY, mandate="Bread", sector="10", governorate="IQ-BA"
    )
    describe_stakeholder(session, by, staff.bakery, described, seen=0)
    describe_stakeholder(session, by, staff.mill, described, seen=0)
    assert (staff.bakery.sector_code, staff.bakery.governorate_code) == (None, None)
    assert (staff.mill.sector_code, staff.mill.governorate_code) == ("10", "IQ-BA")


def test_who_read_an_older_version_changes_nothing(
    session: Session, staff: Staff, by: Viewer
) -> None:
    first = Described(kind=StakeholderKind.COMPANY, mandate="Bread")
    describe_stakeholder(session, by, staff.bakery, first, seen=0)
    for stale in (0, 7):
        with pytest.raises(StakeholderChangedError):
            describe_stakeholder(
                session, by, staff.bakery, Described(kind=StakeholderKind.UNION), seen=stale
            )
    known = stakeholder_of(session, staff.bakery)
    assert known is not None
    assert known.kind is StakeholderKind.COMPANY
    describe_stakeholder(session, by, staff.bakery, first, seen=known.version)
    assert len(told(session, AuditAction.STAKEHOLDER_CHANGED)) == 1, "nothing changed, nothing told"


def test_who_holds_a_role_is_sealed_and_gone_when_it_ends(
    session: Session, staff: Staff, by: Viewer
) -> None:
    line = ContactLine(role="HR manager", name="سلمى", email="HR@Mill.example", phone="07701234567")
    added = add_contact(session, by, staff.mill, line)
    raw = session.connection().exec_driver_sql("SELECT name, email, phone FROM contact_role").one()
    assert not {"سلمى", "hr@mill.example", "+9647701234567"} & set(raw)
    session.refresh(added)
    assert (added.name, added.email, added.phone) == ("سلمى", "hr@mill.example", "+9647701234567")
    end_contact(session, by, staff.mill, added.public_id, seen=added.version)
    session.refresh(added)
    assert (added.role, added.name, added.email, added.phone) == ("HR manager", None, None, None)
    assert not added.invited
    with pytest.raises(StakeholderRuleError) as caught:
        end_contact(session, by, staff.mill, added.public_id, seen=added.version)
    assert rule_of(caught) is StakeholderRule.ENDED


def test_a_contact_is_changed_in_its_own_organisation_alone(
    session: Session, staff: Staff, by: Viewer
) -> None:
    added = add_contact(session, by, staff.mill, ContactLine(role="Director"))
    with pytest.raises(StakeholderRuleError):
        change_contact(
            session, by, staff.bakery, added.public_id, ContactLine(role="Baker"), seen=1
        )
    quiet = ContactLine(role="Director", invited=False)
    change_contact(session, by, staff.mill, added.public_id, quiet, seen=1)
    assert (added.role, added.invited, added.version) == ("Director", False, 2)
    for act in (change_contact, end_contact):
        given = [ContactLine(role="Baker")] if act is change_contact else []
        with pytest.raises(StakeholderChangedError):
            act(session, by, staff.mill, added.public_id, *given, seen=1)  # type: ignore[operator]
    assert (added.role, added.ended_at) == ("Director", None)
    assert told(session, AuditAction.STAKEHOLDER_CHANGED) == [
        {"what": "contact_added", "columns": []},
        {"what": "contact_changed", "columns": ["invited"]},
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (ContactLine(role=" "), StakeholderRule.ROLE_MISSING),
        (ContactLine(role="Owner", email="nobody"), StakeholderRule.EMAIL),
        (ContactLine(role="Owner", email="07701234567"), StakeholderRule.EMAIL),
        (ContactLine(role="Owner", phone="a@b.example"), StakeholderRule.PHONE),
        (ContactLine(role="Owner", phone="12"), StakeholderRule.PHONE),
    ],
)
def test_nobody_can_be_written_to_at_no_address(
    session: Session, staff: Staff, by: Viewer, line: ContactLine, rule: StakeholderRule
) -> None:
    with pytest.raises(StakeholderRuleError) as caught:
        add_contact(session, by, staff.mill, line)
    assert rule_of(caught) is rule
    assert session.scalar(select(func.count(ContactRole.id))) == 0


def test_programmes_are_kept_changed_and_removed(
    session: Session, staff: Staff, by: Viewer
) -> None:
    line = ProgrammeLine(name="Start again", starts_on=TODAY, ends_on=TODAY - timedelta(1))
    with pytest.raises(StakeholderRuleError) as caught:
        add_programme(session, by, staff.mill, line)
    assert rule_of(caught) is StakeholderRule.DATES
    added = add_programme(session, by, staff.mill, ProgrammeLine(name="Start again"))
    with pytest.raises(StakeholderRuleError):
        remove_programme(session, by, staff.bakery, added.public_id)
    wanted = ProgrammeLine(name="Start again", governorate="IQ-BA")
    change_programme(session, by, staff.mill, added.public_id, wanted)
    assert added.governorate_code == "IQ-BA"
    remove_programme(session, by, staff.mill, added.public_id)
    assert session.scalar(select(func.count(Programme.id))) == 0


def test_contact_is_noted_for_days_that_have_come(
    session: Session, staff: Staff, by: Viewer
) -> None:
    with pytest.raises(StakeholderRuleError) as caught:
        note_contact(session, by, staff.mill, ContactWay.PHONE, TODAY, on=TODAY + timedelta(1))
    assert rule_of(caught) is StakeholderRule.FUTURE
    note = note_contact(session, by, staff.mill, ContactWay.VISIT, TODAY, note=" bread ")
    assert (note.on, note.note, note.account_id) == (TODAY, "bread", by.account_id)
    assert told(session, AuditAction.CONTACT_NOTED) == [{"way": "visit", "day": "2026-11-23"}]


def test_what_is_said_of_both_alike_is_kept_once(
    session: Session, staff: Staff, by: Viewer
) -> None:
    both = RelationKind.WORKS_WITH
    assert relate_organisations(session, by, staff.mill, both, staff.bakery)
    assert not relate_organisations(session, by, staff.bakery, both, staff.mill)
    assert relate_organisations(session, by, staff.mill, RelationKind.FUNDS, staff.bakery)
    assert relate_organisations(session, by, staff.bakery, RelationKind.FUNDS, staff.mill)
    assert not relate_organisations(session, by, staff.bakery, RelationKind.FUNDS, staff.mill)
    with pytest.raises(StakeholderRuleError) as caught:
        relate_organisations(session, by, staff.mill, both, staff.mill)
    assert rule_of(caught) is StakeholderRule.ITSELF
    assert len(told(session, AuditAction.RELATION_CHANGED)) == 3


def _say_at_once(engine: Engine) -> int:
    """Have six say at once, from either side, that two are one; return how often it was kept."""
    with write_session(engine) as session:
        staff_of(session)

    def say(session: Session) -> object:
        two = list(session.scalars(select(Organisation).order_by(Organisation.id)))
        return relate_organisations(session, COMMAND_LINE, two[1], RelationKind.SAME_AS, two[0])

    def say_back(session: Session) -> object:
        two = list(session.scalars(select(Organisation).order_by(Organisation.id)))
        return relate_organisations(session, COMMAND_LINE, two[0], RelationKind.SAME_AS, two[1])

    assert at_once(engine, *[say, say_back] * 3) == [None] * 6
    with Session(engine) as session:
        return session.scalar(select(func.count(OrganisationRelation.id))) or 0


def test_who_say_it_at_once_from_either_side_say_it_once(engine: Engine) -> None:
    assert _say_at_once(engine) == 1


def test_without_one_order_of_the_two_it_is_kept_twice(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the database keeps a pair once only because it always stands in one order."""
    monkeypatch.setattr(relations, "MUTUAL", frozenset())
    assert _say_at_once(engine) == 2


def _cited(session: Session, promised: Organisation, posted: Organisation) -> Commitment:
    made = Commitment(ref="C-1", made_on=TODAY, kind=CommitmentKind.JOB, quantity=5, text="Five")
    made.title = "Baker"
    made.parties = [CommitmentParty(organisation=promised, leads=True)]
    job = Job(organisation=posted, ref="J-1", title="Baker", seats=3, employer_wording=posted.name)
    job.status = OpportunityStatus.PUBLISHED
    session.add(Citation(opportunity=job, commitment=made, origin=CitationOrigin.FILE))
    session.flush()
    return made


def test_one_organisation_under_two_names_fulfils_what_it_promised(
    session: Session, staff: Staff, by: Viewer
) -> None:
    made = _cited(session, staff.mill, staff.bakery)
    assert draw_down(session, [made])[made.id].offered == 0
    relate_organisations(session, by, staff.bakery, RelationKind.SAME_AS, staff.mill)
    assert draw_down(session, [made])[made.id].offered == 3
    relation = session.scalars(select(OrganisationRelation)).one()
    third = Organisation(name="Third", name_key="third")
    session.add(third)
    session.flush()
    assert not end_relation(session, by, third, relation.public_id), "it is of two others"
    assert end_relation(session, by, staff.mill, relation.public_id)
    assert not end_relation(session, by, staff.mill, relation.public_id)
    assert draw_down(session, [made])[made.id].offered == 0
    assert [one["what"] for one in told(session, AuditAction.RELATION_CHANGED)] == [
        "added", "ended",
    ]  # fmt: skip


def test_a_refused_stakeholder_leaves_nothing(session: Session, by: Viewer) -> None:
    with pytest.raises(StakeholderRuleError):
        make_stakeholder(session, by, " ", CHAMBER)
    assert session.scalar(select(func.count(Stakeholder.organisation_id))) == 0
