"""Drafts keep what is typed; what others see takes all or nothing, and is checked again."""

from datetime import date

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.capacity import Capacity
from models.enums import CodingDecision, Hours, Licence, OpportunityKind, OpportunityStatus
from models.opportunity import Opportunity
from models.opportunity_kinds import (
    CLASS_OF_KIND,
    Finance,
    InKindSupport,
    Internship,
    Job,
    Mentoring,
    Training,
)
from models.taxonomy import Skill
from tests.operations.postings.desk import JOB, TODAY, Desk
from tests.operations.staff import at_once
from wasl.files.codes import Language
from wasl.files.places import District
from wasl.operations.importing.reference import load_reading
from wasl.operations.postings.begin import begin_posting, copy_posting
from wasl.operations.postings.errors import (
    PostingChangedError,
    PostingInvalidError,
    PostingNotOpenError,
)
from wasl.operations.postings.fields import COLUMNS_OF, columns_of
from wasl.operations.postings.reading import read_typed
from wasl.operations.postings.review import ReviewPolicy
from wasl.operations.postings.send_in import problems_of, send_in
from wasl.operations.postings.skills import reword_skill
from wasl.operations.postings.values import values_of, written
from wasl.operations.postings.write import WRITABLE, write_posting
from wasl.operations.referrals.seats import take_seats


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session)


ASKED = {
    "education_min": "دبلوم",
    "experience_min_years": "٢ سنوات",
    "skills_required": "عجن العجين؛ تنظيف الفرن",
    "skills_desired": "service\ncash desk",
    "languages": "Arabic: native\nEnglish: B1",
    "licences": "إجازة سوق خصوصي",
    "accessible": "yes",
    "transport": "no",
}
OWN: dict[OpportunityKind, tuple[dict[str, str], dict[str, object]]] = {
    OpportunityKind.JOB: (
        {"hours": "full", "permanent": "yes", "probation_months": "3", "social_security": "yes"},
        {"hours": Hours.FULL, "permanent": True, "probation_months": 3, "social_security": True},
    ),
    OpportunityKind.INTERNSHIP: (
        {"weeks": "١٢", "may_lead_to_job": "yes"},
        {"weeks": 12, "may_lead_to_job": True},
    ),
    OpportunityKind.TRAINING: (
        {"weeks": "8", "certificate": "Welding I", "fee": "0"},
        {"weeks": 8, "certificate": "Welding I", "fee": 0},
    ),
    OpportunityKind.MENTORING: (
        {"sessions": "6", "mentor_profile": "30 years a baker", "remote": "yes"},
        {"sessions": 6, "mentor_profile": "30 years a baker", "remote": True},
    ),
    OpportunityKind.IN_KIND: (
        {"item": "sewing machine", "to_be_returned": "yes", "return_after_days": "180"},
        {"item": "sewing machine", "to_be_returned": True, "return_after_days": 180},
    ),
    OpportunityKind.FINANCE: (
        {"amount_max": "٥ مليون", "repayable": "yes", "repayment_months": "24"},
        {"amount_max": 5_000_000, "repayable": True, "repayment_months": 24},
    ),
}


@pytest.mark.parametrize("kind", OpportunityKind)
def test_each_kind_takes_what_it_asks_for_and_says_it_again(
    desk: Desk, session: Session, kind: OpportunityKind
) -> None:
    opportunity, (typed, wanted) = desk.begin(kind), OWN[kind]
    given = {name: text for name, text in {**JOB, **ASKED}.items() if name in COLUMNS_OF[kind]}
    done = write_posting(session, desk.owner, opportunity, {**given, **typed}, TODAY)
    assert not done.problems
    assert type(opportunity) is CLASS_OF_KIND[kind]
    session.commit()
    session.expire_all()
    assert {name: getattr(opportunity, name) for name in wanted} == wanted
    assert (opportunity.seats, opportunity.governorate_code) == (2, "IQ-BA")
    values = values_of(opportunity)
    reading = load_reading(session, TODAY)
    again = read_typed(opportunity, {n: written(v) for n, v in values.items()}, reading)
    assert (again.values, again.problems) == (values, {}), "what is shown to be changed reads alike"
    again_written = {n: written(v) for n, v in values.items()}
    assert not write_posting(session, desk.owner, opportunity, again_written, TODAY).changed


