"""What an ask says, in the language of whoever reads it: on pages, on paper, in messages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from models.ask import Ask
from models.enums import OpportunityKind
from wasl.code_names import name_occupations, name_places
from wasl.figures.tables import Mark
from wasl.i18n.days import write_month
from wasl.messages.render import say, say_number
from wasl.messages.template import N2_, N_

_PLACES_WANTED = {
    OpportunityKind.JOB: N2_("We ask for one job.", "We ask for %(quantity)s jobs."),
    OpportunityKind.INTERNSHIP: N2_(
        "We ask for one internship.", "We ask for %(quantity)s internships."
    ),
    OpportunityKind.TRAINING: N2_(
        "We ask for one place in training.", "We ask for %(quantity)s places in training."
    ),
    OpportunityKind.MENTORING: N2_(
        "We ask for one place with a mentor.", "We ask for %(quantity)s places with a mentor."
    ),
}
_SUPPORT_WANTED = {
    OpportunityKind.IN_KIND: N_("We ask for in-kind support: %(quantity)s."),
    OpportunityKind.FINANCE: N_("We ask for finance: %(quantity)s."),
}
_HEAD = N_("%(occupation)s in %(place)s.")
_READY = N_("%(occupation)s in %(place)s: about %(ready)s are ready to begin.")
_READY_SINCE = N_(
    "%(occupation)s in %(place)s: about %(ready)s are ready to begin, no place since %(month)s."
)
_READY_NEVER = N_(
    "%(occupation)s in %(place)s: about %(ready)s are ready to begin, and there never was a place."
)
_TRAINED = N_("About %(trained)s of them are trained.")
_FREE = N_("Free places: %(free)s.")
_FREE_FEW = N_("Free places: fewer than 5.")
_NEVER = N_("No place was ever posted there.")
_SINCE = N_("No place since %(month)s.")
_PROMISED = N_("Promised and not offered yet: %(promised)s.")
_ALL_OF_IRAQ = N_("all of Iraq")


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
    ready, trained = known.get("ready"), known.get("trained")
    head = {"place": place, "occupation": occupation, "ready": ready}
    free, month = known.get("free"), _last_posted(known, language)
    if ready and not free:
        text = _READY_SINCE if month else _READY_NEVER
        yield say(text, language) % {**head, "month": month}
    else:
        yield say(_READY if ready else _HEAD, language) % head
        yield _of_places(free, month, language)
    # Fewer trained people than ready ones: where those are not told, neither are these.
    if ready and trained:
        yield say(_TRAINED, language) % {"trained": trained}
    if known.get("promised"):
        yield say(_PROMISED, language) % {"promised": known["promised"]}
    if ask.quantity:
        yield _wanted(ask.kind, ask.quantity, language)


def _last_posted(known: Mapping[str, str], language: str) -> str | None:
    last = known.get("last")
    return write_month(date.fromisoformat(last), language) if last else None


def _of_places(free: str | int | None, month: str | None, language: str) -> str:
    if free == Mark.FEW:
        return say(_FREE_FEW, language)
    if free:
        return say(_FREE, language) % {"free": free}
    return say(_SINCE, language) % {"month": month} if month else say(_NEVER, language)


def _wanted(kind: OpportunityKind, quantity: int, language: str) -> str:
    said = {"quantity": quantity}
    if kind in _SUPPORT_WANTED:
        return say(_SUPPORT_WANTED[kind], language) % said
    return say_number(_PLACES_WANTED[kind], quantity, language) % said
