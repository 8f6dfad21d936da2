"""What came of a job, in words."""

from collections.abc import Mapping

from wasl.i18n.texts import gettext
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.formats import format_number

_COUNTS: dict[str, str] = {
    "introduced": _("introduced"),
    "sent": _("sent"),
    "put_off": _("put off"),
    "failed": _("failed"),
    "dropped": _("dropped"),
    "erased": _("erased"),
    "noticed": _("told before"),
    "kept_on": _("kept on after all"),
    "anonymised": _("anonymised"),
    "accounts": _("closed accounts emptied"),
    "purged": _("thrown away"),
    "events": _("events checked"),
    "uploads": _("files"),
    "runs": _("old lines"),
    "slips": _("slips that nobody fetched"),
    "rounds": _("rounds"),
    "people": _("people"),
    "opportunities": _("opportunities"),
    "expired": _("over"),
    "announced": _("announced"),
    "finished": _("closed with their posting"),
    "hidden": _("not shown any more"),
    "asked": _("asked after"),
    "reminded": _("reminded"),
    "people_silent": _("people who did not answer"),
    "employers_silent": _("employers who did not answer"),
    "people_reminded": _("people reminded"),
    "employers_reminded": _("employers reminded"),
    "people_asked": _("people asked"),
    "employers_asked": _("employers asked"),
    "silent": _("without an answer"),
}
_NOTHING = _("Nothing was to be done")


def result_words(result: Mapping[str, int]) -> str:
    """Return the counts of a run that are not zero: `sent: 3, put off: 1`."""
    told = [
        gettext("%(what)s: %(count)s", what=_COUNTS.get(name, name), count=format_number(count))
        for name, count in result.items()
        if count
    ]
    return " · ".join(told) if told else str(_NOTHING)
