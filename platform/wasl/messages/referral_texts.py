"""What is said around postings and referrals: to employers, to offices, to people."""

from wasl.messages.staff_texts import SIGN_IN
from wasl.messages.template import N_, Template

_ANSWER = "/answer"
_WAITS = N_("Something waits for your answer")
_NEWS = N_("There is news")
_POSTING = N_("About your posting")

EMPLOYER_TEXTS: tuple[Template, ...] = (
    Template(
        name="introduction",
        subject=_WAITS,
        own=N_("Somebody wants to meet you about one of your postings. Please answer by %(day)s."),
        neutral=SIGN_IN,
    ),
    Template(
        name="employer_reminder",
        subject=_WAITS,
        own=N_("People still wait for your answer. Who does not answer is shown fewer people."),
        neutral=SIGN_IN,
    ),
    Template(
        name="person_agreed",
        subject=_NEWS,
        own=N_("Somebody whom you asked to meet said yes. Sign in to propose a time."),
        neutral=SIGN_IN,
    ),
    Template(
        name="person_not_available",
        subject=_NEWS,
        own=N_("Somebody whom you asked to meet is not available. Sign in to see who else fits."),
        neutral=SIGN_IN,
    ),
    Template(
        name="slot_answered",
        subject=_NEWS,
        own=N_("There is an answer to the times that you proposed. Sign in to see it."),
        neutral=SIGN_IN,
    ),
    Template(
        name="offer_answered",
        subject=_NEWS,
        own=N_("There is an answer to your offer. Sign in to see it."),
        neutral=SIGN_IN,
    ),
    Template(
        name="offer_ran_out",
        subject=_NEWS,
        own=N_("Your offer ran out without an answer. Sign in to offer it again or to say no."),
        neutral=SIGN_IN,
    ),
    Template(
        name="answer_time_over",
        subject=_NEWS,
        own=N_("The time to answer somebody is over. It counts in how often you answer."),
        neutral=SIGN_IN,
    ),
    Template(
        name="stock_answered",
        subject=_NEWS,
        own=N_("There is news of support that you gave or reserved. Sign in to see it."),
        neutral=SIGN_IN,
    ),
    Template(
        name="stock_late",
        subject=_WAITS,
        own=N_("Something that you lent was to be back by now. Sign in to say what came back."),
        neutral=SIGN_IN,
    ),
    Template(
        name="profile_year_old",
        subject=_WAITS,
        own=N_("You said on %(day)s what you could give. Does it still hold? One click says so."),
        neutral=SIGN_IN,
    ),
    Template(
        name="employer_check",
        subject=_WAITS,
        own=N_("Is everybody still there whom you took? Two clicks answer it, until %(day)s."),
        neutral=SIGN_IN,
    ),
    Template(
        name="posting_published",
        subject=_POSTING,
        own=N_("Your posting is published. Sign in to see who fits."),
        neutral=SIGN_IN,
    ),
    Template(
        name="posting_sent_back",
        subject=_POSTING,
        own=N_("Your posting was read and needs a change. Sign in to see which."),
        neutral=SIGN_IN,
    ),
    Template(
        name="posting_refused",
        subject=_POSTING,
        own=N_("Your posting was read and will not be published. Sign in to see why."),
        neutral=SIGN_IN,
    ),
    Template(
        name="posting_expiring",
        subject=_POSTING,
        own=N_("The last day of one of your postings is %(day)s. Sign in to give it more time."),
        neutral=SIGN_IN,
    ),
    Template(
        name="posting_expired",
        subject=_POSTING,
        own=N_("One of your postings is over. You can copy it at any time."),
        neutral=SIGN_IN,
    ),
    Template(
        name="posting_still_open",
        subject=_POSTING,
        own=N_(
            "Nothing happened with one of your postings for a long time. If it still stands, say "
            "so by %(day)s; otherwise it will not be shown any more."
        ),
        neutral=SIGN_IN,
    ),
    Template(
        name="posting_unpublished",
        subject=_POSTING,
        own=N_("One of your postings is not shown any more, because nobody answered for it."),
        neutral=SIGN_IN,
    ),
)

