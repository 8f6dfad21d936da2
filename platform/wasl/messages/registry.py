"""Every message that the platform can send: its name, what it needs, its words.

Each has two bodies. `own` is for somebody who surely reads it alone; `neutral` is for a phone or
a mailbox that others may look into, and for paper: it says nothing of what the platform is for.
A subject stands on locked screens: it holds no values at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from wasl.messages.referral_texts import REFERRAL_TEXTS
from wasl.messages.round_table_texts import ROUND_TABLE_TEXTS
from wasl.messages.staff_texts import STAFF_TEXTS
from wasl.messages.template import Template
from wasl.messages.texts import TEXTS

TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        template.name: template
        for template in (*TEXTS, *STAFF_TEXTS, *REFERRAL_TEXTS, *ROUND_TABLE_TEXTS)
    }
)


class UnknownTemplateError(LookupError):
    """There is no message of this name."""


class WrongParamsError(ValueError):
    """A message was given other values than its words need."""


@dataclass(frozen=True)
class Checked:
    """A template with values that fit it, ready to be kept as JSON."""

    template: Template
    params: dict[str, Any]


def template_of(name: str) -> Template:
    """Return a template. Raises UnknownTemplateError."""
    try:
        return TEMPLATES[name]
    except KeyError:
        raise UnknownTemplateError(f"there is no message {name!r}") from None


def check_params(name: str, params: Mapping[str, Any]) -> Checked:
    """Return a template with its values as they are kept: days and moments in ISO 8601.

    Raises UnknownTemplateError, and WrongParamsError where a value is missing or unknown.
    """
    template = template_of(name)
    if set(params) != template.needs:
        raise WrongParamsError(f"{name} needs {sorted(template.needs)}, not {sorted(params)}")
    return Checked(template, {key: template.keep(key, value) for key, value in params.items()})
