"""The administrator's pages of messages, jobs and tokens; slips at an office; the demo's folder."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, MessageState
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import Agency, Role
from models.message import Message
from models.office import Office
from models.sign_in import ApiToken
from wasl.config import Settings
from wasl.database import make_engine
from wasl.jobs.queue import JobQueue
from wasl.messages.carriers.ways import carriers_of
from wasl.messages.registry import TEMPLATES
from wasl.operations.deliver_messages import deliver_messages
from wasl.operations.ensure_office import ensure_office
from wasl.operations.queue_message import queue_message

PHONE = "+9647501234567"
SOON = timedelta(minutes=30)


def _send(client: FlaskClient, path: str, **fields: Any) -> Any:
    page = client.get("/gallery").get_data(as_text=True)
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found
    return client.post(path, data={"csrf_token": found[1], **fields})


def _queue(session: Session, address: str | None = PHONE, office: Office | None = None) -> Message:
    given = {"code": "482913", "until": utc_now() + SOON}
    template = "verify_login" if address else "password_reset"
    message = queue_message(session, template, given, language="ar", address=address, office=office)
    session.commit()
    return message


def _told(session: Session, action: AuditAction) -> list[dict[str, Any]]:
    """Return the details of what the log tells."""
    session.rollback()
    events = select(AuditEvent.details).where(AuditEvent.action == action)
    return list(session.scalars(events.order_by(AuditEvent.id)))


@pytest.fixture
def admin(sign_in: Callable[[Role | None], FlaskClient]) -> FlaskClient:
    return sign_in(Role.ADMINISTRATOR)


@pytest.mark.parametrize("path", ["/admin/outbox", "/admin/jobs", "/admin/tokens"])
@pytest.mark.parametrize("role", [Role.OFFICE_MANAGER, Role.SECRETARIAT, Role.EMPLOYER_OWNER])
def test_only_an_administrator_sees_the_machinery(
    sign_in: Callable[[Role | None], FlaskClient], path: str, role: Role
) -> None:
    assert sign_in(role).get(path).status_code == 403


def test_the_outbox_shows_neither_words_nor_addresses(
    admin: FlaskClient, web_session: Session
) -> None:
    message = _queue(web_session)
    text = admin.get("/admin/outbox").get_data(as_text=True)
    assert "+964…67" in text
    assert message.public_id in text
    assert PHONE not in text
    assert "482913" not in text


def test_a_message_can_be_dropped_once(admin: FlaskClient, web_session: Session) -> None:
    message = _queue(web_session)
    path = f"/admin/outbox/{message.public_id}"
    assert _send(admin, f"{path}/drop").status_code == 302
    web_session.rollback()  # to see what the page has done
    web_session.refresh(message)
    assert (message.state, message.params) == (MessageState.DROPPED, {})
    assert _told(web_session, AuditAction.MESSAGE_SETTLED) == [{"how": "dropped"}]
    _send(admin, f"{path}/retry")
    web_session.rollback()  # to see what the page has done
    web_session.refresh(message)
    assert message.state is MessageState.DROPPED


def test_a_message_that_was_given_up_can_be_tried_again(
    admin: FlaskClient, web_session: Session
) -> None:
    message = _queue(web_session)
    message.state, message.attempts = MessageState.FAILED, 9
    message.last_error = "busy 503"
    message.next_attempt_at = utc_now() + timedelta(days=1)
    web_session.commit()
    assert "(503)" in admin.get("/admin/outbox?state=failed").get_data(as_text=True)
    _send(admin, f"/admin/outbox/{message.public_id}/retry")
    web_session.rollback()  # to see what the page has done
    web_session.refresh(message)
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)
    assert message.next_attempt_at <= utc_now()


def test_a_job_is_asked_for_and_the_page_does_not_wait(
    admin: FlaskClient, web_settings: Settings
) -> None:
    assert _send(admin, "/admin/jobs/sweep/run").status_code == 302
    assert _send(admin, "/admin/jobs/format_disk/run").status_code == 404
    with JobQueue(web_settings) as queue:
        assert queue.huey.pending_count() == 1


def test_a_token_is_shown_once_and_ends_when_taken_away(
    app: Flask, admin: FlaskClient, web_session: Session
) -> None:
    page = _send(
        admin, "/admin/tokens", program="new", program_name="Register", name="x", days="30"
    )
    assert page.status_code == 201
    found = re.search(r"wasl_[\w-]{43}", page.get_data(as_text=True))
    assert found
    secret = found[0]
    assert secret not in admin.get("/admin/tokens").get_data(as_text=True)
    headers = {"Authorization": f"Bearer {secret}"}
    assert app.test_client().get("/api/v1/account", headers=headers).status_code == 200
    token = web_session.scalars(select(ApiToken)).one()
    _send(admin, f"/admin/tokens/{token.public_id}/revoke")
    assert app.test_client().get("/api/v1/account", headers=headers).status_code == 401


def test_a_new_program_needs_a_name(admin: FlaskClient, web_session: Session) -> None:
    page = _send(admin, "/admin/tokens", program="new", program_name=" ", name="x", days="30")
    assert page.status_code == 422
    assert web_session.scalars(select(ApiToken)).all() == []


def _office(session: Session, name: str = "Erbil") -> Office:
    office = ensure_office(session, Agency.MRC, name)
    session.commit()
    return office


def test_a_slip_is_printed_where_it_belongs_and_its_code_is_seen_with_a_trace(
    sign_in: Callable[[Role | None], FlaskClient], web_session: Session
) -> None:
    client = sign_in(Role.CASEWORKER)
    mine = _queue(web_session, None, _office(web_session))
    other = _queue(web_session, None, _office(web_session, "Duhok"))
    listed = client.get("/slips").get_data(as_text=True)
    assert mine.public_id in listed
    assert other.public_id not in listed
    assert "482913" not in listed
    assert client.get(f"/slips/{other.public_id}").status_code == 404
    assert "482913" in client.get(f"/slips/{mine.public_id}").get_data(as_text=True)
    web_session.rollback()
    seen = select(AuditEvent.object_id).where(AuditEvent.action == AuditAction.SLIP_OPENED)
    assert web_session.scalars(seen).all() == [mine.public_id]
    assert _send(client, f"/slips/{mine.public_id}/printed").status_code == 302
    web_session.rollback()
    web_session.refresh(mine)
    assert (mine.state, mine.params) == (MessageState.PRINTED, {})
    assert client.get(f"/slips/{mine.public_id}").status_code == 404
    assert _send(client, f"/slips/{other.public_id}/printed").status_code == 404


def test_the_demo_shows_what_would_have_been_sent(
    app: Flask, web_session: Session, web_settings: Settings
) -> None:
    _queue(web_session, "zana@office.example")
    engine = make_engine(web_settings)
    deliver_messages(engine, web_settings, carriers_of(web_settings))
    engine.dispose()
    text = app.test_client().get("/demo/messages").get_data(as_text=True)
    assert "482913" in text
    assert "zana@office.example" in text


def test_outside_of_a_demo_there_is_no_such_page(web_settings: Settings) -> None:
    from dataclasses import replace

    from wasl.app import create_app

    app = create_app(replace(web_settings, demo=False))
    assert app.test_client().get("/demo/messages").status_code == 404


def test_the_pages_that_messages_name_are_there(app: Flask) -> None:
    adapter = app.url_map.bind("wasl.example")
    for template in TEMPLATES.values():
        if template.path:
            adapter.match(template.path)


def test_a_search_among_accounts_leaves_a_trace(admin: FlaskClient, web_session: Session) -> None:
    assert _send(admin, "/admin/accounts/search", words="+9647501234567").status_code == 200
    assert _told(web_session, AuditAction.ACCOUNTS_SEARCHED) == [{"count": 0}]


def test_a_new_name_is_told_and_the_same_one_is_not(
    admin: FlaskClient, web_session: Session
) -> None:
    for _ in range(2):
        assert _send(admin, "/account", display_name="Rezan", language="en").status_code == 302
    assert _told(web_session, AuditAction.DISPLAY_NAME_CHANGED) == [{}]
