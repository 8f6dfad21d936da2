"""Meetings, commitments and asks for the matrix: the viewer's organisation's, and others'."""

import secrets
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from models.access_enums import Relation
from models.action_plan import ActionFile, ActionFileVersion, PlanAction, Priority
from models.ask import Ask
from models.base import utc_now
from models.commitment import Citation, Commitment, CommitmentParty, Milestone
from models.enums import OpportunityKind, Role
from models.meeting import (
    AgendaItem,
    Meeting,
    MeetingDocument,
    MeetingSeries,
    Participant,
    Resolution,
)
from models.opportunity import Organisation
from models.plan_enums import Barrier, Horizon
from models.round_table_enums import (
    AskState,
    CitationOrigin,
    CommitmentKind,
    MeetingKind,
    MeetingState,
    ResolutionKind,
)
from tests.access.world import World
from tests.portals.caseworker.office import add_posting
from wasl.access.permissions import Kind
from wasl.access.viewer import Viewer

Row = tuple[str, frozenset[Relation], Callable[[World, Viewer], Any], frozenset[Role]]

DAY = date(2026, 10, 7)
EMPLOYERS = frozenset({Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER})
READERS = frozenset({Role.OFFICE_MANAGER})
_OWN, _PUBLISHED = frozenset({Relation.OWN}), frozenset({Relation.PUBLISHED})
_NONE: frozenset[Relation] = frozenset()


def add_meeting(
    world: World, state: MeetingState = MeetingState.CALLED, *of: Organisation
) -> Meeting:
    """Add a roundtable to which some organisations are invited."""
    key = secrets.token_hex(8)
    series = MeetingSeries(kind=MeetingKind.ROUNDTABLE, name=key, name_key=key)
    meeting = Meeting(series=series, ref=f"RT-{key}", title="طاولة", state=state, held_on=DAY)
    meeting.participants = [
        Participant(organisation=organisation, invited_at=utc_now()) for organisation in of
    ]
    world.session.add(meeting)
    world.session.flush()
    return meeting


def _document(meeting: Meeting, world: World, *, for_members: bool = True) -> MeetingDocument:
    document = MeetingDocument(filename="paper.pdf", size=4, digest="0" * 64, content=b"%PDF")
    document.for_members = for_members
    meeting.documents.append(document)
    world.session.flush()
    return document


def _item(world: World) -> AgendaItem:
    item = AgendaItem(meeting=add_meeting(world), position=1, title="التدريب")
    world.session.add(item)
    world.session.flush()
    return item


def _resolution(world: World) -> Resolution:
    found = Resolution(item=_item(world), kind=ResolutionKind.DECISION, text="يُفتح باب التدريب")
    world.session.add(found)
    world.session.flush()
    return found


def add_commitment(world: World, *of: Organisation) -> Commitment:
    """Add twenty internships promised by some organisations."""
    made = Commitment(
        ref=f"C-{secrets.token_hex(6)}",
        made_on=DAY,
        kind=CommitmentKind.INTERNSHIP,
        quantity=20,
        title="لحام",
        text="عشرون فرصة تدريب",
        deadline=date(2027, 3, 31),
    )
    made.parties = [CommitmentParty(organisation=one, leads=not n) for n, one in enumerate(of)]
    world.session.add(made)
    world.session.flush()
    return made


def _citation(world: World) -> Citation:
    posting = add_posting(
        world.session, ref=secrets.token_hex(8), employer=world.other_organisation.name
    )
    cited = Citation(opportunity=posting, commitment=add_commitment(world, world.organisation))
    cited.origin = CitationOrigin.FILE
    world.session.add(cited)
    world.session.flush()
    return cited


def _ask(world: World, of: Organisation, state: AskState = AskState.SENT) -> Ask:
    ask = Ask(meeting=add_meeting(world), organisation=of, kind=OpportunityKind.JOB, as_of=DAY)
    ask.state, ask.quantity = state, 10
    world.session.add(ask)
    world.session.flush()
    return ask


def _action(world: World) -> PlanAction:
    number = secrets.randbelow(10**9)
    priority = Priority(number=number, title_en="Work", title_ar="العمل", title_ckb="کار")
    action = PlanAction(
        priority=priority, number=str(number), title_en="Train", horizon=Horizon.SHORT
    )
    world.session.add(action)
    world.session.flush()
    return action


def _action_file(world: World) -> ActionFile:
    file = ActionFile(action=_action(world), language="en")
    file.covers_from, file.covers_until = date(2026, 4, 1), date(2026, 9, 30)
    content = {"title": "Train", "objective": "", "leads": [], "timeframe": "", "results": []}
    file.versions = [ActionFileVersion(number=1, content={**content, "next_steps": []})]
    world.session.add(file)
    world.session.flush()
    return file


