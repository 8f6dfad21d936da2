"""Who is of a governorate is asked for that one, and never for all of Iraq."""

import pytest
from sqlalchemy import select

from models.ask import Ask
from models.capacity import Capacity
from models.enums import OpportunityKind
from models.meeting import Participant
from models.opportunity import Organisation
from models.round_table_enums import StakeholderKind
from models.stakeholder import Stakeholder
from tests.operations.commitments.promises import add_promise
from tests.operations.gaps.conftest import TODAY, WELDER, Table
from wasl.figures.tables import ALL
from wasl.operations.gaps.asks import AskFacts, add_ask, suggest_asks
from wasl.operations.gaps.board import Gap
from wasl.operations.gaps.members import Line, Member
from wasl.operations.gaps.rules import AskRule, AskRuleError
from wasl.operations.gaps.suggest import Reason, suggest

COUNTRY = Gap(group=WELDER, governorate=ALL, ready=10)
BASRA = Gap(group=WELDER, governorate="IQ-BA", promised=3)


def member(kind: StakeholderKind | None, *places: str) -> Member:
    """Make an organisation that nothing else is known of; it posted such places before."""
    one = Organisation(id=1, name="Somebody", name_key="somebody")
    found = Member(organisation=one, stakeholder=kind, places=set(places))
    found.posted = {WELDER: OpportunityKind.JOB}
    return found


@pytest.mark.parametrize(
    ("kind", "places", "asked"),
    [
        (StakeholderKind.CHAMBER, ("IQ-BA",), []),
        (StakeholderKind.CHAMBER, ("IQ-BA", "IQ-NI"), []),
        (StakeholderKind.CHAMBER, (), []),
        (StakeholderKind.COMPANY, ("IQ-BA",), []),
        (StakeholderKind.COMPANY, (), [ALL]),
        (StakeholderKind.MINISTRY, ("IQ-BG",), [ALL]),
    ],
)
def test_all_of_iraq_is_for_who_is_of_no_governorate(
    kind: StakeholderKind, places: tuple[str, ...], asked: list[str]
) -> None:
    found = suggest([member(kind, *places)], [COUNTRY, BASRA], {})
    assert [one.gap.governorate for one in found] == asked


@pytest.mark.parametrize("kind", [StakeholderKind.CHAMBER, StakeholderKind.MINISTRY])
@pytest.mark.parametrize("where", ["IQ-BA", None])
def test_what_it_could_give_is_asked_for_where_it_could(
    kind: StakeholderKind, where: str | None
) -> None:
    one = member(kind, "IQ-BA")
    one.lines = [Line(kind=OpportunityKind.INTERNSHIP, group=WELDER, governorate=where, quantity=4)]
    [found] = suggest([one], [COUNTRY, BASRA], {})
    place = "IQ-BA" if where or kind is StakeholderKind.CHAMBER else ALL
    assert (found.reason, found.gap.governorate, found.quantity) == (
        Reason.COULD_GIVE,
        place,
        4,
    )
    assert found.gap in (COUNTRY, BASRA), "its evidence is of the place that is named"


def test_a_chamber_that_promised_is_asked_for_its_own(table: Table) -> None:
    for place in ("IQ-BG", "IQ-NI", "IQ-AR"):
        table.people(3, WELDER, place)
    add_promise(table.session, table.chamber, quantity=8, occupation_code=WELDER)
    [ask] = suggest_asks(table.session, table.by, table.meeting, TODAY)
    assert (ask.organisation, ask.governorate_code, ask.quantity) == (table.chamber, "IQ-BA", 8)
    assert ask.evidence["ready"] is None, "nobody is told of who lives elsewhere"
    assert suggest_asks(table.session, table.by, table.meeting, TODAY) == [], "asked already"


def test_a_chamber_is_not_asked_for_all_of_iraq_by_hand_either(table: Table) -> None:
    facts = AskFacts(kind=OpportunityKind.JOB, group=WELDER, governorate=None, quantity=4)
    with pytest.raises(AskRuleError) as refused:
        add_ask(table.session, table.by, table.meeting, table.chamber, facts, today=TODAY)
    assert refused.value.rule is AskRule.OF_ITS_PLACE
    add_ask(table.session, table.by, table.meeting, table.workshop, facts, today=TODAY)
    federation = table.organisation("Federation of Chambers")
    table.session.add(Stakeholder(organisation_id=federation.id, kind=StakeholderKind.CHAMBER))
    table.meeting.participants.append(Participant(organisation=federation))
    table.session.flush()
    add_ask(table.session, table.by, table.meeting, federation, facts, today=TODAY)
    asked = table.session.scalars(select(Ask).order_by(Ask.id)).all()
    assert [one.organisation for one in asked] == [table.workshop, federation]


def test_a_line_of_the_profile_names_the_place(table: Table) -> None:
    for place in ("IQ-BG", "IQ-AR", "IQ-KI"):
        table.people(3, WELDER, place)
    line = Capacity(organisation=table.workshop, quantity=5, kind=OpportunityKind.JOB)
    line.title, line.occupation_code, line.governorate_code = "Welder", WELDER, "IQ-NI"
    table.session.add(line)
    table.session.flush()
    [ask] = suggest_asks(table.session, table.by, table.meeting, TODAY)
    assert (ask.organisation, ask.governorate_code) == (table.workshop, "IQ-NI")
