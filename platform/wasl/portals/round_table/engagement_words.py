"""Stages, next steps and whom they serve, in words."""

from collections.abc import Mapping, Sequence

from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext, ngettext
from wasl.operations.engagement.given import FOR_PEOPLE
from wasl.operations.engagement.roadmap import Step, StepKind
from wasl.operations.engagement.stages import Stage
from wasl.portals.round_table.queries.engagement import Names
from wasl.ui.formats import format_number
from wasl.ui.labels import label
from wasl.ui.sentence_names import isolate

STAGES: Mapping[Stage, str] = {
    Stage.KNOWN: lazy_gettext("On a list"),
    Stage.REGISTERED: lazy_gettext("Has an account"),
    Stage.PROFILE: lazy_gettext("Has a profile"),
    Stage.POSTED: lazy_gettext("Has posted"),
    Stage.MET: lazy_gettext("Was at a meeting"),
    Stage.PLACED: lazy_gettext("Somebody began there"),
    Stage.LASTING: lazy_gettext("Somebody stayed 90 days"),
    Stage.REPEATED: lazy_gettext("People began in two postings or more"),
}
TO_REACH: Mapping[Stage, str] = {
    Stage.REGISTERED: lazy_gettext("Ask it to register"),
    Stage.PROFILE: lazy_gettext("Fill in its profile together"),
    Stage.POSTED: lazy_gettext("Help it with its first posting"),
    Stage.MET: lazy_gettext("Invite it to a roundtable"),
    Stage.PLACED: lazy_gettext("Introduce people to it, and ask for its answers"),
    Stage.LASTING: lazy_gettext("Ask after those who began, until 90 days are over"),
    Stage.REPEATED: lazy_gettext("Ask it for another place"),
}
TITLES: Mapping[StepKind, str] = {
    StepKind.ANSWER: lazy_gettext("Answer people who wait"),
    StepKind.PROMISE: lazy_gettext("Offer what was promised"),
    StepKind.CAPACITY: lazy_gettext("Post what its profile says it could give"),
    StepKind.GAP: lazy_gettext("Offer places where they are missing"),
    StepKind.REGISTER: TO_REACH[Stage.REGISTERED],
    StepKind.PROFILE: TO_REACH[Stage.PROFILE],
    StepKind.MEET: TO_REACH[Stage.MET],
}


def step_text(step: Step, names: Names) -> str:
    """Write what a step is about: kind, trade, place and how many."""
    if step.kind is StepKind.ANSWER:
        waiting = step.quantity or 0
        return ngettext(
            "One person waits for an answer.",
            "%(shown)s people wait for an answer.",
            waiting,
            shown=format_number(waiting),
        )
    if step.offer is None:
        return ""
    trade = names.occupations.get(step.group or "") or _trade_said(step)
    anywhere = _("Wherever it works") if step.capacity else _("All of Iraq")
    place = names.places.get(step.governorate or "") or anywhere
    said = [str(label(step.offer)), *([isolate(trade)] if trade else []), place]
    about = " – ".join(said)
    if step.quantity is None:
        return about
    return _("%(about)s: %(number)s", about=about, number=format_number(step.quantity))


def _trade_said(step: Step) -> str:
    source = step.commitment or step.capacity
    return source.title or "" if source is not None else ""


def serves_text(step: Step) -> str:
    """Write whom a step would serve, as far as that is told; empty where nobody is counted."""
    if step.kind is StepKind.ANSWER:
        return format_number(step.quantity or 0)
    if step.offer not in FOR_PEOPLE:
        return ""
    if step.serves is None:
        return _("not told")
    return _("up to %(number)s", number=format_number(step.serves))


def ready_text(step: Step) -> str:
    """Write how many are ready to begin, in fives; empty where that is not told."""
    if step.ready is None:
        return ""
    return _("about %(number)s ready to begin", number=format_number(step.ready))


def first_text(steps: Sequence[Step], names: Names) -> str:
    """Write the first step of a roadmap in one line."""
    if not steps:
        return str(TO_REACH[Stage.REPEATED])
    about = step_text(steps[0], names)
    title = str(TITLES[steps[0].kind])
    return f"{title}: {about}" if about else title