OFFICE_TEXTS: tuple[Template, ...] = (
    Template(
        name="posting_to_review",
        subject=N_("Something waits at your office"),
        own=N_("A posting waits to be read before it is published."),
        neutral=SIGN_IN,
    ),
    Template(
        name="wish_to_meet",
        subject=N_("Something waits at your office"),
        own=N_("An employer wants to meet somebody of your cases. Sign in to pass it on."),
        neutral=SIGN_IN,
    ),
    Template(
        name="person_answered",
        subject=_NEWS,
        own=N_("A person of your cases answered. Sign in to see it."),
        neutral=SIGN_IN,
    ),
    Template(
        name="employer_answered",
        subject=_NEWS,
        own=N_("An employer answered about somebody of your cases. Sign in to see it."),
        neutral=SIGN_IN,
    ),
    Template(
        name="silence",
        subject=_NEWS,
        own=N_("A time to answer ran out for somebody of your cases. Sign in to go on."),
        neutral=SIGN_IN,
    ),
    Template(
        name="placed",
        subject=_NEWS,
        own=N_("Somebody of your cases was placed. You will be asked in 30 days how it goes."),
        neutral=SIGN_IN,
    ),
    Template(
        name="check_to_ask",
        subject=N_("Something waits at your office"),
        own=N_("It is time to ask somebody of your cases whether they are still there."),
        neutral=SIGN_IN,
    ),
    Template(
        name="question_to_ask",
        subject=N_("Something waits at your office"),
        own=N_("A question waits for somebody whom no message reaches. Please ask them."),
        neutral=SIGN_IN,
    ),
    Template(
        name="receipt_to_ask",
        subject=N_("Something waits at your office"),
        own=N_("Please ask somebody of your cases whether they received what was agreed."),
        neutral=SIGN_IN,
    ),
    Template(
        name="stock_to_ask_back",
        subject=N_("Something waits at your office"),
        own=N_("Somebody of your cases has something that was to be given back. Please ask."),
        neutral=SIGN_IN,
    ),
    Template(
        name="opportunity_over",
        subject=_NEWS,
        own=N_("An opportunity of somebody of your cases is filled or over. Sign in to go on."),
        neutral=SIGN_IN,
    ),
    Template(
        name="check_disagrees",
        subject=N_("Something waits at your office"),
        own=N_("Somebody of your cases and an employer do not say the same. Please ask."),
        neutral=SIGN_IN,
    ),
)

# For people `code` opens the question at /answer: nothing of it stands in the message.
PERSON_TEXTS: tuple[Template, ...] = (
    Template(
        name="question",
        subject=N_("A question for you"),
        own=N_(
            "There is an opportunity for you, and you decide. Your code: %(code)s. Answer by "
            "%(until)s, here or at your office. No answer means no."
        ),
        neutral=N_("There is a question for you. Your code: %(code)s, until %(until)s."),
        path=_ANSWER,
    ),
    Template(
        name="question_reminder",
        subject=N_("A question for you"),
        own=N_("A question still waits for you. Your code: %(code)s. Answer by %(until)s."),
        neutral=N_("There is a question for you. Your code: %(code)s, until %(until)s."),
        path=_ANSWER,
    ),
    Template(
        name="slots",
        subject=N_("A question for you"),
        own=N_(
            "An employer proposes times for a meeting. Your code to choose one: %(code)s. Until "
            "%(until)s."
        ),
        neutral=N_("There is a question for you. Your code: %(code)s, until %(until)s."),
        path=_ANSWER,
    ),
    Template(
        name="offer_made",
        subject=N_("A question for you"),
        own=N_("There is an offer for you. Your code to answer it: %(code)s. Until %(until)s."),
        neutral=N_("There is a question for you. Your code: %(code)s, until %(until)s."),
        path=_ANSWER,
    ),
    Template(
        name="person_check",
        subject=N_("A question for you"),
        own=N_(
            "Are you still there? Your code to say yes or no: %(code)s. Until %(until)s. The "
            "employer does not see your answer before they have given theirs."
        ),
        neutral=N_("There is a question for you. Your code: %(code)s, until %(until)s."),
        path=_ANSWER,
    ),
    Template(
        name="receipt",
        subject=N_("A question for you"),
        own=N_("Did you receive what was agreed? Your code to answer: %(code)s. Until %(until)s."),
        neutral=N_("There is a question for you. Your code: %(code)s, until %(until)s."),
        path=_ANSWER,
    ),
    Template(
        name="person_news",
        subject=N_("An answer for you"),
        own=N_("There is an answer for you. Sign in or ask at your office."),
        neutral=N_("There is an answer for you. Sign in or visit your office."),
    ),
)

REFERRAL_TEXTS = (*EMPLOYER_TEXTS, *OFFICE_TEXTS, *PERSON_TEXTS)
