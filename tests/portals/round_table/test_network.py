"""The picture of who works with whom: every organisation readable, every relation in the table."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.commitment import Commitment, CommitmentParty
from models.enums import Role
from models.opportunity import Organisation
from models.round_table_enums import CommitmentKind, RelationKind, StakeholderKind
from models.stakeholder import Stakeholder
from wasl.access.viewer import COMMAND_LINE
from wasl.app import shipped_folder
from wasl.clock import today_in_baghdad
from wasl.operations.stakeholders.relations import MUTUAL, relate_organisations
from wasl.portals.round_table.network_picture import (
    DOT_COLOURS,
    LINE_STYLES,
    draw_network,
)
from wasl.portals.round_table.queries.network import Link, Member, Network, read_network

KINDS = list(StakeholderKind)
SignIn = Callable[[Role | None], FlaskClient]


def network(size: int) -> Network:
    """Return organisations grouped by kind, each linked to the first one."""
    members = [
        Member(
            id=n, public_id=f"p{n}", name=f"Organisation {n}", short_name=None,
            kind=KINDS[n * len(KINDS) // size], links=1,
        )
        for n in range(size)
    ]  # fmt: skip
    links = [Link(first=0, second=n, kind=RelationKind.FUNDS) for n in range(1, size)]
    return Network(members=members, links=links)


@pytest.mark.parametrize("size", [2, 3, 4, 5, 16, 17, 60])
@pytest.mark.parametrize("right_to_left", [True, False])
def test_no_name_lies_on_another_and_none_leaves_the_box(size: int, right_to_left: bool) -> None:
    picture = draw_network(network(size), right_to_left=right_to_left)
    assert len(picture.dots) == size
    for side in (True, False):
        heights = sorted(dot.y for dot in picture.dots if dot.at_end is side)
        assert all(later - earlier >= 25 for earlier, later in pairwise(heights))
        assert heights[0] > 10
        assert heights[-1] < picture.height - 10
    for dot in picture.dots:
        room = 7 * len(dot.label)
        assert room < dot.label_x if dot.at_end else dot.label_x < picture.width - room


def test_neighbours_in_the_list_are_neighbours_on_the_ring() -> None:
    dots = {dot.member.id: dot for dot in draw_network(network(9), right_to_left=False).dots}
    ring = [dots[n] for n in range(9)]
    assert [dot.at_end for dot in ring] == [True] * 5 + [False] * 4
    assert [dot.y for dot in ring[:5]] == sorted(dot.y for dot in ring[:5])
    assert [dot.y for dot in ring[5:]] == sorted((dot.y for dot in ring[5:]), reverse=True)


def test_right_to_left_is_the_same_ring_in_a_mirror() -> None:
    one, other = (draw_network(network(9), right_to_left=way) for way in (False, True))
    at = {dot.member.id: dot for dot in other.dots}
    for dot in one.dots:
        assert abs(dot.x + at[dot.member.id].x - one.width) < 1
        assert dot.y == at[dot.member.id].y
        assert dot.at_end is not at[dot.member.id].at_end


def test_relations_with_a_direction_have_an_arrow() -> None:
    for kind in (*RelationKind, None):
        pair = network(2)
        link = Link(first=0, second=1, kind=kind, together=1)
        picture = draw_network(Network(members=pair.members, links=[link]), right_to_left=False)
        assert bool(picture.lines[0].tip) is (kind is not None and kind not in MUTUAL)
        assert picture.relations == [kind]


def test_colours_are_tokens_and_lines_differ_without_them() -> None:
    tokens = (shipped_folder("static") / "css" / "tokens.css").read_text("utf-8")
    for name in (*DOT_COLOURS.values(), *(colour for colour, _ in LINE_STYLES.values())):
        assert f"{name}:" in tokens
    assert set(DOT_COLOURS) == {*StakeholderKind, None}
    assert set(LINE_STYLES) == {*RelationKind, None}
    assert len({dashes for _, dashes in LINE_STYLES.values()}) == len(LINE_STYLES)


def test_too_many_are_cut_to_those_with_most_links() -> None:
    whole = network(70)
    assert whole.cut(70) is whole
    hub = Member(id=0, public_id="p0", name="Hub", short_name=None, kind=None, links=69)
    part = Network(members=[*whole.members[1:], hub], links=whole.links).cut(10)
    assert (len(part.members), part.left_out, len(part.links)) == (10, 60, 9)
    assert hub in part.members


def _organisation(session: Session, name: str, kind: StakeholderKind) -> Organisation:
    found = Organisation(name=name, name_key=name.lower())
    session.add(found)
    session.flush()
    session.add(Stakeholder(organisation_id=found.id, kind=kind))
    session.flush()
    return found


@pytest.fixture
def three(web_session: Session) -> list[Organisation]:
    """A ministry that refers to a provider, which promised twice together with a company."""
    made = [
        _organisation(web_session, "وزارة العمل", StakeholderKind.MINISTRY),
        _organisation(web_session, "Training Centre", StakeholderKind.PROVIDER),
        _organisation(web_session, "کۆمپانیای بەفرین چیا", StakeholderKind.COMPANY),
    ]
    ministry, provider, company = made
    relate_organisations(web_session, COMMAND_LINE, ministry, RelationKind.REFERS_TO, provider)
    for ref in ("C-1", "C-2"):
        one = Commitment(
            ref=ref, made_on=today_in_baghdad(), quantity=1, text="Jobs", title="Baker"
        )
        one.kind = CommitmentKind.JOB
        one.parties = [CommitmentParty(organisation=by) for by in (company, provider)]
        web_session.add(one)
    web_session.commit()
    return made


def test_what_was_promised_together_is_a_relation(
    web_session: Session, three: list[Organisation]
) -> None:
    ministry, provider, company = three
    found = read_network(web_session, "en")
    assert [(one.first, one.second, one.kind, one.together) for one in found.links] == [
        (ministry.id, provider.id, RelationKind.REFERS_TO, 0),
        (provider.id, company.id, None, 2),
    ]
    assert [(one.id, one.links) for one in found.members] == [
        (ministry.id, 1), (company.id, 1), (provider.id, 2),
    ]  # fmt: skip
    assert len(read_network(web_session, "en", RelationKind.REFERS_TO).members) == 2
    around = read_network(web_session, "en", kind=StakeholderKind.COMPANY)
    assert {one.id for one in around.members} == {provider.id, company.id}
    assert read_network(web_session, "en", RelationKind.FUNDS).members == []


def test_the_page_draws_them_and_has_the_table_behind(
    sign_in: SignIn, check_page: Callable[..., object], three: list[Organisation]
) -> None:
    page = check_page(sign_in(Role.OFFICE_MANAGER), "/roundtable/stakeholders/map", "en")
    for one in three:
        assert page.text.count(f"/stakeholders/{one.public_id}") >= 2  # type: ignore[attr-defined]
    assert "made 2 commitments together with" in page.text  # type: ignore[attr-defined]
    assert "<polygon" in page.text  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", [Role.EMPLOYER_OWNER, Role.OBSERVER, Role.CASEWORKER])
def test_who_sees_no_stakeholders_sees_no_picture(sign_in: SignIn, role: Role) -> None:
    assert sign_in(role).get("/roundtable/stakeholders/map").status_code == 403
