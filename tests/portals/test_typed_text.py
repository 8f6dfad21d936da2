"""Text that is typed into a page is kept without what nobody sees in it."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import PasswordField, StringField, TextAreaField

from models.enums import Role
from models.meeting import MeetingSeries
from wasl.ui.forms import Form

NAMES = ("name", "about", "secret")


class _Typed(Form):
    name, about, secret = StringField(), TextAreaField(), PasswordField()


def test_forms_take_it_out_of_all_but_passwords(app: Flask) -> None:
    evil = "a\u202eb\x00"
    with app.test_request_context(method="POST", data=dict.fromkeys(NAMES, evil)):
        form = _Typed()
        assert (form.name.data, form.about.data, form.name.raw_data) == ("ab", "ab", ["ab"])
        assert form.secret.data == evil, "a password is what was typed"


def test_a_name_cannot_turn_the_words_after_it(
    sign_in: Callable[..., Any], token: Callable[[str], str], web_session: Session
) -> None:
    client, path = sign_in(Role.SECRETARIAT), "/roundtable/series/new"
    data = {
        "csrf_token": token(client.get(path).get_data(as_text=True)),
        "name": "Basra\u202e elbat\x00\u2066",
        "kind": "roundtable",
    }
    assert client.post(path, data=data).status_code == 302
    series = web_session.scalars(select(MeetingSeries)).one()
    assert series.name == "Basra elbat"
