"""Runs: what is kept, who is left out, and what a score never depends on."""

import csv
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.columns import digest_columns
from matching.engine import Keep
from matching.explanation import read_explanation
from models.enums import (
    Area,
    Category,
    ConsentPurpose,
    OpportunityStatus,
    Sex,
    Vulnerability,
)
from models.match import Match, MatchPolicy, MatchRun
from models.person import Household, PersonVulnerability
from models.register import Consent
from tests.operations.cast import TODAY, add_offer, add_person
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.build_match_columns import build_match_columns
from wasl.operations.compute_matches import (
    KEPT_RUNS,
    compute_matches,
    latest_policy,
    latest_run,
    plan_matches,
    store_matches,
)
from wasl.operations.explain_match import (
    explain_match,
    find_opportunity_by_key,
    find_person_by_key,
)
from wasl.operations.export_matches import COLUMNS, export_matches, neutralise


def matches_of(session: Session, run: MatchRun) -> list[Match]:
    query = select(Match).where(Match.run_id == run.id)
    return list(session.scalars(query.order_by(Match.person_id, Match.rank_for_person)))


def test_a_run_keeps_ranked_matches_with_their_explanations(session: Session) -> None:
    baker = add_person(session, "1")
    add_person(session, "2", occupation="5120")
    add_offer(session, "A")
    add_offer(session, "B", hours="part")
    run = compute_matches(session, COMMAND_LINE, TODAY)
    found = matches_of(session, run)
    assert (run.people, run.opportunities, run.eligible_pairs, len(found)) == (2, 2, 4, 4)
    assert run.finished_at is not None
    assert run.as_of == TODAY
    assert [match.rank_for_person for match in found] == [1, 2, 1, 2]
    for_opportunity = [m for m in found if m.opportunity.ref == "A"]
    assert min(for_opportunity, key=lambda m: m.rank_for_opportunity or 9).person_id == baker.id
    for match in found:
        explanation = read_explanation(
            match.explanation, run.policy.weights, match.unmet, match.points
        )
        assert sum(line.points for line in explanation.criteria) == match.points
        assert match.eligible == explanation.eligible


def test_near_misses_follow_eligible_matches_with_what_is_not_met(session: Session) -> None:
    add_person(session, "1", hours="full")
    add_offer(session, "A")
    add_offer(session, "B", hours="part")
    found = matches_of(session, compute_matches(session, COMMAND_LINE, TODAY))
    assert [(m.eligible, m.unmet, m.rank_for_person) for m in found] == [
        (True, [], 1),
        (False, ["hours"], 2),
    ]


def test_only_published_opportunities_and_people_who_consent(session: Session) -> None:
    add_person(session, "1")
    add_person(session, "2", consent=False)
    add_offer(session, "A")
    for number, status in enumerate(OpportunityStatus):
        if status is not OpportunityStatus.PUBLISHED:
            add_offer(session, f"B{number}", status=status)
    run = compute_matches(session, COMMAND_LINE, TODAY)
    found = matches_of(session, run)
    assert [(m.person.entries[0].case_no, m.opportunity.ref) for m in found] == [("1", "A")]
    assert (run.people, run.opportunities) == (1, 1)


def test_consent_is_read_again_when_a_plan_is_stored(session: Session) -> None:
    person = add_person(session, "1")
    add_offer(session, "A")
    plan = plan_matches(session, TODAY)
    person.consents.append(Consent(purpose=ConsentPurpose.MATCHING, granted=False))
    session.flush()
    assert matches_of(session, store_matches(session, COMMAND_LINE, plan)) == []


def test_a_new_yes_counts_after_a_no(session: Session) -> None:
    person = add_person(session, "1", consent=False)
    person.consents.append(Consent(purpose=ConsentPurpose.MATCHING, granted=True))
    person.consents.append(Consent(purpose=ConsentPurpose.CONTACT, granted=False))
    add_offer(session, "A")
    assert len(matches_of(session, compute_matches(session, COMMAND_LINE, TODAY))) == 1


def test_protected_attributes_change_no_score(session: Session) -> None:
    person = add_person(session, "1")
    add_offer(session, "A")
    before = compute_matches(session, COMMAND_LINE, TODAY)
    first = matches_of(session, before)[0]
    person.sex = Sex.FEMALE
    person.category = Category.ABROAD_FORCED
    person.area = Area.RURAL
    person.origin_code = "IQ-DA"
    person.identity.name_latin = "Somebody Else"
    person.identity.birth_date = date(1950, 1, 2)
    person.household = Household(dependants=9, female_head=True)
    person.vulnerabilities = [
        PersonVulnerability(vulnerability=vulnerability) for vulnerability in Vulnerability
    ]
    session.flush()
    after = compute_matches(session, COMMAND_LINE, TODAY)
    second = matches_of(session, after)[0]
    assert (first.points, first.explanation) == (second.points, second.explanation)
    assert before.data_digest == after.data_digest


def test_what_counts_does_change_the_digest(session: Session) -> None:
    person = add_person(session, "1")
    before = compute_matches(session, COMMAND_LINE, TODAY).data_digest
    assert person.education is not None
    person.education.level = 6
    session.flush()
    assert compute_matches(session, COMMAND_LINE, TODAY).data_digest != before


