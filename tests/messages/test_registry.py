"""Every message renders in every language on every channel, and says no more than it may."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import wasl
from models.access_enums import Channel
from wasl.config import LANGUAGES
from wasl.messages.registry import (
    TEMPLATES,
    UnknownTemplateError,
    WrongParamsError,
    check_params,
    template_of,
)
from wasl.messages.render import render
from wasl.messages.template import Template

WHEN = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
CANARIES: dict[str, Any] = {
    "code": "K4NARYC0DE",
    "until": WHEN,
    "at": WHEN,
    "day": date(2026, 11, 30),
    "device": "K4NARY device",
    "organisation": "K4NARY %(code)s company",
    "title": "K4NARY round",
    "ref": "K4NARY-2026-01",
    "asks": "K4NARY asks",
    "when": "Monday, 10:00",
    "where": "K4NARY hall",
    "calendar": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
}
# What tells a stranger what the platform is about, or that somebody is in it.
TELLING = re.compile(
    r"return|refugee|asylum|deport|ministry|case\b|record|employer|opportunit|job|work\b|IOM|MRC"
    r"|migra|vulnerab|erase|delete",
    re.IGNORECASE,
)


def _params(template: Template) -> dict[str, Any]:
    given = {name: CANARIES[name] for name in template.needs}
    return check_params(template.name, given).params


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_message_renders(name: str, language: str, channel: Channel, own: bool) -> None:
    letter = render(
        name,
        _params(TEMPLATES[name]),
        language=language,
        channel=channel,
        own=own,
        site="https://wasl.example",
    )
    assert letter.body.strip()
    assert not re.search(r"%\(\w+\)s(?! company)|\bNone\b", letter.body)
    assert "\n" not in letter.subject
    assert "K4NARY" not in letter.subject
    assert not re.search(r"[0-9%]", letter.subject)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_text_message_is_short(name: str) -> None:
    """Arabic letters fit 67 a part; more than three parts are lost on old phones and dear."""
    letter = render(
        name, _params(TEMPLATES[name]), language="en", channel=Channel.SMS, own=False, site=""
    )
    assert len(letter.body) <= 3 * 67


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_neutral_words_say_nothing_of_the_platform(name: str, channel: Channel) -> None:
    letter = render(
        name, _params(TEMPLATES[name]), language="en", channel=channel, own=False, site=""
    )
    assert not TELLING.search(letter.body), letter.body
    assert not TELLING.search(letter.subject), letter.subject
    assert "K4NARY device" not in letter.body
    assert "company" not in letter.body


def test_the_words_above_would_be_found_in_what_only_its_person_reads() -> None:
    """The twin of the test above: it can fail."""
    told = [
        render(name, _params(one), language="en", channel=Channel.EMAIL, own=True, site="").body
        for name, one in TEMPLATES.items()
    ]
    assert sum(bool(TELLING.search(body)) for body in told) > 5


def test_paper_is_neutral_even_where_its_person_takes_it() -> None:
    given = _params(TEMPLATES["retention_notice"])
    slip = render("retention_notice", given, language="en", channel=Channel.SLIP, own=True)
    assert "record" not in slip.body


def test_days_and_moments_are_written_as_each_language_does() -> None:
    given = _params(TEMPLATES["invitation"])
    bodies = {
        language: render(
            "invitation", given, language=language, channel=Channel.SMS, own=False
        ).body
        for language in LANGUAGES
    }
    assert "30 November 2026, 15:00" in bodies["en"]  # in Baghdad
    assert "تشرين الثاني 2026" in bodies["ar"]


def test_the_page_for_a_code_stands_beside_it_where_its_address_is_known() -> None:
    given = _params(TEMPLATES["invitation"])
    with_site = render(
        "invitation", given, language="en", channel=Channel.SMS, own=False, site="https://w.example"
    )
    assert with_site.body.endswith("https://w.example/join")
    assert "K4NARYC0DE" not in with_site.body.split("https://")[1]


def test_values_cannot_write_into_the_text_or_across_directions() -> None:
    given = _params(TEMPLATES["vetting_approved"])
    body = render("vetting_approved", given, language="ar", channel=Channel.EMAIL, own=True).body
    assert "\u2068K4NARY %(code)s company\u2069" in body


def test_unknown_messages_and_wrong_values_are_refused() -> None:
    with pytest.raises(UnknownTemplateError):
        template_of("invitatoin")
    with pytest.raises(WrongParamsError, match="until"):
        check_params("invitation", {"code": "1"})
    with pytest.raises(WrongParamsError, match="name"):
        check_params("invitation", {"code": "1", "until": WHEN, "name": "Ali"})
    with pytest.raises(ValueError, match="zone"):
        check_params("invitation", {"code": "1", "until": datetime(2026, 1, 1)})  # noqa: DTZ001


CALLS = {"queue_message": 1, "tell_account": 2, "tell_person": 2, "_tell_owners": 2}


def _templates_named(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = CALLS.get(node.func.id)
            if place is not None and len(node.args) > place:
                given = node.args[place]
                if isinstance(given, ast.Constant):
                    yield str(given.value), node


def _keys(call: ast.Call) -> set[str] | None:
    """The names of the values in a call, where they stand there."""
    place = CALLS[call.func.id] + 1 if isinstance(call.func, ast.Name) else 0
    given = call.args[place] if len(call.args) > place else ast.Dict([], [])
    if not isinstance(given, ast.Dict):
        return None
    return {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}


def test_every_message_that_code_sends_is_declared_with_these_values() -> None:
    package = Path(wasl.__file__).parent
    named = [pair for path in package.rglob("*.py") for pair in _templates_named(path)]
    assert len(named) > 10
    assert {name for name, _ in named} <= set(TEMPLATES)
    for name, call in named:
        keys = _keys(call)
        assert keys is None or keys == TEMPLATES[name].needs, name


def test_each_message_is_sent_by_something() -> None:
    root = Path(wasl.__file__).parent
    sources = [path for path in root.rglob("*.py") if path.parent != root / "messages"]
    product = "".join(path.read_text("utf-8") for path in sources)
    assert [name for name in TEMPLATES if f'"{name}"' not in product] == []
