"""The business case of a company: one page to hand over, in the language of the page.

The company reads it: it says nothing of anybody, and of how many are ready only what is protected.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from models.opportunity import Organisation
from models.round_table_enums import CommitmentState
from wasl.documents.document import Document, Part, Table
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.operations.engagement.roadmap import Step, StepKind
from wasl.operations.engagement.stages import furthest
from wasl.portals.round_table.engagement_words import (
    STAGES,
    serves_text,
    step_text,
)
from wasl.portals.round_table.queries.engagement import Engagement
from wasl.ui.formats import format_day, format_number
from wasl.ui.labels import label
from wasl.ui.names import organisation_name
from wasl.ui.response_text import response_sentence

_TITLES: Mapping[StepKind, str] = {
    StepKind.PROMISE: lazy_gettext("Offer what you promised"),
    StepKind.CAPACITY: lazy_gettext("Post what your profile says you could give"),
    StepKind.GAP: lazy_gettext("Offer places where they are missing"),
}
MOST_STEPS, MOST_PROMISES = 4, 3
"""So that it fits on one sheet; the page has all of them."""


def business_case(one: Organisation, shown: Engagement, today: date, language: str) -> Document:
    """Return what a company gave and what it could give next, as a document for it."""
    facts = [
        (_("Sector"), shown.sector),
        (_("Seat"), shown.governorate),
        (_("How far you have come"), str(STAGES[furthest(shown.given)])),
        (_("As of"), format_day(today)),
    ]
    return Document(
        language=language,
        title=organisation_name(one),
        above=_("Business case"),
        facts=[(term, value) for term, value in facts if value],
        parts=[part for part in _parts(shown) if part.text or part.lines or part.table],
        foot=_("Every number is counted from records. People are counted in fives; none is named."),
    )


def _parts(shown: Engagement) -> Iterator[Part]:
    offers = sorted((step for step in shown.steps if step.kind in _TITLES), key=_convincing)
    yield _given(shown)
    yield Part(heading=_("What you promised"), table=_promises(shown))
    yield Part(heading=_("What you could give next"), table=_next(shown, offers[:MOST_STEPS]))
    yield Part(heading=_("What else would help"), lines=list(_else(shown)))
    yield Part(
        heading=_("What you get"),
        text=" ".join(_what_you_get()),
    )


def _what_you_get() -> list[str]:
    return [
        _("People are introduced who meet what the posting asks for and who want the place."),
        _("You are told why each fits, and what is missing."),
        _("After 30, 90 and 180 days both sides are asked how it goes."),
        _("It costs nothing."),
    ]


def _convincing(step: Step) -> tuple[bool, bool]:
    """Order steps: what was promised, then those of which it is told whom they would serve."""
    return step.kind is not StepKind.PROMISE, step.serves is None


def _given(shown: Engagement) -> Part:
    if not shown.kinds:
        return Part(heading=_("What you gave"), text=_("Nothing was posted yet."))
    rows = [
        [
            str(label(one.kind)),
            *map(
                format_number,
                (one.postings, one.came.offered, one.came.filled, one.came.retained),
            ),
        ]
        for one in shown.kinds
    ]
    header = [
        *(_("Kind"), _("Postings"), _("Offered so far")),
        *(_("Filled, or handed over"), _("Lasted, or receipted")),
    ]
    said = " ".join(response_sentence(answer) for answer in shown.answers)
    return Part(heading=_("What you gave"), text=said, table=Table(header=header, rows=rows))


def _promises(shown: Engagement) -> Table | None:
    standing = [one for one in shown.promises if one.commitment.state is CommitmentState.STANDING][
        :MOST_PROMISES
    ]
    if not standing:
        return None
    rows = [
        [
            one.commitment.text,
            *(format_number(part.pledged), format_number(part.offered)),
            format_number(part.filled),
            format_day(one.commitment.deadline) if one.commitment.deadline else "–",
        ]
        for one in standing
        for part in [shown.shares[one.commitment.id].own]  # what others did is not handed over
    ]
    header = [
        *(_("What was promised"), _("Promised"), _("Offered so far")),
        *(_("Filled so far"), _("Deadline")),
    ]
    return Table(header=header, rows=rows)


def _next(shown: Engagement, steps: Sequence[Step]) -> Table | None:
    if not steps:
        return None
    rows = [
        [
            f"{number}. {_TITLES[step.kind]}",
            step_text(step, shown.names),
            serves_text(step) or "–",
        ]
        for number, step in enumerate(steps, start=1)
    ]
    header = [_("Step"), _("What"), _("Would serve")]
    return Table(header=header, rows=rows)


def _else(shown: Engagement) -> Iterator[str]:
    said = {
        StepKind.REGISTER: _("An account, to see who is introduced and to answer at once."),
        StepKind.PROFILE: _("A profile: what you could give, where and when."),
        StepKind.MEET: _("Somebody of yours at the next roundtable."),
    }
    for step in shown.steps:
        if step.kind is StepKind.ANSWER:
            yield step_text(step, shown.names)
        elif step.kind in said:
            yield said[step.kind]
