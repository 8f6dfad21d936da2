"""What an organisation is called on a page of a language, and at what cost."""

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from models.opportunity import Organisation, OrganisationName
from wasl.operations.organisation_names import name_key
from wasl.shown_names import load_other_names, name_of, shown_name


def add(session: Session, name: str, **names: str) -> Organisation:
    made = Organisation(name=name, name_key=name_key(name))
    made.other_names = [
        OrganisationName(language=code, name=said, name_key=name_key(said))
        for code, said in names.items()
    ]
    session.add(made)
    session.flush()
    return made


def test_the_name_of_the_language_goes_before_its_own(session: Session) -> None:
    one = add(session, "Basra Steel", ar="بصرة ستيل", ckb="پۆڵای بەسرە")
    one.other_names.append(OrganisationName(name="Steelworks", name_key="steelworks"))
    session.commit()
    assert [name_of(one, code) for code in ("ar", "ckb", "en")] == [
        "بصرة ستيل",
        "پۆڵای بەسرە",
        "Basra Steel",
    ]
    for code in ("ar", "ckb", "en"):
        assert session.scalar(select(shown_name(code))) == name_of(one, code)


def test_all_organisations_at_hand_are_named_by_one_question(session: Session) -> None:
    for n in range(7):
        add(session, f"Company {n}", ar=f"شركة {n}")
    session.commit()
    session.expunge_all()
    found = session.scalars(select(Organisation).order_by(Organisation.id)).all()
    told = _statements(session, lambda: [name_of(one, "ar") for one in found])
    assert told == 1
    assert [name_of(one, "ar") for one in found] == [f"شركة {n}" for n in range(7)]


def test_what_somebody_changed_since_is_shown(session: Session, engine: Engine) -> None:
    one = add(session, "Basra Steel")
    session.commit()
    assert name_of(one, "ar") == "Basra Steel"
    one.other_names.append(OrganisationName(language="ar", name="بصرة", name_key="بصرة"))
    load_other_names(one)
    assert name_of(one, "ar") == "بصرة"
    session.commit()
    with Session(engine) as other:
        row = other.scalars(select(OrganisationName)).one()
        row.name = "حديد البصرة"
        other.commit()
    assert name_of(one, "ar") == "حديد البصرة"
    assert one.name == "Basra Steel"


def test_one_that_is_in_no_session_has_its_own_name(session: Session) -> None:
    assert name_of(Organisation(name="Basra Steel"), "ar") == "Basra Steel"
    one = add(session, "Tigris Bakery", ar="مخبز دجلة")
    session.commit()
    assert one.name
    session.expunge(one)
    assert name_of(one, "ar") == "Tigris Bakery"


def _statements(session: Session, read: object) -> int:
    """Return how many statements something sends to the database."""
    told: list[object] = []

    def note(*arguments: object) -> None:
        told.append(arguments)

    bind = session.get_bind()
    event.listen(bind, "before_cursor_execute", note)
    read()  # type: ignore[operator]
    event.remove(bind, "before_cursor_execute", note)
    return len(told)
