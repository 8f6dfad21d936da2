"""The card of a candidate holds codes and nothing that a person wrote or that names them."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date

import pytest
from babel import Locale
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from matching.explanation import CriterionLine, Explanation, RequirementLine
from models.base import utc_now
from models.enums import (
    Category,
    CodingDecision,
    ConsentPurpose,
    Hours,
    LanguageLevel,
    Licence,
    OpportunityStatus,
    Sex,
)
from models.opportunity import OpportunityLanguage, OpportunitySkill, Organisation
from models.opportunity_kinds import Job
from models.person import (
    Education,
    Person,
    PersonIdentity,
    PersonLanguage,
    PersonLicence,
    PersonSkill,
    Preference,
    WorkExperience,
)
from models.register import Consent
from models.round_table_enums import RelationKind
from models.stakeholder import OrganisationRelation
from wasl.access.explanation_mask import mask_explanation
from wasl.access.tongues import AWAY_SKILLS, HOME_LANGUAGES, MOST_AWAY, tongues_of
from wasl.access.work_card import (
    WorkCard,
    card_number,
    load_work_cards,
)
from wasl.operations.load_reference_data import read_data_file

TODAY = date(2026, 11, 22)


def make_person(*, consent: bool | None = True) -> Person:
    person = Person(sex=Sex.FEMALE, category=Category.ABROAD_FORCED, governorate_code="IQ-BA")
    person.identity = PersonIdentity(name_ar="زينب", name_latin="Zainab")
    person.education = Education(level=6, field_of_study="Laundry chemistry")
    person.preference = Preference(hours=Hours.PART, available_from=date(2027, 2, 1))
    person.experiences = [
        WorkExperience(
            title="Svetsare",
            occupation_code="7212",
            coding_decision=CodingDecision.SURE,
            years=years,
            country_code=country,
        )
        for years, country in ((4, "SE"), (2.5, "IQ"))
    ]
    person.experiences.append(WorkExperience(title="sagt er nicht", years=1, country_code="DE"))
    person.skills = [
        PersonSkill(wording="tig-svetsning", skill_code="tig-welding"),
        PersonSkill(wording="magic hands"),
    ]
    person.languages = [
        PersonLanguage(language="ar", level=LanguageLevel.NATIVE),
        PersonLanguage(language="sv", level=LanguageLevel.B2),
        PersonLanguage(language="Old Norse", level=None),
    ]
    person.licences = [PersonLicence(licence="welder"), PersonLicence(licence="pilot of balloons")]
    if consent is not None:
        person.consents = [Consent(purpose=ConsentPurpose.MATCHING, granted=consent)]
    return person


@pytest.fixture
def posting(session: Session) -> Job:
    owner = Organisation(name="Basra Steel", name_key="basra steel")
    job = Job(
        organisation=owner,
        ref="1",
        employer_wording="Basra Steel",
        title="Welder",
        seats=2,
        status=OpportunityStatus.PUBLISHED,
    )
    session.add(job)
    session.flush()
    return job


def cards_of(session: Session, posting: Job, *people: Person) -> dict[int, WorkCard]:
    session.add_all(people)
    session.flush()
    return load_work_cards(
        session,
        (posting.id, posting.public_id),
        [person.id for person in people],
        language="en",
        today=TODAY,
    )


def test_a_language_among_the_skills_tells_as_little(session: Session, posting: Job) -> None:
    person = make_person()
    person.skills.append(PersonSkill(wording="svenska", skill_code="swedish"))
    assert "Swedish" not in cards_of(session, posting, person)[person.id].skills
    posting.skills = [OpportunitySkill(wording="Swedish", skill_code="swedish", required=True)]
    assert "Swedish" in cards_of(session, posting, person)[person.id].skills


def test_every_skill_that_is_a_language_from_elsewhere_is_kept_back() -> None:
    english = Locale("en").languages
    away = {name for code, name in english.items() if code not in HOME_LANGUAGES}
    home = {name for code, name in english.items() if code in HOME_LANGUAGES}
    rows, _ = read_data_file("skills.csv")
    named = {
        row["skill"]
        for row in rows
        if not row["isco"] and away & (set(re.findall(r"[A-Z]\w+", row["label_en"])) - home)
    }
    assert named == AWAY_SKILLS


def test_card_says_what_is_coded_and_nothing_else(session: Session, posting: Job) -> None:
    person = make_person()
    card = cards_of(session, posting, person)[person.id]

    assert [(item.code, item.years) for item in card.occupations] == [("7212", 6.5)]
    assert card.occupations[0].label.startswith("Welders")
    assert len(card.skills) == 1
    assert card.languages == (("ar", LanguageLevel.NATIVE),)
    assert card.licences == (Licence.WELDER,)
    assert (card.education, card.governorate, card.hours) == (6, "Basra", Hours.PART)
    assert card.available_from == date(2027, 2, 1)


def test_fields_of_the_card_are_a_closed_list() -> None:
    assert {field.name for field in fields(WorkCard)} == {
        "number",
        "occupations",
        "skills",
        "education",
        "languages",
        "licences",
        "governorate",
        "hours",
        "available_from",
    }


def test_language_of_a_country_is_shown_only_where_it_is_asked_for(
    session: Session, posting: Job
) -> None:
    posting.languages = [OpportunityLanguage(language="sv", level=LanguageLevel.B1)]
    person = make_person()
    card = cards_of(session, posting, person)[person.id]
    assert ("sv", LanguageLevel.B2) in card.languages


def test_who_asks_for_the_languages_of_many_countries_is_shown_none(
    session: Session, posting: Job
) -> None:
    posting.languages = [OpportunityLanguage(language="sv", level=LanguageLevel.B1)]
    posting.skills = [
        OpportunitySkill(wording=code, skill_code=code, required=False)
        for code in ("german", "finnish")
    ]
    session.flush()
    hidden, shown = tongues_of(session, posting.id)
    assert (hidden, shown) == (AWAY_SKILLS, HOME_LANGUAGES)
    person = make_person()
    card = cards_of(session, posting, person)[person.id]
    assert "sv" not in dict(card.languages)
    posting.skills = posting.skills[:1]
    session.flush()
    assert tongues_of(session, posting.id) == (AWAY_SKILLS - {"german"}, HOME_LANGUAGES | {"sv"})


def _ask(session: Session, owner: Organisation, *languages: str, seen: bool = True) -> Job:
    made = Job(
        organisation=owner, ref="-".join(languages), employer_wording="x", title="x", seats=1
    )
    made.languages = [OpportunityLanguage(language=one) for one in languages]
    made.published_at = utc_now() if seen else None
    session.add(made)
    session.flush()
    return made


def _learnt(session: Session, postings: list[Job], person: Person) -> set[str]:
    """Return what an employer learns of a person's languages who compares all its cards."""
    cards = [cards_of(session, one, person)[person.id] for one in postings]
    return {code for card in cards for code, _level in card.languages} - HOME_LANGUAGES


