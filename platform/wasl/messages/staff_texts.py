"""What is said to employers and to who works in offices and at the secretariat."""

from wasl.messages.template import N_, Template

SIGN_IN = N_("There is something new for you. Please sign in.")

STAFF_TEXTS: tuple[Template, ...] = (
    Template(
        name="vetting_waiting",
        subject=N_("An organisation waits to be checked"),
        own=N_("%(organisation)s registered and waits to be checked. Sign in and look at it."),
        neutral=SIGN_IN,
    ),
    Template(
        name="vetting_approved",
        subject=N_("Your registration"),
        own=N_("%(organisation)s was accepted. You can sign in and offer opportunities now."),
        neutral=SIGN_IN,
    ),
    Template(
        name="vetting_refused",
        subject=N_("Your registration"),
        own=N_(
            "%(organisation)s was not accepted. If you think that this is wrong, visit the "
            "secretariat with your papers."
        ),
        neutral=SIGN_IN,
    ),
    Template(
        name="case_offered",
        subject=N_("Something waits at your office"),
        own=N_("Another office asks yours to take over a case. Sign in to answer."),
        neutral=SIGN_IN,
    ),
    Template(
        name="correction_asked",
        subject=N_("Something waits at your office"),
        own=N_("A person says that something in their record is wrong. Sign in to answer."),
        neutral=SIGN_IN,
    ),
    Template(
        name="reset_asked",
        subject=N_("Something waits for your yes"),
        own=N_("A colleague asks for a new way in for somebody. Sign in to look at it."),
        neutral=SIGN_IN,
    ),
)
