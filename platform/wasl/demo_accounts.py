"""The demo's accounts; they exist only where `wasl demo` made them."""

from dataclasses import dataclass

from models.enums import Agency, Role


def N_(text: str) -> str:  # noqa: N802 - the name that collecting looks for
    """Mark a text that the sign-in page translates; this module knows nothing of the web."""
    return text


ERBIL = (Agency.MRC, "Erbil")
NINAWA = (Agency.MOMD, "Ninawa")
GOVERNORATES = {ERBIL: "IQ-AR", NINAWA: "IQ-NI"}


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """A sign-in that the demo's sign-in page offers. office: of whom works in one."""

    role: Role
    login: str
    password: str
    display_name: str
    purpose: str
    office: tuple[Agency, str] | None = None


# All passwords are shown to everybody on purpose. The first of a role is who tests sign in as.
DEMO_ACCOUNTS = (
    DemoAccount(
        role=Role.CASEWORKER,
        login="caseworker@demo.example",
        password="demo-caseworker",
        display_name="Shilan Aziz",
        purpose=N_("Import lists, see who fits what and why, answer a case that is offered"),
        office=ERBIL,
    ),
    DemoAccount(
        role=Role.OFFICE_MANAGER,
        login="manager@demo.example",
        password="demo-manager",
        display_name="Rebwar Hama Amin",
        purpose=N_("Lead an office: who is in charge of which case, who works here"),
        office=ERBIL,
    ),
    DemoAccount(
        role=Role.CASEWORKER,
        login="momd@demo.example",
        password="demo-momd-ninawa",
        display_name="Layla Al-Mosuli",
        purpose=N_("Work at another ministry: other cases, look somebody up, refer"),
        office=NINAWA,
    ),
    DemoAccount(
        role=Role.RETURNEE,
        login="returnee@demo.example",
        password="demo-returnee",
        display_name="Demo",
        purpose=N_("See what is known about oneself, who looked, what is shared; take it back"),
    ),
    DemoAccount(
        role=Role.EMPLOYER_OWNER,
        login="employer@demo.example",
        password="demo-employer",
        display_name="Haider Al-Basri",
        purpose=N_("See one's opportunities and who fits them; one person has given their name"),
    ),
    DemoAccount(
        role=Role.EMPLOYER_RECRUITER,
        login="recruiter@demo.example",
        password="demo-recruiter",
        display_name="Noor Al-Zaidi",
        purpose=N_("The same for who hires, without managing the company's accounts"),
    ),
    DemoAccount(
        role=Role.SECRETARIAT,
        login="secretariat@demo.example",
        password="demo-secretariat",
        display_name="Ahmed Al-Rubaie",
        purpose=N_("Check organisations with a second person, see figures; no person's name"),
    ),
    DemoAccount(
        role=Role.OBSERVER,
        login="observer@demo.example",
        password="demo-observer",
        display_name="Anna Lindqvist",
        purpose=N_("Figures only, in which nobody can be found"),
    ),
    DemoAccount(
        role=Role.EXPERT,
        login="expert@demo.example",
        password="demo-expert-abroad",
        display_name="Sinan Kamal",
        purpose=N_("An expert who lives abroad"),
    ),
    DemoAccount(
        role=Role.ADMINISTRATOR,
        login="admin@demo.example",
        password="demo-administrator",
        display_name="Dilnaz Omar",
        purpose=N_("Accounts, offices, vetting, messages, the audit log, how long data is kept"),
    ),
)

# A program of an institution, and the token it uses the API with: known to everybody, like the
# passwords above, and made nowhere but in the demo.
DEMO_PROGRAM = "Register of a ministry (demo)"
DEMO_TOKEN = "wasl_demo-token-that-everybody-knows"