def test_every_column_of_a_kind_is_one_that_it_has() -> None:
    for kind, names in COLUMNS_OF.items():
        assert len(set(names)) == len(names)
        assert set(columns_of(kind)) == set(names)
    own = {
        Job: {"permanent", "probation_months", "social_security"},
        Internship: {"weeks", "may_lead_to_job"},
        Training: {"weeks", "certificate", "fee"},
        Mentoring: {"sessions", "mentor_profile"},
        InKindSupport: {"item", "unit", "to_be_returned", "return_after_days"},
        Finance: {"amount_max", "repayable", "repayment_months", "purpose"},
    }
    for kind, table in CLASS_OF_KIND.items():
        every = set().union(*own.values())
        assert set(COLUMNS_OF[kind]) & every == own[table]


def test_lists_are_understood_as_a_file_would_be(desk: Desk, session: Session) -> None:
    job = desk.draft(**ASKED)
    assert [(item.wording, item.required) for item in job.skills] == [
        ("عجن العجين", True),
        ("تنظيف الفرن", True),
        ("service", False),
        ("cash desk", False),
    ]
    assert values_of(job)["languages"] == (Language("ar", "native"), Language("en", "B1"))
    assert [item.licence for item in job.licences] == [Licence.DRIVING_PRIVATE]
    assert (job.education_min, job.experience_min_years, job.wage_min) == (5, 2.0, 750_000)


def test_a_blank_empties_what_it_may_and_nothing_else_changes(desk: Desk, session: Session) -> None:
    job = desk.draft(**ASKED, hours="full", district="Zubayr")
    assert values_of(job)["district"] is not None
    blank = dict.fromkeys(COLUMNS_OF[OpportunityKind.JOB], "")
    done = write_posting(session, desk.owner, job, blank, TODAY)
    assert set(done.problems) == {"title", "seats"}
    session.commit()
    session.expire_all()
    left = {name: value for name, value in values_of(job).items() if value is not None}
    assert left == {"title": "خباز", "seats": 2}


def test_a_draft_keeps_what_cannot_be_read_as_it_was_typed(desk: Desk, session: Session) -> None:
    job = desk.draft()
    typed = {**JOB, "seats": "many", "apply_by": "soon", "wage_min": "900", "wage_max": "800"}
    done = write_posting(session, desk.owner, job, typed, TODAY)
    codes = {name: error.code for name, error in done.problems.items()}
    assert codes == {"seats": "not_a_number", "apply_by": "bad_date", "wage_max": "wage_order"}
    session.commit()
    session.expire_all()
    assert job.typed == {"seats": "many", "apply_by": "soon", "wage_max": "800"}
    assert (job.seats, job.wage_min, job.wage_max) == (2, 900, None)
    assert set(problems_of(session, job, TODAY)) == set(codes)
    with pytest.raises(PostingInvalidError):
        send_in(session, desk.owner, job, ReviewPolicy.FLAGGED, TODAY)
    write_posting(session, desk.owner, job, {"seats": "3", "apply_by": "", "wage_max": ""}, TODAY)
    assert job.typed == {}
    assert not problems_of(session, job, TODAY)


def test_a_last_day_that_is_over_is_told(desk: Desk, session: Session) -> None:
    job = desk.draft()
    done = write_posting(session, desk.owner, job, {"apply_by": "2026-11-22"}, TODAY)
    assert done.problems["apply_by"].code == "day_over"
    assert not write_posting(session, desk.owner, job, {"apply_by": "23/11/2026"}, TODAY).problems
    assert job.apply_by == TODAY
    later = date(2026, 12, 24)
    assert problems_of(session, job, later)["apply_by"].code == "day_over"


def test_changes_are_recorded_by_the_names_of_columns_alone(desk: Desk, session: Session) -> None:
    job = desk.draft()
    write_posting(session, desk.owner, job, JOB, TODAY)
    write_posting(session, desk.owner, job, {**JOB, "seats": "5", "hours": "part"}, TODAY)
    first, second = desk.changes()
    assert set(first) == set(JOB) - {"title"}
    assert second == ["hours", "seats"]


