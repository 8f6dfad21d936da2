"""XML of unknown origin, read as a stream: no declarations, no entities, no growth."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

from wasl.files.errors import FileError

Attributes = dict[str, str]
# Excel takes 64,000 formats of cells; sheets and their links are far fewer.
MAX_ELEMENTS = 200_000


def local_name(tag: str) -> str:
    """Return the name of an element without its namespace prefix."""
    return tag.rpartition(":")[2]


def make_parser(
    start: Callable[[str, Attributes], None], end: Callable[[str], None]
) -> expat.XMLParserType:
    """Return a parser that calls `start` and `end` and refuses document type declarations."""

    def refuse(*_: object) -> None:
        raise FileError("entities")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, chunk: bytes, last: bool = False) -> None:
    """Give the parser a piece of the document; raise FileError when it is not well-formed."""
    try:
        parser.Parse(chunk, last)
    except (expat.ExpatError, ValueError) as error:
        raise FileError("damaged", detail=str(error)) from error


def collect_elements(chunks: Iterable[bytes], wanted: set[str]) -> list[tuple[str, Attributes]]:
    """Return name and attributes of the wanted elements of a small document, in order.

    Raises FileError when there are more of them than any spreadsheet program writes.
    """
    found: list[tuple[str, Attributes]] = []

    def start(tag: str, attributes: Attributes) -> None:
        name = local_name(tag)
        if name in wanted:
            if len(found) == MAX_ELEMENTS:
                raise FileError("damaged", detail=f"more than {MAX_ELEMENTS} elements {name}")
            found.append((name, attributes))

    parser = make_parser(start, lambda _: None)
    for chunk in chunks:
        feed(parser, chunk)
    feed(parser, b"", last=True)
    return found
