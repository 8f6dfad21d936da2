"""Each hard requirement, nearness and policy, by example."""

import csv
from importlib.resources import files

import numpy as np
import pytest

from matching.columns import (
    UNKNOWN,
    Columns,
    Hours,
    Kind,
    Opportunities,
    People,
    Ragged,
    Role,
    Titles,
    Vocabulary,
    digest_columns,
)
from matching.engine import compute_matches
from matching.explanation import explain_pair
from matching.levels import Level, Occupation, Requirement
from matching.nearness import relate, relation_matrix
from matching.policy import DEFAULT_WEIGHTS, Policy, PolicyError, check_weights, default_policy
from matching.topk import pack, unpack

OCCUPATIONS = ["7512", "5120", "7411", "2411", "7513"]
SKILLS = ["dough", "oven", "cakes", "wiring", "our own wording"]
LICENCES = ["driving_private", "driving_truck", "driving_public", "forklift"]
TODAY = 740_000


def numbers(value):
    return np.array([value], np.int64)


def titles(*rows):
    """Titles of one owner: (role, months, [(code, share), …], wording)."""
    return Titles(
        offsets=np.array([0, len(rows)]),
        role=np.array([row[0] for row in rows], np.int64),
        months=np.array([row[1] for row in rows], np.int64),
        wording=np.array([row[3] if len(row) > 3 else 0 for row in rows], np.int64),
        candidates=Ragged.of([[OCCUPATIONS.index(code) for code, _ in row[2]] for row in rows]),
        share=np.array([share for row in rows for _, share in row[2]], np.int64),
    )


def a_person(**changes):
    values = {
        "id": numbers(1),
        "consent": np.array([True]),
        "kinds": numbers(0),
        "governorate": numbers(0),
        "relocate": Ragged.of([[]]),
        "relocate_anywhere": np.array([False]),
        "education": numbers(UNKNOWN),
        "licences": Ragged.of([[]]),
        "languages": Ragged.of([[]]),
        "language_levels": Ragged.of([[]]),
        "titles": titles((Role.EXPERIENCE, 72, [("7512", 1000)])),
        "skills": Ragged.of([[0, 1]]),
        "wage_min": numbers(UNKNOWN),
        "hours": numbers(UNKNOWN),
        "available_from": numbers(UNKNOWN),
    }
    return People(**{**values, **changes})


def an_offer(**changes):
    values = {
        "id": numbers(1),
        "kind": numbers(Kind.JOB),
        "titles": titles((Role.EXPERIENCE, UNKNOWN, [("7512", 1000)], 1)),
        "required": Ragged.of([[0, 1]]),
        "desired": Ragged.of([[]]),
        "usual": Ragged.of([[]]),
        "education_min": numbers(UNKNOWN),
        "experience_min": numbers(UNKNOWN),
        "languages": Ragged.of([[]]),
        "language_levels": Ragged.of([[]]),
        "licences": Ragged.of([[]]),
        "governorate": numbers(0),
        "remote": np.array([False]),
        "wage_min": numbers(UNKNOWN),
        "wage_max": numbers(UNKNOWN),
        "hours": numbers(UNKNOWN),
        "start_date": numbers(UNKNOWN),
        "apply_by": numbers(UNKNOWN),
    }
    return Opportunities(**{**values, **changes})


def columns_of(person, offer):
    vocabulary = Vocabulary(
        occupations=OCCUPATIONS,
        skills=SKILLS,
        coded=[True, True, True, True, False],
        languages=["ar", "en"],
        licences=LICENCES,
        places=["IQ-BA", "IQ-DQ", "IQ-AR"],
        neighbours=[[1], [0], []],
    )
    return Columns(person, offer, vocabulary, TODAY)


def explain(person=None, offer=None):
    columns = columns_of(person or a_person(), offer or an_offer())
    return explain_pair(columns, default_policy(), 0, 0)[0]


def state(name, person=None, offer=None):
    lines = {line.requirement: line for line in explain(person, offer).requirements}
    return lines[name].state, lines[name].level


def share(name, person=None, offer=None):
    return {line.criterion: line.share for line in explain(person, offer).criteria}[name]