def test_a_new_title_is_coded_anew_and_a_confirmed_one_stays(desk: Desk, session: Session) -> None:
    job = desk.draft()
    assert job.occupation_code == "7512"
    job.occupation_code, job.coding_decision = "7511", CodingDecision.CONFIRMED
    session.flush()
    write_posting(session, desk.owner, job, JOB, TODAY)
    assert job.occupation_code == "7511"
    write_posting(session, desk.owner, job, {**JOB, "title": "لحام"}, TODAY)
    assert job.occupation_code == "7212"
    assert job.coding_decision is CodingDecision.SURE


def test_a_posting_is_written_in_some_states_only(desk: Desk, session: Session) -> None:
    job = desk.draft()
    for status in OpportunityStatus:
        job.status = status
        session.flush()
        if status in WRITABLE:
            write_posting(session, desk.owner, job, {"seats": "4"}, TODAY)
            continue
        with pytest.raises(PostingNotOpenError):
            write_posting(session, desk.owner, job, {"seats": "4"}, TODAY)


def test_what_is_seen_takes_all_or_nothing(desk: Desk, session: Session) -> None:
    job = desk.draft()
    send_in(session, desk.owner, job, ReviewPolicy.FLAGGED, TODAY)
    with pytest.raises(PostingInvalidError) as refused:
        write_posting(session, desk.owner, job, {**JOB, "hours": "full", "seats": "0"}, TODAY)
    assert set(refused.value.problems) == {"seats"}
    assert (job.hours, job.seats, job.typed) == (None, 2, {})


def test_places_that_are_taken_stay(desk: Desk, session: Session) -> None:
    job = desk.draft(seats="3")
    send_in(session, desk.owner, job, ReviewPolicy.FLAGGED, TODAY)
    take_seats(session, desk.owner, job, 2)
    with pytest.raises(PostingInvalidError) as refused:
        write_posting(session, desk.owner, job, {"seats": "1"}, TODAY)
    error = refused.value.problems["seats"]
    assert (error.code, error.params) == ("seats_taken", {"taken": "2"})
    write_posting(session, desk.owner, job, {"seats": "2"}, TODAY)
    assert job.seats == 2


ABUSE = "Applicants pay a registration fee of 50,000 IQD."


def test_new_wording_that_smells_of_abuse_goes_back_into_review(
    desk: Desk, session: Session
) -> None:
    job = desk.draft()
    send_in(session, desk.owner, job, ReviewPolicy.FLAGGED, TODAY)
    assert job.status.value == "published"
    harmless = write_posting(session, desk.owner, job, {"description": "نخبز ليلا."}, TODAY)
    assert not harmless.held
    done = write_posting(session, desk.owner, job, {"description": ABUSE}, TODAY)
    assert done.held
    assert job.status.value == "in_review"
    assert job.flags
    assert desk.steps(job) == ["publish", "hold"]


def test_what_a_reader_let_pass_is_not_held_again(desk: Desk, session: Session) -> None:
    job = desk.draft(description=ABUSE)
    assert send_in(session, desk.owner, job, ReviewPolicy.FLAGGED, TODAY) == "in_review"
    job.status = OpportunityStatus.PUBLISHED  # as whoever read it decided
    session.flush()
    done = write_posting(session, desk.owner, job, {"wage_min": "800000"}, TODAY)
    assert not done.held
    assert write_posting(
        session, desk.owner, job, {"wage_min": "1"}, TODAY, policy=ReviewPolicy.ALL
    ).held, "where everything is read, every change of what is told is read as well"


