"""Every event can be told in words."""

from models.access_enums import AuditAction
from wasl.audit.events import DETAILS
from wasl.audit.reading import GROUPS, ActionGroup
from wasl.audit.verify import MEANING, Fault
from wasl.ui import audit_sentences as told


def test_every_action_has_a_sentence_of_its_own() -> None:
    missing = set(AuditAction) - set(told.SENTENCES)
    assert not missing, f"{missing}: say it in wasl/ui/audit_sentences.py"
    assert len({str(text) for text in told.SENTENCES.values()}) == len(told.SENTENCES)


def test_every_action_is_in_one_group() -> None:
    grouped = [action for actions in GROUPS.values() for action in actions]
    missing = set(AuditAction) - set(grouped)
    assert not missing, f"{missing}: put it into a group in wasl/audit/reading.py"
    assert len(grouped) == len(set(grouped))
    assert set(GROUPS) == set(told.GROUP_LABELS) == set(ActionGroup)


def test_every_detail_has_a_name() -> None:
    missing = {name for names in DETAILS.values() for name in names} - set(told.DETAILS)
    assert not missing, f"{missing}: name it in wasl/ui/audit_sentences.py"


def test_every_fault_is_explained_on_the_page_and_on_the_command_line() -> None:
    assert set(told.FAULTS) == set(MEANING) == set(Fault)
