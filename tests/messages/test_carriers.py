"""Messages leave over real connections: trusted ones, or not at all."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from models.access_enums import Channel
from tests.messages.servers import MailTarget, TextTarget, make_certificate, running
from wasl.config import ConfigError, Settings, load_settings
from wasl.messages.carriers.carrier import DeliveryError, Outgoing
from wasl.messages.carriers.mail import MailServer
from wasl.messages.carriers.text_message import TextGateway
from wasl.messages.carriers.ways import carriers_of
from wasl.messages.masking import mask_address
from wasl.messages.render import Letter

HERE = "127.0.0.1"
ELSEWHERE = "127.0.0.2"  # this machine too, but not by a name that says so
LETTER = Letter("الرمز", "رمزك: \u2068482913\u2069\n\nسطر ثان", "ar")
MAIL = Outgoing("k3v9m2x7q0ab", "zana@office.example", LETTER)
TEXT = Outgoing("k3v9m2x7q0ab", "+9647501234567", LETTER)


@pytest.fixture
def mail_target() -> Iterator[MailTarget]:
    with running(MailTarget(HERE, None, implicit_tls=False)) as server:
        yield server


@pytest.fixture
def text_target() -> Iterator[TextTarget]:
    with running(TextTarget()) as server:
        yield server


def _mail_server(
    target: MailTarget, scheme: str = "smtp", *, trusted: Path | None = None, who: str = ""
) -> MailServer:
    context = ssl.create_default_context(cafile=trusted) if trusted else None
    return MailServer(f"{scheme}://{who}{target.address}", "wasl@wasl.example", context)


def test_an_email_arrives_as_it_was_written(mail_target: MailTarget) -> None:
    _mail_server(mail_target).send(MAIL)
    mail = message_from_bytes(mail_target.mails[0], policy=default)
    assert mail["Subject"] == LETTER.subject
    assert mail.get_content().replace("\r\n", "\n").strip() == LETTER.body
    assert (mail["To"], mail["From"]) == ("zana@office.example", "wasl@wasl.example")
    assert mail["Message-ID"] == "<k3v9m2x7q0ab@wasl.example>"
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "ar")


def test_an_invitation_takes_its_calendar_along(mail_target: MailTarget) -> None:
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:طاولة البصرة\r\nEND:VCALENDAR\r\n"
    invitation = replace(LETTER, calendar=calendar)
    _mail_server(mail_target).send(replace(MAIL, letter=invitation))
    mail = message_from_bytes(mail_target.mails[0], policy=default)
    body, file = mail.iter_parts()
    assert body.get_content().replace("\r\n", "\n").strip() == LETTER.body
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "meeting.ics")
    assert file.get_content_disposition() == "attachment"
    assert file.get_payload(decode=True) == calendar.encode()


def test_a_server_elsewhere_is_spoken_to_over_tls_only(tmp_path: Path) -> None:
    path, context = make_certificate(tmp_path, ELSEWHERE)
    with running(MailTarget(ELSEWHERE, context, implicit_tls=False)) as target:
        _mail_server(target, trusted=path, who="user:pass@").send(MAIL)
        assert (len(target.mails), target.secured) == (1, 1)
        assert target.verbs.index("STARTTLS") < target.verbs.index("AUTH")


def test_smtps_is_tls_from_the_first_byte(tmp_path: Path) -> None:
    path, context = make_certificate(tmp_path, HERE)
    with running(MailTarget(HERE, context, implicit_tls=True)) as target:
        _mail_server(target, "smtps", trusted=path).send(MAIL)
        assert len(target.mails) == 1


@pytest.mark.parametrize("offers_tls", [True, False])
def test_nothing_is_said_to_a_server_that_is_not_trusted(tmp_path: Path, offers_tls: bool) -> None:
    """Without TLS, or with a certificate that nobody we know signed: no password, no message."""
    context = make_certificate(tmp_path, ELSEWHERE)[1] if offers_tls else None
    with running(MailTarget(ELSEWHERE, context, implicit_tls=False)) as target:
        with pytest.raises(DeliveryError, match="not_trusted") as error:
            _mail_server(target, who="user:pass@").send(MAIL)
        assert not error.value.for_good
        assert target.mails == []
        assert not {"AUTH", "MAIL", "RCPT", "DATA"} & set(target.verbs)


@pytest.mark.parametrize(
    ("answer", "told", "for_good"),
    [
        ("550 no such user zana@office.example", "address_refused 550", True),
        ("450 later, zana@office.example", "address_refused 450", False),
        ("421 closing", "address_refused 421", False),
    ],
)
def test_what_a_mail_server_answers_is_told_without_the_address(
    mail_target: MailTarget, answer: str, told: str, for_good: bool
) -> None:
    mail_target.answer_to_recipient = answer
    with pytest.raises(DeliveryError) as error:
        _mail_server(mail_target).send(MAIL)
    assert (str(error.value), error.value.for_good) == (told, for_good)
    assert error.value.__cause__ is None


def test_a_wrong_password_and_no_server_are_tried_again(mail_target: MailTarget) -> None:
    with pytest.raises(DeliveryError, match="sign_in_refused 535") as error:
        _mail_server(mail_target, who="user:wrong@").send(MAIL)
    assert not error.value.for_good
    with pytest.raises(DeliveryError, match="no_connection") as error:
        MailServer("smtp://127.0.0.1:1", "wasl@wasl.example").send(MAIL)
    assert not error.value.for_good


def test_an_address_cannot_write_headers(mail_target: MailTarget) -> None:
    hostile = Outgoing("k3v9m2x7q0ab", "a@b.example\r\nBcc: c@d.example", LETTER)
    with pytest.raises(DeliveryError, match="address_refused"):
        _mail_server(mail_target).send(hostile)
    assert mail_target.mails == []


def test_a_text_message_arrives_with_its_token_and_reference(text_target: TextTarget) -> None:
    TextGateway(text_target.url, "t0ken").send(TEXT)
    assert text_target.taken == [
        {"to": TEXT.address, "text": LETTER.body, "reference": "k3v9m2x7q0ab"}
    ]
    headers = text_target.headers[0]
    assert headers["Authorization"] == "Bearer t0ken"
    assert headers["Idempotency-Key"] == "k3v9m2x7q0ab"


@pytest.mark.parametrize(
    ("status", "told", "for_good"),
    [
        (422, "refused 422", True),
        (404, "refused 404", True),
        (401, "sign_in_refused 401", False),
        (429, "busy 429", False),
        (503, "busy 503", False),
        (307, "refused 307", False),
    ],
)
def test_what_a_gateway_answers(
    text_target: TextTarget, status: int, told: str, for_good: bool
) -> None:
    text_target.status = status
    with pytest.raises(DeliveryError) as error:
        TextGateway(text_target.url, "").send(TEXT)
    assert (str(error.value), error.value.for_good) == (told, for_good)
    assert len(text_target.headers) == 1, "a redirect was followed"


def test_a_demo_lets_nothing_out_whatever_is_set(tmp_path: Path) -> None:
    settings = Settings(
        data_dir=tmp_path,
        demo=True,
        smtp_url="smtp://mail.example",
        mail_from="a@b.example",
        sms_url="https://sms.example",
    )
    carriers = carriers_of(settings)
    carriers[Channel.EMAIL].send(MAIL)
    carriers[Channel.SMS].send(TEXT)
    kept = {path.name: path for path in (tmp_path / "outbox").iterdir()}
    assert set(kept) == {"k3v9m2x7q0ab.eml", "k3v9m2x7q0ab.txt"}
    assert {path.stat().st_mode & 0o077 for path in kept.values()} == {0}
    assert "482913" in kept["k3v9m2x7q0ab.txt"].read_text("utf-8")


def test_a_channel_without_a_way_out_has_no_carrier(tmp_path: Path) -> None:
    assert carriers_of(Settings(data_dir=tmp_path)) == {}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("WASL_SMS_URL", "http://sms.example/send"),
        ("WASL_SMTP_URL", "https://mail.example"),
        ("WASL_SMTP_URL", "smtp:mail.example"),
        ("WASL_PUBLIC_URL", "wasl.example"),
        ("WASL_JOBS", "later"),
    ],
)
def test_ways_out_that_anybody_could_listen_on_are_refused(variable: str, value: str) -> None:
    with pytest.raises(ConfigError, match=variable):
        load_settings({variable: value, "WASL_MAIL_FROM": "a@b.example"})


def test_an_email_needs_a_sender() -> None:
    with pytest.raises(ConfigError, match="WASL_MAIL_FROM"):
        load_settings({"WASL_SMTP_URL": "smtps://mail.example"})


def test_lists_show_only_a_trace_of_an_address() -> None:
    assert mask_address("zana@office.example") == "z…@….example"
    assert mask_address("+9647501234567") == "+964…67"
    assert mask_address("12345") == "…"
    assert mask_address(None) is None
