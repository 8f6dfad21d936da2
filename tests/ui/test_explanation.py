"""Sentences about a fit: concrete, in three languages, and quiet about what is kept back."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.synthetic import make_columns
from matching.columns import Columns
from matching.explanation import (
    CriterionLine,
    Explanation,
    RequirementLine,
    explain_pair,
)
from matching.facts import FACTS, LEVELS_OF_CRITERION
from matching.levels import LEVELS_OF, Level, Requirement
from matching.policy import Criterion, default_policy
from wasl.access.explanation_mask import mask_explanation
from wasl.access.tongues import HOME_LANGUAGES
from wasl.i18n.outside import speaking
from wasl.ui.explanation import (
    CRITERION_NAMES,
    Audience,
    Names,
    codes_of,
    fit_parts,
    render_explanation,
    verdict_of,
)
from wasl.ui.parts import Tone

NAMES = Names(
    occupations={"7512": "Bakers", "5120": "Cooks"},
    skills={"dough": "Mixing dough", "oven": "Running an oven"},
    places={"IQ-BA": "Basra", "IQ-DQ": "Dhi Qar"},
)
FULL = {
    Criterion.OCCUPATION: {
        "person": "7512",
        "opportunity": "5120",
        "basis": "experience",
        "months": 72,
        "believed": 1000,
    },
    Criterion.REQUIRED_SKILLS: {"usual": False},
    Criterion.DESIRED_SKILLS: {},
    Criterion.EXPERIENCE: {"months": 72, "months_asked": 24},
    Criterion.EDUCATION: {"level": 3, "level_asked": 2},
    Criterion.LANGUAGES: {"languages": [{"language": "en", "level": 3, "level_asked": 4}]},
    Criterion.PLACE: {"person": "IQ-BA", "opportunity": "IQ-DQ"},
    Criterion.WAGE: {"asked": 900_000, "offered": 800_000},
    Criterion.HOURS: {"wanted": "full", "offered": "part"},
    Criterion.DATE: {
        "available_from": "2027-01-05",
        "start_date": "2026-12-01",
        "apply_by": "2026-11-25",
    },
    Criterion.WANTS: {"kind": "job"},
}


@pytest.fixture(params=["en", "ar", "ckb"])
def language(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    monkeypatch.setenv("WASL_DATA_DIR", str(tmp_path))
    with speaking(request.param):
        yield request.param


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("WASL_DATA_DIR", str(tmp_path))
    with speaking("en"):
        yield


def a_line(criterion: Criterion, level: Level, **facts: object) -> CriterionLine:
    known = {**FULL[criterion], **facts}
    matched, missing = known.pop("matched", ["dough"]), known.pop("missing", ["oven"])
    return CriterionLine(
        criterion=criterion.value,
        level=level.label,
        unknown=level.state.name == "UNKNOWN",
        share=level.share,
        weight=1000,
        points=level.share,
        matched=matched,  # type: ignore[arg-type]
        missing=missing,  # type: ignore[arg-type]
        facts=known,
    )


def sentence(criterion: Criterion, level: str, **facts: object) -> str:
    line = a_line(criterion, LEVELS_OF_CRITERION[criterion][level], **facts)
    reasons = render_explanation(Explanation(0, True, [], [], [line]), NAMES)
    return reasons[0].text if reasons else ""


@pytest.mark.parametrize(
    ("criterion", "level", "facts", "expected"),
    [
        ("occupation", "SAME", {}, "Bakers: the same occupation (6 years)"),
        ("occupation", "CLOSE", {"months": None}, "Bakers: close to Cooks"),
        ("occupation", "SAME", {"basis": "desired"}, "Wants this work: Bakers"),
        (
            "required_skills",
            "MOST",
            {},
            "Has 1 of 2 skills that are asked for; missing: Running an oven",
        ),
        (
            "required_skills",
            "ALL",
            {"missing": []},
            "Has the skill that is asked for: Mixing dough",
        ),
        ("experience", "MET", {}, "6 years of related work; 2 years asked for"),
        ("languages", "ONE_UNDER", {}, "English: B1, B2 asked for"),
        (
            "place",
            "NEIGHBOUR",
            {},
            "Lives in Basra, next to Dhi Qar; has not said they would move",
        ),
        (
            "wage",
            "BELOW",
            {},
            "Pays up to 800,000 IQD, a little less than the 900,000 IQD hoped for",
        ),
        (
            "date",
            "LATER",
            {},
            "Can begin only from 5 January 2027; it starts on 1 December 2026",
        ),
    ],
)
def test_sentence(
    english: None, criterion: str, level: str, facts: dict[str, object], expected: str
) -> None:
    assert sentence(Criterion(criterion), level, **facts) == expected


@pytest.mark.parametrize("criterion", list(Criterion))
@pytest.mark.parametrize("blank", [False, True], ids=["all facts", "facts kept back"])
def test_every_level_of_every_criterion_can_be_said(
    language: str, criterion: Criterion, blank: bool
) -> None:
    for level in LEVELS_OF_CRITERION[criterion]:
        line = a_line(criterion, level)
        if blank:
            kept = {"usual", "kind", "languages", "opportunity", "basis"}
            line = replace(line, facts={k: v if k in kept else None for k, v in line.facts.items()})
        for reason in render_explanation(Explanation(0, True, [], [], [line]), NAMES):
            assert reason.text.strip()
            assert "None" not in reason.text
            assert "%" not in reason.text


def test_every_level_of_the_other_requirements_can_be_said(language: str) -> None:
    facts = {
        Requirement.CONSENT: {},
        Requirement.KIND: {"kind": "job"},
        Requirement.LICENCES: {"matched": ["forklift"], "missing": ["driving_private"]},
    }
    for requirement, known in facts.items():
        for level in LEVELS_OF[requirement]:
            line = RequirementLine(requirement.label, level.label, level.state.name.lower(), known)
            for reason in render_explanation(Explanation(0, True, [], [line], []), NAMES):
                assert reason.text.strip()


ABOUT_SOMEBODY = re.compile(
    r"\b(the person|they|them|their)\b|^(Has|Lives|Wants|Would|Can begin|Looks|Does) "
)


def own_lines() -> Iterator[Explanation]:
    """Every level of every criterion and requirement, as an explanation of its own."""
    for criterion in Criterion:
        for level in LEVELS_OF_CRITERION[criterion]:
            line = a_line(criterion, level)
            yield Explanation(0, True, [], [], [line])
            if "usual" in line.facts:
                usual = {**line.facts, "usual": True}
                yield Explanation(0, True, [], [], [replace(line, facts=usual)])
            if "basis" in line.facts:
                wanted = {**line.facts, "basis": "desired"}
                yield Explanation(0, True, [], [], [replace(line, facts=wanted)])
    facts: dict[Requirement, dict[str, object]] = {
        Requirement.CONSENT: {},
        Requirement.KIND: {"kind": "job"},
        Requirement.LICENCES: {"matched": ["forklift"], "missing": ["driving_private"]},
    }
    for requirement, known in facts.items():
        for level in LEVELS_OF[requirement]:
            state = level.state.name.lower()
            line_ = RequirementLine(requirement.label, level.label, state, known)
            yield Explanation(0, True, [], [line_], [])


def test_the_person_reads_you_and_nothing_about_the_person(english: None) -> None:
    said = [
        (others.text, mine.text)
        for one in own_lines()
        for others, mine in zip(
            render_explanation(one, NAMES),
            render_explanation(one, NAMES, Audience.PERSON),
            strict=True,
        )
    ]
    about = [mine for _others, mine in said if ABOUT_SOMEBODY.search(mine)]
    assert about == []
    spoken = [others for others, _mine in said if ABOUT_SOMEBODY.search(others)]
    assert len(spoken) > 20, "the control: to others it speaks about somebody"


def test_what_the_person_reads_is_said_in_every_language(language: str) -> None:
    for one in own_lines():
        for reason in render_explanation(one, NAMES, Audience.PERSON):
            assert reason.text.strip()
            assert "None" not in reason.text
            assert "%" not in reason.text


def test_what_is_not_met_comes_first_and_what_is_not_known_last(english: None) -> None:
    lines = [
        a_line(Criterion.OCCUPATION, LEVELS_OF_CRITERION[Criterion.OCCUPATION]["SAME"]),
        a_line(Criterion.WAGE, LEVELS_OF_CRITERION[Criterion.WAGE]["UNKNOWN"]),
        a_line(Criterion.HOURS, LEVELS_OF_CRITERION[Criterion.HOURS]["CONFLICT"]),
    ]
    hours = RequirementLine("hours", "conflict", "unmet")
    reasons = render_explanation(Explanation(0, False, ["hours"], [hours], lines), NAMES)
    assert [reason.tone for reason in reasons] == [Tone.UNMET, Tone.MET, Tone.UNKNOWN]
    assert reasons[-1].text == "Not known, and not counted against the person: Wage"


def test_a_guessed_title_is_said_to_be_one(english: None) -> None:
    line = a_line(
        Criterion.OCCUPATION, LEVELS_OF_CRITERION[Criterion.OCCUPATION]["SAME"], believed=600
    )
    reason = render_explanation(Explanation(0, True, [], [], [line]), NAMES)[0]
    assert reason.detail == "The title is not certain; please check it."


def test_skills_that_may_be_there_are_no_weak_point(english: None) -> None:
    none = LEVELS_OF_CRITERION[Criterion.REQUIRED_SKILLS]["NONE"]
    line = a_line(Criterion.REQUIRED_SKILLS, none)
    maybe, surely_not = replace(line, share=300), replace(line, share=150)
    tones = [
        render_explanation(Explanation(0, True, [], [], [one]), NAMES)[0].tone
        for one in (maybe, surely_not)
    ]
    assert tones == [Tone.SOFT, Tone.UNMET]


def some_explanations(columns: Columns) -> Iterator[Explanation]:
    for person in range(0, len(columns.people), 2):
        yield explain_pair(columns, default_policy(), person, person % 5)[0]


def test_real_explanations_are_said_in_full_and_masked(language: str) -> None:
    columns = make_columns(25, 20, 11, skills=20)
    explanations = list(some_explanations(columns))
    assert any(not explanation.eligible for explanation in explanations)
    for explanation in explanations:
        for shown in (explanation, mask_explanation(explanation, {"skill-1"}, HOME_LANGUAGES)):
            assert render_explanation(shown, NAMES)
            parts = fit_parts(shown)
            assert sum(part.weight for part in parts) == 1_000_000
            assert sum(part.points for part in parts) == explanation.points
            tone, words = verdict_of(shown)
            assert words.strip()
            assert tone in Tone
    codes = codes_of(explanations)
    assert codes.occupations <= set(columns.vocabulary.occupations)
    assert codes.places <= set(columns.vocabulary.places)


def test_every_criterion_has_a_name_and_facts(english: None) -> None:
    for criterion in Criterion:
        assert str(CRITERION_NAMES[criterion])
        assert criterion in FACTS


def test_seeds_make_different_columns() -> None:
    make: Callable[[int], Columns] = lambda seed: make_columns(9, 9, seed)  # noqa: E731
    assert not np.array_equal(make(1).people.wage_min, make(2).people.wage_min)
