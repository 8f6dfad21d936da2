"""An employer's own postings, sent in as a file."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus, Role
from models.opportunity import Opportunity
from tests.portals.imports.walking import Walk, make_csv, words

HEAD = ["ref", "employer", "kind", "title", "seats"]
ROWS = [["1", "", "job", "خباز", "2"], ["2", "شركة الرافدين", "training", "دورة لحام", "8"]]
FOREIGN = ["3", "مطحنة الموصل", "job", "طحان", "1"]
EMPLOYERS = (Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER)


@pytest.fixture
def owner(walk_as: Callable[[Role], Walk]) -> Walk:
    """The owner of a company at the import pages."""
    return walk_as(Role.EMPLOYER_OWNER)


def send(owner: Walk, *rows: list[str], headers: list[str] | None = None) -> str:
    content = make_csv(*rows, headers=headers or HEAD)
    return owner.start(content, kind="opportunities", publish="y")


def postings(session: Session) -> dict[str, Opportunity]:
    session.rollback()
    session.expire_all()
    return {posting.ref: posting for posting in session.scalars(select(Opportunity))}


def test_rows_go_in_as_drafts_of_ones_own_company(owner: Walk, web_session: Session) -> None:
    job = send(owner, *ROWS, FOREIGN)
    assert owner.post(f"{job}/columns", **owner.choices(job)).location == f"{job}/preview"
    preview = words(owner.text(f"{job}/preview"))
    assert "2 rows can go in" in preview
    assert "New opportunities are published at once" not in preview
    report = words(owner.finish(job))
    assert "2 rows are in the platform" in report
    assert "This is the name of another employer" in report
    assert "شركة الرافدين" in report
    assert "The rows are drafts" in report
    found = postings(web_session)
    assert set(found) == {"1", "2"}
    assert {posting.status for posting in found.values()} == {OpportunityStatus.DRAFT}
    assert {posting.organisation.name for posting in found.values()} == {"شركة الرافدين"}


def test_whose_file_it_is_need_not_be_said(owner: Walk, web_session: Session) -> None:
    headers = ["ref", "kind", "title"]
    job = send(owner, ["1", "job", "خباز"], headers=headers)
    page = owner.text(f"{job}/columns")
    assert "Columns are missing" not in page
    assert "constant-employer" not in page
    forged = {**owner.choices(job), "constant-employer": FOREIGN[1]}
    owner.post(f"{job}/columns", **forged)
    owner.finish(job)
    assert postings(web_session)["1"].organisation.name == "شركة الرافدين"


def test_the_kind_may_be_said_once_for_all_rows(owner: Walk, web_session: Session) -> None:
    job = send(owner, ["1", "خباز"], headers=["ref", "title"])
    assert 'name="constant-kind"' in owner.text(f"{job}/columns")
    owner.post(f"{job}/columns", **{**owner.choices(job), "constant-kind": "internship"})
    owner.finish(job)
    assert postings(web_session)["1"].kind.value == "internship"


@pytest.mark.parametrize("role", EMPLOYERS)
def test_people_are_no_business_of_employers(walk_as: Callable[[Role], Walk], role: Role) -> None:
    walk = walk_as(role)
    assert "/imports/new/intake" not in walk.text("/imports")
    assert 'name="publish"' not in walk.text("/imports/new/opportunities")
    for path in ("/imports/new/intake", "/imports/templates/intake"):
        assert walk.client.get(path).status_code == 404
    assert walk.upload(make_csv(["x"]), kind="intake").status_code == 404


@pytest.mark.parametrize("language", ["ar", "ckb", "en"])
def test_the_blank_template_is_theirs_too(owner: Walk, language: str) -> None:
    owner.post("/language", language=language, next="/imports")
    response = owner.client.get("/imports/templates/opportunities")
    assert response.headers["Content-Disposition"].endswith(f"wasl-opportunities-{language}.xlsx")
    assert response.data.startswith(b"PK")


def test_files_of_others_do_not_exist(owner: Walk, walk_as: Callable[[Role], Walk]) -> None:
    job = send(owner, *ROWS)
    for role in (Role.EMPLOYER_RECRUITER, Role.CASEWORKER):
        other = walk_as(role)
        assert job not in other.text("/imports")
        for path in (job, f"{job}/columns", f"{job}/preview", f"{job}/report.json"):
            assert other.client.get(path).status_code == 404, path
        assert other.post(f"{job}/run").status_code == 404


def test_pages_are_sound_for_employers(owner: Walk, pages: Callable[..., Any]) -> None:
    waiting, done = send(owner, *ROWS, FOREIGN), send(owner, *ROWS)
    owner.finish(done)
    for path in ("/imports", "/imports/new/opportunities", waiting + "/columns", done):
        pages(path, role=Role.EMPLOYER_OWNER)


def test_an_office_that_does_not_publish_on_pages_does_not_by_file(
    walk: Walk, web_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wasl.operations.import_opportunities.LABOUR_MINISTRY", frozenset())
    assert 'name="publish"' not in walk.text("/imports/new/opportunities")
    job = walk.start(make_csv(FOREIGN, headers=HEAD), kind="opportunities", publish="y")
    walk.finish(job)
    assert postings(web_session)["3"].status is OpportunityStatus.DRAFT
