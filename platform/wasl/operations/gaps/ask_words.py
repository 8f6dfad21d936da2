"""What an ask says, in the language of whoever reads it: on pages, on paper, in messages."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from models.ask import Ask
from models.enums import OpportunityKind
from wasl.code_names import name_occupations, name_places
from wasl.figures.tables import Mark
from wasl.i18n.days import write_month
from wasl.messages.render import say
from wasl.messages.template import N_

_WANTED = {
    OpportunityKind.JOB: N_("We ask for jobs: %(quantity)s."),
    OpportunityKind.INTERNSHIP: N_("We ask for internships: %(quantity)s."),
    OpportunityKind.TRAINING: N_("We ask for places in training: %(quantity)s."),
    OpportunityKind.MENTORING: N_("We ask for places with a mentor: %(quantity)s."),
    OpportunityKind.IN_KIND: N_("We ask for in-kind support: %(quantity)s."),
    OpportunityKind.FINANCE: N_("We ask for finance: %(quantity)s."),
}
_HEAD = N_("%(place)s, %(occupation)s.")
_READY = N_("Ready to begin: about %(ready)s.")
_TRAINED = N_("Trained and without a place: about %(trained)s.")
_FREE = N_("Free places: %(free)s.")
_FREE_FEW = N_("Free places: fewer than 5.")
_NEVER = N_("No place was ever posted there.")
_SINCE = N_("No place is free; the last was posted in %(month)s.")
_PROMISED = N_("Promised and not offered yet: %(promised)s.")
_ALL_OF_IRAQ = N_("All of Iraq")


def words_of(session: Session, asks: Sequence[Ask], language: str) -> dict[int, str]:
    """Return what each ask says, by its id: words of the secretariat, or made of its evidence."""
    places = name_places(session, (one.governorate_code for one in asks), language)
    occupations = name_occupations(session, (one.group_code for one in asks), language)

    def made(ask: Ask) -> str:
        place = places.get(ask.governorate_code or "") or say(_ALL_OF_IRAQ, language)
        occupation = occupations.get(ask.group_code or "", "")
        return " ".join(_sentences(ask, place, occupation, language))

    return {one.id: one.text or made(one) for one in asks}


def as_list(texts: Iterable[str]) -> str:
    """Return asks of one member as one text, each apart from the others."""
    return "\n".join(f"– {text}" for text in texts)


def _sentences(ask: Ask, place: str, occupation: str, language: str) -> Iterator[str]:
    known = ask.evidence
    head = {"place": place, "occupation": occupation}
    yield say(_HEAD, language) % head
    for text, name in ((_READY, "ready"), (_TRAINED, "trained")):
        if known.get(name):
            yield say(text, language) % {name: known[name]}
    yield _of_places(ask, language)
    if known.get("promised"):
        yield say(_PROMISED, language) % {"promised": known["promised"]}
    if ask.quantity:
        yield say(_WANTED[ask.kind], language) % {"quantity": ask.quantity}


def _of_places(ask: Ask, language: str) -> str:
    free, last = ask.evidence.get("free"), ask.evidence.get("last")
    if free == Mark.FEW:
        return say(_FREE_FEW, language)
    if free:
        return say(_FREE, language) % {"free": free}
    if last:
        month = write_month(date.fromisoformat(last), language)
        return say(_SINCE, language) % {"month": month}
    return say(_NEVER, language)
