"""What the suite lends to engines to be quick changes nothing that an engine does."""

import pytest
from sqlalchemy import create_engine, text

from models.sealed import KeyMissingError, keys_of
from tests.lent_dialects import Shelf
from wasl.config import Settings
from wasl.database import make_engine, prepare_engine
from wasl.keys import KeyFile, open_keys


def test_no_two_engines_have_a_dialect_at_one_time(
    sqlite_url: str, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = Settings(data_dir=tmp_path_factory.mktemp("other"))
    one, two = make_engine(settings), make_engine(other)
    assert one.dialect is not two.dialect
    assert keys_of(one.dialect) == KeyFile(settings.keys_path)()
    assert keys_of(two.dialect) == KeyFile(other.keys_path)() != keys_of(one.dialect)
    one.dispose()
    two.dispose()


def test_an_engine_that_lives_on_keeps_its_keys_and_the_next_one_has_none_of_them(
    settings: Settings,
) -> None:
    shelf = Shelf(lending=True)
    engine = create_engine(settings.url)
    own = engine.dialect
    shelf.serve(engine)
    lent = engine.dialect
    assert lent is not own
    with shelf.during_a_test():
        prepare_engine(engine, open_keys(settings))
        keys = keys_of(lent)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
    assert engine.dialect is own
    assert keys_of(own) == keys
    assert [one.dialect for one in shelf.free] == [lent]
    with pytest.raises(KeyMissingError):
        keys_of(lent)
    engine.dispose()
