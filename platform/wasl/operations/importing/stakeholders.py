"""Organisations that a file of roundtables names: found again, or made as stakeholders."""

import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.opportunity import Organisation
from models.round_table_enums import StakeholderKind
from models.stakeholder import Stakeholder
from wasl.files.errors import FileError
from wasl.files.vocabulary import word_key
from wasl.operations.organisation_names import name_key, organisations_named

# Looked through in this order: a union of chambers is a union.
_WORDS: tuple[tuple[StakeholderKind, tuple[str, ...]], ...] = (
    (
        StakeholderKind.MINISTRY,
        ("ministry", "وزارة", "وزاره", "وەزارەت", "molsa", "momd", "mop", "mofa", "moi", "moh"),
    ),
    (
        StakeholderKind.UNION,
        ("union", "syndicate", "syndicates", "federation", "اتحاد", "نقابة", "یەکێتی", "سەندیکا"),
    ),
    (StakeholderKind.CHAMBER, ("chamber", "غرفة", "ژوور", "ژووری")),
    (StakeholderKind.ACADEMIC, ("university", "college", "جامعة", "كلية", "زانکۆ", "کۆلێژ")),
    (StakeholderKind.DONOR, ("embassy", "donor", "bank", "سفارة", "مصرف", "باڵیۆزخانە")),
    (
        StakeholderKind.INTERNATIONAL,
        ("united nations", "un", "iom", "ilo", "undp", "unhcr", "giz", "الأمم المتحدة"),
    ),
    (
        StakeholderKind.AUTHORITY,
        ("authority", "commission", "directorate", "governorate", "هيئة", "مديرية", "دەستە"),
    ),
    (
        StakeholderKind.PROVIDER,
        ("training", "centre", "center", "gmac", "ettc", "institute", "مركز", "معهد", "سەنتەر"),
    ),
)
_WORDS_FOLDED = tuple(
    (kind, tuple(f" {word_key(word)} " for word in words)) for kind, words in _WORDS
)
_SHORT = re.compile(r"^[A-Z][A-Za-z]{1,7}$")  # GMAC, MoLSA: what everybody calls it
MOST_NEW = 5_000  # in one file; more than that is no list of who sat at a table


def guess_kind(name: str) -> StakeholderKind:
    """Return what an organisation may be by the words of its name; a company where none tells."""
    key = f" {word_key(name)} "
    found = (kind for kind, words in _WORDS_FOLDED if any(word in key for word in words))
    return next(found, StakeholderKind.COMPANY)


class Stakeholders:
    """The organisations of one import.

    Found by any of its names, or by the short name of a stakeholder where one alone has it. What
    is new is made as a stakeholder that nobody vetted. Whether two names mean one organisation is
    never guessed: a person says so (`operations.commitments.cite`).
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[str, Organisation] = {}
        self._made: dict[str, Organisation] = {}

    def named(self) -> list[tuple[str, str]]:
        """Return the folded names of the file, each with whom it meant before, or nothing."""
        return [
            (key, "" if key in self._made else one.public_id) for key, one in self._found.items()
        ]

    def made(self) -> list[str]:
        """Return the public ids of the organisations that are new, in the order of the file."""
        return [one.public_id for one in self._made.values()]

    def prepare(self, names: Iterable[str]) -> None:
        """Look up or make the organisations of a batch. Raises FileError for too many new ones."""
        wanted = {name_key(name): name for name in names}
        missing = {key: name for key, name in wanted.items() if key not in self._found}
        self._look_up(set(missing))
        new = {key: name for key, name in missing.items() if key not in self._found}
        if len(self._made) + len(new) > MOST_NEW:
            raise FileError("too_much_text")
        for key, name in new.items():
            self._found[key] = self._made[key] = self._make(name, key)
        self._session.flush()
        self._describe({self._found[key] for key in wanted})

    def of(self, name: str) -> Organisation:
        """Return the organisation of a name that was prepared."""
        return self._found[name_key(name)]

    def _look_up(self, keys: set[str]) -> None:
        short = self._session.execute(
            select(Stakeholder.short_key, Organisation)
            .join(Stakeholder.organisation)
            .where(Stakeholder.short_key.in_(keys))
        ).all()
        called = [key for key, _ in short]
        self._found |= {key: one for key, one in short if key and called.count(key) == 1}
        self._found |= organisations_named(self._session, keys)

    def _make(self, name: str, key: str) -> Organisation:
        made = Organisation(name=name, name_key=key)
        self._session.add(made)
        return made

    def _describe(self, organisations: set[Organisation]) -> None:
        """Say of each what it is, where nobody has yet."""
        ids = [one.id for one in organisations]
        described = set(
            self._session.scalars(
                select(Stakeholder.organisation_id).where(Stakeholder.organisation_id.in_(ids))
            )
        )
        for one in sorted(organisations, key=lambda one: one.id):
            if one.id not in described:
                short = one.name if _SHORT.match(one.name) else None
                self._session.add(
                    Stakeholder(
                        organisation_id=one.id,
                        kind=guess_kind(one.name),
                        short_name=short,
                        short_key=name_key(short) if short else None,
                    )
                )
        self._session.flush()
