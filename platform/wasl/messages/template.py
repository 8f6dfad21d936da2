"""What a message is made of: its name, the values it needs, and its words in English."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")

# Values that are days or moments; the others are codes and names, kept as they are.
MOMENTS = frozenset({"until", "at"})
DAYS = frozenset({"day"})
CALENDAR = "calendar"


def N_(text: str) -> str:  # noqa: N802 - the name that collecting looks for
    """Mark a text that is translated when the message leaves."""
    return text


def N2_(one: str, many: str) -> tuple[str, str]:  # noqa: N802
    """Mark a text of numbers, for one and for many, that is translated when the message leaves."""
    return one, many


@dataclass(frozen=True, kw_only=True)
class Template:
    """A message. `neutral` is sent wherever somebody else may read along.

    always: it is about the security of an account or the person's own rights, so it leaves even
    where the person does not wish to be contacted. path: the page on which its code is used.
    `until` among its values is the moment after which it is of no use and is dropped. calendar: a
    mail takes a calendar file along, which is a value of its own, also called `calendar`.
    """

    name: str
    subject: str
    own: str
    neutral: str
    always: bool = False
    path: str | None = None
    calendar: bool = False

    @cached_property
    def needs(self) -> frozenset[str]:
        """The names of the values in the words; `until` also where only the clock reads it."""
        words = frozenset(_PLACEHOLDER.findall(self.own + self.neutral))
        return words | {CALENDAR} if self.calendar else words

    def keep(self, key: str, value: Any) -> Any:
        """Return a value as it is kept with the message. Raises ValueError for a naive moment."""
        if key in MOMENTS and isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError(f"{self.name}: {key} is a moment without a zone")
            return value.astimezone(UTC).isoformat(timespec="seconds")
        if key in DAYS and isinstance(value, date):
            return value.isoformat()
        return value if isinstance(value, int) else str(value)

    def expires_at(self, params: dict[str, Any]) -> datetime | None:
        """Return the moment after which the message is of no use."""
        until = params.get("until")
        return datetime.fromisoformat(until) if until else None
