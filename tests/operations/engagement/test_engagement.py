"""What companies gave, how far they have come, and what they could give next: counted right."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from models.base import utc_now
from models.capacity import Capacity
from models.commitment import Commitment, CommitmentParty
from models.enums import OpportunityKind, OpportunityStatus, OrganisationStanding
from models.meeting import Meeting, MeetingSeries, Participant
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import CLASS_OF_KIND
from models.placement import Placement, PlacementCheck
from models.referral_enums import CheckAnswer, EndCause, Side
from models.round_table_enums import (
    Attendance,
    CommitmentKind,
    CommitmentState,
    MeetingKind,
    RelationKind,
)
from models.stakeholder import OrganisationRelation
from tests.operations.cast import coded
from tests.operations.commitments.promises import cite
from wasl.operations.commitments.draw_down import CameOf
from wasl.operations.engagement.given import Given, group_names, read_given
from wasl.operations.engagement.roadmap import Step, StepKind, read_roadmaps
from wasl.operations.engagement.stages import Stage, furthest, stages_of
from wasl.operations.gaps.board import Board, Gap
from wasl.operations.gaps.suggest import Reason

TODAY = date(2026, 11, 23)
WELDER, BAKER = "7212", "7512"


@dataclass
class Scene:
    """A company and what it does."""

    session: Session
    firm: Organisation

    def organisation(self, name: str, **given: Any) -> Organisation:
        standing = OrganisationStanding.VETTED
        found = Organisation(name=name, name_key=name.lower(), standing=standing, **given)
        self.session.add(found)
        self.session.flush()
        return found

    def posts(
        self, seats: int = 3, kind: OpportunityKind = OpportunityKind.JOB, **given: Any
    ) -> Opportunity:
        values = {
            "organisation": self.firm,
            "ref": f"R{self.session.query(Opportunity).count()}",
            "employer_wording": "Firm",
            "status": OpportunityStatus.PUBLISHED,
            "governorate_code": "IQ-BA",
            "published_at": datetime(2026, 3, 9, 22, tzinfo=UTC),
            **coded("Welder", WELDER),
            **given,
        }
        found: Opportunity = CLASS_OF_KIND[kind](seats=seats, **values)
        self.session.add(found)
        self.session.flush()
        return found

    def begins(self, posting: Opportunity, *, lasts: bool = False, **given: Any) -> Placement:
        found = Placement(opportunity=posting, starts_on=date(2026, 4, 1), **given)
        for side in (Side.EMPLOYER, Side.PERSON) if lasts else ():
            found.checks.append(
                PlacementCheck(
                    day=90,
                    side=side,
                    due_on=date(2026, 6, 30),
                    closes_on=date(2026, 7, 14),
                    answer=CheckAnswer.STILL_THERE,
                    answered_at=utc_now(),
                )
            )
        self.session.add(found)
        self.session.flush()
        return found

    def promises(self, quantity: int, *by: Organisation, **given: Any) -> Commitment:
        made = Commitment(
            made_on=TODAY,
            quantity=quantity,
            text="وظائف",
            kind=given.pop("kind", CommitmentKind.JOB),
        )
        made.ref = f"C-{self.session.query(Commitment).count()}"
        values = {"governorate_code": "IQ-BA", **coded("Welder", WELDER), **given}
        for name, value in values.items():
            setattr(made, name, value)
        made.parties = [CommitmentParty(organisation=one) for one in by or (self.firm,)]
        self.session.add(made)
        self.session.flush()
        return made

    def could(self, quantity: int, **given: Any) -> Capacity:
        values = {"governorate_code": "IQ-BA", **coded("Welder", WELDER), **given}
        kind = values.pop("kind", OpportunityKind.JOB)
        line = Capacity(organisation=self.firm, quantity=quantity, kind=kind, **values)
        self.session.add(line)
        self.session.flush()
        return line

    def given(self) -> Given:
        return read_given(self.session, group_names(self.session, [self.firm]))[0]

    def steps(self, *gaps: Gap) -> list[Step]:
        board = Board(day=TODAY, told=True, gaps=gaps)
        return read_roadmaps(self.session, [self.given()], board, TODAY)[0]

    def steps_of(self, kind: StepKind, *gaps: Gap) -> list[Step]:
        return [step for step in self.steps(*gaps) if step.kind is kind]


@pytest.fixture
def scene(session: Session) -> Scene:
    """A company of which only its name is known."""
    firm = Organisation(name="Firm", name_key="firm", standing=OrganisationStanding.VETTED)
    session.add(firm)
    session.flush()
    return Scene(session, firm)


def gap(ready: int | None, group: str = WELDER, place: str = "IQ-BA", **given: Any) -> Gap:
    return Gap(group=group, governorate=place, ready=ready, **given)


def test_stages_are_reached_by_records_and_not_by_order(scene: Scene) -> None:
    assert furthest(scene.given()) is Stage.KNOWN
    first = scene.posts()
    scene.begins(first, end_cause=EndCause.NEVER_STARTED, ended_on=TODAY)
    assert furthest(scene.given()) is Stage.POSTED, "who never began is nobody who began"
    scene.begins(first)
    scene.begins(first)
    assert furthest(scene.given()) is Stage.PLACED
    assert Stage.REPEATED not in stages_of(scene.given()), "two people in one posting"
    scene.begins(first, lasts=True)
    assert furthest(scene.given()) is Stage.LASTING
    scene.begins(scene.posts())
    given = scene.given()
    assert furthest(given) is Stage.REPEATED
    reached = stages_of(given)
    assert Stage.REGISTERED not in reached, "it has still no account"
    assert reached[Stage.POSTED] == date(2026, 3, 10), "Baghdad's day"
    assert reached[Stage.PLACED] == date(2026, 4, 1)
    assert Stage.MET not in reached


def test_a_meeting_counts_where_somebody_was_there(scene: Scene) -> None:
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name="B", name_key="b")
    for day, was in ((1, Attendance.ABSENT), (2, None), (3, Attendance.REPRESENTED)):
        held = Meeting(series=series, ref=f"RT-{day}", title="B", held_on=date(2026, 5, day))
        held.participants = [Participant(organisation=scene.firm, attendance=was)]
        scene.session.add(held)
    scene.session.flush()
    assert scene.given().first_meeting == date(2026, 5, 3)
    assert not scene.steps_of(StepKind.MEET)


def test_units_are_not_added_to_places(scene: Scene) -> None:
    scene.begins(scene.posts(seats=4))
    scene.posts(seats=100, kind=OpportunityKind.IN_KIND)
    scene.posts(seats=50, status=OpportunityStatus.DRAFT)
    given = scene.given()
    assert given.places == CameOf(offered=4, filled=1, retained=0)
    assert given.of_kind[OpportunityKind.IN_KIND].offered == 100
    assert given.postings == 2


def test_all_names_of_an_organisation_are_one(scene: Scene) -> None:
    other, third = scene.organisation("Firm Ltd"), scene.organisation("F.")
    stranger = scene.organisation("Stranger")
    for first, second in ((scene.firm, other), (third, other)):
        kind = RelationKind.SAME_AS
        scene.session.add(OrganisationRelation(first=first, second=second, kind=kind))
    works = RelationKind.WORKS_WITH
    scene.session.add(OrganisationRelation(first=third, second=stranger, kind=works))
    scene.session.flush()
    scene.posts(seats=2, organisation=third)
    scene.posts(seats=7, organisation=stranger)
    both = scene.promises(5, scene.firm, other)
    groups = group_names(scene.session, [other, scene.firm, stranger, third])
    assert [{one.name for one in names} for names in groups] == [
        {"Firm", "Firm Ltd", "F."},
        {"Stranger"},
    ]
    assert scene.given().places.offered == 2
    found = [step.commitment for step in scene.steps_of(StepKind.PROMISE)]
    assert found == [both], "a promise under two of its names is one"


def test_what_is_left_of_promises_is_a_step_and_overdue_comes_first(scene: Scene) -> None:
    later = scene.promises(12, deadline=TODAY + timedelta(5))
    late = scene.promises(3, deadline=TODAY - timedelta(1))
    scene.promises(9, state=CommitmentState.WITHDRAWN)
    scene.promises(1, kind=CommitmentKind.POLICY)
    found = scene.steps_of(StepKind.PROMISE, gap(10))
    assert [(one.commitment, one.quantity, one.serves, one.late) for one in found] == [
        (late, 3, 3, True),
        (later, 12, 10, False),
    ]
    assert [one.serves for one in scene.steps_of(StepKind.PROMISE)] == [None, None]


def test_what_is_left_of_a_joint_promise_does_not_tell_who_began_with_others(scene: Scene) -> None:
    other = scene.organisation("Other")
    made = scene.promises(12, scene.firm, other)
    posting = scene.posts(seats=9, organisation=other, status=OpportunityStatus.CLOSED)
    cite(scene.session, made, posting)
    for _n in range(3):
        scene.begins(posting)
    assert [one.quantity for one in scene.steps_of(StepKind.PROMISE)] == [12]


def test_of_a_profile_what_is_not_posted_is_left(scene: Scene) -> None:
    line = scene.could(5)
    scene.could(4, ended_at=utc_now())
    scene.could(4, available_until=TODAY - timedelta(1))
    scene.posts(seats=2, capacity_id=line.id)
    scene.posts(seats=3, capacity_id=line.id, status=OpportunityStatus.DRAFT)
    found = scene.steps_of(StepKind.CAPACITY, gap(20))
    assert [(one.quantity, one.serves) for one in found] == [(3, 3)], "a draft is nothing yet"
    scene.posts(seats=3, capacity_id=line.id)
    assert not scene.steps_of(StepKind.CAPACITY)


def test_stock_serves_nobody_who_is_counted(scene: Scene) -> None:
    scene.could(5, kind=OpportunityKind.IN_KIND)
    assert [one.serves for one in scene.steps_of(StepKind.CAPACITY, gap(20))] == [None]


def test_a_line_for_all_of_iraq_reads_the_row_of_the_country(scene: Scene) -> None:
    scene.could(50, governorate_code=None)
    found = scene.steps_of(StepKind.CAPACITY, gap(10), gap(35, place=""))
    assert [one.serves for one in found] == [35]


def test_a_gap_where_it_posted_before_is_a_step_unless_it_stands_there_already(
    scene: Scene,
) -> None:
    scene.posts(seats=2)
    wide = gap(30, offered=2, free=0)
    found = scene.steps_of(StepKind.GAP, wide, gap(40, group=BAKER), gap(None, place="IQ-NI"))
    assert [(one.group, one.reason, one.serves) for one in found] == [
        (WELDER, Reason.POSTED, 30)
    ], "it never posted for bakers"
    assert scene.steps_of(StepKind.GAP, gap(30, promised=25))[0].serves == 5, "no more is missing"
    scene.promises(5)
    assert not scene.steps_of(StepKind.GAP, wide), "it promised that"


def test_a_company_that_is_only_known_is_asked_to_register_first(scene: Scene) -> None:
    kinds = [step.kind for step in scene.steps()]
    assert kinds == [StepKind.REGISTER, StepKind.PROFILE, StepKind.MEET]
    scene.firm.registered_at = scene.firm.profile_at = utc_now()
    scene.could(5)
    assert [step.kind for step in scene.steps()] == [StepKind.CAPACITY, StepKind.MEET]


def test_many_companies_cost_the_same_statements(engine: Engine, scene: Scene) -> None:
    def cost(count: int) -> int:
        firms = [scene.organisation(f"Firm {count} {n}") for n in range(count)]
        seen: list[str] = []

        def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        given = read_given(scene.session, group_names(scene.session, firms))
        read_roadmaps(scene.session, given, Board(day=TODAY, told=True, gaps=[gap(20)]), TODAY)
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    assert cost(2) == cost(40)
