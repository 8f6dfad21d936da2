"""The demo's accounts; they exist only where `wasl demo` made them."""

from dataclasses import dataclass

from models.enums import Role


def N_(text: str) -> str:  # noqa: N802 - the name that collecting looks for
    """Mark a text that the sign-in page translates; this module knows nothing of the web."""
    return text


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """A sign-in that the demo's sign-in page offers."""

    role: Role
    login: str
    password: str
    display_name: str
    purpose: str


DEMO_ACCOUNTS = (
    DemoAccount(
        role=Role.CASEWORKER,
        login="caseworker@demo.example",
        password="demo-caseworker",  # noqa: S106 - shown to everybody on purpose
        display_name="Shilan Aziz",
        purpose=N_("Import lists, see who fits what and why"),
    ),
    DemoAccount(
        role=Role.EMPLOYER_OWNER,
        login="employer@demo.example",
        password="demo-employer",  # noqa: S106 - shown to everybody on purpose
        display_name="Haider Al-Basri",
        purpose=N_("See one's opportunities and who fits them, without names"),
    ),
)
