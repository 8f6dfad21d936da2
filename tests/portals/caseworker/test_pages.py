"""Every page of the caseworker, empty and full, sound in three languages."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.enums import OpportunityKind, OpportunityStatus, Role
from tests.portals.caseworker.office import (
    TODAY,
    add_person,
    add_posting,
    ask_everything,
    tell_everything,
)
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.compute_matches import compute_matches
from wasl.portals.caseworker.queries.coding import wording_key

Pages = Callable[..., dict[str, Any]]


@pytest.fixture
def office(web_session: Session) -> dict[str, str]:
    """People and postings in every state, matched; the addresses of their pages."""
    full = add_person(web_session, "زينب كريم حسن", "Zaynab Karim", case_no="2026/1")
    tell_everything(web_session, full)
    doubtful = add_person(web_session, "علي حسين", case_no="2026/2", title="شغل فرن", code=None)
    silent = add_person(web_session, "هێمن عەلی", case_no="2026/3", consent=False)
    job = add_posting(web_session)
    ask_everything(web_session, job)
    add_posting(web_session, "فرصة خباز", ref="2")
    draft = add_posting(web_session, "شغل فرن", ref="3", code=None, status=OpportunityStatus.DRAFT)
    others = [kind for kind in OpportunityKind if kind is not OpportunityKind.JOB]
    for number, kind in enumerate(others):
        add_posting(web_session, f"عرض {number}", ref=f"k{number}", kind=kind, governorate=None)
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    return {
        "full": f"/people/{full.public_id}",
        "doubtful": f"/people/{doubtful.public_id}",
        "silent": f"/people/{silent.public_id}",
        "title": f"/people/{doubtful.public_id}/occupation"
        f"?title=experience-{doubtful.experiences[0].id}",
        "job": f"/desk/opportunities/{job.public_id}",
        "draft": f"/desk/opportunities/{draft.public_id}",
        "posting_title": f"/desk/opportunities/{draft.public_id}/occupation?q=خباز",
        "wording": f"/coding/{wording_key('شغل فرن')}",
    }


@pytest.mark.parametrize("path", ["/desk", "/people", "/desk/opportunities", "/coding"])
def test_empty_pages_are_sound(pages: Pages, path: str) -> None:
    pages(path, role=Role.CASEWORKER)


@pytest.mark.parametrize(
    "path",
    [
        "/desk",
        "/people",
        "/people?order=best_match&matched=yes&consent=yes&governorate=IQ-BA&occupation=751",
        "/people?governorate=IQ-SU",
        "/people?search=gone",
        "/desk/opportunities",
        "/desk/opportunities?q=خباز&order=deadline&status=published",
        "/desk/opportunities?q=لا شيء كهذا",
        "/coding",
    ],
)
def test_lists_are_sound(pages: Pages, office: dict[str, str], path: str) -> None:
    pages(path, role=Role.CASEWORKER)


@pytest.mark.parametrize(
    "name",
    ["full", "doubtful", "silent", "title", "job", "draft", "posting_title", "wording"],
)
def test_records_are_sound(pages: Pages, office: dict[str, str], name: str) -> None:
    pages(office[name], role=Role.CASEWORKER)


@pytest.mark.parametrize(
    "path",
    [
        "/people/nosuchperson",
        "/people/nosuchperson/occupation?title=experience-1",
        "/desk/opportunities/nosuchposting",
        "/coding/0123456789abcdef",
    ],
)
def test_what_is_not_there_is_not_found(pages: Pages, path: str) -> None:
    pages(path, role=Role.CASEWORKER, status=404)
