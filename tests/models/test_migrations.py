"""The schema: migrations give what the models say, go both ways, and keep data on the way up."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Base
from models.enums import OpportunityKind
from models.migrations import current_revision, downgrade, head_revision, upgrade
from models.opportunity import Organisation
from models.opportunity_kinds import CLASS_OF_KIND, Job
from models.person import Person, PersonIdentity
from models.taxonomy import Occupation
from wasl.database import ensure_database


def test_the_migrated_schema_is_the_one_the_models_describe(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_go_down_and_up_again_with_data_in_the_tables(engine: Engine) -> None:
    assert current_revision(engine) == head_revision()
    downgrade(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(engine)
    ensure_database(engine)
    with Session(engine) as session:
        assert session.get(Occupation, "7512") is not None


def test_preparing_a_prepared_database_changes_nothing(engine: Engine) -> None:
    with engine.connect() as connection:
        before = connection.execute(text("SELECT count(*), max(id) FROM occupation_term")).one()
    ensure_database(engine)
    with engine.connect() as connection:
        after = connection.execute(text("SELECT count(*), max(id) FROM occupation_term")).one()
    assert after == before


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"seats": 0}, "ck_opportunity_seats_positive"),
        ({"wage_min": 900, "wage_max": 100}, "ck_opportunity_wage_order"),
        ({"education_min": 9}, "ck_opportunity_education_min_range"),
        ({"title": ""}, "ck_opportunity_title_given"),
    ],
)
def test_the_database_refuses_nonsense_by_name(
    session: Session, change: dict[str, object], constraint: str
) -> None:
    organisation = Organisation(name="Bakery", name_key="bakery")
    values: dict[str, object] = {"ref": "1", "title": "Baker", "seats": 1}
    job = Job(organisation=organisation, employer_wording="Bakery", **(values | change))
    session.add(job)
    with pytest.raises(IntegrityError, match=constraint):
        session.flush()


def test_a_person_has_a_name(session: Session) -> None:
    session.add(Person(identity=PersonIdentity(known_as="أبو علي")))
    with pytest.raises(IntegrityError, match="has_a_name"):
        session.flush()


def test_every_kind_of_opportunity_has_a_table_of_its_own() -> None:
    assert set(CLASS_OF_KIND) == set(OpportunityKind)
    assert len({kind.__tablename__ for kind in CLASS_OF_KIND.values()}) == len(OpportunityKind)


def test_an_empty_database_is_filled_on_first_use(tmp_path: object) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/first.sqlite")
    assert current_revision(engine) is None
    ensure_database(engine)
    assert current_revision(engine) == head_revision()
    engine.dispose()
