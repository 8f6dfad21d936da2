"""`wasl settings`: everything that can be set, and what it is now."""

import click

from wasl.config import describe_settings, load_settings


@click.command("settings")
def settings_command() -> None:
    """List all settings with their meaning and present value."""
    settings = load_settings()
    for variable, meaning in describe_settings().items():
        value = str(getattr(settings, variable.removeprefix("WASL_").lower()))
        click.echo(f"{variable}={_without_secrets(variable, value)}\n    {meaning}")


def _without_secrets(variable: str, value: str) -> str:
    """Return what may stand on a screen and in a support request."""
    if variable in {"WASL_SECRET_KEY", "WASL_SMS_TOKEN", "WASL_OIDC_CLIENT_SECRET"} and value:
        return "(set)"
    if variable in {"WASL_DATABASE_URL", "WASL_SMTP_URL"} and value:
        from sqlalchemy.engine import make_url

        return make_url(value).render_as_string(hide_password=True)
    return value
