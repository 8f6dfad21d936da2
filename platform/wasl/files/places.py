"""Names of governorates and districts, found in whatever language and spelling."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from wasl.files.cells import Cell, cell_text, clean_text
from wasl.files.codes import check_length
from wasl.files.errors import CellError
from wasl.files.lists import coded_items
from wasl.files.vocabulary import is_blank_word, look_up, without_remark, word_key

_GENERIC = re.compile(
    r"^(?:محافظه|محافظتي|محافظات|قضاء?|قضا|مدينه|ناحيه|بارێزگاي|پاريزگاي|پاريزكاي|پاريزگا|قهزاي|شاري|"
    r"governorate of|province of|district of|city of|governorate|province|gov)\s+(?=\S)"
    r"|(?<=\S)\s+(?:governorate|province|district|city|gov|qadha|qada|محافظه|پاريزگا)$"
)
_ARTICLE = re.compile(r"^(?:ال(?=\S{2})|a[lnrszd][ -]|el[ -])")
_PARTS = re.compile(r"\s*[/\\|,،;\n(\[)\]]\s*|\s+[-–—]\s+")
_REGIONS: dict[str, tuple[str, ...]] = {
    "IQ-KR": ("IQ-AR", "IQ-DA", "IQ-SU", "IQ-XHA"),
    "IQ-south": ("IQ-BA", "IQ-DQ", "IQ-MA", "IQ-MU"),
    "IQ-middle-euphrates": ("IQ-BB", "IQ-KA", "IQ-NA", "IQ-QA"),
}
FORGIVING_FROM = 6
# `Yes (Baghdad, Erbil)` and `نعم: بغداد` name places; `Baghdad only` is Baghdad.
_WILLING = re.compile(r"^(\S+)\s*[:،,\-–(\[]\s*(.+?)[)\]]?$", re.DOTALL)
_ONLY = re.compile(r"^(?:only|فقط|تەنها|تەنیا)\s+|\s+(?:only|فقط|تەنها|تەنیا)$", re.IGNORECASE)
_OR = re.compile(r"\s+(?:or|أو|او|یان|يان)\s+|(?<=\w{3})[-–—](?=\w{3})", re.IGNORECASE)


@dataclass(frozen=True)
class PlaceNames:
    """A place with its code, the code of its governorate (None for one) and all its names."""

    code: str
    parent: str | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class District:
    """A district by its code, or in the words that were given."""

    code: str | None
    wording: str | None = None


@dataclass(frozen=True)
class Relocation:
    """Where a person would move: anywhere, or to these governorates (none: nowhere else)."""

    anywhere: bool = False
    governorates: tuple[str, ...] = ()


def place_key(text: str) -> str:
    """Return a name folded, without `governorate of`, article and spaces."""
    key = word_key(text)
    key = _GENERIC.sub("", key)
    return _ARTICLE.sub("", key).replace(" ", "")


class Places:
    """Finds places by their names; made once from the reference data."""

    def __init__(self, places: Iterable[PlaceNames], neighbours: Iterable[tuple[str, str]]) -> None:
        self.names: dict[str, str] = {}
        self._districts: dict[str, dict[str, str]] = {}
        self._order: list[str] = []
        for place in places:
            if place.parent is None:
                self._order.append(place.code)
                names = self.names
            else:
                names = self._districts.setdefault(place.parent, {})
            for name in (place.code, *place.names):
                names.setdefault(place_key(name), place.code)
        self._near: dict[str, list[str]] = {}
        for code, other in sorted(neighbours):
            self._near.setdefault(code, []).append(other)

    def governorate(self, text: str) -> str | None:
        """Return the code of a governorate, also out of `Baghdad / Karkh`; None if not known."""
        whole = _find(self.names, text) or _find(self.names, without_remark(text))
        if whole:
            return whole
        parts = {_find(self.names, part) for part in _PARTS.split(text) if part}
        known = parts - {None}
        return known.pop() if len(known) == 1 else None

    def district(self, text: str, governorate: str | None) -> str | None:
        """Return the code of a district.

        Looked for in the governorate, then in its neighbours, because the administration of
        several districts is disputed between two; without a governorate, everywhere.
        """
        if governorate is None:
            found = {_find(names, text, forgive=False) for names in self._districts.values()}
            known = found - {None}
            return known.pop() if len(known) == 1 else None
        own = _find(self._districts.get(governorate, {}), text)
        if own:
            return own
        near = {
            _find(self._districts.get(code, {}), text, forgive=False)
            for code in self._near.get(governorate, [])
        } - {None}
        return near.pop() if len(near) == 1 else None

    def sort(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return codes of governorates each once, in the order of the reference data."""
        wanted = set(codes)
        return tuple(code for code in self._order if code in wanted)


def _find(names: dict[str, str], text: str, forgive: bool = True) -> str | None:
    key = place_key(text)
    if not key:
        return None
    if key in names or not forgive or len(key) < FORGIVING_FROM:
        return names.get(key)
    near = process.extract(
        key, list(names), scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=5
    )
    codes = {names[name] for name, _, _ in near}
    return codes.pop() if len(codes) == 1 else None


def parse_governorate(cell: Cell, places: Places) -> str | None:
    """Return the code of a governorate of Iraq; anything else is an error."""
    text = clean_text(cell_text(cell))
    if not text:
        return None
    found = places.governorate(text)
    if found is None:
        if is_blank_word(text):
            return None
        raise CellError("not_in_iraq")
    return found


def parse_district(cell: Cell, governorate: str | None, places: Places) -> District | None:
    """Return a district; one that is not known stays in words."""
    text = clean_text(cell_text(cell))
    if not text or is_blank_word(text):
        return None
    found = places.district(text, governorate)
    return District(found) if found else District(None, check_length(text))


def _or_as_and(text: str, places: Places) -> str:
    """Return text with `or` and hyphens between known places as separators."""
    lines = []
    for line in text.splitlines():
        parts = _OR.split(line)
        known = [places.governorate(part) for part in parts]
        lines.append("; ".join(parts) if len(parts) > 1 and all(known) else line)
    return "\n".join(lines)


def parse_relocation(cell: Cell, places: Places) -> Relocation | None:
    """Return where a person would move, None for a blank (nowhere else)."""
    text = clean_text(cell_text(cell))
    if not text:
        return None
    general = look_up("anywhere", text, remarks=False)
    if general is not None or is_blank_word(text):
        return Relocation(anywhere=general == "any")
    named = _ONLY.sub("", text)
    if (willing := _WILLING.match(named)) and look_up("yes_no", willing.group(1)) == "yes":
        named = willing.group(2)
    elif (said := look_up("anywhere", text)) is not None:
        return Relocation(anywhere=said == "any")
    listed = _or_as_and(named, places)
    groups = coded_items(listed, lambda item: _named_places(item, places), _refuse)
    codes = {code for group in groups for code in group}
    if "any" in codes:
        return Relocation(anywhere=True)
    return Relocation(governorates=places.sort(codes))


def _named_places(item: str, places: Places) -> tuple[str, ...] | None:
    """Return the governorates of one item: by name, of a region, or of a district."""
    if look_up("anywhere", item) == "any":
        return ("any",)
    region = look_up("region", item)
    if region:
        return _REGIONS[region]
    code = _find(places.names, item)
    if code is None and (district := places.district(item, None)):
        code = district.split(".")[0]
    return (code,) if code else None


def _refuse(_: str) -> tuple[str, ...]:
    raise CellError("not_in_iraq")