def _polyglot(session: Session) -> Person:
    person = make_person()
    person.languages = [PersonLanguage(language=one) for one in ("sv", "de", "fi", "nl", "ar")]
    session.flush()
    return person


def test_many_postings_of_one_employer_tell_no_more_languages_than_one(
    session: Session, posting: Job
) -> None:
    person, owner = _polyglot(session), posting.organisation
    other = Organisation(name="الاسم الآخر", name_key="other-name")
    relation = OrganisationRelation(kind=RelationKind.SAME_AS, first=other, second=owner)
    session.add_all([other, relation])
    pairs = [_ask(session, owner, "sv", "de"), _ask(session, owner, "fi", "nl")]
    pairs.append(_ask(session, other, "fi"))
    assert _learnt(session, pairs, person) == {"sv", "de"}
    alone = [cards_of(session, one, person)[person.id] for one in pairs]
    assert [code for code, _level in alone[1].languages] == ["ar"]
    pairs[0].status = OpportunityStatus.CLOSED
    session.flush()
    assert _learnt(session, pairs, person) == {"sv", "de"}, "closing one opens no other"


def test_without_looking_at_its_other_postings_an_employer_would_learn_them_all(
    session: Session, posting: Job
) -> None:
    person = _polyglot(session)
    owners = [Organisation(name=f"شركة {number}", name_key=f"firm-{number}") for number in range(2)]
    session.add_all(owners)
    apart = [_ask(session, owners[0], "sv", "de"), _ask(session, owners[1], "fi", "nl")]
    assert _learnt(session, apart, person) == {"sv", "de", "fi", "nl"}, "as one owner did before"
    assert len(_learnt(session, apart, person)) > MOST_AWAY


