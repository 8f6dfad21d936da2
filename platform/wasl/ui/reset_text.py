"""Why a new start of an account cannot go on, in words."""

from collections.abc import Mapping

from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.resets import ResetRule

RESET_RULE_TEXTS: Mapping[ResetRule, str] = {
    ResetRule.SAME_PERSON: _("You asked for it yourself. Somebody else has to confirm it."),
    ResetRule.OWN_ACCOUNT: _("This is your own account. Somebody else has to confirm it."),
    ResetRule.NOT_WAITING: _("It does not wait any more: it was confirmed, dropped or too old."),
    ResetRule.NOT_YOURS: _("This account is not in your reach."),
    ResetRule.REASON_MISSING: _("Say why, in a few words."),
    ResetRule.CANNOT_SIGN_IN: _("This account cannot sign in at all."),
}