@pytest.mark.parametrize(
    ("name", "person", "offer", "expected"),
    [
        ("consent", {"consent": np.array([False])}, {}, ("unmet", "not_given")),
        ("kind", {}, {}, ("unknown", "unknown")),
        ("kind", {"kinds": numbers(1 << Kind.JOB)}, {}, ("met", "listed")),
        ("kind", {"kinds": numbers(1 << Kind.TRAINING)}, {}, ("unmet", "other")),
        ("governorate", {}, {}, ("met", "here")),
        ("governorate", {}, {"governorate": numbers(UNKNOWN)}, ("met", "no_place")),
        ("governorate", {}, {"governorate": numbers(1)}, ("unmet", "neighbour")),
        ("governorate", {}, {"governorate": numbers(2)}, ("unmet", "elsewhere")),
        (
            "governorate",
            {},
            {"governorate": numbers(2), "remote": np.array([True])},
            ("met", "remote"),
        ),
        (
            "governorate",
            {"relocate": Ragged.of([[2]])},
            {"governorate": numbers(2)},
            ("met", "willing"),
        ),
        (
            "governorate",
            {"relocate_anywhere": np.array([True])},
            {"governorate": numbers(2)},
            ("met", "anywhere"),
        ),
        ("governorate", {"governorate": numbers(UNKNOWN)}, {}, ("unknown", "unknown")),
        ("education", {}, {"education_min": numbers(3)}, ("unknown", "unknown")),
        ("education", {"education": numbers(0)}, {"education_min": numbers(1)}, ("unmet", "below")),
        ("education", {"education": numbers(3)}, {"education_min": numbers(3)}, ("met", "met")),
        ("licences", {}, {"licences": Ragged.of([[0]])}, ("unknown", "unknown")),
        (
            "licences",
            {"licences": Ragged.of([[1]])},
            {"licences": Ragged.of([[0]])},
            ("met", "met"),
        ),
        (
            "licences",
            {"licences": Ragged.of([[0]])},
            {"licences": Ragged.of([[1]])},
            ("unmet", "one_missing"),
        ),
        (
            "licences",
            {"licences": Ragged.of([[0]])},
            {"licences": Ragged.of([[1, 3]])},
            ("unmet", "several_missing"),
        ),
        ("wage", {"wage_min": numbers(100)}, {"wage_max": numbers(100)}, ("met", "met")),
        ("wage", {"wage_min": numbers(100)}, {"wage_max": numbers(85)}, ("soft", "below")),
        ("wage", {"wage_min": numbers(100)}, {"wage_max": numbers(84)}, ("unmet", "too_low")),
        ("wage", {"wage_min": numbers(100)}, {}, ("unknown", "unknown")),
        ("wage", {"wage_min": numbers(100)}, {"wage_min": numbers(100)}, ("met", "met")),
        (
            "hours",
            {"hours": numbers(Hours.FULL)},
            {"hours": numbers(Hours.PART)},
            ("unmet", "conflict"),
        ),
        ("hours", {"hours": numbers(Hours.ANY)}, {"hours": numbers(Hours.PART)}, ("met", "met")),
        ("hours", {"hours": numbers(Hours.FULL)}, {}, ("unknown", "unknown")),
        (
            "available_from",
            {"available_from": numbers(TODAY + 90)},
            {"apply_by": numbers(TODAY)},
            ("soft", "later"),
        ),
        (
            "available_from",
            {"available_from": numbers(TODAY + 91)},
            {"apply_by": numbers(TODAY)},
            ("unmet", "too_late"),
        ),
        ("available_from", {"available_from": numbers(TODAY - 9)}, {}, ("met", "ready")),
        ("available_from", {}, {"apply_by": numbers(TODAY - 1)}, ("soft", "closed")),
    ],
)
def test_requirement(name, person, offer, expected):
    assert state(name, a_person(**person), an_offer(**offer)) == expected


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        (None, ("unknown", "unknown")),
        ([(1, 4)], ("met", "met")),
        ([(1, 6)], ("met", "met")),
        ([(1, 3)], ("soft", "one_under")),
        ([(1, 2)], ("unmet", "far_under")),
        ([(1, UNKNOWN)], ("unknown", "unknown")),
        ([(0, 6)], ("unmet", "far_under")),
    ],
)
def test_languages(spoken, expected):
    offer = an_offer(languages=Ragged.of([[1]]), language_levels=Ragged.of([[4]]))
    row = spoken or []
    person = a_person(
        languages=Ragged.of([[language for language, _ in row]]),
        language_levels=Ragged.of([[level for _, level in row]]),
    )
    assert state("languages", person, offer) == expected


def test_a_language_that_is_not_listed_is_one_level_under_a1():
    offer = an_offer(languages=Ragged.of([[1]]), language_levels=Ragged.of([[1]]))
    person = a_person(languages=Ragged.of([[0]]), language_levels=Ragged.of([[6]]))
    assert state("languages", person, offer) == ("soft", "one_under")


