"""What can be wrong with the audit log, and what each of it means."""

from collections.abc import Mapping
from enum import StrEnum


class Fault(StrEnum):
    """What can be wrong with the chain."""

    CHANGED = "changed"
    MISSING = "missing"
    CUT_OFF = "cut_off"
    BEYOND_END = "beyond_end"
    END_CHANGED = "end_changed"
    NO_END = "no_end"
    KEY_MISSING = "key_missing"
    BEFORE_ANCHOR = "before_anchor"
    NOT_AS_ANCHORED = "not_as_anchored"
    REASON_CHANGED = "reason_changed"
    REASON_MISSING = "reason_missing"


MEANING: Mapping[Fault, str] = {
    Fault.CHANGED: "it was changed, moved, or put in by somebody without the key",
    Fault.MISSING: "it was removed",
    Fault.CUT_OFF: "it and what came after was cut off: the log said it had more events",
    Fault.BEYOND_END: "it was put in past the end of the log",
    Fault.END_CHANGED: "the end of the log was changed: it does not tell this event's digest",
    Fault.NO_END: "the row that holds the end of the log is gone, and nothing can be recorded",
    Fault.KEY_MISSING: "it was written with a key that is not in the file of keys",
    Fault.BEFORE_ANCHOR: "it was in the log when the anchor was made, and is not any more: the end "
    "was cut off, or an older copy of the database was brought back",
    Fault.NOT_AS_ANCHORED: "it is another event than when the anchor was made",
    Fault.REASON_CHANGED: "the reason that was given for it was changed",
    Fault.REASON_MISSING: "the reason that was given for it was removed, and nobody was erased",
}


class BrokenError(Exception):
    """The walk found the first event that is not as it was written."""

    def __init__(self, fault: Fault, event_id: int) -> None:
        super().__init__(fault, event_id)
        self.fault = fault
        self.event_id = event_id