def test_old_runs_go_and_policies_stay(session: Session) -> None:
    add_person(session, "1")
    add_offer(session, "A")
    runs = [compute_matches(session, COMMAND_LINE, TODAY).id for _ in range(KEPT_RUNS + 2)]
    assert list(session.scalars(select(MatchRun.id).order_by(MatchRun.id))) == runs[2:]
    assert session.scalar(select(func.count()).select_from(Match)) == KEPT_RUNS
    assert session.scalar(select(func.count()).select_from(MatchPolicy)) == 1
    newest = latest_run(session)
    assert newest is not None
    assert newest.id == runs[-1]


def test_a_newer_policy_is_used_and_the_old_run_keeps_its_own(session: Session) -> None:
    add_person(session, "1")
    add_offer(session, "A")
    old = compute_matches(session, COMMAND_LINE, TODAY)
    weights = {**latest_policy(session).weights}
    weights["occupation"] -= 100_000
    weights["date"] += 100_000
    session.add(MatchPolicy(version=2, note="dates matter", weights=weights))
    session.flush()
    new = compute_matches(session, COMMAND_LINE, TODAY)
    assert (old.policy.version, new.policy.version) == (1, 2)
    assert matches_of(session, old)[0].points != matches_of(session, new)[0].points


def test_so_many_are_kept_for_each_side(session: Session) -> None:
    for number in range(4):
        add_person(session, str(number))
        add_offer(session, f"A{number}")
    found = matches_of(
        session, compute_matches(session, COMMAND_LINE, TODAY, Keep(eligible=2, near=1))
    )
    for ranks in ("rank_for_person", "rank_for_opportunity"):
        assert max(getattr(match, ranks) or 0 for match in found) == 2


def test_one_pair_is_explained_as_the_run_did_and_says_when_data_changed(session: Session) -> None:
    person, offer = add_person(session, "1"), add_offer(session, "A")
    add_person(session, "2")
    compute_matches(session, COMMAND_LINE, TODAY)
    explained = explain_match(session, COMMAND_LINE, person, offer, TODAY)
    assert explained.kept is not None
    assert explained.changed is False
    assert explained.explanation.points == explained.kept.points
    person.experiences[0].years = 2
    session.flush()
    assert explain_match(session, COMMAND_LINE, person, offer, TODAY).changed is True


def test_a_pair_that_was_not_kept_is_explained_too(session: Session) -> None:
    person, offer = add_person(session, "1"), add_offer(session, "A", occupation="2411")
    compute_matches(session, COMMAND_LINE, TODAY, Keep(eligible=0, near=0))
    explained = explain_match(session, COMMAND_LINE, person, offer, TODAY)
    assert explained.kept is None
    assert explained.changed is None
    assert explained.explanation.criteria[0].level == "other"


def test_without_consent_nothing_is_scored(session: Session) -> None:
    person, offer = add_person(session, "1", consent=False), add_offer(session, "A")
    explanation = explain_match(session, COMMAND_LINE, person, offer, TODAY).explanation
    assert explanation.unmet == ["consent"]
    assert explanation.criteria == []
    assert explanation.points == 0


def test_keys_find_cases_and_postings(session: Session) -> None:
    person, offer = add_person(session, "2026/1"), add_offer(session, "2026/01")
    assert find_person_by_key(session, "mrc:2026/1") is person
    assert find_person_by_key(session, "molsa:2026/1") is None
    assert find_person_by_key(session, "nonsense") is None
    assert find_opportunity_by_key(session, "Bakery / Basra/2026/01") is offer
    assert find_opportunity_by_key(session, "Bakery") is None


def test_export_has_the_columns_of_the_contract(session: Session, tmp_path: Path) -> None:
    add_person(session, "1", hours="full")
    add_person(session, "=2+2")
    add_offer(session, "A")
    add_offer(session, "B", hours="part", employer="=cmd|' /C calc'!A0")
    run = compute_matches(session, COMMAND_LINE, TODAY)
    out = tmp_path / "matches.csv"
    assert export_matches(session, COMMAND_LINE, run, out) == 4
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [(r["returnee"], r["rank"], r["eligible"], r["unmet"]) for r in rows[:2]] == [
        ("mrc:1", "1", "yes", ""),
        ("mrc:1", "2", "no", "hours"),
    ]
    assert rows[0]["opportunity"] == "Bakery / Basra/A"
    assert rows[1]["opportunity"].startswith("'=cmd")
    assert 0 <= float(rows[0]["score"]) <= 1
    # The best fit of each, and the near miss of the one who has one.
    assert export_matches(session, COMMAND_LINE, run, out, top=1) == 3
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_export_leaves_out_who_withdrew_since(session: Session, tmp_path: Path) -> None:
    person = add_person(session, "1")
    add_offer(session, "A")
    run = compute_matches(session, COMMAND_LINE, TODAY)
    person.consents.append(Consent(purpose=ConsentPurpose.MATCHING, granted=False))
    session.flush()
    assert export_matches(session, COMMAND_LINE, run, tmp_path / "matches.csv") == 0


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_formulas_are_neutralised(cell: str) -> None:
    assert neutralise(cell) == "'" + cell


def test_ordinary_keys_stay_as_they_are() -> None:
    assert neutralise("mrc:MRC-BGD-1=2") == "mrc:MRC-BGD-1=2"


def test_equal_data_give_equal_columns(session: Session) -> None:
    add_person(session, "1")
    add_offer(session, "A")
    columns = build_match_columns(session, TODAY)
    assert columns.vocabulary.occupations == ["7512"]
    wording = columns.vocabulary.skills.index("our own oven trick")
    assert not columns.vocabulary.coded[wording]
    assert columns.people.skills.row(0) == columns.opportunities.required.row(0) == [wording]
    again = build_match_columns(session, TODAY)
    assert digest_columns(columns) == digest_columns(again)
