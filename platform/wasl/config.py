"""Settings: all that can be set is here and read from `WASL_*`; nothing else is accepted."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, get_type_hints
from urllib.parse import urlsplit

LANGUAGES = ("ar", "ckb", "en")
JOBS = ("embedded", "apart")
REVIEWS = ("flagged", "first", "all")


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter: what names people will lie in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


class ConfigError(Exception):
    """A setting is unknown or has a value that cannot be used; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings; each is set by the variable `WASL_` + its name in capitals."""

    data_dir: Annotated[Path, "Folder for the database, uploads and the secret key"] = Path(
        "wasl-data"
    )
    database_url: Annotated[
        str,
        "Database, sqlite:///… or postgresql+psycopg://…; empty: wasl.sqlite in the data folder",
    ] = ""
    secret_key: Annotated[
        str,
        "Signs cookies; empty: made once and kept in the data folder, readable by its owner only",
    ] = ""
    key_file: Annotated[
        str,
        "File of the keys that seal identity; empty: keys.json in the data folder. Keep it apart "
        "from the database and its backups",
    ] = ""
    language: Annotated[str, "Language of a first visit: ar, ckb or en"] = "ar"
    https: Annotated[bool, "Cookies only over HTTPS; no for a demo on one machine"] = True
    second_factor: Annotated[
        bool, "Staff and employers sign in with a second factor; no only for a demo"
    ] = True
    breached_passwords: Annotated[
        str,
        "File of passwords known to be stolen, as Have I Been Pwned offers it (SHA-1, ordered by "
        "hash); empty: only the list that comes with Wasl",
    ] = ""
    oidc_issuer: Annotated[
        str, "Address of a ministry's OpenID Connect provider; empty: no such sign-in"
    ] = ""
    oidc_client_id: Annotated[str, "Name of this platform at the provider"] = ""
    oidc_client_secret: Annotated[str, "Secret that the provider gave to this platform"] = ""
    oidc_name: Annotated[str, "What the button of this sign-in says after “Sign in with”"] = ""
    demo: Annotated[bool, "Show the demo's sign-ins on the sign-in page"] = False
    upload_max_mb: Annotated[int, "Largest file that is taken, in MiB"] = 50
    unpacked_max_mb: Annotated[int, "Largest size a workbook may unpack to, in MiB"] = 600
    import_max_rows: Annotated[int, "Most rows that one file may have"] = 500_000
    keep_eligible: Annotated[int, "Eligible matches kept for each person"] = 50
    keep_near: Annotated[int, "Near misses kept for each person"] = 20
    review_postings: Annotated[
        str,
        "Which postings somebody reads before they are published. flagged: those whose wording "
        "smells of abuse; first: also the first three of an organisation; all: every one",
    ] = "flagged"
    proxies: Annotated[int, "Trusted reverse proxies in front of the server"] = 0
    public_url: Annotated[
        str, "Where the platform is reached, https://…; stands in messages beside their codes"
    ] = ""
    smtp_url: Annotated[
        str,
        "Mail server, smtps://user:password@host:465 or smtp://…:587 (STARTTLS); empty: no e-mail",
    ] = ""
    mail_from: Annotated[str, "Address that e-mails come from"] = ""
    sms_url: Annotated[str, "Gateway for text messages, https://…; empty: none are sent"] = ""
    sms_token: Annotated[str, "Bearer token of that gateway"] = ""
    jobs: Annotated[str, "embedded: `wasl serve` runs the jobs too; apart: `wasl worker` does"] = (
        "embedded"
    )

    @property
    def url(self) -> str:
        """The database to use, with the driver Wasl ships for PostgreSQL."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir.resolve() / 'wasl.sqlite'}"
        for prefix in ("postgresql://", "postgres://"):
            if self.database_url.startswith(prefix):
                return "postgresql+psycopg://" + self.database_url.removeprefix(prefix)
        return self.database_url

    @property
    def keys_path(self) -> Path:
        """The file of the keys that seal identity."""
        return Path(self.key_file) if self.key_file else self.data_dir / "keys.json"

    @property
    def breached_path(self) -> Path | None:
        """The operator's file of stolen passwords, if there is one."""
        return Path(self.breached_passwords) if self.breached_passwords else None

    @property
    def upload_dir(self) -> Path:
        """Where uploads wait until they are settled."""
        return self.data_dir / "uploads"

    def signing_key(self) -> str:
        """Return the secret key, making and keeping one on first use."""
        if self.secret_key:
            return self.secret_key
        path = self.data_dir / "secret.key"
        if not path.exists():
            make_private_folder(self.data_dir)
            unfinished = self.data_dir / f".secret.{secrets.token_hex(4)}"
            unfinished.touch(mode=0o600)
            unfinished.write_text(secrets.token_urlsafe(48), encoding="ascii")
            with suppress(FileExistsError):
                path.hardlink_to(unfinished)  # whole or not at all; the first of two stays
            unfinished.unlink()
        return path.read_text(encoding="ascii").strip()


def describe_settings() -> dict[str, str]:
    """Return what each setting means, by the name of its variable."""
    hints = get_type_hints(Settings, include_extras=True)
    return {
        f"WASL_{item.name.upper()}": hints[item.name].__metadata__[0] for item in fields(Settings)
    }


def _convert(name: str, text: str, like: object) -> object:
    if isinstance(like, bool):
        known = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
        if text.lower() not in known:
            raise ConfigError(f"{name}={text!r}: write yes or no")
        return known[text.lower()]
    if isinstance(like, int):
        if not text.isdecimal():
            raise ConfigError(f"{name}={text!r}: write a whole number")
        return int(text)
    return Path(text) if isinstance(like, Path) else text


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Raises ConfigError for an unknown `WASL_*` variable or a value that cannot be used.
    `WASL_TEST_*` belongs to the test suite and is passed over.
    """
    environment = os.environ if environment is None else environment
    known = {f"WASL_{item.name.upper()}": item for item in fields(Settings)}
    values: dict[str, object] = {}
    for name, text in environment.items():
        if not name.startswith("WASL_") or name.startswith("WASL_TEST_"):
            continue
        if name not in known:
            raise ConfigError(f"{name} is not a setting; known are: {', '.join(sorted(known))}")
        values[known[name].name] = _convert(name, text, known[name].default)
    settings = Settings(**values)  # type: ignore[arg-type]
    if settings.language not in LANGUAGES:
        raise ConfigError(f"WASL_LANGUAGE={settings.language!r}: write ar, ckb or en")
    if settings.jobs not in JOBS:
        raise ConfigError(f"WASL_JOBS={settings.jobs!r}: write embedded or apart")
    if settings.review_postings not in REVIEWS:
        wrong = f"WASL_REVIEW_POSTINGS={settings.review_postings!r}"
        raise ConfigError(f"{wrong}: write flagged, first or all")
    _check_ways_out(settings)
    return settings


def _check_ways_out(settings: Settings) -> None:
    """Refuse to hand codes and addresses to a line that anybody could listen on."""
    for name, schemes in (
        ("public_url", ("https", "http")),
        ("smtp_url", ("smtps", "smtp")),
        ("sms_url", ("https",)),
    ):
        text = getattr(settings, name)
        parts = urlsplit(text)
        if text and (parts.scheme not in schemes or not parts.hostname):
            raise ConfigError(f"WASL_{name.upper()}: begin it with {' or '.join(schemes)}://")
    if settings.smtp_url and "@" not in settings.mail_from:
        raise ConfigError("WASL_MAIL_FROM: write the address that e-mails come from")
