"""Filters of the audit log."""

from datetime import UTC, date, datetime, time, timedelta

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import Optional

from wasl.audit.reading import ActionGroup, EventFilter
from wasl.clock import BAGHDAD
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.audit_sentences import GROUP_LABELS
from wasl.ui.forms import SearchForm
from wasl.ui.labels import as_choices

_LONGEST_ID = 40
LAST_EVENT = 2**62


class AuditFilterForm(SearchForm):
    """What of the log to read; before: the event from which on older ones are listed."""

    person = StringField(_("Number of a person"))
    account = StringField(_("Number of an account"))
    group = SelectField(
        _("What"), choices=as_choices((one.value, text) for one, text in GROUP_LABELS.items())
    )
    since = DateField(_("From"), validators=[Optional()])
    until = DateField(_("To and with"), validators=[Optional()])
    before = IntegerField(validators=[Optional()])

    def wanted(self) -> EventFilter:
        """Return the filter; values that cannot be read count as not given."""
        group = self.group.data
        return EventFilter(
            person=_id(self.person.data),
            actor=_id(self.account.data),
            group=ActionGroup(group) if group in set(ActionGroup) else None,
            since=_midnight(self.since.data, 0),
            until=_midnight(self.until.data, 1),
        )

    def start(self) -> int | None:
        """Return the event before which the page begins."""
        number = self.before.data
        return number if number is not None and 0 < number < LAST_EVENT else None

    def active(self) -> int:
        """Count the filters that are set."""
        fields = (self.person, self.account, self.group, self.since, self.until)
        return sum(bool(field.data) for field in fields)


def _id(text: str | None) -> str | None:
    cleaned = (text or "").strip().lower()
    return cleaned[:_LONGEST_ID] if cleaned and "\0" not in cleaned else None


def _midnight(day: date | None, later: int) -> datetime | None:
    """Return when a day begins in Iraq, or so many days later; the calendar's ends do not."""
    if day is None or not date(1970, 1, 1) <= day <= date(2200, 1, 1):
        return None
    return datetime.combine(day + timedelta(days=later), time(), BAGHDAD).astimezone(UTC)
