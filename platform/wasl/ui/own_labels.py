"""What members of closed lists are called to the person whom they are about."""

from collections.abc import Mapping
from enum import Enum

from models import access_enums as a
from models import enums as e
from wasl.i18n.texts import lazy_gettext as _
from wasl.ui.labels import label

_OWN: Mapping[tuple[type[Enum], str], str] = {
    (type(member), str(member.value)): text
    for member, text in (
        (e.ConsentPurpose.DATA, _("Keeping your data")),
        (a.ConsentGiver.SELF, _("You")),
        (a.ConsentGiver.WITH_CASEWORKER, _("You, with a caseworker")),
        (a.ConsentGiver.PROXY, _("Somebody for you")),
        (a.LookUpReason.PERSON_IS_HERE, _("You were there")),
        (a.LookUpReason.PERSON_CALLED, _("You called or wrote")),
        (a.LookUpReason.REFERRAL_RECEIVED, _("Another office sent you")),
        (a.LookUpReason.DUPLICATE, _("Two records may be about you")),
        (a.LookUpReason.DANGER, _("You may have been in danger")),
    )
}


def own_label(member: Enum) -> str:
    """Return what a member is called to the person; where it names nobody, as everywhere."""
    return _OWN.get((type(member), str(member.value))) or label(member)
