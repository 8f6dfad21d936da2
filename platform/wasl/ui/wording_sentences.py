"""What is wrong with words that break a rule, and what to write instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.sentence_names import isolate
from wasl.wording import Finding
from wasl.wording import WordingRule as Rule


@dataclass(frozen=True)
class Advice:
    """A rule in few words, and two sentences about it."""

    name: str
    wrong: str
    instead: str


ADVICE: Mapping[Rule, Advice] = {
    Rule.SEX: Advice(
        _("Asks for a sex"),
        _("This asks for a woman or for a man. Work is open to both."),
        _("Leave it out. To invite women, tick “Women are encouraged to apply”."),
    ),
    Rule.AGE: Advice(
        _("Asks for an age"),
        _("This asks for an age. What counts is what somebody can do."),
        _("Say which experience is needed, in years of work."),
    ),
    Rule.MARITAL_STATUS: Advice(
        _("Asks about marriage"),
        _("This asks about marriage or children. That is private."),
        _("Say which hours or which travel the work needs, and let people decide."),
    ),
    Rule.LOOKS: Advice(
        _("Asks about looks"),
        _("This asks about looks or dress. They say nothing about work."),
        _("Say what the work needs, for example “experience with customers”."),
    ),
    Rule.FAITH: Advice(
        _("Asks about religion"),
        _("This asks about religion or sect. Nobody may be chosen by that."),
        _("Leave it out."),
    ),
    Rule.ORIGIN: Advice(
        _("Asks about origin"),
        _("This asks where people come from, or what group they belong to."),
        _("Leave it out. Ask for a language if the work needs it, with its level."),
    ),
    Rule.DISABILITY: Advice(
        _("Shuts out disabled people"),
        _("This shuts out people with a disability or an illness."),
        _("Say what has to be done, for example “carry 25 kg”, and if the place is accessible."),
    ),
    Rule.PHOTO: Advice(
        _("Asks for a photo"),
        _("This asks for a photo. Photos let people be chosen by their looks."),
        _("Leave it out. You see what somebody can do, and meet them before you decide."),
    ),
    Rule.FEE: Advice(
        _("Asks for money"),
        _("This asks people for money, a deposit or a guarantee. Nobody pays for work here."),
        _("Leave it out. If a course has a price, enter it as the fee of the training."),
    ),
    Rule.PAPERS: Advice(
        _("Keeps papers"),
        _("This keeps people's passport or papers. That is not allowed."),
        _("Ask to see papers at the meeting, and give them back at once."),
    ),
    Rule.BANK_DATA: Advice(
        _("Asks for bank data"),
        _("This asks for bank data, codes or identity numbers before anybody was hired."),
        _("Ask for them when the contract is signed, in person."),
    ),
    Rule.ABROAD: Advice(
        _("Work abroad"),
        _("This offers work or travel abroad. People have been trafficked that way."),
        _("Offer work in Iraq. For work abroad an office must know the employer there."),
    ),
    Rule.MESSENGER: Advice(
        _("Private messages only"),
        _("This leads people to private messages. Nobody could help them there."),
        _("Leave it out. People reach you through this platform and their office."),
    ),
    Rule.UNPAID_TRIAL: Advice(
        _("Unpaid trial"),
        _("This offers work without pay for a time."),
        _("Pay from the first day. If people come to learn, post an internship or a training."),
    ),
    Rule.TOO_GOOD: Advice(
        _("Too good to be true"),
        _("This promises more than such work pays. People are lured that way."),
        _("Write the wage that you pay in a month, and what it is paid for."),
    ),
}


def refused_words(finding: Finding) -> str:
    """Say beside a field which words of it are not sent or shown, why, and what to write."""
    advice = ADVICE[finding.code]
    return gettext(
        "“%(words)s”: %(wrong)s %(instead)s",
        words=isolate(finding.words),
        wrong=advice.wrong,
        instead=advice.instead,
    )
