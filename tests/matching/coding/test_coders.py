"""The coders on small lexicons of their own: exact, telling words, likeness, abstention."""

import pytest

from matching.coding import OccupationCoder, SkillCoder, Term
from matching.coding.calibration import Calibration, load_calibration
from matching.coding.nearest import NearestTerms

TERMS = [
    Term("خباز", ("7512",)),
    Term("baker", ("7512",)),
    Term("bakery", ("7512",), "cue"),
    Term("فني تكييف وتبريد", ("7127",)),
    Term("سبالت", ("7127",), "cue"),
    Term("سائق شاحنة", ("8332",)),
    Term("Lastwagenfahrer", ("8332",)),
    Term("mechanic", ("7231", "7233")),
    Term("accountant", ("2411",)),
    Term("laboratory technician", ("3212",)),
    Term("کارەباچی", ("7411",)),
    Term("X-ray", ("3211",), "cue"),
]


@pytest.fixture(scope="module")
def coder() -> OccupationCoder:
    return OccupationCoder(TERMS)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("خبّاز", "7512"),
        ("الخبازة", "7512"),
        ("کارەباچى", "7411"),
        ("LASTWAGENFAHRER/IN", "8332"),
        ("خباز (baker)", "7512"),
    ],
)
def test_known_wordings_are_sure(coder: OccupationCoder, text: str, code: str) -> None:
    coding = coder.code([text])[0]
    assert (coding.decision, coding.code) == ("sure", code)
    assert coding.text == text


@pytest.mark.parametrize(
    ("text", "code"), [("أبو السبالت", "7127"), ("I work in a bakery", "7512")]
)
def test_a_mere_cue_is_understood_but_asked_about(
    coder: OccupationCoder, text: str, code: str
) -> None:
    coding = coder.code([text])[0]
    assert coding.candidates[0][0] == code
    assert 0.9 < coding.confidence < 0.93
    assert coding.decision == "ask"


def test_what_is_known_comes_with_others_to_choose_from(coder: OccupationCoder) -> None:
    coding = coder.code(["سائق شاحنة خباز"])[0]
    assert len({code for code, _ in coding.candidates}) > 1


def test_a_word_with_two_meanings_is_asked_about(coder: OccupationCoder) -> None:
    coding = coder.code(["Mechanic"])[0]
    assert coding.decision == "ask"
    assert [code for code, _ in coding.candidates][:2] == ["7231", "7233"]
    assert coding.code is None


def test_a_misspelling_is_found_by_its_letters(coder: OccupationCoder) -> None:
    coding = coder.code(["labratory tecnician"])[0]
    assert coding.candidates[0][0] == "3212"


def test_two_occupations_in_one_cell_are_asked_about(coder: OccupationCoder) -> None:
    coding = coder.code(["baker / accountant"])[0]
    assert coding.decision == "ask"
    assert {code for code, _ in coding.candidates} == {"7512", "2411"}


@pytest.mark.parametrize("text", ["", "   ", "١٢٣", "—", "中文", "🙂", "x", "x y z"])
def test_what_says_nothing_is_unknown(coder: OccupationCoder, text: str) -> None:
    coding = coder.code([text])[0]
    assert coding.decision == "unknown"
    assert coding.confidence < 0.12


def test_many_at_once_equal_one_at_a_time_in_order(coder: OccupationCoder) -> None:
    texts = ["خباز", "nonsense words", "mechanic", "خباز"]
    assert coder.code(texts) == [coder.code([text])[0] for text in texts]


@pytest.mark.parametrize("text", ["Bäck(er)in", "Bäcker (m/w/d)", "Zimmer(er)in"])
def test_endings_in_brackets_are_no_occupation_of_their_own(text: str) -> None:
    coder = OccupationCoder(
        [Term("er", ("0310",)), Term("Bäcker", ("7512",)), Term("Zimmerer", ("7115",))]
    )
    assert coder.code([text])[0].candidates[0][0] != "0310"


def test_probabilities_are_probabilities(coder: OccupationCoder) -> None:
    for coding in coder.code(["bakr", "سايق لوري", "accounts", "driver of a lorry"]):
        chances = [chance for _, chance in coding.candidates]
        assert chances == sorted(chances, reverse=True)
        assert all(0 <= chance <= 1 for chance in chances)
        assert sum(chances) <= 1.01
        assert len(chances) <= 5


def test_skills_are_understood_or_left_in_words() -> None:
    coder = SkillCoder(
        [
            Term("welding", ("welding",)),
            Term("لحام", ("welding",)),
            Term("تركيب السبالت", ("split-install",)),
            Term("Excel", ("excel",)),
        ]
    )
    found = coder.code(["اللحام", "تركيب سبالت", "EXCEL", "xylophone"])
    assert [coding.code for coding in found] == ["welding", "split-install", "excel", None]
    assert found[3].text == "xylophone"


@pytest.mark.parametrize("name", ["occupations", "skills"])
def test_more_likeness_never_means_less_probability(name: str) -> None:
    calibration: Calibration = load_calibration(name)
    chances = [calibration.chance(likeness / 20, 0.1, 0.5) for likeness in range(21)]
    assert chances == sorted(chances)
    assert 0 <= chances[0] < chances[-1] <= 1


def test_terms_are_passed_over_for_the_key_that_names_them_only() -> None:
    nearest = NearestTerms(["house painter", "house builder", "car painter"])
    free, without = nearest.find(
        ["house painter", "house painter"], leave_out=[(), ("house painter", "car painter")]
    )
    assert free.positions[0] == 0
    assert without.positions.tolist() == [1]
