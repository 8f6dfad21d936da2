"""Settings come from the environment; what is unknown or unusable is refused."""

from pathlib import Path

import pytest

from wasl.config import ConfigError, Settings, describe_settings, load_settings
from wasl.database import make_engine


def test_defaults_need_no_environment() -> None:
    settings = load_settings({})
    assert settings == Settings()
    assert settings.url.startswith("sqlite:///")
    assert settings.url.endswith("wasl-data/wasl.sqlite")


def test_values_are_converted() -> None:
    settings = load_settings(
        {"WASL_DATA_DIR": "/tmp/x", "WASL_DEMO": "yes", "WASL_UPLOAD_MAX_MB": "7", "PATH": "/bin"}
    )
    assert (settings.data_dir, settings.demo, settings.upload_max_mb) == (Path("/tmp/x"), True, 7)


@pytest.mark.parametrize("scheme", ["postgresql://", "postgres://", "postgresql+psycopg://"])
def test_postgresql_urls_get_the_driver_that_is_shipped(scheme: str) -> None:
    settings = load_settings({"WASL_DATABASE_URL": scheme + "wasl@db/wasl"})
    assert settings.url == "postgresql+psycopg://wasl@db/wasl"


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("WASL_DATABSE_URL", "sqlite:///x", "is not a setting"),
        ("WASL_DEMO", "perhaps", "yes or no"),
        ("WASL_UPLOAD_MAX_MB", "many", "whole number"),
        ("WASL_LANGUAGE", "fr", "ar, ckb or en"),
        ("WASL_REVIEW_POSTINGS", "never", "flagged, first or all"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(
    variable: str, value: str, says: str
) -> None:
    with pytest.raises(ConfigError, match=says) as error:
        load_settings({variable: value})
    assert variable in str(error.value)


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    key = settings.signing_key()
    assert len(key) > 40
    assert settings.signing_key() == key
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret.key"]


def test_only_the_owner_enters_the_folder_of_the_data(tmp_path: Path) -> None:
    engine = make_engine(Settings(data_dir=tmp_path / "data"))
    engine.connect().close()
    engine.dispose()
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_every_setting_is_described_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
    assert [name for name in describe_settings() if f"`{name}`" not in text] == []
