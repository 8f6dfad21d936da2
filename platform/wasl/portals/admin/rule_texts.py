"""Why something cannot be done, in words: one sentence for each rule."""

from collections.abc import Mapping

from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.account_rules import AccountRule
from wasl.operations.offices import OfficeRule
from wasl.operations.vet_organisation import VettingRule

ACCOUNT_RULES: Mapping[AccountRule, str] = {
    AccountRule.NOT_YOURS: _("This account is not in your hands."),
    AccountRule.ONESELF: _("Nobody can do this to their own account. Ask a colleague."),
    AccountRule.LAST_ADMINISTRATOR: _(
        "This is the last administrator who can sign in. Make another one first."
    ),
    AccountRule.LAST_OWNER: _(
        "This is the last owner of the organisation who can sign in. Make another one first."
    ),
    AccountRule.MAY_NOT_GIVE: _("You cannot give this role, or not in this office."),
    AccountRule.PLACE_MISSING: _(
        "Choose the office that this role works in; other roles have none."
    ),
    AccountRule.FIXED_ROLE: _("This kind of account cannot be turned into another one."),
    AccountRule.HAS_ROLE: _("There is a role or an account already."),
    AccountRule.NO_ROLE: _("This account has no role."),
    AccountRule.SAME_ROLE: _("This account has this role already."),
    AccountRule.IS_SUSPENDED: _("This account is suspended or closed already."),
    AccountRule.NOT_SUSPENDED: _("This account is not suspended, or it was closed for good."),
    AccountRule.REASON_MISSING: _("Write down the reason; the person may ask for it."),
}

OFFICE_RULES: Mapping[OfficeRule, str] = {
    OfficeRule.NAME_MISSING: _("Enter the name of the office"),
    OfficeRule.NAME_TAKEN: _("This agency has an office of this name already"),
    OfficeRule.STAFF_LEFT: _("People still work in this office. Give them another office first."),
    OfficeRule.CASES_LEFT: _("This office still has open cases. Hand them over first."),
}

VETTING_RULES: Mapping[VettingRule, str] = {
    VettingRule.NOT_ALLOWED: _("You cannot vet organisations."),
    VettingRule.OWN_ORGANISATION: _(
        "You work for this organisation, or did once, so others must vet it."
    ),
    VettingRule.SAID_ALREADY: _("You have said your word. Somebody else must say theirs."),
    VettingRule.MADE_BY_OTHER: _(
        "One of you two gave the other one the role. Somebody independent must say the second yes."
    ),
    VettingRule.NOT_NOW: _("This was decided meanwhile. Look at the page once more."),
    VettingRule.NOTE_MISSING: _("Write down why you refuse; the organisation may ask for it."),
}