_HELD, _OUT = MeetingState.HELD, MeetingState.PUBLISHED
SITUATIONS: Mapping[Kind, tuple[Row, ...]] = {
    Kind.MEETING: (
        ("own", _OWN, lambda w, _v: add_meeting(w, _HELD, w.organisation), EMPLOYERS),
        (
            "own, a draft",
            _NONE,
            lambda w, _v: add_meeting(w, MeetingState.PLANNED, w.organisation),
            EMPLOYERS,
        ),
        (
            "of others",
            _NONE,
            lambda w, _v: add_meeting(w, _OUT, w.other_organisation),
            EMPLOYERS,
        ),
        ("published", _PUBLISHED, lambda w, _v: add_meeting(w, _OUT), READERS),
        ("not published", _NONE, lambda w, _v: add_meeting(w, _HELD), READERS),
        ("any", _NONE, lambda w, _v: add_meeting(w), frozenset(Role) - EMPLOYERS - READERS),
        ("any, held", _NONE, lambda w, _v: add_meeting(w, _HELD), frozenset({Role.SECRETARIAT})),
    ),
    Kind.SERIES: (
        ("published", _PUBLISHED, lambda w, _v: add_meeting(w, _OUT).series, READERS),
        ("not published", _NONE, lambda w, _v: add_meeting(w, _HELD).series, READERS),
        ("any", _NONE, lambda w, _v: add_meeting(w).series, frozenset(Role) - READERS),
    ),
    Kind.ITEM: (("any", _NONE, lambda w, _v: _item(w), frozenset(Role)),),
    Kind.RESOLUTION: (("any", _NONE, lambda w, _v: _resolution(w), frozenset(Role)),),
    Kind.DOCUMENT: (
        (
            "own",
            _OWN,
            lambda w, _v: _document(add_meeting(w, _HELD, w.organisation), w),
            EMPLOYERS,
        ),
        (
            "own, not for members",
            _NONE,
            lambda w, _v: _document(add_meeting(w, _HELD, w.organisation), w, for_members=False),
            EMPLOYERS,
        ),
        ("published", _PUBLISHED, lambda w, _v: _document(add_meeting(w, _OUT), w), READERS),
        ("not published", _NONE, lambda w, _v: _document(add_meeting(w, _HELD), w), READERS),
        ("any", _NONE, lambda w, _v: _document(add_meeting(w, _HELD), w), frozenset(Role)),
    ),
    Kind.COMMITMENT: (
        ("own", _OWN, lambda w, _v: add_commitment(w, w.organisation), EMPLOYERS),
        (
            "joint",
            _OWN,
            lambda w, _v: add_commitment(w, w.other_organisation, w.organisation),
            EMPLOYERS,
        ),
        ("of others", _NONE, lambda w, _v: add_commitment(w, w.other_organisation), EMPLOYERS),
        (
            "any",
            _NONE,
            lambda w, _v: add_commitment(w, w.organisation),
            frozenset(Role) - EMPLOYERS,
        ),
    ),
    Kind.CITATION: (("any", _NONE, lambda w, _v: _citation(w), frozenset(Role)),),
    Kind.ACTION: (("any", _NONE, lambda w, _v: _action(w), frozenset(Role)),),
    Kind.ACTION_FILE: (("any", _NONE, lambda w, _v: _action_file(w), frozenset(Role)),),
    Kind.ASK: (
        ("own", _OWN, lambda w, _v: _ask(w, w.organisation), EMPLOYERS),
        ("own, a draft", _NONE, lambda w, _v: _ask(w, w.organisation, AskState.DRAFT), EMPLOYERS),
        ("of others", _NONE, lambda w, _v: _ask(w, w.other_organisation), EMPLOYERS),
        ("any", _NONE, lambda w, _v: _ask(w, w.organisation), frozenset(Role) - EMPLOYERS),
    ),
}


def _measure(world: World, _viewer: Viewer, commitment: Commitment) -> dict[str, str]:
    """Milestones are of a measure of policy; one that is not done yet."""
    with world.writing():
        commitment.kind = CommitmentKind.POLICY
        step = Milestone(commitment=commitment, text="مسودة التعليمات")
        world.session.add(step)
        world.session.flush()
    return {"milestone": step.public_id}


def _first_party(world: World, _viewer: Viewer, citation: Citation) -> dict[str, str]:
    party = citation.commitment.parties[0].organisation
    return {"party": world.session.get_one(Organisation, party.id).public_id}


_PAPERS = {"barrier": Barrier.PAPERS.value}

FILLINGS: Mapping[str, Callable[[World, Viewer, Any], dict[str, str]]] = {
    **{
        f"round_table.{name}": _measure
        for name in ("add_milestone", "finish_milestone", "reopen_milestone", "remove_milestone")
    },
    "round_table.unite_organisations": _first_party,
    "round_table.edit_action_file": lambda _world, _viewer, _file: {"section": "objective"},
    "round_table.gap": lambda _world, _viewer, _record: {"group": "7212", "governorate": "IQ-BA"},
    "round_table.barrier_commitments": lambda _world, _viewer, _record: _PAPERS,
    "round_table.link_barrier": lambda _world, _viewer, _record: _PAPERS,
    "round_table.unlink_barrier": lambda _world, _viewer, _record: _PAPERS,
    "employer.answer_ask": lambda _world, _viewer, ask: {"version": ask.version, "step": "decline"},
    "round_table.barrier": lambda _world, _viewer, _record: {"barrier": Barrier.PAPERS.value},
}
