"""Published opportunities as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from models.opportunity import Opportunity
from wasl.ui.names import organisation_name

NAMESPACE = "http://www.w3.org/2005/Atom"
FOUNDED = "2026"  # the year in which the name of the site was ours: part of all ids, for good
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
# Marks that no XML 1.0 document may hold, not even escaped.
_FORBIDDEN = {point: None for point in range(0x20) if point not in (0x9, 0xA, 0xD)}
_FORBIDDEN |= dict.fromkeys((0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What a feed says about itself. name: what tells it from other feeds of the site."""

    title: str
    language: str
    host: str
    name: str
    own_address: str
    page_address: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An opportunity in a feed."""

    opportunity: Opportunity
    address: str
    summary: str
    category: str


def _shown_at(posting: Opportunity) -> datetime:
    """Return since when a posting is shown.

    Not when its record last changed: that is also the second in which somebody got a place.
    """
    return posting.published_at or posting.created_at


def _updated_at(entries: Sequence[Entry]) -> datetime:
    """Return when the newest of a feed was published; an empty one never was."""
    changed = (_shown_at(entry.opportunity) for entry in entries)
    return max(changed, default=datetime(int(FOUNDED), 1, 1, tzinfo=UTC)).replace(microsecond=0)


def write_feed(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """Return the feed as XML."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
    _add(root, "id", _id(feed.host, f"opportunities{feed.name}"))
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(_updated_at(entries)))
    SubElement(
        root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.own_address}
    )
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page_address})
    _add(SubElement(root, "author"), "name", "Wasl")
    _add(root, "generator", "Wasl")
    for entry in entries:
        _add_entry(root, feed, entry)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _add_entry(root: Element, feed: Feed, entry: Entry) -> None:
    posting = entry.opportunity
    node = SubElement(root, "entry")
    _add(node, "id", _id(feed.host, f"opportunity/{posting.public_id}"))
    # The employer's own words, in whatever language they are.
    _add(node, "title", posting.title).set("xml:lang", "")
    _add(node, "updated", _moment(_shown_at(posting)))
    _add(node, "published", _moment(_shown_at(posting)))
    _add(SubElement(node, "author"), "name", organisation_name(posting.organisation))
    SubElement(node, "link", {"rel": "alternate", "type": "text/html", "href": entry.address})
    SubElement(node, "category", {"term": posting.kind.value, "label": entry.category})
    _add(node, "summary", entry.summary)
    if posting.description:
        _add(node, "content", posting.description).set("type", "text")


def _add(parent: Element, name: str, text: str) -> Element:
    node = SubElement(parent, name)
    node.text = text.translate(_FORBIDDEN)
    return node


def _id(host: str, name: str) -> str:
    """Return a name for good (RFC 4151): it stays when addresses change."""
    return f"tag:{host},{FOUNDED}:{name}"


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
