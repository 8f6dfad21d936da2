"""Feeds: what RFC 4287 asks of them, with the filters of a search, and not sent twice."""

import gzip
from collections.abc import Callable
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from tests.portals.caseworker.office import add_posting

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def one(node: Element, name: str) -> Element:
    found = node.findall(f"{ATOM}{name}")
    assert len(found) == 1, f"{name} stands {len(found)} times"
    return found[0]


def check_required(node: Element) -> None:
    """What sections 4.1.1 and 4.1.2 ask of a feed and of an entry."""
    for name in ("id", "title", "updated"):
        assert one(node, name).text
    assert one(node, "id").text.startswith("tag:localhost,2026:")  # type: ignore[union-attr]
    moment = datetime.fromisoformat(str(one(node, "updated").text))
    assert moment.tzinfo is not None
    assert one(one(node, "author"), "name").text
    links = node.findall(f"{ATOM}link")
    assert [link.get("rel") for link in links].count("alternate") == 1
    assert all(str(link.get("href")).startswith("http://localhost/") for link in links)


Read = Callable[[str], Element]


@pytest.fixture
def read(visitor: FlaskClient) -> Read:
    """Fetch a feed and check what every feed must have."""

    def fetch(query: str = "") -> Element:
        response = visitor.get(f"/opportunities.atom?{query}")
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        root = fromstring(response.data)
        assert root.tag == f"{ATOM}feed"
        check_required(root)
        assert [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") == 1
        for entry in entries(root):
            check_required(entry)
        return root

    return fetch


def entries(root: Element) -> list[Element]:
    return root.findall(f"{ATOM}entry")


def titles(root: Element) -> list[str]:
    return [str(one(entry, "title").text) for entry in entries(root)]


def test_an_entry_says_what_is_offered(read: Read, offered: dict[str, Opportunity]) -> None:
    baker = offered["baker"]
    root = read("q=خباز&kind=job&lang=en")
    assert root.get(XML_LANG) == "en"
    (entry,) = entries(root)
    assert one(entry, "id").text == f"tag:localhost,2026:opportunity/{baker.public_id}"
    assert one(entry, "title").text == "مطلوب خباز"
    assert one(entry, "content").text == "خبز وصمون"
    assert one(one(entry, "author"), "name").text == "أفران البصرة"
    summary = str(one(entry, "summary").text)
    assert "Job · Basra · 500,000 IQD to 700,000 IQD · apply by" in summary
    assert one(entry, "category").attrib == {"term": "job", "label": "Job"}
    link = one(entry, "link").get("href")
    assert link == f"http://localhost/opportunities/{baker.public_id}?lang=en"


def test_filters_are_those_of_the_search(read: Read, offered: dict[str, Opportunity]) -> None:
    assert len(entries(read())) == len(offered)
    assert titles(read("kind=training")) == ["دورة خبازة"]
    assert titles(read("has=transport&has=childcare")) == ["مطلوب خباز"]
    root = read("has=transport&has=childcare")
    for link in root.findall(f"{ATOM}link"):
        assert "has=transport&has=childcare" in str(link.get("href"))
    assert one(root, "id").text != one(read("kind=training"), "id").text


def test_an_empty_feed_is_a_feed(read: Read) -> None:
    assert entries(read("q=nothingofthekind")) == []


def test_what_may_not_be_seen_is_in_no_feed(
    read: Read, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    offered["baker"].status = OpportunityStatus.PAUSED
    web_session.commit()
    assert "مطلوب خباز" not in titles(read())


def test_the_newest_come_first_and_no_more_than_fifty(read: Read, web_session: Session) -> None:
    now = utc_now()
    for number in range(60):
        posting = add_posting(web_session, f"خباز {number}", ref=str(number))
        posting.published_at = now - timedelta(days=number)
    web_session.commit()
    assert titles(read("order=closing")) == [f"خباز {number}" for number in range(50)]


def test_marks_that_no_xml_holds_break_nothing(
    read: Read, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    offered["baker"].title = "Baker\x0b <b>&\x1f \ufffe]]>"
    web_session.commit()
    assert "Baker <b>& ]]>" in titles(read())


def test_nothing_is_sent_twice(
    visitor: FlaskClient, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    first = visitor.get("/opportunities.atom?lang=ar")
    assert first.headers["Cache-Control"] == "private, max-age=900"
    etag = first.headers["ETag"]
    assert "Last-Modified" not in first.headers, "it would tell when somebody got a place"
    again = visitor.get("/opportunities.atom?lang=ar", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    offered["baker"].status = OpportunityStatus.CLOSED
    web_session.commit()
    changed = visitor.get("/opportunities.atom?lang=ar", headers={"If-None-Match": etag})
    assert changed.status_code == 200


def test_it_is_sent_packed_to_who_can_unpack_it(
    app: Flask, web_session: Session, offered: dict[str, Opportunity]
) -> None:
    assert offered
    client = app.test_client()
    plain = client.get("/opportunities.atom?lang=en").data
    packed = client.get("/opportunities.atom?lang=en", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain
    assert {"Accept-Encoding", "Accept-Language", "Cookie"} <= packed.vary.as_set(True)
