"""What people want and need: told from five on, never more than what is told of who lives there."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.enums import Need, OpportunityKind
from models.person import PersonNeed, WantedKind
from tests.operations.cast import add_person
from tests.operations.crowd import count_exactly
from wasl.figures import read_figures, supply
from wasl.figures.blur import Blur, Ids
from wasl.figures.publish import Figures, make_figures
from wasl.figures.supply import NEEDED, WANTED, SupplyPeople
from wasl.figures.tables import ALL

TODAY = date(2026, 11, 22)
JOB, FINANCE = OpportunityKind.JOB, OpportunityKind.FINANCE


def _people(
    session: Session,
    number: int,
    *,
    wants: tuple[OpportunityKind, ...] = (),
    needs: tuple[Need, ...] = (),
    place: str | None = "IQ-BA",
) -> None:
    for n in range(number):
        person = add_person(session, f"{place}-{wants}-{needs}-{n}")
        person.governorate_code = place
        person.wants = [WantedKind(kind=kind) for kind in wants]
        person.needs = [PersonNeed(need=need) for need in needs]
    session.commit()


def _told(figures: Figures) -> dict[tuple[str, str, str], int]:
    assert figures.supply is not None
    return {(one.by, one.code, one.governorate): one.people for one in figures.supply}


@pytest.fixture
def _exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    count_exactly(monkeypatch)


@pytest.mark.usefixtures("_exactly")
def test_who_wants_two_kinds_counts_in_both(session: Session) -> None:
    _people(session, 11, wants=(JOB, FINANCE), needs=(Need.DOCUMENTS,))
    _people(session, 9, wants=(JOB,), place="IQ-AR")
    told = _told(make_figures(session, TODAY))
    assert told[WANTED, "job", "IQ-BA"] == 10
    assert told[WANTED, "finance", "IQ-BA"] == 10
    assert told[WANTED, "job", "IQ-AR"] == 10
    assert told[NEEDED, "documents", "IQ-BA"] == 10
    assert (WANTED, "finance", "IQ-AR") not in told, "nobody is not told either"


@pytest.mark.usefixtures("_exactly")
def test_few_are_not_told_nor_given_away_by_the_sum(session: Session) -> None:
    _people(session, 20, needs=(Need.HEALTH,))
    _people(session, 3, needs=(Need.HEALTH,), place="IQ-AR")
    _people(session, 20, place="IQ-AR")
    told = _told(make_figures(session, TODAY))
    assert told == {(NEEDED, "health", "IQ-BA"): 20}, "the sum would say that three are elsewhere"


@pytest.mark.usefixtures("_exactly")
def test_who_lives_nowhere_known_is_in_no_cell(session: Session) -> None:
    _people(session, 12, wants=(JOB,), place=None)
    assert _told(make_figures(session, TODAY)) == {}


@pytest.fixture
def _one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noise that goes up, so that 22 are rounded to 25."""

    def one_more(blur: Blur, ids: Ids) -> int:
        del blur
        return len(ids) + 1

    monkeypatch.setattr(Blur, "count", one_more)


@pytest.mark.usefixtures("_one_more")
def test_no_more_want_something_than_are_told_to_live_there(session: Session) -> None:
    _people(session, 22, wants=(JOB,))
    figures = make_figures(session, TODAY)
    assert figures.everybody == 20
    assert _told(figures)[WANTED, "job", "IQ-BA"] == 20, "25 would say that 22 live there"


@pytest.mark.usefixtures("_one_more")
def test_twin_without_agreeing_two_tables_tell_more_than_each(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supply, "_agreeing", lambda count, _living: count)
    _people(session, 22, wants=(JOB,))
    figures = make_figures(session, TODAY)
    assert (figures.everybody, _told(figures)[WANTED, "job", "IQ-BA"]) == (20, 25)


def test_they_are_kept_with_the_figures_of_the_day(session: Session) -> None:
    _people(session, 30, wants=(JOB,))
    before = read_figures(session, TODAY)
    session.rollback()
    assert before.supply
    assert all(isinstance(one, SupplyPeople) for one in before.supply)
    _people(session, 30, wants=(FINANCE,), place="IQ-AR")
    assert read_figures(session, TODAY).supply == before.supply


def test_a_day_that_was_published_without_has_none(session: Session) -> None:
    given = make_figures(session, TODAY).as_json()
    del given["supply"]
    assert Figures.from_json(given).supply is None


@pytest.mark.usefixtures("_exactly")
def test_all_of_iraq_is_told_when_it_tells_of_nobody(session: Session) -> None:
    _people(session, 12, wants=(JOB,))
    for place in ("IQ-AR", "IQ-DA", "IQ-KI"):
        _people(session, 3, wants=(JOB,), place=place)
        _people(session, 9, place=place)
    assert _told(make_figures(session, TODAY))[WANTED, "job", ALL] == 20
