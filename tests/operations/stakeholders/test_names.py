"""What an organisation is called: renamed, in other languages, found again; two at once."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import OrganisationStanding, Role
from models.opportunity import Organisation, OrganisationName
from models.round_table_enums import StakeholderKind
from models.stakeholder import Stakeholder
from tests.operations.staff import Gate, Staff, at_once, staff_of, viewer
from wasl.access.viewer import COMMAND_LINE, Viewer
from wasl.database import write_session
from wasl.operations import organisation_names
from wasl.operations.find_organisation import find_organisation
from wasl.operations.organisation_names import (
    name_key,
    other_keys,
    settle_name_key,
    similar_organisations,
    unchecked_key,
)
from wasl.operations.stakeholders import names as naming
from wasl.operations.stakeholders.describe import Described, make_stakeholder
from wasl.operations.stakeholders.errors import (
    NameTakenError,
    StakeholderChangedError,
    StakeholderRule,
    StakeholderRuleError,
)
from wasl.operations.stakeholders.names import (
    OrganisationNames,
    name_organisation,
    names_of,
    names_version,
)

AR, CKB, EN = "غرفة تجارة البصرة", "ژووری بازرگانیی بەسرە", "Basra Chamber of Commerce"


@pytest.fixture
def by(session: Session) -> Viewer:
    """Somebody of the secretariat."""
    staff: Staff = staff_of(session)
    return viewer(staff.add(Role.SECRETARIAT))


def add(session: Session, name: str) -> Organisation:
    made = Organisation(name=name, name_key=name_key(name))
    session.add(made)
    session.flush()
    return made


def called(name: str, *former: str, **by_language: str) -> OrganisationNames:
    return OrganisationNames(name=name, by_language=by_language, former=former)


def put(session: Session, by: Viewer, one: Organisation, names: OrganisationNames) -> None:
    name_organisation(session, by, one, names, seen=names_version(one))


def rename(session: Session, by: Viewer, one: Organisation, name: str) -> None:
    name_organisation(session, by, one, replace(names_of(one), name=name), seen=names_version(one))


def test_a_renamed_organisation_is_found_by_both_names(session: Session, by: Viewer) -> None:
    one = add(session, "Zagros Solar")
    rename(session, by, one, "  Zagros   Energy ")
    assert (one.name, one.name_key) == ("Zagros Energy", "zagros energy")
    assert names_of(one) == called("Zagros Energy", "Zagros Solar")
    assert find_organisation(session, "zagros solar") is one
    assert find_organisation(session, "Zagros energy") is one
    session.commit()
    told = session.scalars(
        select(AuditEvent.details).where(AuditEvent.action == AuditAction.STAKEHOLDER_CHANGED)
    ).all()
    assert told == [{"what": "renamed", "columns": ["name", "former_names"]}]


def test_a_name_that_comes_back_is_no_former_name_any_more(session: Session, by: Viewer) -> None:
    one = add(session, "Zagros Solar")
    rename(session, by, one, "Zagros Energy")
    rename(session, by, one, "Zagros Solar")
    assert names_of(one) == called("Zagros Solar", "Zagros Energy")
    assert other_keys(session) == {"zagros energy": "zagros solar"}


def test_names_of_languages_are_kept_changed_and_taken_away(session: Session, by: Viewer) -> None:
    one = add(session, EN)
    put(session, by, one, called(EN, ar=AR, ckb=CKB))
    for name in (AR, CKB, EN, "غرفه تجاره البصره"):
        assert find_organisation(session, name) is one
    put(session, by, one, called(EN, ar=CKB, ckb=AR))  # they change places
    assert names_of(one).by_language == {"ar": CKB, "ckb": AR}
    put(session, by, one, called(EN, ar=" "))
    assert (names_of(one), find_organisation(session, AR)) == (called(EN), None)


def test_one_name_may_be_the_same_in_two_languages(session: Session, by: Viewer) -> None:
    one = add(session, "GIZ")
    put(session, by, one, called("GIZ", ar="گيز", ckb="گيز", en="GIZ"))
    assert names_of(one).by_language == {"ar": "گيز", "ckb": "گيز", "en": "GIZ"}
    assert find_organisation(session, "گيز") is one
    put(session, by, one, called("GIZ", ckb="گيز"))  # the other one held the key
    assert find_organisation(session, "گيز") is one
    assert other_keys(session) == {name_key("گيز"): "giz"}


def test_its_own_name_and_one_of_a_language_change_places(session: Session, by: Viewer) -> None:
    one = add(session, EN)
    put(session, by, one, called(EN, ar=AR))
    put(session, by, one, called(AR, en=EN))
    assert names_of(one) == called(AR, en=EN)
    assert find_organisation(session, EN) is one
    assert find_organisation(session, AR) is one


@pytest.mark.parametrize("taken", ["Basra Steel", "بصرة ستيل", "Steelworks", "BS"])
def test_somebody_elses_name_is_not_for_the_taking(
    session: Session, by: Viewer, taken: str
) -> None:
    other = add(session, "Basra Steel")
    session.add(
        Stakeholder(
            organisation_id=other.id,
            kind=StakeholderKind.COMPANY,
            short_name="BS",
            short_key="bs",
        )
    )
    put(session, by, other, called("Basra Steel", "Steelworks", ar="بصرة ستيل"))
    one = add(session, "Tigris Bakery")
    for names in (called(taken), called(one.name, ar=taken), called(one.name, taken)):
        with pytest.raises(NameTakenError) as caught:
            put(session, by, one, names)
        assert (caught.value.organisation, caught.value.name) == (other, taken)
    plain = Described(kind=StakeholderKind.COMPANY)
    with pytest.raises(NameTakenError):
        make_stakeholder(session, by, taken, plain, surely_new=True)
    assert names_of(one) == called("Tigris Bakery")


def test_an_empty_name_and_too_many_are_refused(session: Session, by: Viewer) -> None:
    one = add(session, "Tigris Bakery")
    with pytest.raises(StakeholderRuleError) as caught:
        rename(session, by, one, "  ")
    assert caught.value.rule is StakeholderRule.NAME_MISSING
    with pytest.raises(StakeholderRuleError) as caught:
        put(session, by, one, called(one.name, *(f"Bakery {n}" for n in range(21))))
    assert caught.value.rule is StakeholderRule.TOO_MANY_NAMES


def test_whoever_read_the_names_before_they_changed_changes_nothing(
    session: Session, by: Viewer
) -> None:
    one = add(session, "Tigris Bakery")
    read = names_version(one)
    put(session, by, one, called(one.name, ar="مخبز دجلة"))
    with pytest.raises(StakeholderChangedError):
        name_organisation(session, by, one, called("Euphrates"), seen=read)
    assert names_of(one) == called("Tigris Bakery", ar="مخبز دجلة")


def test_a_claim_is_found_by_none_of_its_names_until_it_is_vetted(
    session: Session, by: Viewer
) -> None:
    known = add(session, "Basra Steel")
    claim = add(session, "Basra Works")
    claim.registered_at = utc_now()
    settle_name_key(session, claim)
    put(session, by, claim, called("Basra Works", "Basra Steel", ar="أعمال البصرة"))
    assert claim.name_key == unchecked_key(claim)
    assert find_organisation(session, "أعمال البصرة") is None
    assert find_organisation(session, "Basra Steel") is known
    claim.standing = OrganisationStanding.VETTED
    settle_name_key(session, claim)
    session.flush()
    assert find_organisation(session, "أعمال البصرة") is claim
    assert find_organisation(session, "Basra Steel") is known
    assert other_keys(session) == {name_key("أعمال البصرة"): "basra works"}
    claim.standing = OrganisationStanding.REFUSED
    settle_name_key(session, claim)
    session.flush()
    assert find_organisation(session, "أعمال البصرة") is None


def test_a_vetted_one_does_not_take_what_another_is_also_called(
    session: Session, by: Viewer
) -> None:
    known = add(session, EN)
    put(session, by, known, called(EN, ar=AR))
    claim = add(session, f"{AR} الجديدة")
    claim.name, claim.registered_at = AR, utc_now()
    claim.standing = OrganisationStanding.VETTED
    settle_name_key(session, claim)
    assert claim.name_key == unchecked_key(claim)
    assert similar_organisations(session, claim)[0].organisation is known


def test_names_in_another_script_are_alike(session: Session, by: Viewer) -> None:
    known = add(session, EN)
    put(session, by, known, called(EN, "Chamber of Basra", ar=AR))
    for name in ("غرفة تجارة البصره", "chamber basra"):
        found = similar_organisations(session, Organisation(name=name))
        assert [one.organisation for one in found] == [known]


def test_one_name_for_two_organisations_at_once_goes_to_one(engine: Engine) -> None:
    assert _named_at_once(engine) == ["NameTakenError", "None"]


def test_without_the_lock_two_would_have_the_name(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "hold_names", lambda _session: None)
    looked = organisation_names.who_is_called
    gate = Gate(2, 5)

    def look(*arguments: object, **values: object) -> object:
        found = looked(*arguments, **values)  # type: ignore[arg-type]
        gate.wait()
        return found

    monkeypatch.setattr(naming, "who_is_called", look)
    # SQLite has one writer at a time.
    first = "None" if engine.dialect.name == "postgresql" else "NameTakenError"
    assert _named_at_once(engine) == [first, "None"]


def _named_at_once(engine: Engine) -> list[str]:
    """Rename one to a name that another gets as its Arabic name; return what each one raised."""
    with write_session(engine) as session:
        ids = [add(session, name).id for name in ("Zagros Solar", "Tigris Bakery")]

    def own(session: Session) -> None:
        rename(session, COMMAND_LINE, session.get_one(Organisation, ids[0]), AR)

    def other(session: Session) -> None:
        one = session.get_one(Organisation, ids[1])
        put(session, COMMAND_LINE, one, called(one.name, ar=AR))

    return sorted(
        type(error).__name__.replace("NoneType", "None") for error in at_once(engine, own, other)
    )


def test_two_who_rename_one_at_once_do_not_undo_each_other(engine: Engine) -> None:
    with write_session(engine) as session:
        one = add(session, "Zagros Solar")
        key, read = one.id, names_version(one)

    def to(name: str) -> object:
        def work(session: Session) -> None:
            one = session.get_one(Organisation, key)
            name_organisation(session, COMMAND_LINE, one, called(name), seen=read)

        return work

    raised = at_once(engine, to("Zagros Energy"), to("Zagros Power"))  # type: ignore[arg-type]
    assert sorted(type(error).__name__ for error in raised) == [
        "NoneType",
        "StakeholderChangedError",
    ]
    with write_session(engine) as session:
        rows = session.scalars(select(OrganisationName)).all()
        assert [(one.name, one.language) for one in rows] == [("Zagros Solar", None)]