@pytest.mark.parametrize(
    ("work", "months_asked", "expected"),
    [
        ([(Role.EXPERIENCE, 24, [("7512", 1000)])], 24, ("met", "met")),
        ([(Role.EXPERIENCE, 12, [("7512", 1000)])], 24, ("soft", "nearly")),
        ([(Role.EXPERIENCE, 12, [("7512", 1000)])], 25, ("unmet", "short")),
        ([(Role.EXPERIENCE, 120, [("2411", 1000)])], 24, ("unmet", "short")),
        ([(Role.EXPERIENCE, 24, [("7513", 1000)])], 24, ("met", "met")),  # same minor group
        ([(Role.EXPERIENCE, 24, [("5120", 1000)])], 24, ("met", "met")),  # adjacent trade
        ([(Role.EXPERIENCE, 24, [])], 24, ("unknown", "unknown")),  # a title nobody understood
        ([(Role.EXPERIENCE, UNKNOWN, [("7512", 1000)])], 24, ("unknown", "unknown")),
        ([(Role.DESIRED, UNKNOWN, [("7512", 1000)])], 24, ("unknown", "unknown")),
        ([], 24, ("unknown", "unknown")),
    ],
)
def test_experience(work, months_asked, expected):
    person = a_person(titles=titles(*work))
    assert state("experience", person, an_offer(experience_min=numbers(months_asked))) == expected


def test_nearness_of_occupations_in_order():
    order = [
        share("occupation", a_person(titles=titles((Role.EXPERIENCE, 12, [(code, 1000)]))))
        for code in ("7512", "5120", "7513", "2411")
    ]
    assert order == sorted(order, reverse=True)
    assert order[0] == 1000
    assert relate("7512", "7512") is Occupation.SAME
    assert relate("7512", "7513") is Occupation.LOOSE
    assert relate("2411", "7512") is Occupation.OTHER


def test_half_of_the_skills_brings_a_near_trade_close_to_the_same_one():
    work = titles((Role.EXPERIENCE, 12, [("5120", 1000)]))
    with_half = share("occupation", a_person(titles=work, skills=Ragged.of([[0]])))
    without = share("occupation", a_person(titles=work, skills=Ragged.of([[3]])))
    not_known = share("occupation", a_person(titles=work, skills=Ragged.of([[]])))
    assert without < not_known < with_half < 1000


def test_each_skill_brings_a_near_trade_on_its_way_and_a_doubt_less_than_a_skill():
    work = titles((Role.EXPERIENCE, 12, [("5120", 1000)]))
    offer = an_offer(required=Ragged.of([[0, 1, 2, 3]]))

    def near(*skills):
        person = a_person(titles=work, skills=Ragged.of([list(skills)]))
        return share("occupation", person, offer)

    one, two = near(0), near(0, 1)
    assert near(0, 1, 2, 3) == two  # half is enough
    assert one < near(0, 4) < two  # 4 is in words that nobody understood: it may be 1, 2 or 3
    assert near(4) == near() < one  # nothing can be compared
    assert two - one > near(0, 4) - one


def test_the_same_occupation_beats_mere_overlap_of_skills():
    same = explain(a_person(skills=Ragged.of([[3]]))).points
    skills_only = a_person(titles=titles((Role.EXPERIENCE, 12, [("2411", 1000)])))
    assert same > explain(skills_only).points


def test_training_looks_at_what_somebody_wants_to_become():
    training = an_offer(kind=numbers(Kind.TRAINING))
    wants = titles(
        (Role.EXPERIENCE, 12, [("2411", 1000)]), (Role.DESIRED, UNKNOWN, [("7512", 1000)])
    )
    did = titles((Role.EXPERIENCE, 12, [("7512", 1000)]), (Role.DESIRED, UNKNOWN, [("2411", 1000)]))
    assert share("occupation", a_person(titles=wants), training) == 1000
    assert share("occupation", a_person(titles=did), training) < 500
    assert share("occupation", a_person(titles=wants)) < share("occupation", a_person(titles=did))


def test_a_guessed_title_counts_as_far_as_it_is_believed():
    guessed = titles((Role.EXPERIENCE, 12, [("7512", 600), ("2411", 300)]))
    assert 600 <= share("occupation", a_person(titles=guessed)) < 1000


def test_an_uncoded_title_in_the_same_words_counts_nearly_as_the_same():
    person = a_person(titles=titles((Role.EXPERIENCE, 12, [], 7)))
    offer = an_offer(titles=titles((Role.EXPERIENCE, UNKNOWN, [], 7)))
    assert share("occupation", person, offer) >= 950