def test_two_recruiters_at_once_do_not_write_over_each_other(engine: Engine) -> None:
    with Session(engine) as session:
        desk = Desk(session)
        job = desk.draft()
        session.commit()
        key, seen, people = job.id, job.version, (desk.owner, desk.recruiter)

    def write(number: int) -> object:
        def work(session: Session) -> None:
            opportunity = session.get_one(Opportunity, key)
            typed = {**JOB, "seats": str(number)}
            write_posting(session, people[number % 2], opportunity, typed, TODAY, seen=seen)

        return work

    errors = at_once(engine, *(write(number) for number in range(3, 11)))  # type: ignore[arg-type]
    assert [type(error) for error in errors if error] == [PostingChangedError] * 7


def test_without_the_version_the_last_one_wins(engine: Engine) -> None:
    """The twin of the test above: it is the version that protects, and nothing else."""
    with Session(engine) as session:
        desk = Desk(session)
        job = desk.draft()
        session.commit()
        key, owner = job.id, desk.owner

    def write(number: int) -> object:
        def work(session: Session) -> None:
            opportunity = session.get_one(Opportunity, key)
            write_posting(session, owner, opportunity, {"seats": str(number)}, TODAY)

        return work

    errors = at_once(engine, *(write(number) for number in range(3, 11)))  # type: ignore[arg-type]
    assert errors == [None] * 8


def test_a_copy_says_the_same_and_is_a_draft(desk: Desk, session: Session) -> None:
    job = desk.draft(**ASKED, hours="full", apply_by="2026-12-01", start_date="2026-12-10")
    send_in(session, desk.owner, job, ReviewPolicy.FLAGGED, TODAY)
    take_seats(session, desk.owner, job, 2)
    copy = copy_posting(session, desk.recruiter, job, TODAY)
    dated = {"apply_by", "start_date"}
    before, after = values_of(job), values_of(copy)
    assert {n: v for n, v in before.items() if n not in dated} == {
        n: v for n, v in after.items() if n not in dated
    }
    assert all(after[name] is None for name in dated)
    assert (copy.status, copy.seats_taken, copy.flags) == (OpportunityStatus.DRAFT, 0, [])
    assert (copy.occupation_code, copy.created_by_id) == ("7512", desk.recruiter.account_id)
    assert copy.ref != job.ref
    assert [item.skill_code for item in copy.skills] == [item.skill_code for item in job.skills]


def test_a_posting_begins_with_a_title_and_may_come_from_the_profile(
    desk: Desk, session: Session
) -> None:
    with pytest.raises(PostingInvalidError):
        desk.begin(title="  ")
    with pytest.raises(PostingInvalidError):
        desk.begin(title="x" * 301)
    capacity = Capacity(
        organisation=desk.staff.bakery, kind=OpportunityKind.JOB, quantity=4, title="خباز"
    )
    session.add(capacity)
    session.flush()
    job = begin_posting(
        session,
        desk.owner,
        desk.staff.bakery,
        OpportunityKind.JOB,
        "خباز",
        today=TODAY,
        capacity=capacity,
        values={"seats": 4, "governorate_code": "IQ-BA"},
    )
    assert (job.capacity_id, job.seats, job.status) == (capacity.id, 4, OpportunityStatus.DRAFT)
    assert job.occupation_code == "7512"


def test_a_skill_is_said_in_other_words_or_left_out(desk: Desk, session: Session) -> None:
    job = desk.draft(skills_required="zzz qqq; تنظيف الفرن", skills_desired="zzz qqq")
    assert job.skills[0].skill_code is None
    known = session.scalars(select(Skill).order_by(Skill.code)).first()
    assert known is not None
    words = known.label_en
    reword_skill(session, desk.owner, job, ("zzz qqq", words), TODAY)
    session.refresh(job)
    assert {item.wording for item in job.skills if item.required} == {words, "تنظيف الفرن"}
    assert [item.wording for item in job.skills if not item.required] == [words]
    assert {item.skill_code for item in job.skills if item.wording == words} == {known.code}
    reword_skill(session, desk.owner, job, ("تنظيف الفرن", " "), TODAY)
    assert {item.wording for item in job.skills} == {words}


def test_a_district_by_its_name(desk: Desk, session: Session) -> None:
    job = desk.draft(district="الزبير")
    district = values_of(job)["district"]
    assert isinstance(district, District)
    assert district.code is not None
    assert written(district, {district.code: "Zubayr"}) == "Zubayr"
