"""The data files that a clerk may correct: complete, without duplicates or contradictions."""

import csv
from collections import Counter, defaultdict

import pytest

from matching.coding.keys import exact_key
from wasl.operations.load_reference_data import read_data_file

OCCUPATIONS = read_data_file("isco08.csv")[0]
TERMS = read_data_file("occupation_terms.csv")[0]
SKILLS = read_data_file("skills.csv")[0]
SKILL_TERMS = read_data_file("skill_terms.csv")[0]
PLACES = read_data_file("places.csv")[0]
LANGUAGES = {"ar", "ckb", "en", "de", "sv", "da", "nl", "fi", "tr"}
UNIT_GROUPS = {row["code"] for row in OCCUPATIONS if len(row["code"]) == 4}
ARABIC_ONLY = set("ي") | set("ك")


def test_the_whole_structure_of_isco_08_is_there() -> None:
    assert Counter(len(row["code"]) for row in OCCUPATIONS) == {1: 10, 2: 43, 3: 130, 4: 436}
    codes = {row["code"] for row in OCCUPATIONS}
    assert all(code[:-1] in codes for code in codes if len(code) > 1)


@pytest.mark.parametrize("label", ["label_en", "label_ar", "label_ckb"])
def test_every_group_has_a_label_of_its_own(label: str) -> None:
    labels = [row[label].strip() for row in OCCUPATIONS if len(row["code"]) == 4]
    assert all(labels)
    assert [text for text, count in Counter(labels).items() if count > 1] == []


def test_terms_are_well_formed() -> None:
    assert len(TERMS) > 5000
    for row in TERMS:
        codes = row["isco"].split("|")
        assert set(codes) <= UNIT_GROUPS, row
        assert len(set(codes)) == len(codes) <= 3, row
        assert row["language"] in LANGUAGES, row
        assert row["kind"] in {"title", "cue"}, row
        assert row["term"] == row["term"].strip() != "", row
        assert exact_key(row["term"]), row


def test_no_wording_stands_twice_in_a_language() -> None:
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in TERMS:
        seen[row["language"], exact_key(row["term"])].append(f"{row['term']} {row['isco']}")
    assert {key: rows for key, rows in seen.items() if len(rows) > 1} == {}


@pytest.mark.parametrize("language", ["ar", "ckb", "en"])
def test_every_unit_group_can_be_said_in_the_three_languages(language: str) -> None:
    said = {code for row in TERMS if row["language"] == language for code in row["isco"].split("|")}
    assert UNIT_GROUPS - said == set()


def test_sorani_terms_use_kurdish_letters() -> None:
    wrong = [row for row in TERMS if row["language"] == "ckb" and ARABIC_ONLY & set(row["term"])]
    assert [row["term"] for row in wrong] == []


def test_skills_and_their_terms_fit_together() -> None:
    slugs = [row["skill"] for row in SKILLS]
    assert len(set(slugs)) == len(slugs) > 300
    for row in SKILLS:
        assert all(row[label].strip() for label in ("label_en", "label_ar", "label_ckb")), row
        assert {code for code in row["isco"].split(";") if code} <= UNIT_GROUPS, row
    assert {row["skill"] for row in SKILL_TERMS} <= set(slugs)


def test_no_wording_means_two_skills_in_a_language() -> None:
    meant: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in SKILLS:
        for language in ("en", "ar", "ckb"):
            meant[language, exact_key(row[f"label_{language}"])].add(row["skill"])
    for row in SKILL_TERMS:
        meant[row["language"], exact_key(row["term"])].add(row["skill"])
    assert {key: skills for key, skills in meant.items() if len(skills) > 1} == {}


def test_places_are_complete_and_neighbours_mutual() -> None:
    governorates = {row["code"]: row for row in PLACES if row["level"] == "governorate"}
    assert len(governorates) == 19
    assert all(code.startswith("IQ-") for code in governorates)
    districts = [row for row in PLACES if row["level"] == "district"]
    assert len(districts) >= 100
    assert {row["parent"] for row in districts} == set(governorates)
    for code, row in governorates.items():
        neighbours = set(filter(None, row["neighbours"].split(";")))
        assert neighbours
        assert neighbours <= set(governorates) - {code}
        for other in neighbours:
            assert code in governorates[other]["neighbours"].split(";"), (code, other)


@pytest.mark.parametrize("name", ["isco08.csv", "occupation_terms.csv", "skills.csv"])
def test_files_open_in_a_spreadsheet(name: str) -> None:
    """Excel reads Arabic in a CSV only when it begins with a byte order mark."""
    from importlib.resources import files

    content = files("models").joinpath("data", name).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    widths = {len(row) for row in csv.reader(content.decode("utf-8-sig").splitlines())}
    assert len(widths) == 1
