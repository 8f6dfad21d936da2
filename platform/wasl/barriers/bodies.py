"""Which body is in charge of a barrier, and what it is called in three languages."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from matching.coding.normalise import fold
from models.plan_enums import Barrier


@dataclass(frozen=True, kw_only=True)
class Body:
    """A ministry or an association. code: as everybody shortens it."""

    code: str
    name_en: str
    name_ar: str
    name_ckb: str
    barriers: frozenset[Barrier]

    def name(self, language: str) -> str:
        """Return its name in a language."""
        found: str = getattr(self, f"name_{language}")
        return found

    @property
    def keys(self) -> frozenset[str]:
        """By what it is recognised among organisations: its names, folded."""
        return frozenset(map(fold, (self.code, self.name_en, self.name_ar, self.name_ckb)))


@lru_cache(maxsize=1)
def list_bodies() -> Sequence[Body]:
    """Return all bodies; of a barrier with several, the first of them comes first."""
    text = files("wasl.barriers").joinpath("data", "bodies.csv").read_text("utf-8-sig")
    return tuple(
        Body(
            code=row["code"],
            name_en=row["name_en"],
            name_ar=row["name_ar"],
            name_ckb=row["name_ckb"],
            barriers=frozenset(map(Barrier, row["barriers"].split(";"))),
        )
        for row in csv.DictReader(text.splitlines())
    )


def bodies_of(barrier: Barrier) -> Sequence[Body]:
    """Return who is in charge of a barrier; somebody always is."""
    return [one for one in list_bodies() if barrier in one.barriers]
