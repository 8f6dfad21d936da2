"""E-mail by a mail server (RFC 5321), over TLS."""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from email.utils import formatdate
from urllib.parse import unquote, urlsplit

from wasl.messages.carriers.carrier import DeliveryError, Outgoing, Trouble

SECONDS = 30
# Where the connection never leaves the machine there is nobody to listen on it.
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def compose(message: Outgoing, sender: str) -> EmailMessage:
    """Return an e-mail in plain text, marked as written by a program so that none answers it."""
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = message.letter.subject
    mail["Date"] = formatdate(usegmt=True)
    mail["Message-ID"] = f"<{message.reference}@{sender.rpartition('@')[2].rstrip('>')}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.letter.body + "\n")
    mail["Content-Language"] = message.letter.language
    if message.letter.calendar is not None:
        mail.add_attachment(
            message.letter.calendar.encode(),
            maintype="text",
            subtype="calendar",
            filename="meeting.ics",
            params={"charset": "utf-8", "method": "PUBLISH"},
        )
    return mail


class MailServer:
    """Sends each message in a connection of its own: few leave, and none waits for another."""

    def __init__(self, url: str, sender: str, context: ssl.SSLContext | None = None) -> None:
        parts = urlsplit(url)
        self._host = parts.hostname or "localhost"
        self._implicit_tls = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._implicit_tls else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender
        self._context = context or ssl.create_default_context()

    def send(self, message: Outgoing) -> None:
        """Hand a message to the server. Raises DeliveryError."""
        try:
            mail = compose(message, self._sender)
            with self._connect() as server:
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(mail)
        except ssl.SSLError:
            raise DeliveryError(Trouble.NOT_TRUSTED, for_good=False) from None
        except smtplib.SMTPException as error:
            raise _told(error) from None
        except (OSError, TimeoutError):
            raise DeliveryError(Trouble.NO_CONNECTION, for_good=False) from None
        except ValueError:  # no header can hold this address
            raise DeliveryError(Trouble.ADDRESS_REFUSED, for_good=True) from None

    def _connect(self) -> smtplib.SMTP:
        if self._implicit_tls:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=SECONDS, context=self._context)
        server = smtplib.SMTP(self._host, self._port, timeout=SECONDS)
        try:
            if self._host not in _THIS_MACHINE:
                server.starttls(context=self._context)  # or nothing is said
        except BaseException:
            server.close()
            raise
        return server


def _told(error: smtplib.SMTPException) -> DeliveryError:
    """Translate what a server answered. Its text may hold the address, so only the number stays."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return DeliveryError(Trouble.NOT_TRUSTED, for_good=False)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return DeliveryError(Trouble.SIGN_IN_REFUSED, error.smtp_code, for_good=False)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        number = next(iter(error.recipients.values()))[0]
        return DeliveryError(Trouble.ADDRESS_REFUSED, number, for_good=number >= 500)
    if isinstance(error, smtplib.SMTPResponseException):
        number = error.smtp_code
        # 5xx for good (RFC 5321, 4.2.1); but a sender that is refused is a matter of our settings.
        sender = isinstance(error, smtplib.SMTPSenderRefused)
        return DeliveryError(Trouble.REFUSED, number, for_good=number >= 500 and not sender)
    return DeliveryError(Trouble.NO_CONNECTION, for_good=False)