def test_a_draft_that_nobody_saw_takes_no_place(session: Session, posting: Job) -> None:
    person = _polyglot(session)
    _ask(session, posting.organisation, "fi", "nl", seen=False)
    assert _learnt(session, [_ask(session, posting.organisation, "sv")], person) == {"sv"}


def test_an_explanation_tells_no_language_that_the_card_does_not() -> None:
    asked = [{"language": code, "level": 3, "level_asked": 1} for code in ("sv", "en")]
    explanation = Explanation(
        points=0,
        eligible=True,
        unmet=[],
        requirements=[RequirementLine("languages", "met", "met", {"languages": asked})],
        criteria=[],
    )
    masked = mask_explanation(explanation, (), HOME_LANGUAGES)
    assert masked.requirements[0].facts["languages"] == asked[1:]


def test_day_that_has_come_is_not_shown(session: Session, posting: Job) -> None:
    person = make_person()
    assert person.preference is not None
    person.preference.available_from = date(2026, 3, 5)
    assert cards_of(session, posting, person)[person.id].available_from is None


@pytest.mark.parametrize("consent", [False, None])
def test_without_consent_there_is_no_card(
    session: Session, posting: Job, consent: bool | None
) -> None:
    assert not cards_of(session, posting, make_person(consent=consent))


def test_withdrawal_takes_the_card_away_at_once(session: Session, posting: Job) -> None:
    person = make_person()
    assert cards_of(session, posting, person)
    person.consents.append(Consent(purpose=ConsentPurpose.MATCHING, granted=False))
    assert not cards_of(session, posting, person)


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """The SQL that is sent while the test runs."""
    sent: list[str] = []

    def note(*arguments: object) -> None:
        sent.append(str(arguments[2]).lower())

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


NEVER_READ = (
    *("person_identity", "household", "return_journey", "register_entry", "certificate"),
    *("person_need", "person_vulnerability", "desired_work", "relocation", "wanted_kind"),
    *("sex", "category", "district", "origin_code", "wording", "title", "country_", "aspirations"),
    *("field_of_study", "wage_min", "coding_candidates"),
)


def test_queries_never_touch_what_is_hidden(
    session: Session, posting: Job, statements: list[str]
) -> None:
    person = make_person()
    session.add(person)
    session.flush()
    key = (posting.id, posting.public_id)
    session.expunge_all()
    statements.clear()
    load_work_cards(session, key, [person.id], language="ar", today=TODAY)
    assert statements
    touched = [word for word in NEVER_READ for sql in statements if word in sql]
    assert touched == []


def test_the_watch_on_queries_sees_what_it_should(session: Session, statements: list[str]) -> None:
    session.add(make_person())
    session.flush()
    seen = [word for word in NEVER_READ for sql in statements if word in sql]
    assert {"person_identity", "sex", "wording", "title"} <= set(seen)


def test_card_number_is_stable_and_another_one_elsewhere() -> None:
    number = card_number("opportunity-a", "person-1")
    assert number == card_number("opportunity-a", "person-1")
    assert number != card_number("opportunity-b", "person-1")
    assert number != card_number("opportunity-a", "person-2")
    assert len(number) == 7
    assert number[3] == "-"


def test_explanation_loses_wordings_wages_and_consent() -> None:
    line = CriterionLine(
        criterion="required_skills",
        level="most",
        unknown=False,
        share=500,
        weight=100,
        points=50,
        matched=["tig-welding", "magic hands"],
        missing=["a wording of somebody else"],
        facts={"usual": False, "someday": "a new fact"},
    )
    wage = {"asked": 900_000, "offered": 800_000}
    explanation = Explanation(
        points=50,
        eligible=True,
        unmet=[],
        requirements=[
            RequirementLine("consent", "given", "met"),
            RequirementLine("wage", "below", "soft", wage),
            RequirementLine(
                "licences", "met", "met", {"matched": ["welder", "balloons"], "missing": []}
            ),
        ],
        criteria=[line],
    )
    masked = mask_explanation(explanation, {"tig-welding"}, HOME_LANGUAGES)

    assert [item.requirement for item in masked.requirements] == ["wage", "licences"]
    assert masked.requirements[0].facts == {"asked": None, "offered": 800_000}
    assert masked.requirements[1].facts["matched"] == ["welder"]
    assert masked.criteria[0].matched == ["tig-welding"]
    assert masked.criteria[0].missing == []
    assert masked.criteria[0].facts == {"usual": False, "someday": None}
