"""What is said to people with a record here, and to everybody who signs in."""

from wasl.messages.template import N_, Template

TEXTS: tuple[Template, ...] = (
    # Ways in. Who gets a code may be anybody, so the words are the same for all.
    Template(
        name="invitation",
        subject=N_("Your invitation"),
        own=N_("You can make an account. Your code: %(code)s. It is valid until %(until)s."),
        neutral=N_("Your code: %(code)s. It is valid until %(until)s."),
        always=True,
        path="/join",
    ),
    Template(
        name="verify_login",
        subject=N_("Your code"),
        own=N_(
            "Your code: %(code)s. It is valid until %(until)s. Tell it to nobody. If you did not "
            "ask for it, do nothing."
        ),
        neutral=N_("Your code: %(code)s. It is valid until %(until)s. Tell it to nobody."),
        always=True,
    ),
    Template(
        name="login_taken",
        subject=N_("Your account"),
        own=N_(
            "Somebody wanted to register with this address, but you have an account already. Sign "
            "in, or ask for a new password there. If it was not you, do nothing."
        ),
        neutral=N_("You have an account already. Sign in, or ask for a new password there."),
        always=True,
    ),
    Template(
        name="password_reset",
        subject=N_("Your new password"),
        own=N_(
            "Your code for a new password: %(code)s. It is valid until %(until)s. If you did not "
            "ask for it, do nothing: your password stays as it is."
        ),
        neutral=N_("Your code for a new password: %(code)s. It is valid until %(until)s."),
        always=True,
        path="/reset",
    ),
    # What happened to an account.
    Template(
        name="password_changed",
        subject=N_("Your password was changed"),
        own=N_(
            "Your password was changed on %(at)s. If it was not you, tell who manages your account."
        ),
        neutral=N_("Your password was changed. If it was not you, ask who gave you the account."),
        always=True,
    ),
    Template(
        name="login_changed",
        subject=N_("Your sign-in was changed"),
        own=N_(
            "Your account has another e-mail or phone to sign in with since %(at)s. If it was not "
            "you, tell who manages your account."
        ),
        neutral=N_("Your sign-in was changed. If it was not you, ask who gave you the account."),
        always=True,
    ),
    Template(
        name="second_factor_removed",
        subject=N_("Your sign-in was changed"),
        own=N_(
            "The second step of your sign-in was taken away on %(at)s. Set it up anew when you "
            "sign in. If you did not ask for it, tell who manages your account."
        ),
        neutral=N_("Your sign-in was changed. If it was not you, ask who gave you the account."),
        always=True,
    ),
    Template(
        name="new_sign_in",
        subject=N_("A new sign-in"),
        own=N_(
            "Somebody signed in to your account on %(at)s with %(device)s. If it was not you, "
            "change your password and end the other sessions."
        ),
        neutral=N_("There was a new sign-in. If it was not you, change your password."),
        always=True,
    ),
    Template(
        name="account_suspended",
        subject=N_("Your account was stopped"),
        own=N_("Your account was stopped. What you did stays. Ask who manages your account."),
        neutral=N_("Your account was stopped. Ask who gave it to you."),
        always=True,
    ),
    Template(
        name="account_restored",
        subject=N_("Your account is open again"),
        own=N_("Your account is open again. You can sign in as before."),
        neutral=N_("Your account is open again."),
        always=True,
    ),
    # What happens to a person's record: their rights, so told without a consent to contact too.
    Template(
        name="retention_notice",
        subject=N_("Your data"),
        own=N_(
            "Nothing has happened in your record for a long time. On %(day)s your name and all "
            "that leads to you will be deleted. If you still want to find work, sign in or visit "
            "your office before that day."
        ),
        neutral=N_("Please contact your office before %(day)s."),
        always=True,
    ),
    Template(
        name="erasure_asked",
        subject=N_("Your data"),
        own=N_("Your data will be deleted on %(day)s. Until then you can take this back."),
        neutral=N_("What you asked for will be done on %(day)s."),
        always=True,
    ),
    Template(
        name="correction_decided",
        subject=N_("An answer for you"),
        own=N_("Your office answered what you said was wrong in your record. Sign in to read it."),
        neutral=N_("There is an answer for you. Sign in or visit your office."),
    ),
    Template(
        name="release_granted",
        subject=N_("What you agreed to"),
        own=N_(
            "An employer may now see who you are, for one opportunity, until %(until)s. You can "
            "take this back at any time, on your page or at your office."
        ),
        neutral=N_("What you agreed to was noted. To change it, sign in or visit your office."),
    ),
    Template(
        name="release_withdrawn",
        subject=N_("What you took back"),
        own=N_("It was taken back: the employer no longer sees who you are."),
        neutral=N_("It was taken back, as you wished."),
    ),
)
