"""What every carrier does, and how it says that it could not."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from wasl.messages.render import Letter


class Trouble(StrEnum):
    """Why a message did not leave. Kept with it: none of these says to whom or what."""

    NO_CONNECTION = "no_connection"
    NOT_TRUSTED = "not_trusted"
    SIGN_IN_REFUSED = "sign_in_refused"
    ADDRESS_REFUSED = "address_refused"
    REFUSED = "refused"
    BUSY = "busy"
    # Found before anything is sent.
    EXPIRED = "expired"
    NO_CONSENT = "no_consent"
    PERSON_GONE = "person_gone"
    NO_WORDS = "no_words"
    GIVEN_UP = "given_up"


class DeliveryError(Exception):
    """A message did not leave. for_good: trying again would not help.

    Holds a code and perhaps a number of the other side, never an address or a text.
    """

    def __init__(self, trouble: Trouble, number: int | None = None, *, for_good: bool) -> None:
        super().__init__(trouble.value if number is None else f"{trouble.value} {number}")
        self.for_good = for_good


@dataclass(frozen=True, repr=False)
class Outgoing:
    """A message ready to leave. `reference` is the same each time it is tried, so that the other
    side can notice a second copy."""

    reference: str
    address: str
    letter: Letter


class Carrier(Protocol):
    """Takes one message away, or raises DeliveryError."""

    def send(self, message: Outgoing) -> None:
        """Hand the message over; when it returns, the other side has it."""
