"""A real mail server and a real gateway for text messages, each in a thread, for tests."""

import json
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make_certificate(folder: Path, host: str) -> tuple[Path, ssl.SSLContext]:
    """Write a certificate for an address; return it, and the context of a server that has it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return path, context


class MailHandler(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as smtplib speaks."""

    server: "MailTarget"

    def say(self, line: str) -> None:
        """Answer with a line."""
        self.wfile.write(f"{line}\r\n".encode())

    def finish(self) -> None:
        """Close what TLS was put around."""
        super().finish()
        self.connection.close()

    def handle(self) -> None:
        """Answer one connection."""
        if self.server.implicit_tls:
            self._secure()
        self.say("220 here")
        while line := self.rfile.readline():
            words = line.decode().strip()
            verb = words.split(":")[0].split(" ")[0].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            self._answer(verb, words)

    def _secure(self) -> None:
        context = self.server.context
        assert context is not None
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)
        self.server.secured += 1

    def _answer(self, verb: str, words: str) -> None:
        self.server.verbs.append(verb)
        if verb == "EHLO":
            extensions = "250-STARTTLS\r\n" if self.server.context else ""
            self.say(f"250-here\r\n{extensions}250 AUTH PLAIN")
        elif verb == "STARTTLS":
            self.say("220 go")
            self._secure()
        elif verb == "RCPT":
            self.say(self.server.answer_to_recipient)
        elif verb == "DATA":
            self.say("354 go")
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line)
            self.server.mails.append(b"".join(lines))
            self.say("250 taken")
        elif verb == "AUTH":
            self.say("235 welcome" if "AHVzZXIAcGFzcw==" in words else "535 no")
        else:
            self.say("250 fine")


class MailTarget(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it was given."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str, context: ssl.SSLContext | None, *, implicit_tls: bool) -> None:
        super().__init__((host, 0), MailHandler)
        self.context = context
        self.implicit_tls = implicit_tls
        self.answer_to_recipient = "250 fine"
        self.mails: list[bytes] = []
        self.verbs: list[str] = []
        self.secured = 0

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news."""

    @property
    def address(self) -> str:
        """Host and port."""
        host, port = self.server_address[:2]
        return f"{host!s}:{port}"


class TextTarget(ThreadingHTTPServer):
    """A gateway for text messages that keeps what it was given."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), TextHandler)
        self.status = 202
        self.before: Callable[[], None] = lambda: None
        self.taken: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}/messages"


class TextHandler(BaseHTTPRequestHandler):
    """Takes JSON."""

    server: TextTarget

    def do_POST(self) -> None:
        """Take a message."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.before()
        if self.server.status < 300:
            self.server.taken.append(json.loads(body))
        self.server.headers.append(dict(self.headers))
        self.send_response(self.server.status)
        if self.server.status in {301, 302, 307, 308}:
            self.send_header("Location", self.server.url + "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@contextmanager
def running(server: Any) -> Iterator[Any]:
    """Serve in a thread while the block runs."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