def test_equal_wordings_of_uncoded_skills_match_and_others_are_neutral():
    offer = an_offer(required=Ragged.of([[4]]))
    assert share("required_skills", a_person(skills=Ragged.of([[4]])), offer) == 1000
    assert share("required_skills", a_person(skills=Ragged.of([[0]])), offer) == 300


def test_usual_skills_stand_in_where_a_posting_lists_none():
    offer = an_offer(required=Ragged.of([[]]), usual=Ragged.of([[0, 1, 2, 3]]))
    line = explain(offer=offer).criteria[1]
    assert (line.matched, line.missing) == (["dough", "oven"], ["cakes", "wiring"])
    assert line.facts["usual"] is True


_BLANKS = {
    "education": ({"education": 6}, {"education_min": 3}, "education"),
    "wage_min": ({"wage_min": 90}, {"wage_max": 100}, "wage"),
    "hours": ({"hours": Hours.FULL}, {"hours": Hours.FULL}, "hours"),
    "available_from": ({"available_from": TODAY}, {"apply_by": TODAY + 1}, "date"),
}


@pytest.mark.parametrize("column", _BLANKS)
def test_a_blank_is_neutral_it_lies_between_good_and_bad(column):
    good, asked, criterion = _BLANKS[column]
    offer = an_offer(**{name: numbers(value) for name, value in asked.items()})
    best = share(criterion, a_person(**{n: numbers(v) for n, v in good.items()}), offer)
    blank = share(criterion, a_person(), offer)
    assert 0 < blank < best
    line = next(x for x in explain(offer=offer).criteria if x.criterion == criterion)
    assert line.unknown


def test_near_misses_fail_one_negotiable_requirement_and_are_related():
    def kept(person, offer):
        return len(compute_matches(columns_of(person, offer), default_policy()))

    part = an_offer(hours=numbers(Hours.PART))
    full = {"hours": numbers(Hours.FULL)}
    assert kept(a_person(**full), part) == 1
    far = an_offer(hours=numbers(Hours.PART), governorate=numbers(1))
    assert kept(a_person(**full), far) == 0  # two requirements
    assert kept(a_person(), an_offer(governorate=numbers(2))) == 0  # not a neighbour
    unrelated = titles((Role.EXPERIENCE, 12, [("2411", 1000)]))
    assert kept(a_person(titles=unrelated, **full), part) == 0


def test_relation_matrix_is_symmetric_and_knows_the_unknown():
    matrix = relation_matrix(OCCUPATIONS)
    assert (matrix == matrix.T).all()
    assert (matrix[-1] == Occupation.UNKNOWN).all()
    assert (matrix.diagonal()[:-1] == Occupation.SAME).all()


def test_adjacency_file_has_each_pair_once_in_order_with_a_reason():
    text = files("matching").joinpath("data", "adjacency.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    pairs = [(row["isco_a"], row["isco_b"]) for row in rows]
    assert pairs == sorted(set(pairs))
    for row in rows:
        assert row["isco_a"] < row["isco_b"]
        assert 0 < int(row["nearness"]) <= 100
        assert row["why"].strip()


def test_policy_refuses_weights_that_do_not_add_up():
    good = {name.value: points for name, points in DEFAULT_WEIGHTS.items()}
    check_weights(good)
    for bad in (
        {**good, "wage": good["wage"] + 1},
        {**good, "age": 0},
        {name: points for name, points in good.items() if name != "date"},
        {**good, "wage": -1, "date": good["date"] + good["wage"] + 1},
    ):
        with pytest.raises(PolicyError):
            Policy(2, bad)


def test_every_level_has_a_share_and_unmet_levels_give_little():
    for levels in Level.__subclasses__():
        for level in levels:
            assert 0 <= level.share <= 1000
    assert len(Requirement) == 10


def test_keys_pack_and_unpack():
    owner, points, other = np.array([0, 5]), np.array([0, 1_000_000]), np.array([7, 4_000_000])
    assert [part.tolist() for part in unpack(pack(owner, points, other))] == [
        [0, 5],
        [0, 1_000_000],
        [7, 4_000_000],
    ]


def test_digest_changes_with_the_data_only():
    columns = columns_of(a_person(), an_offer())
    same = columns_of(a_person(), an_offer())
    other = columns_of(a_person(education=numbers(3)), an_offer())
    assert digest_columns(columns) == digest_columns(same) != digest_columns(other)
