"""A file on an action, written from records: who leads it, what was counted, what comes next.

A file leaves the platform, so it tells of places and people as figures are published: blurred by
one at most, in fives, and of fewer than five no number. That goes for places offered as well: of a
posting that ended, those are offered that somebody got.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.action_plan import PlanAction
from models.commitment import Commitment, Milestone
from models.meeting import Resolution
from models.opportunity import Organisation
from models.plan_enums import ActionPart, Horizon
from models.round_table_enums import (
    CommitmentKind,
    CommitmentState,
    ResolutionKind,
    ResolutionState,
)
from models.sealed import keys_of
from wasl.figures.blur import Blur
from wasl.figures.reader import FEW, rounded
from wasl.i18n.days import write_day
from wasl.i18n.voice import Voice
from wasl.messages.template import N_
from wasl.operations.commitments.draw_down import DrawDown, draw_down
from wasl.operations.plan.content import Content, Line
from wasl.operations.plan.counted import Moved, count_within
from wasl.operations.plan.half_years import HalfYear
from wasl.operations.plan.linked import commitments_of, resolutions_of
from wasl.shown_names import name_of

_HORIZONS = {
    Horizon.SHORT: N_("Short term"),
    Horizon.MEDIUM: N_("Medium term"),
    Horizon.LONG: N_("Long term"),
}
_PARTS = {
    ActionPart.LEAD: N_("Leads"),
    ActionPart.SUPPORT: N_("Supports"),
    ActionPart.EXTENDED: N_("Supports from further out"),
}
_KINDS = {
    ResolutionKind.RECOMMENDATION: N_("Recommendation"),
    ResolutionKind.DECISION: N_("Decision"),
    ResolutionKind.ACTION: N_("Action"),
}
_NAME = "action_files"
_FEW = N_("fewer than 5")
_STOCK = frozenset({CommitmentKind.IN_KIND, CommitmentKind.FINANCE})
_OPEN, _CLOSE = "\u2068", "\u2069"


def write_content(
    session: Session, action: PlanAction, language: str, half: HalfYear, today: date
) -> Content:
    """Return what the records say of an action for a half year, in a language."""
    return _Writer(session, action, language, half, today).content()


def title_of(action: PlanAction, language: str) -> str:
    """Return the title of an action in a language, or in the other one that the plan has."""
    texts = (action.title_en, action.title_ar)
    return str(next(filter(None, texts if language == "en" else texts[::-1])))


def objective_of(action: PlanAction, language: str) -> str:
    """Return the specific objective, likewise; empty where none is written down."""
    texts = (action.objective_en, action.objective_ar)
    return next(filter(None, texts if language == "en" else texts[::-1]), "")


class _Writer:
    """Writes one file; what it counts is read once."""

    def __init__(
        self, session: Session, action: PlanAction, language: str, half: HalfYear, today: date
    ) -> None:
        self.action, self.half, self.today, self.language = action, half, today, language
        self.say = Voice(language)
        self.commitments = [
            one
            for one in commitments_of(session, action)
            if one.state is CommitmentState.STANDING and one.made_on <= half.until
        ]
        self.resolutions = resolutions_of(session, action)
        drawn = draw_down(session, self.commitments)
        moved = count_within(session, self.commitments, half)
        blur = Blur(keys_of(session.get_bind().dialect).index(_NAME, ""))
        self.counted = {one.id: _blurred(one.id, drawn, moved, blur) for one in self.commitments}

    def content(self) -> Content:
        return Content(
            title=f"{self.action.number} {title_of(self.action, self.language)}",
            objective=objective_of(self.action, self.language),
            timeframe=self._timeframe(),
            leads=tuple(self._leads()),
            results=tuple(self._results()),
            next_steps=tuple(self._next_steps()),
        )

    def _timeframe(self) -> str:
        horizon = self.say.gettext(_HORIZONS[self.action.horizon])
        since, until = self.action.starts_on, self.action.ends_on
        if since and until:
            days = {"since": self._day(since), "until": self._day(until)}
            return self.say.gettext("%(horizon)s: %(since)s to %(until)s", horizon=horizon, **days)
        if until:
            day = self._day(until)
            return self.say.gettext("%(horizon)s: until %(day)s", horizon=horizon, day=day)
        if since:
            day = self._day(since)
            return self.say.gettext("%(horizon)s: from %(day)s", horizon=horizon, day=day)
        return horizon

    def _leads(self) -> Iterator[Line]:
        order = list(ActionPart)
        for body in sorted(self.action.bodies, key=lambda one: (order.index(one.part), one.id)):
            part, name = self.say.gettext(_PARTS[body.part]), self._named(body.organisation)
            said = self.say.gettext("%(part)s: %(name)s", part=part, name=name)
            yield Line(said, f"organisation:{body.organisation.public_id}")

    def _named(self, organisation: Organisation) -> str:
        return _isolated(name_of(organisation, self.language))

    def _results(self) -> Iterator[Line]:
        for one in self.commitments:
            if one.kind is not CommitmentKind.POLICY:
                said = self._counted(one, self.counted[one.id])
                yield Line(said, f"commitment:{one.public_id}")
            for step in one.milestones:
                if step.done_on and self.half.since <= step.done_on <= self.half.until:
                    yield Line(self._done(step), f"commitment:{one.public_id}")
        for resolution in self.resolutions:
            ended = resolution.ended_on
            settled = resolution.state is ResolutionState.SETTLED
            if settled and ended and self.half.since <= ended <= self.half.until:
                yield Line(self._settled(resolution), f"resolution:{resolution.public_id}")

    def _counted(self, one: Commitment, counted: "_Counted") -> str:
        """Say what was added in the half year, and how far it has come in all.

        Of fewer than five that were promised, only how many: no part of them can be told.
        """
        between = "; " if self.language == "en" else "؛ "
        values = {
            "promise": _isolated(one.text),
            "who": between.join(self._named(party.organisation) for party in one.parties),
            "offered": self._told(counted.offered),
            "filled": self._told(counted.filled),
            "lasted": self._told(counted.lasted),
            "all": self._told(counted.all),
            "pledged": one.quantity,
        }
        if one.quantity < FEW:
            return self.say.gettext(
                "%(promise)s (%(who)s): %(pledged)s promised. Of so few, no more is told.", **values
            )
        if one.kind in _STOCK:
            return self.say.gettext(
                "%(promise)s (%(who)s): %(offered)s offered, %(filled)s handed over,"
                " %(lasted)s receipted. In all, %(all)s of %(pledged)s are handed over.",
                **values,
            )
        return self.say.gettext(
            "%(promise)s (%(who)s): %(offered)s offered, %(filled)s filled,"
            " %(lasted)s lasted 90 days. In all, %(all)s of %(pledged)s are filled.",
            **values,
        )

    def _done(self, step: Milestone) -> str:
        day = self._day(step.done_on or self.today)
        return self.say.gettext(
            "%(step)s: done on %(day)s (%(evidence)s)",
            step=_isolated(step.text),
            day=day,
            evidence=_isolated(step.evidence or ""),
        )

    def _settled(self, one: Resolution) -> str:
        return self.say.gettext(
            "%(kind)s settled on %(day)s: %(text)s",
            kind=self.say.gettext(_KINDS[one.kind]),
            day=self._day(one.ended_on or self.today),
            text=_isolated(one.text),
        )

    def _next_steps(self) -> Iterator[Line]:
        """Yield what is to come, by day; what has none comes last."""
        steps = [*self._left(), *self._due(), *self._open()]
        for _day, line in sorted(steps, key=lambda step: step[0] or date.max):
            yield line

    def _left(self) -> Iterator[tuple[date | None, Line]]:
        for one in self.commitments:
            if one.kind is not CommitmentKind.POLICY and self._lies_ahead(one):
                said = self._until(self._still(one, self.counted[one.id].all), one.deadline)
                yield one.deadline, Line(said, f"commitment:{one.public_id}")

    def _lies_ahead(self, one: Commitment) -> bool:
        """Tell whether a promise is a step to come.

        One of fewer than five is, until its day: whether it was kept would tell how few it reached.
        """
        if one.quantity < FEW:
            return one.deadline is None or one.deadline >= self.today
        return self.counted[one.id].all + 1 < one.quantity  # one that was kept is never a step

    def _still(self, one: Commitment, filled: int) -> str:
        """Say what is left of a promise; the promise alone where that would tell of few."""
        promise, left = _isolated(one.text), one.quantity - rounded(filled)
        if filled < FEW or left <= 0:
            return promise
        values = {"promise": promise, "left": left, "pledged": one.quantity}
        if one.kind in _STOCK:
            return self.say.gettext(
                "%(promise)s: %(left)s of %(pledged)s are still to be handed over", **values
            )
        return self.say.gettext(
            "%(promise)s: %(left)s of %(pledged)s are still to be filled", **values
        )

    def _due(self) -> Iterator[tuple[date | None, Line]]:
        for one in self.commitments:
            for step in one.milestones:
                if step.done_on is None:
                    said = self._until(_isolated(step.text), step.due_on)
                    yield step.due_on, Line(said, f"commitment:{one.public_id}")

    def _open(self) -> Iterator[tuple[date | None, Line]]:
        for one in self.resolutions:
            if one.state is not ResolutionState.OPEN:
                continue
            kind, text = self.say.gettext(_KINDS[one.kind]), _isolated(one.text)
            said = self.say.gettext("%(kind)s: %(text)s", kind=kind, text=text)
            if one.responsible is not None:
                who = _isolated(one.responsible.name)
                said = self.say.gettext("%(step)s – %(who)s", step=said, who=who)
            line = Line(self._until(said, one.due_on), f"resolution:{one.public_id}")
            yield one.due_on, line

    def _until(self, step: str, day: date | None) -> str:
        if day is None:
            return step
        if day < self.today:
            return self.say.gettext("%(step)s (was due on %(day)s)", step=step, day=self._day(day))
        return self.say.gettext("%(step)s (until %(day)s)", step=step, day=self._day(day))

    def _told(self, count: int) -> str:
        """Say a number as figures do."""
        return self.say.gettext(_FEW) if count < FEW else str(rounded(count))

    def _day(self, day: date) -> str:
        return write_day(day, self.language)


@dataclass(frozen=True)
class _Counted:
    """What a file tells of a commitment: blurred, so that two versions of it do not show at which
    count a multiple of five was crossed. all: who got it up to now."""

    offered: int
    filled: int
    lasted: int
    all: int


def _blurred(
    whose: int, drawn: Mapping[int, DrawDown], moved: Mapping[int, Moved], blur: Blur
) -> _Counted:
    def near(count: int) -> int:
        return blur.number(count, whose) if count >= FEW else count

    within, all_ = moved[whose], near(drawn[whose].filled)
    return _Counted(
        offered=near(within.offered),
        filled=min(near(within.filled), all_),
        lasted=min(near(within.lasted), all_),
        all=all_,
    )


def _isolated(text: str) -> str:
    """Return words of others so that they do not turn the sentence around them."""
    return f"{_OPEN}{' '.join(text.split())}{_CLOSE}"
