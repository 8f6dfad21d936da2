"""Text messages by a gateway that takes JSON over HTTPS."""

import requests

from wasl.messages.carriers.carrier import DeliveryError, Outgoing, Trouble

CONNECT_SECONDS, ANSWER_SECONDS = 10, 20
_BUSY = frozenset({408, 425, 429})
_SETTINGS = frozenset({401, 403})


class TextGateway:
    """`POST {"to", "text", "reference"}` with a bearer token; any 2xx means that it was taken."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token

    def send(self, message: Outgoing) -> None:
        """Hand a message to the gateway. Raises DeliveryError."""
        told = {
            "to": message.address,
            "text": message.letter.body,
            "reference": message.reference,
        }
        headers = {"Idempotency-Key": message.reference}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            answer = requests.post(
                self._url,
                json=told,
                headers=headers,
                timeout=(CONNECT_SECONDS, ANSWER_SECONDS),
                allow_redirects=False,  # not to hand a code to wherever it points
            )
        except requests.exceptions.SSLError:
            raise DeliveryError(Trouble.NOT_TRUSTED, for_good=False) from None
        except requests.exceptions.RequestException:
            raise DeliveryError(Trouble.NO_CONNECTION, for_good=False) from None
        _check(answer.status_code)


def _check(status: int) -> None:
    if 200 <= status < 300:
        return
    if status in _SETTINGS:
        raise DeliveryError(Trouble.SIGN_IN_REFUSED, status, for_good=False)
    if status in _BUSY or status >= 500:
        raise DeliveryError(Trouble.BUSY, status, for_good=False)
    raise DeliveryError(Trouble.REFUSED, status, for_good=400 <= status < 500)
