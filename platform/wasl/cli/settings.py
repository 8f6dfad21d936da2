"""`wasl settings`: everything that can be set, and what it is now."""

import click

from wasl.config import describe_settings, load_settings


@click.command("settings")
def settings_command() -> None:
    """List all settings with their meaning and present value."""
    settings = load_settings()
    for variable, meaning in describe_settings().items():
        value = str(getattr(settings, variable.removeprefix("WASL_").lower()))
        shown = "(set)" if variable == "WASL_SECRET_KEY" and value else value
        click.echo(f"{variable}={shown}\n    {meaning}")
